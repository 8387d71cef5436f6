import { beforeEach, describe, expect, it } from '@jest/globals';
import { PartitionStore } from './partition-store.js';
import type { PartitionSetup, TakenMessage } from './partition-store.js';
import { readProgress } from './progress.js';

const message = (offset: number): TakenMessage => ({
  offset,
  key: `k${offset}`,
  headers: {},
  value: Buffer.from(String(offset)),
});
const messages = (from: number, count: number) => Array.from({ length: count }, (_, at) => message(from + at));
const room = { maxCount: 64, maxBytes: 4_000_000 };

describe('a partition in the hands of its owner', () => {
  let commits: [number, string][];
  let flows: boolean[];
  let erased: number[];
  let hurries: number;

  beforeEach(() => {
    [commits, flows, erased, hurries] = [[], [], [], 0];
  });

  const storeWith = (more: Partial<PartitionSetup> = {}) =>
    new PartitionStore({
      progress: readProgress(0, null),
      buriedOffsets: new Set(),
      parkedKeys: new Set(),
      redriven: [],
      commit: (offset, metadata) => {
        commits.push([offset, metadata]);
        return Promise.resolve();
      },
      hasten: () => (hurries += 1),
      bury: () => Promise.resolve(),
      settle: (offset) => {
        erased.push(offset);
        return Promise.resolve();
      },
      flow: (isOpen) => flows.push(isOpen),
      onCommitted: () => undefined,
      ...more,
    });
  const fetch = async (store: PartitionStore) =>
    (await store.call<readonly TakenMessage[]>('fetch', room)).map(({ offset }) => offset);
  const finish = (store: PartitionStore, ...finished: number[]) => store.call('finish', { finished });
  const lastCommit = () => {
    const [offset, metadata] = commits.at(-1) as [number, string];
    return readProgress(offset, metadata);
  };

  describe('while more waits than is worth holding', () => {
    const large = (offset: number): TakenMessage => ({ ...message(offset), value: Buffer.alloc(100_000) });
    const full = () => {
      const store = storeWith();
      store.offer([0, 1, 2, 3, 4].map(large));
      return store;
    };
    const two = { maxCount: 2, maxBytes: 4_000_000 };

    it('waits for a lane that keeps up, without stopping the flow', async () => {
      const store = full();
      const waiting = store.room(60_000);
      await store.call('fetch', two);
      await store.call('fetch', two);
      await waiting;
      expect(flows).toEqual([]);
    });

    it('stops the flow for a lane that does not, and opens it when there is room', async () => {
      const store = full();
      await store.room(0);
      expect(flows).toEqual([false]);
      await store.call('fetch', two);
      expect(flows).toEqual([false]);
      await store.call('fetch', two);
      expect(flows).toEqual([false, true]);
    });

    it('waits for nobody once it is lost', async () => {
      const store = full();
      const waiting = store.room(60_000);
      store.lose();
      await waiting;
      expect(flows).toEqual([]);
    });
  });

  it('writes down what it begins before it hands it out', async () => {
    const order: string[] = [];
    const store = storeWith({
      commit: async (offset, metadata) => {
        await Promise.resolve();
        order.push(`committed ${offset}, begun ${readProgress(offset, metadata).begun}`);
      },
    });
    store.offer(messages(0, 3));
    await fetch(store);
    order.push('handed out');
    expect(order).toEqual(['committed 0, begun 3', 'handed out']);
  });

  it('commits the lowest offset that is not finished, and remembers those behind it', async () => {
    const store = storeWith();
    store.offer(messages(0, 4));
    await fetch(store);
    await finish(store, 1, 3);
    expect(lastCommit()).toMatchObject({ committed: 0, begun: 4, done: new Set([1, 3]) });
    await finish(store, 0);
    expect(lastCommit()).toMatchObject({ committed: 2, done: new Set([3]) });
    await finish(store, 2);
    expect(lastCommit()).toMatchObject({ committed: 4, done: new Set() });
  });

  it('takes each message once, however often it is offered', async () => {
    const store = storeWith();
    store.offer(messages(0, 3));
    store.offer(messages(1, 4));
    expect(await fetch(store)).toEqual([0, 1, 2, 3, 4]);
  });

  it('passes by what was finished or parked before, and what the log does not have', async () => {
    const progress = { ...readProgress(0, null), done: new Set([1]) };
    const store = storeWith({ progress, buriedOffsets: new Set([2]) });
    store.offer([message(0), message(1), message(2), message(5)]);
    expect(await fetch(store)).toEqual([0, 5]);
    await finish(store, 0, 5);
    expect(lastCommit().committed).toBe(6);
  });

  it('suspects what was begun and not finished when the last owner ended, and counts it before it is delivered', async () => {
    const store = storeWith({ progress: { ...readProgress(0, null), begun: 3, done: new Set([1]) } });
    expect(store.standing.suspects).toEqual([0, 2]);
    store.offer(messages(0, 3));
    await fetch(store);
    await store.call('begin', { offset: 2 });
    expect(lastCommit().attempts).toEqual(new Map([[2, { attempts: 1, excused: 0 }]]));
  });

  it('keeps the count of what failed, and forgets it when it passes', async () => {
    const store = storeWith();
    store.offer(messages(0, 2));
    await fetch(store);
    await store.call('begin', { offset: 1 });
    await store.call('failed', { offset: 1, excused: true });
    expect(lastCommit().attempts).toEqual(new Map([[1, { attempts: 1, excused: 1 }]]));
    await finish(store, 1);
    expect(lastCommit().attempts).toEqual(new Map());
  });

  it('hands out what was redriven before anything else, and erases it once it passed', async () => {
    const store = storeWith({ progress: readProgress(10, null), redriven: [message(3), message(4)] });
    store.offer(messages(10, 1));
    expect([await fetch(store), await fetch(store)]).toEqual([[3, 4], [10]]);
    await store.call('park', { offset: 4, attempt: 1, reason: 'x', parkedAt: 'y' });
    await finish(store, 3, 4, 10);
    expect(erased).toEqual([3]);
    expect(lastCommit().committed).toBe(11);
  });

  it('suspects nothing after a close, and does nothing more once it is lost', async () => {
    const store = storeWith();
    store.offer(messages(0, 2));
    await fetch(store);
    await finish(store, 0);
    await store.close();
    expect(lastCommit()).toMatchObject({ committed: 1, begun: 1 });
    const lost = storeWith();
    lost.offer(messages(0, 2));
    await fetch(lost);
    lost.lose();
    const count = commits.length;
    await expect(finish(lost, 0)).rejects.toMatchObject({ code: 'messaging/unavailable' });
    await expect(lost.call('begin', { offset: 1 })).rejects.toMatchObject({ code: 'messaging/unavailable' });
    expect(commits).toHaveLength(count);
  });

  it('hears of a commit that fails', async () => {
    const store = storeWith({ commit: () => Promise.reject(new Error('gone')) });
    store.offer(messages(0, 1));
    await expect(fetch(store)).rejects.toThrow('gone');
  });

  it('hurries a commit for which somebody waits, and no other', async () => {
    const store = storeWith();
    store.offer(messages(0, 2));
    await fetch(store);
    expect(hurries).toBeGreaterThan(0);
    const before = hurries;
    await finish(store, 0);
    expect(hurries).toBe(before);
    await store.close();
    expect(hurries).toBeGreaterThan(before);
  });

  it('hurries the commit behind a message that may have ended the process before', async () => {
    const store = storeWith({ progress: readProgress(0, JSON.stringify({ v: 1, b: 1 })) });
    store.offer(messages(0, 2));
    await fetch(store);
    const before = hurries;
    await finish(store, 0);
    expect(hurries).toBeGreaterThan(before);
  });
});
