import { describe, expect, it } from '@jest/globals';
import { murmur2, partitionOf } from './partitioner.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('the partition of a key', () => {
  it.each([
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
    ['a-little-bit-longer-string', -1_486_304_829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
    ['abc', 479_470_107],
  ])('hashes `%s` as Kafka does', (text, hash) => {
    expect(murmur2(bytesOf(text))).toBe(hash);
  });

  it('hashes a view on a larger buffer by its own bytes', () => {
    expect(murmur2(bytesOf('xxfoobaryy').subarray(2, 8))).toBe(murmur2(bytesOf('foobar')));
  });

  it('lies between zero and the number of partitions, also for a negative hash and for no key', () => {
    for (const key of ['', '21', 'foobar', 'abc', 'é€𝄞']) {
      const partition = partitionOf(key, 12);
      expect([partition >= 0, partition < 12, Number.isInteger(partition)]).toEqual([true, true, true]);
    }
  });
});
