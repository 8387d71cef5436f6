/*
 * Sets of small numbers as words of 32 bits. The word of number n is n >>> 5, its bit n & 31.
 */

/** How many words hold this many numbers; at least one, so that a set always has a word to look at. */
export const wordsFor = (count: number): number => Math.max(1, (count + 31) >>> 5);

/** The word at a place that the caller knows to be there. */
export const wordAt = (words: Int32Array, at: number): number => words[at] as number;

/** Adds a number to a set. */
export const addBit = (words: Int32Array, bit: number): void => {
  words[bit >>> 5] = wordAt(words, bit >>> 5) | (1 << (bit & 31));
};

/** Takes a number out of a set. */
export const removeBit = (words: Int32Array, bit: number): void => {
  words[bit >>> 5] = wordAt(words, bit >>> 5) & ~(1 << (bit & 31));
};

/** Takes out of a set what is not in another of the same size. */
export const keepOnly = (words: Int32Array, others: Int32Array): void => {
  for (let at = 0; at < words.length; at++) words[at] = wordAt(words, at) & wordAt(others, at);
};

/** Is a number in a set? */
export const hasBit = (words: Int32Array, bit: number): boolean => (wordAt(words, bit >>> 5) & (1 << (bit & 31))) !== 0;

/** The lowest number in a word that is not empty. */
export const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);

/** The set of these numbers. */
export const setOf = (bits: Iterable<number>, count: number): Int32Array => {
  const words = new Int32Array(wordsFor(count));
  for (const bit of bits) addBit(words, bit);
  return words;
};

/** The numbers of a set, lowest first. */
export const numbersIn = (words: Int32Array): readonly number[] => {
  const numbers: number[] = [];
  words.forEach((word, at) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) numbers.push((at << 5) | lowestBit(rest));
  });
  return numbers;
};
