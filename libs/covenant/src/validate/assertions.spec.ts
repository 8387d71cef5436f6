import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith, permitWith } from '../../test/documents.js';
import type { Assertion } from '../analysis/assertion.js';
import type { CovenantDocument, LawDocument, Rule } from '../model.js';
import { assertionProblems } from './assertions.js';
import type { RegistryView } from './problem.js';

const registry: RegistryView = {
  types: [
    {
      id: 'S1',
      suppliers: ['COLL', 'BD'],
      fields: [
        { name: 'bsn', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] },
        { name: 'name', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] },
        { name: 'arrears', category: 'FISC', levels: ['generalise', 'reveal'] },
      ],
    },
    { id: 'S2', suppliers: ['POL'], fields: [{ name: 'seizure', category: 'ID', levels: ['reveal'] }] },
  ],
};
const fact = { of: 'question', from: 'x', is: 'x', known: 'recipient' } as const;
const parties = { POL: partyWith(['opsporing', 'handhaving']), RIEC: partyWith(['voorbereiding']) };
/** Nobody may ask for a purpose of another's list (R02). */
const bound: Partial<LawDocument> = {
  facts: { ownPurpose: { ...fact, from: 'question.purpose' } },
  guards: [
    {
      id: 'G-1',
      at: ['levering', 'inzage', 'resultaat'],
      require: { ownPurpose: true },
      in: ['2025-03-01', 'open'],
      basis: 'WGS 1.7',
    },
  ],
};

type Said = { readonly rules: readonly Rule[]; readonly assertions: readonly Assertion[] };
const problemsOf = (
  { rules, assertions }: Said,
  more: Partial<CovenantDocument> = {},
  ofLaw: Partial<LawDocument> = bound,
) =>
  assertionProblems(
    { law: lawWith(ofLaw), covenant: covenantWith({ parties, facts: { asked: fact }, rules, assertions, ...more }) },
    registry,
  );
const cap = (more: Partial<Rule>): Rule => ({ id: 'C-1', cap: 'exists', basis: 'convenant art. 3', ...more });
/** Each problem as its rule and the point where it lies; of what is possible nowhere, its day. */
const told = (...given: Parameters<typeof problemsOf>): readonly string[] =>
  problemsOf(...given).map(({ rule = '', values = {} }) => {
    const { from, purpose, type, field, phase, day = '' } = values;
    return from === undefined ? `${rule}: ${day}` : [`${rule}:`, from, purpose, type, field, phase, day].join(' ');
  });

describe('a promise that no more than a level is given', () => {
  it('is kept where no permit gives more, and broken where one gives a step more', () => {
    const upTo = (permit: Rule['permit'], atMost: Assertion['atMost']) =>
      told({
        rules: [permitWith({ ...(permit && { permit }), fields: ['bsn'] })],
        assertions: [{ id: 'A-1', ...(atMost && { atMost }) }],
      });
    const broken = ['A-1: COLL POL.opsporing S1 bsn weging 2026-01-01'];
    expect([upTo('withhold', 'withhold'), upTo('exists', 'withhold')]).toEqual([[], broken]);
    expect([upTo('mask', 'mask'), upTo('reveal', 'mask')]).toEqual([[], broken]);
    expect([upTo('pseudonymise', 'generalise'), upTo('mask', 'generalise')]).toEqual([[], broken]);
    expect(upTo('reveal', 'reveal')).toEqual([]);
  });

  it('is told with every part of the first point where it is broken, and the day', () => {
    const rules = [permitWith({ from: ['BD'], to: ['RIEC'], fields: ['name'], phase: '2+' })];
    expect(problemsOf({ rules, assertions: [{ id: 'A-1', atMost: 'mask' }] })).toEqual([
      {
        rule: 'A-1',
        code: 'assertion-broken',
        detail: 'BD to RIEC.voorbereiding, S1.name, phase 2, from 2026-01-01',
        values: {
          from: 'BD',
          purpose: 'RIEC.voorbereiding',
          type: 'S1',
          field: 'name',
          phase: '2',
          day: '2026-01-01',
        },
      },
    ]);
  });

  it.each<[string, Partial<Assertion>, readonly string[]]>([
    ['everything', {}, ['A-1: COLL POL.opsporing S1 bsn weging 2026-01-01']],
    ['a supplier', { from: ['BD'] }, ['A-1: BD POL.opsporing S1 bsn weging 2026-01-01']],
    ['a type', { type: ['S2'] }, ['A-1: POL POL.opsporing S2 seizure weging 2026-01-01']],
    ['a field', { fields: ['name'] }, ['A-1: COLL POL.opsporing S1 name weging 2026-01-01']],
    ['a recipient', { to: ['RIEC'] }, ['A-1: COLL RIEC.voorbereiding S1 bsn weging 2026-01-01']],
    ['a purpose', { purpose: ['POL.handhaving'] }, ['A-1: COLL POL.handhaving S1 bsn weging 2026-01-01']],
    ['a phase', { phase: ['3'] }, ['A-1: COLL POL.opsporing S1 bsn 3 2026-01-01']],
    ['fields of no category that is given', { fields: ['FISC'] }, []],
    ['another act', { at: ['resultaat'] }, []],
  ])('speaks of %s', (_what, more, problems) => {
    const rules = [permitWith({ fields: ['ID'] })];
    expect(told({ rules, assertions: [{ id: 'A-1', atMost: 'exists', ...more }] })).toEqual(problems);
  });

  it('speaks of the act that it names, and of what is seen also where that is supply', () => {
    const rules = [permitWith({ fields: ['bsn'], at: 'any' })];
    const at = (act: string) => told({ rules, assertions: [{ id: 'A-1', atMost: 'mask', at: act }] });
    expect(at('resultaat')).toEqual(['A-1: COLL POL.opsporing S1 bsn weging 2026-01-01']);
    expect(at('levering')).toEqual(['A-1: COLL RIEC.voorbereiding S1 bsn weging 2026-01-01']);
    const seen = [permitWith({ fields: ['bsn'] })];
    expect(told({ rules: seen, assertions: [{ id: 'A-1', atMost: 'mask', at: 'levering' }] })).toEqual([]);
  });

  it('holds under the facts that it names alone', () => {
    const rules = [permitWith({ fields: ['bsn'], when: { asked: true } })];
    const when = (value: boolean) =>
      told({ rules, assertions: [{ id: 'A-1', atMost: 'mask', when: { asked: value } }] });
    expect([when(true), when(false)]).toEqual([['A-1: COLL POL.opsporing S1 bsn weging 2026-01-01'], []]);
  });

  it('is kept by a cap, where the cap applies wherever it would be broken', () => {
    const rules = [permitWith({ fields: ['bsn'] })];
    const capped = (more: Partial<Rule>) =>
      told({ rules: [...rules, cap({ fields: ['bsn'], ...more })], assertions: [{ id: 'A-1', atMost: 'exists' }] });
    expect(capped({})).toEqual([]);
    expect(capped({ to: ['POL'] })).toEqual(['A-1: COLL RIEC.voorbereiding S1 bsn weging 2026-01-01']);
    expect(capped({ phase: ['weging'] })).toEqual(['A-1: COLL POL.opsporing S1 bsn 1 2026-01-01']);
    expect(capped({ when: { asked: true } })).toEqual(['A-1: COLL POL.opsporing S1 bsn weging 2026-01-01']);
  });

  it('is kept of fields that are alike and of which other rules speak', () => {
    const rules = [permitWith({ fields: ['bsn'], permit: 'mask' }), permitWith({ id: 'P-2', fields: ['name'] })];
    expect(told({ rules, assertions: [{ id: 'A-1', atMost: 'mask' }] })).toEqual([
      'A-1: COLL POL.opsporing S1 name weging 2026-01-01',
    ]);
    expect(told({ rules, assertions: [{ id: 'A-1', atMost: 'mask', fields: ['bsn'] }] })).toEqual([]);
  });

  it('is not broken by what goes to or comes from a kind that the law does not know', () => {
    const rules = [permitWith({ from: ['POL'], fields: ['seizure'] })];
    const kinds = { participants: ['BD', 'COLL'], bureau: ['RIEC'] };
    expect(told({ rules, assertions: [{ id: 'A-1', atMost: 'exists' }] }, {}, { ...bound, kinds })).toEqual([]);
  });

  it('is one of several, each told at its own first point and in their order', () => {
    const rules = [permitWith({ fields: ['ID', 'FISC'] })];
    const assertions: readonly Assertion[] = [
      { id: 'A-1', atMost: 'exists', fields: ['arrears'] },
      { id: 'A-2', atMost: 'exists', fields: ['bsn', 'name'] },
      { id: 'A-3', atMost: 'reveal' },
      { id: 'A-4', atMost: 'exists', phase: ['1'] },
    ];
    expect(told({ rules, assertions })).toEqual([
      'A-1: COLL POL.opsporing S1 arrears weging 2026-01-01',
      'A-2: COLL POL.opsporing S1 bsn weging 2026-01-01',
      'A-4: COLL POL.opsporing S1 bsn 1 2026-01-01',
    ]);
  });

  it('is held to in each period of the law by itself', () => {
    const rules = [permitWith({ fields: ['bsn'] })];
    const caps = [cap({ id: 'W-1', fields: ['bsn'], in: ['2026-07-01', '2027-06-30'] })];
    expect(told({ rules, assertions: [{ id: 'A-1', atMost: 'exists' }] }, {}, { ...bound, caps })).toEqual([
      'A-1: COLL POL.opsporing S1 bsn weging 2026-01-01',
      'A-1: COLL POL.opsporing S1 bsn weging 2027-07-01',
    ]);
  });
});

describe('a promise that a level can be given', () => {
  const can = (level: Assertion['can'], more: Partial<Assertion> = {}): Assertion => ({
    id: 'A-1',
    ...(level && { can: level }),
    ...more,
  });
  const nowhere = ['A-1: 2026-01-01'];

  it('is kept where some field gets so much somewhere, and broken where none does', () => {
    const given = (permit: Rule['permit'], level: Assertion['can']) =>
      told({
        rules: [permitWith({ ...(permit && { permit }), fields: ['bsn'], to: ['RIEC'], phase: ['3'] })],
        assertions: [can(level)],
      });
    expect([given('reveal', 'reveal'), given('mask', 'reveal')]).toEqual([[], nowhere]);
    expect([given('reveal', 'mask'), given('pseudonymise', 'mask')]).toEqual([[], nowhere]);
    expect([given('exists', 'exists'), given('withhold', 'exists')]).toEqual([[], nowhere]);
    expect(given('withhold', 'withhold')).toEqual([]);
  });

  it('is kept by no field that does not have the level', () => {
    const rules = [permitWith({ fields: ['bsn'] })];
    expect(told({ rules, assertions: [can('generalise')] })).toEqual(nowhere);
    expect(told({ rules: [permitWith({ fields: ['arrears'] })], assertions: [can('generalise')] })).toEqual([]);
  });

  it('is told by its rule and its day, and without a point', () => {
    expect(problemsOf({ rules: [], assertions: [can('mask')] })).toEqual([
      { rule: 'A-1', code: 'assertion-broken', detail: 'at no point, from 2026-01-01', values: { day: '2026-01-01' } },
    ]);
  });

  it('is to be kept in each period of the law', () => {
    const rules = [permitWith({ fields: ['bsn'] })];
    const caps = [cap({ id: 'W-1', fields: ['bsn'], in: ['2026-07-01', '2027-06-30'] })];
    expect(told({ rules, assertions: [can('mask')] }, {}, { ...bound, caps })).toEqual(['A-1: 2026-07-01']);
  });

  it('stands beside one that no more is given: each is told for what it says, broken ones first', () => {
    const rules = [permitWith({ fields: ['bsn'], permit: 'mask' })];
    const assertions: readonly Assertion[] = [
      can('reveal'),
      can('mask', { id: 'A-2' }),
      { id: 'A-3', atMost: 'exists' },
      { id: 'A-4', atMost: 'mask' },
    ];
    expect(told({ rules, assertions })).toEqual([
      'A-3: COLL POL.opsporing S1 bsn weging 2026-01-01',
      'A-1: 2026-01-01',
    ]);
  });
});

describe('a covenant', () => {
  it('that promises nothing breaks no promise', () => {
    const { assertions: _none, ...more } = covenantWith({ parties, rules: [permitWith({})] });
    expect(assertionProblems({ law: lawWith(bound), covenant: more }, registry)).toEqual([]);
    expect(told({ rules: [permitWith({})], assertions: [] })).toEqual([]);
  });
});
