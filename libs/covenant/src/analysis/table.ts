import type { Documents } from '../compiled/clauses.js';
import type { CovenantDocument, DecidedField, Question, Rule, Selector } from '../model.js';
import { coversField, isPurposeOf, speaksOf } from '../semantics/covenant-1.selectors.js';
import { bitsWhere } from './bits.js';
import type { Bits } from './bits.js';
import { rowsOf } from './rows.js';
import type { Row } from './rows.js';
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
  /** Does a covenant know this kind of recipient and its purpose? */
  readonly isRecipient: (side: number, reader: Reader) => boolean;
  /** Is this question open under a covenant: are both kinds its law's, and is the purpose known to it? */
  readonly isOpen: (side: number, source: Source, reader: Reader, act: Act) => boolean;
};

type Groups = CovenantDocument['groups'];
type Dimension = 'from' | 'to' | 'type' | 'purpose' | 'phase' | 'at';
type Selectors = Partial<Record<Dimension | 'fields', Selector>>;

const nowhere: Question = {
  act: 'inzage',
  from: '',
  to: '',
  type: '',
  purpose: '',
  phase: '',
  at: '',
  fields: [],
  facts: {},
};

/** Asks a test once for selectors and words that say the same. */
const remembered = (test: (row: Row, value: string) => boolean, keyOf: (row: Row) => string) => {
  const answers = new Map<string, boolean>();
  return (row: Row, value: string): boolean => {
    const key = `${keyOf(row)}\n${value}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = test(row, value);
    answers.set(key, answer);
    return answer;
  };
};

const isInForce = (row: Row, { from }: Period): boolean => {
  const { in: period } = row.rule as Pick<Rule, 'in'>;
  return period === undefined || (period[0] <= from && (period[1] === 'open' || from <= period[1]));
};

const kindsOf = (documents: Documents | undefined): readonly string[] =>
  documents === undefined ? [] : [...documents.law.kinds.participants, ...documents.law.kinds.bureau];

/** Rows by dimension, for one covenant or for two that are compared. */
export const tableOf = (sides: readonly Documents[], space: Space): Table => {
  const rows = sides.flatMap((documents, side) => rowsOf(documents, side));
  const where = (test: (row: Row) => boolean): Bits => bitsWhere(rows.length, (at) => test(rows[at] as Row));
  const groupsOf = (row: Row): Groups => (row.place.document === 'law' ? {} : (sides[row.side]?.covenant.groups ?? {}));
  const selectorsOf = (row: Row): Selectors => row.rule;
  const keyFor =
    (...dimensions: readonly (keyof Selectors)[]) =>
    (row: Row): string =>
      `${row.side} ${row.place.document} ${JSON.stringify(dimensions.map((name) => selectorsOf(row)[name] ?? null))}`;

  /** Does a row speak of a question as far as some dimensions go? */
  const speaks = (row: Row, question: Partial<Question>, ...dimensions: readonly Dimension[]): boolean => {
    const asked = selectorsOf(row);
    const only = Object.fromEntries(dimensions.flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])));
    const at = dimensions.includes('at') ? {} : { at: 'any' };
    const { parties } = sides[row.side]?.covenant ?? { parties: {} };
    return speaksOf({ ...at, ...only }, { question: { ...nowhere, ...question }, parties }, groupsOf(row));
  };

  const ofType = remembered((row, type) => speaks(row, { type }, 'type'), keyFor('type'));
  const ofFrom = remembered((row, from) => speaks(row, { from }, 'from'), keyFor('from'));
  const ofReader = remembered(
    (row, text) => {
      const [to = '', purpose = ''] = text.split(' ');
      return speaks(row, { to, purpose }, 'to', 'purpose');
    },
    keyFor('to', 'purpose'),
  );
  const ofPhase = remembered((row, phase) => speaks(row, { phase }, 'phase'), keyFor('phase'));
  const ofField = remembered((row, text) => {
    const [name = '', category = ''] = text.split(' ');
    return coversField(selectorsOf(row), { name, category, levels: [] }, groupsOf(row));
  }, keyFor('fields'));

  const isRecipient = (side: number, { to, purpose }: Reader): boolean =>
    kindsOf(sides[side]).includes(to) && isPurposeOf(to, purpose, sides[side]?.covenant.parties ?? {});
  const isBureau = (side: number, to: string): boolean => sides[side]?.law.kinds.bureau.includes(to) ?? false;

  const sources = new Map<Source, Bits>();
  const fields = new Map<string, Bits>();
  return {
    space,
    sides,
    rows,
    ofSide: sides.map((_, side) => where((row) => row.side === side)),
    ofSource: (source) => {
      const known = sources.get(source) ?? where((row) => ofType(row, source.type) && ofFrom(row, source.from));
      sources.set(source, known);
      return known;
    },
    ofReader: space.readers.map(({ to, purpose }) => where((row) => ofReader(row, `${to} ${purpose}`))),
    ofPhase: space.phases.map((phase) => where((row) => ofPhase(row, phase))),
    ofAct: space.acts.map((act) => where((row) => speaks(row, { act }, 'at'))),
    ofPeriod: space.periods.map((period) => where((row) => isInForce(row, period))),
    ofField: ({ name, category }) => {
      const key = `${name} ${category}`;
      const known = fields.get(key) ?? where((row) => ofField(row, key));
      fields.set(key, known);
      return known;
    },
    isRecipient,
    isOpen: (side, { from }, reader, act) =>
      kindsOf(sides[side]).includes(from) &&
      (act === 'levering' ? isBureau(side, reader.to) : isRecipient(side, reader)),
  };
};
