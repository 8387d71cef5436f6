/** A seeded source of numbers (mulberry32): the same seed gives the same case on every machine. Never for secrets. */
export type Random = {
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  /** One of these; the list is not empty. */
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  /** So many decimal digits. */
  readonly digits: (count: number) => string;
};

const numbers = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** A source for this seed (a whole number). `salt` parts sources of one seed, so that generators do not echo each other. */
export const randomOf = (seed: number, salt: string): Random => {
  const next = numbers(Array.from(salt).reduce((mixed, letter) => Math.imul(mixed, 31) + letter.charCodeAt(0), seed));
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    between,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    digits: (count) => Array.from({ length: count }, () => String(between(0, 9))).join(''),
  };
};

/** Nine digits that pass the 11-test, as an RSIN; never the BSN range of the fictitious register (9999…). */
export const rsinOf = (random: Random): string => {
  for (;;) {
    const eight = `8${random.digits(7)}`;
    const sum = Array.from(eight).reduce((total, digit, at) => total + Number(digit) * (9 - at), 0);
    // The ninth digit is what makes the sum divisible by 11; ten has no digit, so another number is drawn.
    if (sum % 11 < 10) return `${eight}${sum % 11}`;
  }
};
