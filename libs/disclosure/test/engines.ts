import type { EventStore } from '@knooppunt/event-store';
import { VaultUnavailable } from '@knooppunt/vault';
import type { Opener } from '@knooppunt/vault';

/** The same engine with some of its methods replaced; the others go through. */
export const storeWith = (store: EventStore, changes: Partial<EventStore>): EventStore => ({
  append: (...given) => store.append(...given),
  read: (...given) => store.read(...given),
  readAll: (...given) => store.readAll(...given),
  head: () => store.head(),
  subscribe: (...given) => store.subscribe(...given),
  close: () => store.close(),
  ...changes,
});

/** Lets something happen right after an event of this type has become durable, the first `times` times. */
export const afterAppend = (
  store: EventStore,
  type: string,
  happen: () => Promise<void>,
  times = Infinity,
): EventStore => {
  let left = times;
  return storeWith(store, {
    append: async (stream, events, expected) => {
      const result = await store.append(stream, events, expected);
      if (left > 0 && events.some((event) => event.type === type)) {
        left -= 1;
        await happen();
      }
      return result;
    },
  });
};

/** Lets something happen once, right after a block of this name has been opened. */
export const afterOpening = (opener: Opener, name: string, happen: () => Promise<void>): Opener => {
  let hasHappened = false;
  return {
    open: async (block, blockName, context) => {
      const opened = await opener.open(block, blockName, context);
      if (blockName === name && !hasHappened) {
        hasHappened = true;
        await happen();
      }
      return opened;
    },
    reach: () => opener.reach(),
    outputDigest: (...given) => opener.outputDigest(...given),
  };
};

/** An opener under which blocks of this name fail as given; the others open. */
export const failingAt = (opener: Opener, name: string, error: Error): Opener => ({
  open: (block, blockName, context) =>
    blockName === name ? Promise.reject(error) : opener.open(block, blockName, context),
  reach: () => opener.reach(),
  outputDigest: (...given) => opener.outputDigest(...given),
});

/** An opener whose key store is wholly away; what was cached before may still open. */
export const awayFrom = (opener: Opener, cached: readonly string[] = []): Opener => ({
  open: (block, blockName, context) =>
    cached.includes(blockName) ? opener.open(block, blockName, context) : Promise.reject(new VaultUnavailable()),
  reach: () => Promise.reject(new VaultUnavailable()),
  outputDigest: () => Promise.reject(new VaultUnavailable()),
});

/** An opener whose key store goes away for good right before a block of this name is opened. */
export const goingAwayAt = (opener: Opener, name: string): Opener => {
  let isAway = false;
  const here = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (isAway) throw new VaultUnavailable();
    return work();
  };
  return {
    open: (block, blockName, context) => {
      isAway ||= blockName === name;
      return here(() => opener.open(block, blockName, context));
    },
    reach: () => here(() => opener.reach()),
    outputDigest: (...given) => here(() => opener.outputDigest(...given)),
  };
};
