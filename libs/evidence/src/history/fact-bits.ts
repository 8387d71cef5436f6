import type { StoredFacts } from '@knooppunt/cases';
import type { CompiledCovenant, FactWords } from '@knooppunt/covenant';

/** A fact by name: true, false, or (undefined) recorded as unknown. */
export type FactEntry = readonly [name: string, value: boolean | undefined];

const truths = { true: true, false: false, unknown: undefined } as const;
const values = ['true', 'false', 'unknown'] as const;

/** The facts of one table of a record, without their sources; a name that stands twice is unknown, as an audit reads it. */
export const entriesOf = (stored: StoredFacts): readonly FactEntry[] => {
  const facts = new Map<string, boolean | undefined>();
  for (const lists of Object.values(stored)) {
    for (const value of values) {
      for (const name of lists[value] ?? []) facts.set(name, facts.has(name) ? undefined : truths[value]);
    }
  }
  return [...facts];
};

/** Facts of a question as bits of a compiled covenant, with those that a record holds at all: what it lacks is told apart. */
export class FactBits {
  readonly words: FactWords;
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly named: Int32Array;

  constructor(covenant: CompiledCovenant) {
    this.words = covenant.newFacts();
    this.numbers = new Map(covenant.factNames.map((name, number) => [name, number]));
    this.named = new Int32Array(this.words.true.length);
  }

  clear(): this {
    this.words.clear();
    this.named.fill(0);
    return this;
  }

  /** Takes what other bits hold, and nothing else. */
  take(other: FactBits): this {
    this.words.true.set(other.words.true);
    this.words.false.set(other.words.false);
    this.named.set(other.named);
    return this;
  }

  /** Adds facts; one that was there is what it is now. */
  add(entries: readonly FactEntry[]): this {
    for (const [name, value] of entries) this.set(name, value);
    return this;
  }

  set(name: string, value: boolean | undefined): void {
    const number = this.numbers.get(name);
    if (number === undefined) return;
    this.words.setNumber(number, value);
    const [word, bit] = [number >>> 5, 1 << (number & 31)];
    this.named[word] = (this.named[word] as number) | bit;
  }

  unset(name: string): void {
    const number = this.numbers.get(name);
    if (number === undefined) return;
    this.words.setNumber(number, undefined);
    const [word, bit] = [number >>> 5, 1 << (number & 31)];
    this.named[word] = (this.named[word] as number) & ~bit;
  }

  /** Does the record hold this fact, known or unknown? */
  holds(name: string): boolean {
    const number = this.numbers.get(name);
    return number !== undefined && ((this.named[number >>> 5] as number) & (1 << (number & 31))) !== 0;
  }

  /** Does the record hold every one of these facts? */
  holdsAll(mask: Int32Array): boolean {
    for (let word = 0; word < mask.length; word++) {
      if (((mask[word] as number) & ~(this.named[word] as number)) !== 0) return false;
    }
    return true;
  }

  /** The bits of these facts as a text: equal where the facts are. */
  textUnder(mask: Int32Array): string {
    let text = '';
    for (let word = 0; word < mask.length; word++) {
      const under = mask[word] as number;
      const [t, f, n] = [this.words.true[word], this.words.false[word], this.named[word]] as [number, number, number];
      text += `${t & under},${f & under},${n & under};`;
    }
    return text;
  }

  /** A set of facts as bits. */
  maskOf(names: readonly string[]): Int32Array {
    const mask = new Int32Array(this.named.length);
    for (const name of names) {
      const number = this.numbers.get(name);
      if (number !== undefined) mask[number >>> 5] = (mask[number >>> 5] as number) | (1 << (number & 31));
    }
    return mask;
  }
}
