import type { DecidedField, Decision, Question } from '../model.js';
import { hasBit, keepOnly } from './bits.js';
import type { Documents } from './clauses.js';
import { FactWords } from './fact-words.js';
import { Layout } from './layout.js';
import { Scope } from './scope.js';
import { Sweep } from './sweep.js';
import type { Reader } from './sweep.js';
import { Tables } from './tables.js';
import type { Shape } from './tables.js';

/** A payload type as the registry has it: its fields in the order that numbers them. */
export type CompiledType = { readonly id: string; readonly fields: readonly DecidedField[] };

/** A purpose is the caller's own words: what is kept has an end. */
const maxScopes = 500;

/**
 * Law and covenant compiled under covenant/1: the same decisions as the interpreter's, some hundred times sooner.
 *
 * One object holds the documents and decides by them, and never changes. Every rule is one clause per condition; which
 * clauses speak of a value is a set of bits per value; what a clause does to the fields of a type is a mask per level.
 */
export class CompiledCovenant {
  private readonly tables: Tables;
  private readonly layouts: ReadonlyMap<string, Layout>;
  private readonly noFields: Layout;
  private readonly scopes = new Map<number, Scope>();
  private readonly facts: FactWords;

  constructor(
    readonly documents: Documents,
    readonly types: readonly CompiledType[],
  ) {
    this.tables = new Tables(
      documents,
      types.map(({ id }) => id),
    );
    this.layouts = new Map(types.map(({ id, fields }) => [id, this.layoutFor(id, fields)]));
    this.noFields = new Layout([], this.tables.clauses, () => false);
    this.facts = this.newFacts();
  }

  /** The semantics that both were compiled under. */
  get semantics(): string {
    return this.documents.covenant.semantics;
  }

  /** Names of all facts that some rule asks; the place in the list is the number of the fact. */
  get factNames(): readonly string[] {
    return this.tables.literals.facts;
  }

  /** The id of the rule that a clause number stands for (`Reasons`). */
  ruleOf(clause: number): { readonly id: string; readonly basis: string } {
    return this.tables.rules[this.tables.clauses[clause]?.rule as number] as { id: string; basis: string };
  }

  /** A buffer for the facts of a question, all unknown. */
  newFacts(): FactWords {
    return new FactWords(this.tables.literals.numbers);
  }

  /**
   * What speaks of a question of this shape, for the fields of its type or for these. Kept by shape for the fields of a
   * compiled type; one for other fields is made anew each time, so its caller keeps it. Of a type that was not compiled
   * there are no fields but those given.
   */
  scopeOf(shape: Shape, fields?: readonly DecidedField[]): Scope {
    const layout = this.layouts.get(shape.type) ?? this.noFields;
    if (fields !== undefined && fields !== layout.fields) return this.scopeFor(shape, fields);
    const key = this.tables.keyOf(shape);
    const known = this.scopes.get(key) ?? new Scope(this.tables, layout, this.selectedBy(shape), shape);
    if (this.scopes.size >= maxScopes) this.scopes.clear();
    this.scopes.set(key, known);
    return known;
  }

  /** A reader with a purpose, for `Sweep`. The caller keeps it. */
  readerOf(to: string, purpose: string): Reader {
    const [row, other] = this.tables.readerRows(to, purpose);
    const both = (row as Int32Array).slice();
    keepOnly(both, other as Int32Array);
    return { isKnown: this.tables.isKnownReader(to, purpose), row: both };
  }

  /** One contribution for many readers: a buffer for one contribution after the other. */
  newSweep(): Sweep {
    return new Sweep(this.tables, (type) => this.layouts.get(type) ?? this.noFields);
  }

  /** The decision of a question, equal to the interpreter's. */
  decide(question: Question): Decision {
    return this.scopeOf(question, question.fields).decision(this.facts.read(question.facts));
  }

  private selectedBy(shape: Shape): Int32Array {
    const selected = new Int32Array(this.tables.width).fill(-1);
    for (const row of this.tables.supplyRows(shape)) keepOnly(selected, row);
    for (const row of this.tables.readerRows(shape.to, shape.purpose)) keepOnly(selected, row);
    return selected;
  }

  private scopeFor(shape: Shape, fields: readonly DecidedField[]): Scope {
    const selected = this.selectedBy(shape);
    const layout = new Layout(fields, this.tables.clauses, (clause) => hasBit(selected, clause));
    return new Scope(this.tables, layout, selected, shape);
  }

  private layoutFor(type: string, fields: readonly DecidedField[]): Layout {
    const { clauses, type: types } = this.tables;
    const spoken = types.row(types.numberOf(type));
    return new Layout(fields, clauses, (clause) => hasBit(spoken, clause));
  }
}
