import { describe, expect, it } from '@jest/globals';
import { SharedReads } from './shared-reads.js';

const scene = (reads = new SharedReads()) => {
  const begun: PromiseWithResolvers<number>[] = [];
  const ask = (name = 'one') =>
    reads.share(name, () => {
      const read = Promise.withResolvers<number>();
      begun.push(read);
      return read.promise;
    });
  const turn = () => new Promise(setImmediate);
  return { ask, begun, turn };
};

describe('a read that many ask for', () => {
  it('is one for all who ask in one turn', async () => {
    const { ask, begun, turn } = scene();
    const both = [ask(), ask()];
    await turn();
    expect(begun).toHaveLength(1);
    begun[0]?.resolve(1);
    expect(await Promise.all(both)).toEqual([1, 1]);
  });

  it('is begun anew for who asks while one is under way, and gives that one its own answer', async () => {
    const { ask, begun, turn } = scene();
    const first = ask();
    await turn();
    const late = [ask(), ask()];
    await turn();
    expect(begun).toHaveLength(1);
    begun[0]?.resolve(1);
    expect(await first).toBe(1);
    await turn();
    expect(begun).toHaveLength(2);
    begun[1]?.resolve(2);
    expect(await Promise.all(late)).toEqual([2, 2]);
  });

  it('that fails does so for who shared it, and for nobody later', async () => {
    const { ask, begun, turn } = scene();
    const first = ask();
    await turn();
    const late = ask();
    begun[0]?.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await turn();
    begun[1]?.resolve(2);
    expect(await late).toBe(2);
  });

  it('of another name does not wait', async () => {
    const { ask, begun, turn } = scene();
    const both = [ask('one'), ask('other')];
    await turn();
    expect(begun).toHaveLength(2);
    begun.forEach((read, at) => read.resolve(at));
    expect(await Promise.all(both)).toEqual([0, 1]);
  });

  it('is begun again after the last has ended', async () => {
    const { ask, begun, turn } = scene();
    const first = ask();
    await turn();
    begun[0]?.resolve(1);
    await first;
    const next = ask();
    await turn();
    begun[1]?.resolve(2);
    expect(await next).toBe(2);
  });

  it('that is asked for again and again waits for its turn, and for more who ask', async () => {
    const paused = Promise.withResolvers<void>();
    // A turn that never comes back by itself.
    const { ask, begun, turn } = scene(new SharedReads({ atOnce: 1, everyMs: 3_600_000 }, () => paused.promise));
    const first = ask();
    await turn();
    begun[0]?.resolve(0);
    expect(await first).toBe(0);
    const second = ask();
    await turn();
    const third = ask();
    await turn();
    expect(begun).toHaveLength(1);
    paused.resolve();
    await turn();
    begun[1]?.resolve(1);
    expect(await Promise.all([second, third])).toEqual([1, 1]);
  });
});
