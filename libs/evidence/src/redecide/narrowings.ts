import { narrowsFor } from '@knooppunt/cases';
import type { Position, StreamName } from '@knooppunt/kernel';
import type { Disclosure } from './record.js';
import type { StreamStates } from './stream-states.js';

/** A record that rests on streams which had been narrowed for its recipient before it was made. */
export type Narrowed = {
  readonly position: Position;
  readonly disclosure: StreamName;
  readonly streams: readonly StreamName[];
};

/**
 * Between S and a record nothing may lie that narrows it, or the gate takes the record back (design §6 step 5). What it
 * did not take back by the end of the log stays open: either the answer was sent, or the hub ended between the two.
 */
export class Narrowings {
  private readonly narrowed = new Map<StreamName, Narrowed>();

  constructor(private readonly states: StreamStates) {}

  /** The next record; every event before it has been applied. */
  recorded(disclosure: StreamName, position: Position, data: Disclosure): void {
    const streams = data.folded
      .filter(({ stream, revision }) =>
        this.states.narrowingsAfter(stream, BigInt(revision)).some((one) => narrowsFor(one, data.recipient)),
      )
      .map(({ stream }) => stream);
    if (streams.length > 0) this.narrowed.set(disclosure, { position, disclosure, streams });
  }

  /** This record was taken back. */
  aborted(disclosure: StreamName): void {
    this.narrowed.delete(disclosure);
  }

  /** Records that nothing took back. */
  open(): readonly Narrowed[] {
    return [...this.narrowed.values()];
  }
}
