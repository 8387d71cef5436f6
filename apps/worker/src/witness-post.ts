import { checkpointTopic } from '@knooppunt/contracts';
import { formatNote, noteOf } from '@knooppunt/evidence';
import type { CheckpointData } from '@knooppunt/evidence';
import { epochMsOf, instantOf } from '@knooppunt/kernel';
import type { CooperationId, Instant } from '@knooppunt/kernel';
import type { Message, Messaging } from '@knooppunt/messaging';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const encoder = new TextEncoder();

/** The fixed moment, one of these hours (UTC, 0 to 23) of a day, that came last at or before a moment (milliseconds since 1970). */
export const slotAt = (ms: number, hours: readonly number[]): number => {
  const midnight = Math.floor(ms / dayMs) * dayMs;
  const days = [midnight - dayMs, midnight];
  return Math.max(...days.flatMap((day) => hours.map((hour) => day + hour * hourMs)).filter((slot) => slot <= ms));
};

/** The first fixed moment at or after a moment. */
const slotFrom = (ms: number, hours: readonly number[]): number =>
  -slotAt(
    -ms,
    hours.map((hour) => (24 - hour) % 24),
  );

/** A checkpoint as witnesses get it: the signed note (C2SP tlog-checkpoint) under its origin, with the moment that it is for. */
export const checkpointMessageOf = (data: CheckpointData, at: Instant): Message => ({
  key: data.origin,
  value: encoder.encode(formatNote(noteOf(data))),
  headers: { at },
});

/**
 * Which checkpoint of each cooperation was the newest at the last fixed moment. What was signed after it counts for the next one
 * only: a post that comes late, or twice, says the same as one in time.
 */
export class WitnessBoard {
  private readonly newest = new Map<CooperationId, Map<number, CheckpointData>>();

  /** `hours`: of a day, UTC; at least one. */
  constructor(readonly hours: readonly number[]) {
    if (hours.length === 0) throw new RangeError('witnesses need at least one hour');
  }

  /** Takes note of a signed checkpoint; again changes nothing. */
  observe(cooperation: CooperationId, signedAt: Instant, data: CheckpointData): void {
    const slots = this.newest.get(cooperation) ?? new Map<number, CheckpointData>();
    this.newest.set(cooperation, slots);
    const slot = slotFrom(epochMsOf(signedAt), this.hours);
    if ((slots.get(slot)?.size ?? -1) < data.size) slots.set(slot, data);
    // The last fixed moment and the one to come; what lies before can no longer be asked for.
    for (const old of [...slots.keys()].toSorted((a, b) => b - a).slice(2)) slots.delete(old);
  }

  /** The newest checkpoint of every cooperation that had one at this fixed moment, by origin. */
  at(slot: number): readonly CheckpointData[] {
    const found = [...this.newest.values()].flatMap((slots) => {
      const known = [...slots].filter(([for_]) => for_ <= slot).map(([, data]) => data);
      return known.toSorted((a, b) => b.size - a.size).slice(0, 1);
    });
    return found.toSorted((a, b) => (a.origin < b.origin ? -1 : 1));
  }
}

/**
 * Posts the newest signed checkpoint of every cooperation at fixed hours, whatever happened: neither when it comes nor whether it
 * comes tells witnesses how busy a cooperation is. Source: leaks-and-faults class 48.
 */
export class WitnessPost {
  private posted = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly parts: {
      readonly board: WitnessBoard;
      readonly messaging: Pick<Messaging, 'publish'>;
      readonly clock: () => Instant;
    },
  ) {}

  /**
   * To be called every minute or so, once the log was followed to its end: posts what the last fixed moment asks for, unless this
   * process has. How many it posted. Rejects as `publish` does; the next call tries again.
   */
  async post(): Promise<number> {
    const { board, messaging, clock } = this.parts;
    const slot = slotAt(epochMsOf(clock()), board.hours);
    if (slot === this.posted) return 0;
    const due = board.at(slot);
    for (const data of due) await messaging.publish(checkpointTopic, checkpointMessageOf(data, instantOf(slot)));
    this.posted = slot;
    return due.length;
  }
}
