import type { Position } from '@knooppunt/kernel';
import type { Delay } from './delay.js';
import { ProjectionMoved } from './errors.js';
import type { ReadStore } from './port.js';

/**
 * `effects`: so many may come again after a crash, at most; `lagMs`: so long after an event, at most, its position is
 * stored, also when nothing follows.
 */
export type Laziness = { readonly effects: number; readonly lagMs: number };

export type LazySetup = {
  readonly name: string;
  readonly readStore: Pick<ReadStore, 'position' | 'advance'>;
  readonly laziness: Laziness;
  readonly delay: Delay;
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
};

const moves = 5;

/**
 * The position of something whose effects can be repeated: kept here after every event, stored now and then. What is
 * stored never lies ahead of what was handled.
 */
export class LazyPosition {
  private stored: Position | undefined;
  private effects = 0;
  private isWaiting = false;
  private writing: Promise<void> = Promise.resolve();
  /** The last event that was handled here, or before by whoever stored it. */
  handled: Position | undefined;

  constructor(private readonly setup: LazySetup) {}

  /** Reads where it stands; what was handled here and is not stored yet stays handled. */
  async begin(): Promise<void> {
    this.stored = await this.setup.readStore.position(this.setup.name);
    if ((this.stored ?? '') > (this.handled ?? '')) this.handled = this.stored;
  }

  /** Moves on, so many effects later; resolves when that may be forgotten. Rejects when the store is away and too much lies unstored. */
  async moveTo(position: Position, effects: number): Promise<void> {
    this.handled = position;
    this.effects += effects;
    if (this.effects >= this.setup.laziness.effects) return this.store();
    this.storeLater();
  }

  /** Stores where it stands. */
  store(): Promise<void> {
    const next = this.writing.then(() => this.write());
    this.writing = next.catch(() => undefined);
    return next;
  }

  private storeLater(): void {
    if (this.isWaiting) return;
    this.isWaiting = true;
    const { delay, laziness, signal, onError } = this.setup;
    void delay(laziness.lagMs, signal)
      .then(() => {
        this.isWaiting = false;
        return signal.aborted ? undefined : this.store();
      })
      .catch(onError);
  }

  private async write(): Promise<void> {
    const { name, readStore } = this.setup;
    for (let tries = 1; ; tries += 1) {
      const { handled, stored } = this;
      if (handled === undefined || handled <= (stored ?? '')) return;
      const effects = this.effects;
      try {
        await readStore.advance(name, { from: stored, to: handled });
        this.stored = handled;
        this.effects -= effects;
        return;
      } catch (error) {
        if (!(error instanceof ProjectionMoved) || tries === moves) throw error;
        // Another worker has been here too: its effects and these are the same.
        this.stored = await readStore.position(name);
      }
    }
  }
}
