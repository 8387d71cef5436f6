import { startEventStoreDbServer } from '../../../test/eventstoredb-server/server.js';
import type { EventStoreDbServer } from '../../../test/eventstoredb-server/server.js';
import { openStore } from '../src/eventstoredb/eventstoredb.store.js';
import type { EventStoreDbStore } from '../src/eventstoredb/eventstoredb.store.js';
import type { EventStoreDbOptions, SubscriptionState } from '../src/eventstoredb/options.js';

/** Waits until something is so. */
export const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
};

/** A promise and the key to it. */
export const gate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

const watchdogMs = 123_456;

/** Pauses take no time; the watchdog looks when it is told to. */
export class TestClock {
  private readonly dogs = new Set<() => void>();
  readonly pauses: number[] = [];

  readonly delay = async (ms: number, signal: AbortSignal): Promise<void> => {
    if (ms !== watchdogMs) {
      this.pauses.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
      return;
    }
    await new Promise<void>((resolve) => {
      const done = () => {
        this.dogs.delete(done);
        resolve();
      };
      this.dogs.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  };

  /** Lets each waiting watchdog look once. */
  async look(): Promise<void> {
    await until(() => this.dogs.size > 0);
    for (const dog of this.dogs) dog();
  }
}

/** A server, a store on it, and what it says about its subscriptions. */
export type Bench = {
  readonly server: EventStoreDbServer;
  readonly store: EventStoreDbStore;
  readonly clock: TestClock;
  readonly states: SubscriptionState[];
  readonly another: (options?: Partial<EventStoreDbOptions>) => Promise<EventStoreDbStore>;
};

/** Runs a test on a server of its own. */
export const onServer = async (
  options: Partial<EventStoreDbOptions> & {
    readonly server?: Parameters<typeof startEventStoreDbServer>[0];
  },
  act: (bench: Bench) => Promise<void>,
): Promise<void> => {
  const { server: serverOptions, ...storeOptions } = options;
  const server = await startEventStoreDbServer(serverOptions);
  const clock = new TestClock();
  const states: SubscriptionState[] = [];
  const stores: EventStoreDbStore[] = [];
  const another = async (more: Partial<EventStoreDbOptions> = {}) => {
    const store = await openStore({
      connectionString: server.connectionString,
      callTimeoutMs: 1_000,
      tries: 4,
      watchdogMs,
      // A machine that is busy with other suites is slow, not silent; specs about silence say their own.
      silenceMs: 3_000,
      probeMs: 3_000,
      delay: clock.delay,
      onSubscriptionState: (state) => states.push(state),
      ...storeOptions,
      ...more,
    });
    stores.push(store);
    return store;
  };
  try {
    await act({ server, store: await another(), clock, states, another });
  } finally {
    for (const store of stores) await store.close();
    await server.stop();
  }
};
