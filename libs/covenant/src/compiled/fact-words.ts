import type { Question } from '../model.js';
import { addBit, removeBit, wordsFor } from './bits.js';

/**
 * Facts as words of bits: what is known to be true, what is known to be false; in neither, unknown. Bit n is fact n of
 * the compiled covenant. The buffer is its owner's, to be filled again for each question.
 */
export class FactWords {
  readonly true: Int32Array;
  readonly false: Int32Array;

  /** Throughout unknown. `numbers`: of every fact that some rule asks. */
  constructor(private readonly numbers: ReadonlyMap<string, number>) {
    this.true = new Int32Array(wordsFor(numbers.size));
    this.false = new Int32Array(wordsFor(numbers.size));
  }

  /** Makes every fact unknown. */
  clear(): this {
    for (let word = 0; word < this.true.length; word++) this.true[word] = this.false[word] = 0;
    return this;
  }

  /** Takes one fact by name. What is neither true nor false is unknown; a fact that no rule asks is passed over. */
  set(name: string, value: unknown): this {
    const number = this.numbers.get(name);
    return number === undefined ? this : this.setNumber(number, value);
  }

  /** The same by the number of the fact. */
  setNumber(number: number, value: unknown): this {
    if (value === true) addBit(this.true, number);
    else removeBit(this.true, number);
    if (value === false) addBit(this.false, number);
    else removeBit(this.false, number);
    return this;
  }

  /** Takes these facts and no others. */
  read(facts: Question['facts']): this {
    this.clear();
    for (const name of Object.keys(facts)) {
      const number = this.numbers.get(name);
      if (number === undefined) continue;
      if (facts[name] === true) addBit(this.true, number);
      else if (facts[name] === false) addBit(this.false, number);
    }
    return this;
  }
}
