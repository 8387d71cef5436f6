import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import { embeddedBench } from '../test/embedded-bench.js';
import { at, event, MemoryLog, noDelay } from '../test/fixtures.js';
import type { ReadStoreBench } from '../test/fixtures.js';
import { startReactor } from './index.js';
import type { Following, Reaction, ReactionTrouble, ReadStore } from './index.js';

const opened = (number: number) => event(number, 'FileOpened', { file: `f${number}` });
const closed = (number: number) => event(number, 'FileClosed', { file: `f${number}` });

describe('a reactor', () => {
  let bench: ReadStoreBench;
  let store: ReadStore;
  let running: Following[];
  let troubles: ReactionTrouble[];

  const start = (source: MemoryLog, ...reactions: readonly Reaction[]) => {
    const following = startReactor({
      source,
      readStore: store,
      reactions,
      delay: noDelay,
      onError: (trouble) => troubles.push(trouble),
    });
    running.push(following);
    return following;
  };
  const noting = (seen: string[], effect: (given: Recorded) => Promise<void> = () => Promise.resolve()) => {
    const react: Reaction['react'] = (given) => {
      seen.push(given.position);
      return effect(given);
    };
    return react;
  };

  beforeEach(async () => {
    bench = await embeddedBench();
    store = await bench.open();
    running = [];
    troubles = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((following) => following.stop()));
    await store.close();
    await bench.dispose();
  });

  it('reacts in order to what a reaction handles, each reaction on a position of its own', async () => {
    const [some, all]: [string[], string[]] = [[], []];
    const log = new MemoryLog([opened(1), closed(2), opened(3), closed(4)]);
    const following = start(
      log,
      { name: 'some', handles: ['FileOpened'], react: noting(some) },
      { name: 'all', handles: 'all', react: noting(all) },
    );
    await following.settled(at(4));
    log.append(opened(5));
    await following.settled(at(5));
    await following.stop();
    expect(some).toEqual([at(1), at(3), at(5)]);
    expect(all).toEqual([at(1), at(2), at(3), at(4), at(5)]);
    expect([await store.position('reaction:some'), await store.position('reaction:all')]).toEqual([at(5), at(5)]);
  });

  it('stores no position before the effect', async () => {
    const standing: (string | undefined)[] = [];
    const following = start(new MemoryLog([opened(1), opened(2)]), {
      name: 'slow',
      handles: 'all',
      react: async () => {
        standing.push(await store.position('reaction:slow'));
      },
    });
    await following.settled(at(2));
    await following.stop();
    expect(standing[0]).toBeUndefined();
    expect([undefined, at(1)]).toContain(standing[1]);
    expect(await store.position('reaction:slow')).toBe(at(2));
  });

  it('tries an effect again until it resolves, and skips nothing', async () => {
    const seen: string[] = [];
    const failing = noting(seen, async ({ position }) => {
      if (position === at(2) && seen.length < 6) throw new Error('not yet');
    });
    const following = start(new MemoryLog([opened(1), opened(2), opened(3)]), {
      name: 'stubborn',
      handles: 'all',
      react: failing,
    });
    await following.settled(at(3));
    expect(seen).toEqual([at(1), at(2), at(2), at(2), at(2), at(2), at(3)]);
    expect(troubles).toHaveLength(4);
    expect(troubles[0]).toMatchObject({ name: 'stubborn', position: at(2), error: { message: 'not yet' } });
  });

  it('reads on when the log was away or unreadable for a while', async () => {
    const seen: string[] = [];
    const log = new MemoryLog([opened(1)]);
    log.fault = new SyntaxError('unreadable');
    const following = start(log, { name: 'patient', handles: 'all', react: noting(seen) });
    await following.settled(at(1));
    expect([seen, troubles]).toMatchObject([[at(1)], [{ name: 'patient', position: undefined }]]);
    expect(following.failed.size).toBe(0);
  });

  it('gives an event again after a stop in mid-effect, and not those before it', async () => {
    const log = new MemoryLog([opened(1), opened(2)]);
    const reached = Promise.withResolvers<void>();
    const first = start(log, {
      name: 'halved',
      handles: 'all',
      react: async ({ position }) => {
        if (position === at(1)) return;
        reached.resolve();
        throw new Error('in the middle');
      },
    });
    await reached.promise;
    await first.stop();
    expect(await store.position('reaction:halved')).toBe(at(1));
    const seen: string[] = [];
    const second = start(log, { name: 'halved', handles: 'all', react: noting(seen) });
    await second.settled(at(2));
    expect(seen).toEqual([at(2)]);
  });

  it('waits in stop for the effect under way', async () => {
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const following = start(new MemoryLog([opened(1), opened(2)]), {
      name: 'held',
      handles: 'all',
      react: () => {
        begun.resolve();
        return held.promise;
      },
    });
    await begun.promise;
    const stopped = following.stop();
    held.resolve();
    await stopped;
    expect(await store.position('reaction:held')).toBe(at(1));
  });

  describe('whose effects touch different things', () => {
    const touches = (given: Recorded) => (given.data as { readonly file: string }).file;
    const ofFile = (number: number, file: string) => event(number, 'FileOpened', { file });

    it('does those of different things together, and those of one in their order', async () => {
      const held = Promise.withResolvers<void>();
      const done: string[] = [];
      const following = start(new MemoryLog([ofFile(1, 'a'), ofFile(2, 'a'), ofFile(3, 'b'), ofFile(4, 'b')]), {
        name: 'wide',
        handles: 'all',
        touches,
        react: async ({ position }) => {
          if (position === at(1)) await held.promise;
          done.push(position);
          // The second thing is through while the first still waits.
          if (position === at(4)) held.resolve();
        },
      });
      await following.settled(at(4));
      expect(done).toEqual([at(3), at(4), at(1), at(2)]);
    });

    it('stands before the first that is not done, whatever behind it is', async () => {
      const log = new MemoryLog([ofFile(1, 'a'), ofFile(2, 'b')]);
      const failing = Promise.withResolvers<void>();
      const behind = Promise.withResolvers<void>();
      const first = start(log, {
        name: 'wide',
        handles: 'all',
        touches,
        react: async ({ position }) => {
          if (position === at(2)) return behind.resolve();
          failing.resolve();
          throw new Error('not yet');
        },
      });
      await Promise.all([failing.promise, behind.promise]);
      await first.stop();
      expect(await store.position('reaction:wide')).toBeUndefined();
      const seen: string[] = [];
      const second = start(log, { name: 'wide', handles: 'all', touches, react: noting(seen) });
      await second.settled(at(2));
      expect(seen).toEqual([at(1), at(2)]);
    });
  });

  describe('that does many effects as one', () => {
    const many = Array.from({ length: 70 }, (_, number) => opened(number + 1));

    it('gives it each event once, in order, so many at a time', async () => {
      const taken: (readonly string[])[] = [];
      const reactAll = async (events: readonly Recorded[]): Promise<void> => {
        taken.push(events.map(({ position }) => position));
      };
      const following = start(new MemoryLog(many), {
        name: 'together',
        handles: 'all',
        react: (given) => reactAll([given]),
        reactAll,
      });
      await following.settled(at(70));
      expect(taken.flat()).toEqual(many.map(({ position }) => position));
      expect(taken.length).toBeLessThan(70);
    });

    it('tries each alone where they fail together, and tells which it is', async () => {
      const seen: string[] = [];
      const single = noting(seen, async ({ position }) => {
        if (position === at(2) && seen.length < 6) throw new Error('not yet');
      });
      const following = start(new MemoryLog([opened(1), opened(2), opened(3)]), {
        name: 'together',
        handles: 'all',
        react: single,
        reactAll: () => Promise.reject(new Error('not all of them')),
      });
      await following.settled(at(3));
      expect(seen.slice(0, 2)).toEqual([at(1), at(2)]);
      expect(seen.at(-1)).toBe(at(3));
      expect(new Set(troubles.map(({ position }) => position))).toEqual(new Set([at(2)]));
    });
  });
});
