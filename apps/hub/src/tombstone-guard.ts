import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import type { AnyEvent } from '@knooppunt/cases';
import type { Position, Recorded } from '@knooppunt/kernel';
import type { Tombstones } from '@knooppunt/vault';

/** What the guard looks at; it writes nothing. `onError`: it could not look, and tries again. */
export type TombstoneGuardParts = {
  readonly store: Pick<EventStore, 'readAll' | 'head'>;
  readonly tombstones: Tombstones;
  readonly onError: (error: unknown) => void;
  readonly pollMs?: number;
};

type Destroyed = Recorded & Extract<AnyEvent, { type: 'KeyDestroyed' }>;

const pageSize = 500;
const usualPollMs = 250;

/**
 * Keeps the hub closed until nothing opens any more that the log calls destroyed: it compares what the log records behind the
 * mark of the key store with the keys themselves, and waits for a worker where one still lives. Once open it stays so, unless
 * the mark goes back: then somebody put an older copy of the keys back under a running hub.
 * Source: leaks-and-faults §3 (restore, fail closed), ADR 0011.
 */
export class TombstoneGuard {
  private seen: Position | undefined;
  private looking: Promise<void> | undefined;
  private isStopped = false;
  private open = false;
  private wake: () => void = () => undefined;

  constructor(private readonly parts: TombstoneGuardParts) {}

  /** May anything be answered? */
  readonly isOpen = (): boolean => this.open;

  /** Begins to look, until it may open. */
  begin(): void {
    if (!this.isStopped) this.looking ??= this.run().finally(() => (this.looking = undefined));
  }

  /** For readiness: looks at the mark once more, and closes where it went back. */
  async check(): Promise<boolean> {
    if (!this.open) return false;
    const applied = await this.parts.tombstones.applied();
    if ((applied ?? '') >= (this.seen ?? '')) {
      this.seen = applied;
      return true;
    }
    this.open = false;
    this.begin();
    return false;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.wake();
    await this.looking;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      this.open = await this.look().catch((error: unknown) => {
        this.parts.onError(error);
        return false;
      });
      if (this.open) return;
      await this.pause();
    }
  }

  /** True when every destruction behind the mark is a fact of the key store. */
  private async look(): Promise<boolean> {
    const { store, tombstones } = this.parts;
    const applied = await tombstones.applied();
    const head = await store.head();
    // A mark behind the end of the log is not of this log: then every destruction is looked at.
    let after = applied !== undefined && head !== undefined && applied <= head ? applied : undefined;
    for (;;) {
      const page = await store.readAll({ maxCount: pageSize, ...(after === undefined ? {} : { after }) });
      const keyIds = page
        .filter(({ type }) => type === 'KeyDestroyed')
        .map((stored) => (decodeEvent(stored) as Destroyed).data.keyId);
      if (keyIds.length > 0 && (await tombstones.living(keyIds)).length > 0) return false;
      after = page.at(-1)?.position ?? after;
      if (page.length < pageSize || this.isStopped) break;
    }
    this.seen = applied;
    return !this.isStopped;
  }

  private async pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.parts.pollMs ?? usualPollMs);
    this.wake = () => {
      clearTimeout(timer);
      resolve();
    };
    await promise;
  }
}
