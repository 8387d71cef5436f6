import type { Obligations } from '../model.js';
import { mergeObligations } from '../semantics/covenant-1.obligations.js';
import type { Clause, Documents } from './clauses.js';

/** Merged obligations are few: what is kept of them has an end all the same. */
const maxKept = 2_000;

/** The obligations that clauses bring, each different set numbered once, and what they come to together. */
export class Duties {
  private readonly sets: readonly Obligations[];
  /** The number of each clause's set. */
  private readonly setOfClause: readonly number[];
  private readonly merged = new Map<string, Obligations>();

  constructor(
    private readonly documents: Documents,
    clauses: readonly Clause[],
  ) {
    const texts = clauses.map(({ obligations }) => JSON.stringify(obligations));
    const different = [...new Set(texts)];
    const numbers = new Map(different.map((text, number) => [text, number]));
    this.sets = different.map((text) => JSON.parse(text) as Obligations);
    this.setOfClause = texts.map((text) => numbers.get(text) as number);
  }

  /** The obligations of a field of a supplier to which these clauses applied. */
  of(from: string, applied: readonly number[]): Obligations {
    const numbers = [...new Set(applied.map((clause) => this.setOfClause[clause] as number))];
    const key = `${numbers.join()} ${from}`;
    const known = this.merged.get(key) ?? this.merge(from, numbers);
    if (this.merged.size >= maxKept) this.merged.clear();
    this.merged.set(key, known);
    return known;
  }

  private merge(from: string, numbers: readonly number[]): Obligations {
    const { law, covenant } = this.documents;
    const applied = numbers.map((number) => this.sets[number] as Obligations);
    return mergeObligations(law, covenant, from, applied);
  }
}
