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

  it('wait for each other where they keep coming, and not where somebody waits for one', async () => {
    const requests: number[][] = [];
    const committer = new Committer(
      {
        commitOffsets: (offsets) => {
          requests.push(offsets.map(({ partition }) => partition));
          return Promise.resolve();
        },
      },
      // The clock stands still: the second request would wait for an hour.
      { rhythm: { atOnce: 1, everyMs: 3_600_000 }, nowMs: () => 0 },
    );
    await committer.commit(of(0));
    const waiting = [committer.commit(of(1)), committer.commit(of(2))];
    await new Promise(setImmediate);
    expect(requests).toEqual([[0]]);
    committer.hasten();
    waiting.push(committer.commit(of(3)));
    await Promise.all(waiting);
    expect(requests).toEqual([[0], [1, 2, 3]]);
    committer.hasten();
    await committer.commit(of(4));
    expect(requests.at(-1)).toEqual([4]);
  });
});
