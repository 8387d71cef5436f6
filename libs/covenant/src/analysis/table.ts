import type { Documents } from '../compiled/clauses.js';
import type { CovenantDocument, DecidedField, Question, Rule, Selector } from '../model.js';
import { coversField, isPurposeOf, speaksOf } from '../semantics/covenant-1.selectors.js';
import { addBit, bitsWhere, meet, noBits } from './bits.js';
import type { Bits } from './bits.js';
import { rowsOf } from './rows.js';
import type { Row } from './rows.js';
import { bindsPurpose, isOwnPurpose, kindsOf, wholeOf } from './space.js';
import type { Act, Period, Reader, Source, Space } from './space.js';

/** For every value of every dimension, the rows that speak of it. A situation is the meeting of seven of these sets. */
export type Table = {
  readonly space: Space;
  readonly sides: readonly Documents[];
  readonly rows: readonly Row[];
  /** Rows of each covenant. */
  readonly ofSide: readonly Bits[];
  readonly ofSource: (source: Source) => Bits;
  readonly ofReader: readonly Bits[];
  readonly ofPhase: readonly Bits[];
  readonly ofAct: readonly Bits[];
  readonly ofPeriod: readonly Bits[];
  readonly ofField: (field: DecidedField) => Bits;
  /** The fields of a source, each with the rows that speak of it. */
  readonly fieldsOf: (source: Source) => readonly FieldRows[];
  /** May this kind of recipient ask anything for this purpose under a covenant? */
  readonly isRecipient: (side: number, reader: Reader) => boolean;
  /** Is this question open under a covenant: are both kinds its law's, and is the purpose known to it? */
  readonly isOpen: (side: number, source: Source, reader: Reader, act: Act) => boolean;
};

/** A field with the rows that speak of it. */
export type FieldRows = readonly [field: DecidedField, rows: Bits];
type Groups = CovenantDocument['groups'];
type Dimension = 'from' | 'to' | 'type' | 'purpose' | 'phase' | 'at';
type Selectors = Partial<Record<Dimension | 'fields', Selector>>;

/** Rows by what they select along some dimensions, so that each selector is asked once for a value. */
const bySelector = (rows: readonly Row[], dimensions: readonly (keyof Selectors)[]) => {
  const keyOf = ({ side, place, rule }: Row): string =>
    `${side} ${place.document} ${JSON.stringify(dimensions.map((name) => (rule as Selectors)[name] ?? null))}`;
  const alike = [...Map.groupBy(rows.keys(), (at) => keyOf(rows[at] as Row)).values()];
  return (test: (row: Row) => boolean): Bits => {
    const bits = noBits(rows.length);
    for (const [first = 0, ...others] of alike) {
      if (!test(rows[first] as Row)) continue;
      for (const at of [first, ...others]) addBit(bits, at);
    }
    return bits;
  };
};

/** Makes a thing once per key. */
const kept = <Of, Thing>(keyOf: (of: Of) => string, make: (of: Of) => Thing): ((of: Of) => Thing) => {
  const known = new Map<string, Thing>();
  return (of) => {
    const key = keyOf(of);
    const thing = known.get(key) ?? make(of);
    known.set(key, thing);
    return thing;
  };
};

const isInForce = (row: Row, { from }: Period): boolean => {
  const { in: period } = row.rule as Pick<Rule, 'in'>;
  return period === undefined || (period[0] <= from && (period[1] === 'open' || from <= period[1]));
};

/** Whom one covenant and its law know. */
type Known = {
  readonly kinds: ReadonlySet<string>;
  readonly bureaus: ReadonlySet<string>;
  readonly readers: ReadonlySet<string>;
};

const textOf = ({ to, purpose }: Reader): string => `${to} ${purpose}`;

/** The readers that a covenant and its law know: kind and purpose, and the purpose its own where the law binds it to that. */
const readersKnownTo = ({ law, covenant }: Documents, { readers, periods }: Space): ReadonlySet<string> => {
  const { parties } = covenant;
  const kinds = new Set(kindsOf(law));
  const isBound = bindsPurpose(law, wholeOf(periods));
  const isKnown = (purpose: string): boolean =>
    Object.keys(parties).some((kind) => isPurposeOf(kind, purpose, parties));
  const known = readers.filter(
    (reader) => kinds.has(reader.to) && isKnown(reader.purpose) && (!isBound || isOwnPurpose(reader)),
  );
  return new Set(known.map(textOf));
};

/** Rows by dimension, for one covenant or for two that are compared. */
export const tableOf = (sides: readonly Documents[], space: Space): Table => {
  const rows = sides.flatMap((documents, side) => rowsOf(documents, side));
  const covenantOf = ({ side }: Row): CovenantDocument => (sides[side] as Documents).covenant;
  const groupsOf = (row: Row): Groups => (row.place.document === 'law' ? {} : covenantOf(row).groups);

  /** The rows that speak of a question as far as some dimensions go: of the others nothing is asked, nor need be said. */
  const speakingOf = (...dimensions: readonly Dimension[]) => {
    const where = bySelector(rows, dimensions);
    const at = dimensions.includes('at') ? {} : { at: 'any' };
    return (question: Partial<Question>): Bits =>
      where((row) => {
        const asked = row.rule as Selectors;
        const only = Object.fromEntries(dimensions.flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])));
        const { parties } = covenantOf(row);
        return speaksOf({ ...at, ...only }, { question: question as Question, parties }, groupsOf(row));
      });
  };
  const ofTypes = speakingOf('type');
  const ofType = kept(String, (type: string) => ofTypes({ type }));
  const ofSuppliers = speakingOf('from');
  const ofSupplier = kept(String, (from: string) => ofSuppliers({ from }));
  const ofReader = speakingOf('to', 'purpose');
  const ofPhase = speakingOf('phase');
  const ofAct = speakingOf('at');
  const covering = bySelector(rows, ['fields']);
  const ofField = kept(
    ({ name, category }: DecidedField) => `${name} ${category}`,
    (field) => covering((row) => coversField(row.rule as Selectors, field, groupsOf(row))),
  );

  const knownTo = sides.map((documents): Known => ({
    kinds: new Set(kindsOf(documents.law)),
    bureaus: new Set(documents.law.kinds.bureau),
    readers: readersKnownTo(documents, space),
  }));
  const isRecipient = (side: number, reader: Reader): boolean => (knownTo[side] as Known).readers.has(textOf(reader));

  const bySource = new Map<readonly DecidedField[], readonly FieldRows[]>();
  return {
    space,
    sides,
    rows,
    ofSide: sides.map((_, side) => bitsWhere(rows.length, (at) => (rows[at] as Row).side === side)),
    ofSource: ({ type, from }) => meet(ofType(type), ofSupplier(from), noBits(rows.length)),
    ofReader: space.readers.map((reader) => ofReader(reader)),
    ofPhase: space.phases.map((phase) => ofPhase({ phase })),
    ofAct: space.acts.map((act) => ofAct({ act })),
    ofPeriod: space.periods.map((period) => bitsWhere(rows.length, (at) => isInForce(rows[at] as Row, period))),
    ofField,
    fieldsOf: ({ fields }) => {
      const found = bySource.get(fields) ?? fields.map((field) => [field, ofField(field)] as const);
      bySource.set(fields, found);
      return found;
    },
    isRecipient,
    isOpen: (side, { from }, reader, act) => {
      const { kinds, bureaus } = knownTo[side] as Known;
      return kinds.has(from) && (act === 'levering' ? bureaus.has(reader.to) : isRecipient(side, reader));
    },
  };
};
