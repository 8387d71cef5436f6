import type { Obligations } from '../model.js';
import { mergeObligations } from '../semantics/covenant-1.obligations.js';
import type { Clause, Documents } from './clauses.js';

/** Merged obligations are few: what is kept of them has an end all the same. */
const maxKept = 2_000;

/** The obligations that clauses bring, each different set numbered once, and what they come to together. */
export class Duties {
  private readonly sets: Obligations[] = [];
  /** Of each clause the number of its set; -1 where it brings none. */
  private readonly setOfClause: readonly number[];
  private readonly merged = new Map<string, Obligations>();

  constructor(
    private readonly documents: Documents,
    clauses: readonly Clause[],
  ) {
    const numbers = new Map<string, number>();
    this.setOfClause = clauses.map(({ obligations }) => {
      const text = JSON.stringify(obligations);
      if (text === '{}') return -1;
      const number = numbers.get(text) ?? this.sets.push(obligations) - 1;
      numbers.set(text, number);
      return number;
    });
  }

  /** The obligations of a field of a supplier to which these clauses applied. */
  of(from: string, applied: readonly number[]): Obligations {
    const numbers = [...new Set(applied.map((clause) => this.setOfClause[clause] as number))]
      .filter((number) => number >= 0)
      .toSorted((a, b) => a - b);
    const key = `${numbers.join()} ${from}`;
    const known = this.merged.get(key) ?? this.merge(from, numbers);
    if (this.merged.size >= maxKept) this.merged.clear();
    this.merged.set(key, known);
    return known;
  }

  private merge(from: string, numbers: readonly number[]): Obligations {
    const { law, covenant } = this.documents;
    return mergeObligations(
      law,
      covenant,
      from,
      numbers.map((number) => this.sets[number] as Obligations),
    );
  }
}
