/** A set of small numbers, 32 to a word. All sets that meet have the same number of words. */
export type Bits = Int32Array;

/** An empty set with room for the numbers below `size`. */
export const noBits = (size: number): Bits => new Int32Array(Math.ceil(size / 32));

/** The numbers below `size` that pass a test. */
export const bitsWhere = (size: number, test: (at: number) => boolean): Bits => {
  const bits = noBits(size);
  for (let at = 0; at < size; at += 1) if (test(at)) addBit(bits, at);
  return bits;
};

export const addBit = (bits: Bits, at: number): void => {
  bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31));
};

export const removeBit = (bits: Bits, at: number): void => {
  bits[at >> 5] = (bits[at >> 5] ?? 0) & ~(1 << (at & 31));
};

export const hasBit = (bits: Bits, at: number): boolean => ((bits[at >> 5] ?? 0) & (1 << (at & 31))) !== 0;

/** Writes what is in both into `into`. */
export const meet = (a: Bits, b: Bits, into: Bits): Bits => {
  for (let word = 0; word < into.length; word += 1) into[word] = (a[word] ?? 0) & (b[word] ?? 0);
  return into;
};

/** Do two sets have a number in common? */
export const isMet = (a: Bits, b: Bits): boolean => {
  for (let word = 0; word < a.length; word += 1) if (((a[word] ?? 0) & (b[word] ?? 0)) !== 0) return true;
  return false;
};

export const isEmpty = (bits: Bits): boolean => bits.every((word) => word === 0);

/** The numbers that are in both, lowest first. */
export const membersOfBoth = (a: Bits, b: Bits): number[] => {
  const members: number[] = [];
  for (let word = 0; word < a.length; word += 1) {
    let left = (a[word] ?? 0) & (b[word] ?? 0);
    while (left !== 0) {
      members.push(word * 32 + (31 - Math.clz32(left & -left)));
      left &= left - 1;
    }
  }
  return members;
};
