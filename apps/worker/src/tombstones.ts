import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import type { AnyEvent } from '@knooppunt/cases';
import { isDomainError } from '@knooppunt/kernel';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import type { KeyDestroyer, Tombstones } from '@knooppunt/vault';

/** What replaying destructions works with. */
export type TombstoneParts = {
  readonly store: Pick<EventStore, 'readAll' | 'head'>;
  readonly tombstones: Tombstones;
  readonly destroyer: KeyDestroyer;
};

type Destroyed = Recorded & Extract<AnyEvent, { type: 'KeyDestroyed' }>;

const pageSize = 100;

const destructionsIn = (page: readonly StoredEvent[]): readonly Destroyed['data'][] =>
  page.filter(({ type }) => type === 'KeyDestroyed').map((stored) => (decodeEvent(stored) as Destroyed).data);

/** Destroys again what still opens something; how many owners that were. */
const apply = async (
  { tombstones, destroyer }: TombstoneParts,
  named: readonly Destroyed['data'][],
): Promise<number> => {
  if (named.length === 0) return 0;
  const living = new Set(await tombstones.living(named.map(({ keyId }) => keyId)));
  const owners = new Set<Uuid>(named.filter(({ keyId }) => living.has(keyId)).map(({ contribution }) => contribution));
  for (const owner of owners) await destroyer.destroy(owner);
  return owners.size;
};

/** A mark behind the end of the log is of another log, or of one that was put back: then nothing is known. */
const startOf = async ({ store, tombstones }: TombstoneParts) => {
  const applied = await tombstones.applied();
  if (applied === undefined) return applied;
  const head = await store.head();
  if (head !== undefined && applied <= head) return applied;
  await tombstones.move(applied, undefined);
  return undefined;
};

/**
 * Applies to the key store every destruction that the log records behind the store's own mark, and moves the mark with it,
 * to the end of the log. In a store that lived through them there is nothing left to do; in one that was put back from a
 * copy, what was destroyed since is destroyed again. Many may do it at once, and repeat it. Gives how many owners lost keys.
 * Source: leaks-and-faults §3, ADR 0011. Errors: those of log and vault.
 */
export const replayTombstones = async (parts: TombstoneParts): Promise<number> => {
  let again = 0;
  let marked = await startOf(parts);
  for (let after = marked; ;) {
    const page = await parts.store.readAll({ maxCount: pageSize, ...(after === undefined ? {} : { after }) });
    const named = destructionsIn(page);
    again += await apply(parts, named);
    after = page.at(-1)?.position ?? after;
    const isEnd = page.length < pageSize;
    if (after === marked || (named.length === 0 && !isEnd)) {
      if (isEnd) return again;
      continue;
    }
    const isMoved = await parts.tombstones.move(marked, after);
    // Elsewhere by now: another worker moved it, or an older copy of the keys was put back. It says where to go on.
    if (!isMoved) after = await startOf(parts);
    marked = after;
    if (isMoved && isEnd) return again;
  }
};

const startTries = 8;
const firstPauseMs = 100;

/**
 * The same before a worker does anything else: an engine that is slow at that moment is asked again, for half a minute at
 * most. Rejects with what the engine said last; nothing may be done then.
 */
export const replayBeforeAll = async (
  parts: TombstoneParts,
  alarm: (what: string, error: unknown) => void,
): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await replayTombstones(parts);
      return;
    } catch (error) {
      if (tries === startTries || !isDomainError(error) || !error.retriable) throw error;
      alarm('worker/tombstones', error);
      await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** (tries - 1)));
    }
  }
};
