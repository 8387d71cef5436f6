import type { CovenantDocument, Question } from '../model.js';
import { phases } from '../semantics/covenant-1.selectors.js';
import { keepOnly, setOf, wordAt, wordsFor } from './bits.js';
import { clausesIn, kinds } from './clauses.js';
import type { Clause, Documents, Kind, NumberedRule, Readings } from './clauses.js';
import { Dimension } from './dimension.js';
import { Duties } from './duties.js';
import { Literals } from './literals.js';
import { Periods } from './periods.js';
import { asOwn } from './reading.js';

/** A question without fields and facts: what chooses the clauses that speak of it. */
export type Shape = Pick<Question, 'act' | 'from' | 'to' | 'type' | 'purpose' | 'phase' | 'at'>;

/** What of a question hangs on neither supplier nor reader. */
export type Matter = Pick<Shape, 'act' | 'type' | 'phase' | 'at'>;

const purposesOf = (kind: string, { purposes }: CovenantDocument['parties'][string]): readonly string[] =>
  Object.keys(purposes).map((code) => `${kind}.${code}`);

/** Both documents as bits: clauses, what they ask of facts, and which of them speak of what. Never changes. */
export class Tables {
  readonly rules: readonly NumberedRule[];
  readonly clauses: readonly Clause[];
  readonly literals: Literals;
  readonly duties: Duties;
  readonly periods: Periods;
  readonly act: Dimension;
  readonly from: Dimension;
  readonly to: Dimension;
  readonly type: Dimension;
  readonly phase: Dimension;
  readonly purpose: Dimension;
  /** The same for purposes on the reader's own list; a purpose has one number in both. */
  readonly ownPurpose: Dimension;
  /** Words of a set of clauses. */
  readonly width: number;
  /** First clause of each kind; the kinds stand in the order of `kinds`. */
  private readonly firstOf: Readonly<Record<Kind, number>>;
  private readonly kindsOfLaw: ReadonlySet<string>;
  private readonly ownPurposes: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly purposes: ReadonlySet<string>;

  /** `types`: those that are compiled. */
  constructor(
    readonly documents: Documents,
    types: Iterable<string>,
  ) {
    const { rules, clauses, readings } = clausesIn(documents);
    const { law, covenant } = documents;
    this.rules = rules;
    this.clauses = clauses;
    this.width = wordsFor(clauses.length);
    this.literals = new Literals(clauses.map(({ condition }) => condition));
    this.duties = new Duties(documents, clauses);
    this.periods = new Periods(clauses);
    this.firstOf = Object.fromEntries(
      kinds.map((kind, at) => [kind, clauses.filter((clause) => kinds.indexOf(clause.kind) < at).length]),
    ) as Record<Kind, number>;
    this.kindsOfLaw = new Set([...law.kinds.participants, ...law.kinds.bureau]);
    this.ownPurposes = new Map(
      Object.entries(covenant.parties).map(([kind, party]) => [kind, new Set(purposesOf(kind, party))]),
    );
    this.purposes = new Set([...this.ownPurposes.values()].flatMap((own) => [...own]));
    const dimension = (name: keyof Readings, values: Iterable<string>) =>
      new Dimension(
        readings.map((one) => one[name]),
        values,
      );
    this.act = dimension('act', []);
    this.from = dimension('from', this.kindsOfLaw);
    this.to = dimension('to', [...this.kindsOfLaw, ...this.ownPurposes.keys()]);
    this.type = dimension('type', types);
    this.phase = dimension('phase', phases);
    this.purpose = dimension('purpose', this.purposes);
    this.ownPurpose = new Dimension(
      readings.map(({ purpose }) => asOwn(purpose)),
      this.purpose.values,
    );
  }

  /** Size of all sets of clauses, and of what clauses ask. */
  get bytes(): number {
    const { act, from, to, type, phase, purpose, ownPurpose, literals } = this;
    return [act, from, to, type, phase, purpose, ownPurpose, literals].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** First clause of a kind, and the first one after it. */
  span(kind: Kind): readonly [number, number] {
    const next = kinds[kinds.indexOf(kind) + 1];
    return [this.firstOf[kind], next === undefined ? this.clauses.length : this.firstOf[next]];
  }

  /** The rule that a clause is of. */
  ruleOf(clause: number): NumberedRule {
    return this.rules[(this.clauses[clause] as Clause).rule] as NumberedRule;
  }

  /** Is this purpose on the statutory list of this reader (R02)? */
  isOwn(to: string, purpose: string): boolean {
    return this.ownPurposes.get(to)?.has(purpose) ?? false;
  }

  /** Does the law know the supplier's kind and the phase? Of what it does not know nothing is shown, nor to whom. */
  isKnownSupply({ from, phase }: Pick<Shape, 'from' | 'phase'>): boolean {
    return this.kindsOfLaw.has(from) && phases.includes(phase);
  }

  /** Does the law know the reader's kind, and the covenant the purpose? */
  isKnownReader(to: string, purpose: string): boolean {
    return this.kindsOfLaw.has(to) && this.purposes.has(purpose);
  }

  /** Writes the set of clauses that speak of a matter, whoever brings or reads it. */
  selectMatter({ act, type, phase, at }: Matter, selected: Int32Array): void {
    const inAct = this.act.rowOf(act);
    const types = this.type.rowOf(type);
    const inPhase = this.phase.rowOf(phase);
    const inForce = this.periods.row(this.periods.periodOf(at));
    for (let word = 0; word < selected.length; word++) {
      const ofType = wordAt(inAct, word) & wordAt(types, word);
      selected[word] = ofType & wordAt(inPhase, word) & wordAt(inForce, word);
    }
  }

  /** The set of clauses that speak of a reader with a purpose. */
  readerRow(to: string, purpose: string): Int32Array {
    const row = this.to.rowOf(to).slice();
    keepOnly(row, (this.isOwn(to, purpose) ? this.ownPurpose : this.purpose).rowOf(purpose));
    return row;
  }

  /** One number for all questions that the same clauses speak of, and that name the same supplier. */
  keyOf(shape: Shape): number {
    let key = this.from.keyWith(this.matterKeyOf(shape), shape.from);
    key = this.to.keyWith(key, shape.to);
    return this.purpose.keyWith(key, shape.purpose);
  }

  /** The same for what all suppliers and readers share; no two compiled types have one number. */
  matterKeyOf({ act, type, phase, at }: Matter): number {
    let key = this.act.keyWith(this.periods.periodOf(at), act);
    key = this.type.keyWith(key, type);
    return this.phase.keyWith(key, phase);
  }

  /** One number for all readers with a purpose that the same clauses speak of. */
  readerKeyOf(to: string, purpose: string): number {
    return this.purpose.keyWith(this.to.numberOf(to), purpose);
  }

  /** Is a clause a cap? */
  isCap(clause: number): boolean {
    return this.clauses[clause]?.kind === 'cap';
  }

  /** Facts that differ from reader to reader, and those that no document declares. */
  factsOfReader(): Int32Array {
    const { law, covenant } = this.documents;
    const declared = new Map([...Object.entries(law.facts), ...Object.entries(covenant.facts)]);
    const isOfAll = (name: string) => ['case', 'subject', 'contribution'].includes(declared.get(name)?.of as string);
    const { facts } = this.literals;
    return setOf(
      [...facts.keys()].filter((number) => !isOfAll(facts[number] as string)),
      facts.length,
    );
  }
}
