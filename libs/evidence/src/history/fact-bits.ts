import type { StoredFacts } from '@knooppunt/cases';
import type { CompiledCovenant, FactWords } from '@knooppunt/covenant';

const noNames: readonly string[] = [];
const none: ReadonlyMap<string, boolean | undefined> = new Map();
/** Necessity is recorded per category of fields: `asked:ID`. */
const askedFor = 'asked:';
const truths = [
  ['true', true],
  ['false', false],
  ['unknown', undefined],
] as const;

/** Facts of a question as bits of a compiled covenant, with those that a record holds at all: what it lacks is told apart. */
export class FactBits {
  readonly words: FactWords;
  private readonly named: Int32Array;
  private readonly twice: Int32Array;

  /** `numbers`: of every fact that some rule of the covenant asks. */
  constructor(
    covenant: CompiledCovenant,
    private readonly numbers: ReadonlyMap<string, number>,
  ) {
    this.words = covenant.newFacts();
    this.named = new Int32Array(this.words.true.length);
    this.twice = new Int32Array(this.words.true.length);
  }

  /** Takes what other bits hold, and nothing else. */
  take(other: FactBits): this {
    this.words.true.set(other.words.true);
    this.words.false.set(other.words.false);
    this.named.set(other.named);
    return this;
  }

  /**
   * Adds the facts of one table of a record, without their sources; one that was there is what it is now, and a name that
   * stands twice in the table is unknown, as an audit reads it. Gives the necessities of the table, by category.
   */
  read(table: StoredFacts): ReadonlyMap<string, boolean | undefined> {
    this.twice.fill(0);
    let necessities: Map<string, boolean | undefined> | undefined;
    for (const source in table) {
      const lists = table[source];
      for (const [list, value] of truths) {
        for (const name of lists?.[list] ?? noNames) {
          const number = this.numbers.get(name);
          if (number !== undefined) this.readOne(number, value);
          else if (name.startsWith(askedFor)) {
            necessities ??= new Map();
            const category = name.slice(askedFor.length);
            necessities.set(category, necessities.has(category) ? undefined : value);
          }
        }
      }
    }
    return necessities ?? none;
  }

  private readOne(number: number, value: boolean | undefined): void {
    const [word, bit] = [number >>> 5, 1 << (number & 31)];
    const isTwice = ((this.twice[word] as number) & bit) !== 0;
    this.twice[word] = (this.twice[word] as number) | bit;
    this.named[word] = (this.named[word] as number) | bit;
    this.words.setNumber(number, isTwice ? undefined : value);
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
