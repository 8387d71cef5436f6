import { describe, expect, it } from '@jest/globals';
import { kinds } from '@knooppunt/signals';
import { checkpointTopic, noticeMessageOf, noticeTopicOf, signalTopicOf, topicsOf } from './index.js';

describe('the list of topics', () => {
  it('holds the signals and the notices of every kind, the checkpoints, and nothing else', () => {
    const names = topicsOf().topics.map(({ name }) => name);
    const wanted = [...kinds.map(signalTopicOf), ...kinds.map(noticeTopicOf), checkpointTopic];
    expect(names.toSorted()).toEqual(wanted.toSorted());
    expect(topicsOf().groups).toEqual(['intake']);
  });

  it('keeps messages for fourteen days and takes partitions and terms as they are set', () => {
    expect(new Set(topicsOf().topics.map(({ retentionMs }) => retentionMs))).toEqual(new Set([14 * 86_400_000]));
    const { topics } = topicsOf({ signalPartitions: 12, checkpointRetentionMs: 1000 });
    expect(topics.find(({ name }) => name === 'signals.coll')?.partitions).toBe(12);
    expect(topics.find(({ name }) => name === 'checkpoints')).toEqual({
      name: 'checkpoints',
      partitions: 1,
      retentionMs: 1000,
    });
  });
});

describe('a notice', () => {
  it('says whom by pseudonym and an id, and nothing else', () => {
    const id = '7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c3d';
    const { key, value, headers } = noticeMessageOf('abcdefghijklmnop', id);
    expect([key, headers, new TextDecoder().decode(value)]).toEqual(['abcdefghijklmnop', {}, `{"id":"${id}"}`]);
  });
});
