/** Drawn by lot, the same for the same seed. */
export type Draws = {
  readonly chance: (share: number) => boolean;
  readonly of: <Item>(items: readonly Item[]) => Item;
};

/** A small generator (mulberry32): a log that is made twice holds the same decisions. */
export const drawsOf = (seed: number): Draws => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    chance: (share) => next() < share,
    of: (items) => items[Math.floor(next() * items.length)] as never,
  };
};
