import type { DecidedField, Decision, Question } from '../model.js';
import { hasBit, keepOnly } from './bits.js';
import type { Documents, NumberedRule } from './clauses.js';
import { FactWords } from './fact-words.js';
import { Layout } from './layout.js';
import { Scope } from './scope.js';
import type { Reader } from './slice.js';
import { Sweep } from './sweep.js';
import { Tables } from './tables.js';
import type { Shape } from './tables.js';

/** A payload type as the registry has it: its fields in the order that numbers them. */
export type CompiledType = { readonly id: string; readonly fields: readonly DecidedField[] };

/** Of one list of fields: a purpose is the caller's own words, and what is kept has an end. */
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
  private readonly scopes = new WeakMap<readonly DecidedField[], Map<number, Scope>>();
  /** By key: as many at most as kinds and purposes have numbers. */
  private readonly readers = new Map<number, Reader>();
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
    this.noFields = this.layoutFor('', []);
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

  /** Size in bytes of all tables that decide. */
  get tableBytes(): number {
    return [...this.layouts.values()].reduce((sum, { bytes }) => sum + bytes, this.tables.bytes);
  }

  /** The rule that a clause number stands for (`Reasons`). */
  ruleOf(clause: number): NumberedRule {
    return this.tables.ruleOf(clause);
  }

  /** A buffer for the facts of a question, all unknown. */
  newFacts(): FactWords {
    return new FactWords(this.tables.literals.numbers);
  }

  /**
   * What speaks of a question of this shape, for the fields of its type or for another list of fields; of a type that was
   * not compiled there are no fields but those given. Found once for each shape and list, while the list is in use.
   */
  scopeOf(shape: Shape, fields: readonly DecidedField[] = this.layoutOf(shape.type).fields): Scope {
    const scopes = this.scopesFor(fields);
    const key = this.tables.keyOf(shape);
    const known = scopes.get(key);
    if (known) return known;
    const scope = this.scopeFor(shape, fields);
    if (scopes.size >= maxScopes) scopes.clear();
    scopes.set(key, scope);
    return scope;
  }

  /** A reader with a purpose, for `Sweep`. Readers of whom the same clauses speak are one. */
  readerOf(to: string, purpose: string): Reader {
    const key = this.tables.readerKeyOf(to, purpose);
    const known = this.readers.get(key);
    if (known) return known;
    const isKnown = this.tables.isKnownReader(to, purpose);
    const reader = { number: this.readers.size, isKnown, row: this.tables.readerRow(to, purpose) };
    this.readers.set(key, reader);
    return reader;
  }

  /** One contribution for many readers: a buffer for one contribution after the other. */
  newSweep(): Sweep {
    return new Sweep(this.tables, (type) => this.layoutOf(type));
  }

  /** The decision of a question, equal to the interpreter's. */
  decide(question: Question): Decision {
    return this.scopeOf(question, question.fields).decision(this.facts.read(question.facts));
  }

  private scopesFor(fields: readonly DecidedField[]): Map<number, Scope> {
    const known = this.scopes.get(fields);
    if (known) return known;
    const scopes = new Map<number, Scope>();
    this.scopes.set(fields, scopes);
    return scopes;
  }

  private scopeFor(shape: Shape, fields: readonly DecidedField[]): Scope {
    const selected = new Int32Array(this.tables.width);
    this.tables.selectMatter(shape, selected);
    keepOnly(selected, this.tables.from.rowOf(shape.from));
    keepOnly(selected, this.tables.readerRow(shape.to, shape.purpose));
    const ofType = this.layoutOf(shape.type);
    const layout =
      fields === ofType.fields ? ofType : new Layout(fields, this.tables.clauses, (clause) => hasBit(selected, clause));
    return new Scope(this.tables, layout, selected, shape);
  }

  private layoutOf(type: string): Layout {
    return this.layouts.get(type) ?? this.noFields;
  }

  private layoutFor(type: string, fields: readonly DecidedField[]): Layout {
    const { clauses, type: types } = this.tables;
    const spoken = types.rowOf(type);
    return new Layout(fields, clauses, (clause) => hasBit(spoken, clause));
  }
}
