import type { Position } from '@knooppunt/kernel';
import { supplyRights } from '@knooppunt/projections';
import { positionName } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import type { Tombstones } from '@knooppunt/vault';

/** What it looks at. `onError`: it could not look, and tries again. */
export type KeysSettledParts = {
  readonly tombstones: Pick<Tombstones, 'applied'>;
  readonly readStore: Pick<ReadStore, 'position'>;
  readonly onError: (error: unknown) => void;
  readonly pollMs?: number;
};

const usualPollMs = 250;

/**
 * Keeps the gateway closed while the key store is older than what the gateway decides by. It has no way to the log, but the
 * read model says how far the log has come, and the key store up to where destructions were applied to it: a store that was
 * put back from a copy stands behind, until a worker has replayed what it missed. Once open it stays so.
 * Source: leaks-and-faults §3 (restore, fail closed), ADR 0011.
 */
export class KeysSettled {
  private open = false;
  private isStopped = false;
  private wanted: Position | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: KeysSettledParts) {}

  /** May anything be taken in? */
  readonly isOpen = (): boolean => this.open;

  /** Begins to look, until it may open. */
  begin(): void {
    const again = (): void => {
      if (!this.open && !this.isStopped) this.timer = setTimeout(() => this.begin(), this.parts.pollMs ?? usualPollMs);
    };
    this.look().catch(this.parts.onError).finally(again);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    this.wanted ??= await this.parts.readStore.position(positionName(supplyRights));
    if (this.wanted === undefined) return;
    this.open = ((await this.parts.tombstones.applied()) ?? '') >= this.wanted;
  }
}
