import { describe, expect, it } from '@jest/globals';
import { Committer } from './committer.js';

const of = (partition: number, offset = '1') => ({ topic: 't', partition, offset, metadata: '' });

describe('commits of many partitions', () => {
  it('go out one request at a time, each with all that came meanwhile', async () => {
    const requests: number[][] = [];
    const gates: (() => void)[] = [];
    const committer = new Committer({
      commitOffsets: (offsets) => {
        requests.push(offsets.map(({ partition }) => partition));
        return new Promise((resolve) => gates.push(resolve));
      },
    });
    const first = [committer.commit(of(0)), committer.commit(of(1))];
    await Promise.resolve();
    await Promise.resolve();
    const later = [committer.commit(of(2)), committer.commit(of(3))];
    expect(requests).toEqual([[0, 1]]);
    gates[0]?.();
    await Promise.all(first);
    expect(requests).toEqual([
      [0, 1],
      [2, 3],
    ]);
    gates[1]?.();
    await Promise.all(later);
  });

  it('reject together, and the next go out all the same', async () => {
    let isFenced = true;
    const committer = new Committer({
      commitOffsets: () => (isFenced ? Promise.reject(new Error('fenced')) : Promise.resolve()),
    });
    const both = await Promise.allSettled([committer.commit(of(0)), committer.commit(of(1))]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isFenced = false;
    await committer.commit(of(0));
  });
});
