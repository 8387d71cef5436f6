/** Numbers between 0 and 1 that follow from a seed (mulberry32): an analysis gives the same result each time. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** The middle of some numbers, which are sorted in place. */
export const medianOf = (values: Float64Array): number => {
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 === 1
    ? (values[middle] as number)
    : ((values[middle - 1] as number) + (values[middle] as number)) / 2;
};

/** Durations of two things that were done in turn, in microseconds; the same index is the same round. */
export type Rounds = { readonly first: Float64Array; readonly second: Float64Array };

/** Gap of the medians (first minus second), its 95 % interval, and how often chance alone gives as large a gap. */
export type Gap = {
  readonly first: number;
  readonly second: number;
  readonly gap: number;
  readonly low: number;
  readonly high: number;
  readonly chance: number;
};

const times = 1_000;

const gapIn = ({ first, second }: Rounds): number => medianOf(first) - medianOf(second);

/** Rounds that are drawn anew, with repetition; both durations of a round stay together. */
const drawn = ({ first, second }: Rounds, random: () => number): Rounds => {
  const { length } = first;
  const again = { first: new Float64Array(length), second: new Float64Array(length) };
  for (let at = 0; at < length; at += 1) {
    const from = Math.floor(random() * length);
    again.first[at] = first[from] as number;
    again.second[at] = second[from] as number;
  }
  return again;
};

/** Rounds of which each may have changed sides: what there is to see where the two things do not differ. */
const swapped = ({ first, second }: Rounds, random: () => number): Rounds => {
  const { length } = first;
  const again = { first: Float64Array.from(first), second: Float64Array.from(second) };
  for (let at = 0; at < length; at += 1) {
    if (random() < 0.5) continue;
    again.first[at] = second[at] as number;
    again.second[at] = first[at] as number;
  }
  return again;
};

/**
 * Compares two things that were done in turn. The interval is a bootstrap over rounds, the chance a permutation of sides within
 * rounds: what slows the machine for a while slows both sides of a round, and counts for neither.
 */
export const gapOf = (rounds: Rounds, seed: number): Gap => {
  const random = randomOf(seed);
  const gap = gapIn({ first: Float64Array.from(rounds.first), second: Float64Array.from(rounds.second) });
  const redrawn = Float64Array.from({ length: times }, () => gapIn(drawn(rounds, random))).toSorted();
  const permuted = Array.from({ length: times }, () => Math.abs(gapIn(swapped(rounds, random))));
  return {
    first: medianOf(Float64Array.from(rounds.first)),
    second: medianOf(Float64Array.from(rounds.second)),
    gap,
    low: redrawn[Math.floor(times * 0.025)] as number,
    high: redrawn[Math.ceil(times * 0.975) - 1] as number,
    chance: (permuted.filter((one) => one >= Math.abs(gap)).length + 1) / (times + 1),
  };
};

/**
 * What a gap says of a limit, in microseconds: certainly beyond it, certainly within, or undecided where the interval has room
 * for both: too few samples, or too busy a machine. What could not be measured is never said to be within.
 */
export const verdictOf = (
  { low, high }: Pick<Gap, 'low' | 'high'>,
  limit: number,
): 'beyond' | 'within' | 'undecided' => {
  if (low > limit || high < -limit) return 'beyond';
  return low >= -limit && high <= limit ? 'within' : 'undecided';
};
