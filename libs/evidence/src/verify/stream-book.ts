import type { CooperationId } from '@knooppunt/kernel';

/** Where an event stands in its stream. `isNewSkew`: its revision is not the expected one, and not for a reason told before. */
export type StreamPlace = {
  readonly expected: bigint;
  readonly isNewSkew: boolean;
  readonly cooperation: CooperationId | undefined;
};

// A log has about as many streams as disclosures: one number per stream holds revision and cooperation together.
const cooperationsAtMost = 1024;
const unknownCooperation = 0;

/** Counts the revisions of every stream, and remembers the cooperation of its first event. */
export class StreamBook {
  private readonly places = new Map<string, number>();
  /** Of streams with a gap: how far their revisions run ahead, so that one gap is told once. */
  private readonly skews = new Map<string, bigint>();
  private readonly cooperations: (CooperationId | undefined)[] = [undefined];
  private readonly numbers = new Map<CooperationId, number>();

  get size(): number {
    return this.places.size;
  }

  has(stream: string): boolean {
    return this.places.has(stream);
  }

  /** Would this revision be the next of this stream? */
  isNext(stream: string, revision: bigint): boolean {
    return BigInt(Math.floor((this.places.get(stream) ?? 0) / cooperationsAtMost)) === revision;
  }

  /** Enters the next event of a stream; `claimed` is the cooperation that the event itself names. */
  enter(stream: string, revision: bigint, claimed: CooperationId | undefined): StreamPlace {
    const place = this.places.get(stream) ?? this.numberOf(claimed);
    const expected = Math.floor(place / cooperationsAtMost);
    const first = place % cooperationsAtMost;
    const number = first === unknownCooperation ? this.numberOf(claimed) : first;
    this.places.set(stream, (expected + 1) * cooperationsAtMost + number);
    const skew = revision - BigInt(expected);
    return {
      expected: BigInt(expected),
      isNewSkew: this.isNewSkew(stream, skew),
      cooperation: this.cooperations[number],
    };
  }

  private isNewSkew(stream: string, skew: bigint): boolean {
    if (skew === 0n) {
      this.skews.delete(stream);
      return false;
    }
    const isNew = this.skews.get(stream) !== skew;
    this.skews.set(stream, skew);
    return isNew;
  }

  private numberOf(cooperation: CooperationId | undefined): number {
    if (cooperation === undefined) return unknownCooperation;
    const known = this.numbers.get(cooperation);
    if (known !== undefined) return known;
    if (this.cooperations.length >= cooperationsAtMost) return unknownCooperation;
    this.numbers.set(cooperation, this.cooperations.length);
    return this.cooperations.push(cooperation) - 1;
  }
}
