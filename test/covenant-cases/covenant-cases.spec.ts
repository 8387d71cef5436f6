import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { basisOf, decide, decideSupply, validateDocuments } from '@knooppunt/covenant';
import type { CovenantDocument, DecidedField, LawDocument, Obligations, Question, Truth } from '@knooppunt/covenant';
import { findPayloadType, payloadTypes } from '@knooppunt/signals';
import type { Level } from '@knooppunt/signals';
import { parse } from 'yaml';

/** The covenant of the demonstration, held against the rules of the domain: each file is a rule with its cases. */
type Asked = Pick<Question, 'from' | 'type' | 'phase'> & { readonly facts?: Readonly<Record<string, Truth>> };
type Supply = Asked & { readonly fields?: readonly Omit<DecidedField, 'levels'>[]; readonly only?: readonly string[] };
type Ask = Asked &
  Pick<Question, 'to' | 'purpose'> & { readonly act?: Question['act']; readonly extra?: readonly DecidedField[] };
type Expected = {
  readonly level: Level;
  readonly permit?: string;
  readonly cap?: string;
  readonly obligations?: Obligations;
};
type Case = {
  readonly name: string;
  readonly outcome: 'permitted' | 'refused';
  readonly ask?: Ask;
  readonly supply?: Supply;
  readonly fields?: Readonly<Record<string, Expected>>;
  readonly refusedBy?: readonly string[];
  readonly withheld?: Readonly<Record<string, string>>;
  readonly basis?: string;
};
type CaseFile = { readonly rule: string; readonly says: string; readonly cases: readonly Case[] };
type Baseline = { readonly at: string; readonly facts: Readonly<Record<string, Truth>> };
type Walk = {
  readonly phase: string;
  readonly readers: readonly {
    readonly who: string;
    readonly to: string;
    readonly purpose: string;
    readonly facts: Readonly<Record<string, Truth>>;
    readonly refusedBy?: readonly string[];
    readonly sees: Readonly<Record<string, Readonly<Record<string, Level>>>>;
  }[];
};

const read = (path: string): unknown => parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const law = read('../../deploy/demo/law-wgs-riec.yaml') as LawDocument;
const covenant = read('../../deploy/demo/convenant.yaml') as CovenantDocument;
const baseline = read('./baseline.yaml') as Baseline;
const walk = read('./walk-phase-2.yaml') as Walk;
const files = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.yaml') && name !== 'baseline.yaml' && name !== 'walk-phase-2.yaml')
  .toSorted();

const existsField: DecidedField = { name: '_exists', category: '_', levels: [] };
const fieldsOf = (type: string): readonly DecidedField[] => [existsField, ...(findPayloadType(type)?.fields ?? [])];

const questionOf = (ask: Ask): Question => ({
  act: ask.act ?? 'inzage',
  from: ask.from,
  to: ask.to,
  type: ask.type,
  purpose: ask.purpose,
  phase: ask.phase,
  at: baseline.at,
  fields: [...fieldsOf(ask.type), ...(ask.extra ?? [])],
  facts: { ...baseline.facts, ...ask.facts },
});

const supplyQuestion = (supply: Supply): Question => ({
  act: 'levering',
  from: supply.from,
  to: 'RIEC',
  type: supply.type,
  purpose: 'RIEC.voorbereiding',
  phase: supply.phase,
  at: baseline.at,
  fields: [...fieldsOf(supply.type), ...(supply.fields ?? []).map((field) => ({ ...field, levels: [] }))].filter(
    ({ name }) => supply.only === undefined || supply.only.includes(name),
  ),
  facts: { ...baseline.facts, ...supply.facts },
});

const holdsAsk = (one: Case, ask: Ask): void => {
  const decision = decide(law, covenant, questionOf(ask));
  expect(decision.refusedBy).toEqual(one.refusedBy ?? []);
  for (const [name, expected] of Object.entries(one.fields ?? {})) {
    const found = decision.fields.find(({ field }) => field === name);
    const { level, permit, cap } = found ?? {};
    expect({ name, level, permit, cap }).toEqual({
      name,
      level: expected.level,
      permit: expected.permit,
      cap: expected.cap,
    });
    if (expected.obligations !== undefined) expect(found?.obligations).toEqual(expected.obligations);
  }
};

const holdsSupply = (one: Case, supply: Supply): void => {
  const { refusedBy, withheld } = decideSupply(law, covenant, supplyQuestion(supply));
  expect(refusedBy.map(({ id }) => id)).toEqual(one.refusedBy ?? []);
  expect(Object.fromEntries(withheld.map(({ field, rule }) => [field, rule]))).toEqual(one.withheld ?? {});
  for (const { rule, basis } of withheld) expect(basis).toBe(one.basis ?? basisOf(law, covenant, rule));
};

/** Does a case say what its outcome claims? A refused question shows none of its fields in full. */
const saysItsOutcome = (one: Case): boolean => {
  const levels = Object.values(one.fields ?? {}).map(({ level }) => level);
  const isStopped = one.refusedBy !== undefined || one.withheld !== undefined;
  if (one.outcome === 'permitted')
    return !isStopped && (one.supply !== undefined || levels.some((level) => level !== 'withhold'));
  return one.supply === undefined ? levels.length > 0 && levels.every((level) => level !== 'reveal') : isStopped;
};

describe('the documents of the demonstration', () => {
  it('may come into force: nothing is wrong with them', () => {
    expect(validateDocuments(law, covenant, { types: payloadTypes })).toEqual([]);
  });

  it('have a baseline that gives every declared fact a value', () => {
    const declared = [...Object.keys(law.facts), ...Object.keys(covenant.facts)];
    expect(Object.keys(baseline.facts).toSorted()).toEqual(declared.toSorted());
  });
});

describe.each(files)('%s', (file) => {
  const { cases } = read(`./${file}`) as CaseFile;

  it('has a permitted and a refused case, each of which says so', () => {
    expect(new Set(cases.map(({ outcome }) => outcome))).toEqual(new Set(['permitted', 'refused']));
    expect(cases.filter((one) => !saysItsOutcome(one))).toEqual([]);
    expect(cases.filter(({ ask, supply }) => (ask === undefined) === (supply === undefined))).toEqual([]);
  });

  it.each(cases)('$outcome: $name', (one) => {
    expect.hasAssertions();
    if (one.ask !== undefined) holdsAsk(one, one.ask);
    if (one.supply !== undefined) holdsSupply(one, one.supply);
  });
});

describe('phase 2 at the table', () => {
  const rows = walk.readers.flatMap(({ sees, ...reader }) =>
    Object.entries(sees).map(([type, levels]) => ({
      ...reader,
      type,
      levels,
      from: findPayloadType(type)?.suppliers[0] ?? '',
    })),
  );

  // #region case
  it.each(rows)('$who: $type', ({ to, purpose, facts, type, from, levels, refusedBy }) => {
    const decision = decide(law, covenant, questionOf({ from, to, purpose, type, facts, phase: walk.phase }));
    expect(Object.fromEntries(decision.fields.map(({ field, level }) => [field, level]))).toEqual(levels);
    expect(decision.refusedBy).toEqual(refusedBy ?? []);
  });
  // #endregion
});
