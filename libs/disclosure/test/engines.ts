import type { EventStore } from '@knooppunt/event-store';
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
    outputDigest: (...given) => opener.outputDigest(...given),
  };
};

/** An opener under which blocks of this name fail as given; the others open. */
export const failingAt = (opener: Opener, name: string, error: Error): Opener => ({
  open: (block, blockName, context) =>
    blockName === name ? Promise.reject(error) : opener.open(block, blockName, context),
  outputDigest: (...given) => opener.outputDigest(...given),
});
