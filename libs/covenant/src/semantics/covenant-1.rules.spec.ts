import { describe, expect, it } from '@jest/globals';
import type { Level } from '@knooppunt/signals';
import { covenantWith, lawWith, partyWith, permitWith, questionWith } from '../../test/documents.js';
import type { CovenantDocument, DecidedField, Guard, LawDocument, Question, Rule } from '../model.js';
import { levelOrder } from './covenant-1.js';
import { decide, decideSupply } from './index.js';

const name: DecidedField = { name: 'name', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] };
const arrears: DecidedField = { name: 'arrears', category: 'FISC', levels: ['generalise', 'reveal'] };
const exists: DecidedField = { name: '_exists', category: '_', levels: [] };

const lawOf = (caps: readonly Rule[] = [], guards: readonly Guard[] = []) =>
  lawWith({ kinds: { participants: ['POL', 'BD', 'COLL', 'NVWA'], bureau: ['RIEC'] }, caps, guards });
const parties = {
  POL: partyWith(['opsporing', 'openbare-orde']),
  BD: partyWith(['toezicht']),
  RIEC: partyWith(['voorbereiding']),
};
const covenantOf = (rules: readonly Rule[], more: Partial<CovenantDocument> = {}) =>
  covenantWith({ parties, rules, ...more });
const permit = (more: Partial<Rule> = {}) => permitWith(more);
const cap = (id: string, level: Level, more: Partial<Rule> = {}): Rule => ({ id, cap: level, basis: 'b', ...more });
const question = (more: Partial<Question> = {}) => questionWith({ fields: [name], ...more });
const decided = (rules: readonly Rule[], more: Partial<Question> = {}, law = lawOf()) =>
  decide(law, covenantOf(rules), question(more)).fields[0];
const levelOf = (rules: readonly Rule[], more: Partial<Question> = {}, law = lawOf()) =>
  decided(rules, more, law)?.level;

describe('the levels of covenant/1', () => {
  it('are these, from nothing to everything', () => {
    expect(levelOrder).toEqual(['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal']);
  });
});

describe('a permit', () => {
  it.each<[string, Partial<Rule>, Partial<Question>]>([
    ['for another reader', { to: ['BD'] }, {}],
    ['for all readers but this one', { to: { except: ['POL'] } }, {}],
    ['for other readers of a list', { to: { of: ['BD', 'NVWA'], except: ['BD'] } }, {}],
    ['about another supplier', { from: ['BD'] }, {}],
    ['about all suppliers but this one', { from: { except: 'COLL' } }, {}],
    ['about another type', { type: ['S1'] }, {}],
    ['for another purpose', { purpose: ['POL.openbare-orde'] }, {}],
    ['for a purpose of another kind', { purpose: ['BD.toezicht'] }, {}],
    ['for a phase that has not begun', { phase: '3' }, {}],
    ['for a phase that there is not, and what comes after it', { phase: '4+' }, {}],
    ['for another act', { at: ['resultaat'] }, {}],
    ['for another field', { fields: ['bsn'] }, {}],
    ['for another category', { fields: 'FISC' }, {}],
    ['for own purposes, in words that only end like one', { purpose: 'own' }, { purpose: 'BLA.opsporing' }],
    ['for own purposes, in a word that is longer than one', { purpose: 'own' }, { purpose: 'POL.opsporing.x' }],
    ['for own purposes, of a kind without any', { purpose: 'own' }, { to: 'NVWA', purpose: 'NVWA.opsporing' }],
    ['for own purposes, named after what every object has', { purpose: 'own' }, { purpose: 'POL.toString' }],
  ])('gives nothing %s', (_what, more, asked) => {
    expect(decided([permit(more)], asked)).toEqual({ field: 'name', level: 'withhold', obligations: {} });
  });

  it.each<[string, Partial<Rule>]>([
    ['for the reader by name', { to: 'POL' }],
    ['for a list with the reader', { to: ['BD', 'POL'] }],
    ['for all readers but another', { to: { except: ['BD'] } }],
    ['for the reader in a list without another', { to: { of: ['BD', 'POL'], except: 'BD' } }],
    ['about the supplier', { from: ['COLL'] }],
    ['about the type', { type: 'S2' }],
    ['for the purpose', { purpose: ['POL.opsporing'] }],
    ['for own purposes', { purpose: 'own' }],
    ['for the phase', { phase: ['2'] }],
    ['for the phase and what comes after it', { phase: '1+' }],
    ['for the act', { at: ['inzage'] }],
    ['for the field', { fields: ['name'] }],
    ['for the category', { fields: ['ID'] }],
  ])('gives its level %s', (_what, more) => {
    expect(decided([permit(more)])).toMatchObject({ level: 'reveal', permit: 'P-1' });
  });

  it('needs every one of its facts known to be as it says', () => {
    const both = [permit({ when: { a: true, b: false } })];
    expect(levelOf(both, { facts: { a: true, b: false } })).toBe('reveal');
    expect(levelOf(both, { facts: { a: true } })).toBe('withhold');
    expect(levelOf(both, { facts: { a: true, b: 'unknown' } })).toBe('withhold');
    expect(levelOf(both, { facts: { a: true, b: true } })).toBe('withhold');
    expect(levelOf(both, { facts: { b: false } })).toBe('withhold');
  });

  it('does not take for a fact what every object has', () => {
    expect(levelOf([permit({ when: { toString: true } })])).toBe('withhold');
  });

  it('that gives the most is the one that is named, whichever comes first', () => {
    const rules = [
      permit({ id: 'P-1', permit: 'exists' }),
      permit({ id: 'P-2' }),
      permit({ id: 'P-3', permit: 'mask' }),
    ];
    expect(decided(rules)).toMatchObject({ level: 'reveal', permit: 'P-2' });
    expect(decided(rules.toReversed())).toMatchObject({ level: 'reveal', permit: 'P-2' });
  });

  it('is the first by id of equals, in whatever order they stand', () => {
    const rules = ['P-2', 'P-1', 'P-4', 'P-3'].map((id) => permit({ id }));
    for (const order of [rules, rules.toReversed(), rules.toSorted((a, b) => (a.id < b.id ? -1 : 1))]) {
      expect(decided(order)?.permit).toBe('P-1');
    }
  });

  it('in the law permits nothing', () => {
    expect(decided([], {}, lawOf([permit()]))).toEqual({ field: 'name', level: 'withhold', obligations: {} });
  });

  it('gives nothing of a kind or in a phase that the law does not know', () => {
    expect(levelOf([permit()], { from: 'COM' })).toBe('withhold');
    expect(levelOf([permit()], { to: 'COM', purpose: 'POL.opsporing' })).toBe('withhold');
    expect(levelOf([permit()], { phase: '4' })).toBe('withhold');
    expect(levelOf([permit()], { to: 'RIEC', from: 'RIEC' })).toBe('reveal');
  });

  it('gives a level that nobody knows as nothing', () => {
    expect(levelOf([permit({ permit: 'blur' as Level })])).toBe('withhold');
  });
});

describe('a cap', () => {
  it('without a permit is no reason to name either', () => {
    expect(decided([cap('C-1', 'reveal')])).toEqual({ field: 'name', level: 'withhold', obligations: {} });
  });

  it('that gives the least is the one that is named, whichever comes first', () => {
    const rules = [permit(), cap('C-1', 'mask'), cap('C-2', 'exists'), cap('C-3', 'pseudonymise')];
    expect(decided(rules)).toMatchObject({ level: 'exists', cap: 'C-2' });
    expect(decided(rules.toReversed())).toMatchObject({ level: 'exists', cap: 'C-2' });
  });

  it('that lowers nothing is not named', () => {
    expect(decided([permit(), cap('C-1', 'reveal')])).not.toHaveProperty('cap');
    expect(decided([permit({ permit: 'exists' }), cap('C-1', 'exists')])).not.toHaveProperty('cap');
    expect(decided([permit({ permit: 'exists' }), cap('C-1', 'mask')])).not.toHaveProperty('cap');
  });

  it('at withhold takes the duties away with the value', () => {
    expect(decided([permit(), cap('C-1', 'withhold')])).toEqual({
      field: 'name',
      level: 'withhold',
      permit: 'P-1',
      cap: 'C-1',
      obligations: {},
    });
  });

  it('at exists leaves the duties', () => {
    expect(decided([permit(), cap('C-1', 'exists')])?.obligations).toEqual({ retain: 'P90D' });
  });

  it('brings its own duties, and not those that a permit has where it names none', () => {
    const long = permit({ obligations: { retain: 'P1Y' } });
    expect(decided([long, cap('C-1', 'reveal')])?.obligations).toEqual({ retain: 'P1Y' });
    expect(decided([long, cap('C-1', 'reveal', { obligations: { retain: 'P2W' } })])?.obligations).toEqual({
      retain: 'P2W',
    });
  });

  it('applies unless one of its facts is known to be otherwise', () => {
    const rules = [permit(), cap('C-1', 'withhold', { when: { a: true, b: true } })];
    expect(levelOf(rules)).toBe('withhold');
    expect(levelOf(rules, { facts: { a: true, b: 'unknown' } })).toBe('withhold');
    expect(levelOf(rules, { facts: { a: true, b: false } })).toBe('reveal');
    expect(levelOf(rules, { facts: { a: false } })).toBe('reveal');
  });

  it('with several conditions applies until each is known to fail', () => {
    const rules = [permit(), cap('C-1', 'withhold', { when: [{ a: true }, { b: true }] })];
    expect(levelOf(rules, { facts: { a: false } })).toBe('withhold');
    expect(levelOf(rules, { facts: { a: false, b: true } })).toBe('withhold');
    expect(levelOf(rules, { facts: { a: false, b: false } })).toBe('reveal');
  });
});

describe('a guard', () => {
  const guard = (id: string, more: Partial<Guard> = {}): Guard => ({
    id,
    require: { g: true },
    in: ['2025-03-01', 'open'],
    basis: 'WGS 2.19',
    ...more,
  });
  const refusals = (guards: readonly Guard[], more: Partial<Question> = {}) =>
    decide(lawOf([], guards), covenantOf([permit()]), question(more)).refusedBy;

  it('that holds refuses nothing', () => {
    expect(refusals([guard('G-1')], { facts: { g: true } })).toEqual([]);
  });

  it('that is unknown or fails refuses, and those that do are named in the order of their ids', () => {
    const guards = [guard('G-3'), guard('G-1'), guard('G-2', { require: { other: true } }), guard('G-4')];
    expect(refusals(guards, { facts: { g: false, other: true } })).toEqual(['G-1', 'G-3', 'G-4']);
    expect(refusals(guards.toReversed(), { facts: { other: 'unknown' } })).toEqual(['G-1', 'G-2', 'G-3', 'G-4']);
  });

  it('speaks of its acts and phases only', () => {
    expect(refusals([guard('G-1', { at: ['levering'] })])).toEqual([]);
    expect(refusals([guard('G-1', { at: ['levering', 'inzage'] })])).toEqual(['G-1']);
    expect(refusals([guard('G-1', { phase: '3' })])).toEqual([]);
    expect(refusals([guard('G-1', { phase: '1+' })])).toEqual(['G-1']);
  });

  it('speaks from its first to its last day', () => {
    const march = [guard('G-1', { in: ['2026-03-01', '2026-03-31'] })];
    expect(refusals(march, { at: '2026-02-28T12:00:00.000Z' })).toEqual([]);
    expect(refusals(march, { at: '2026-03-31T12:00:00.000Z' })).toEqual(['G-1']);
    expect(refusals(march, { at: '2026-04-01T12:00:00.000Z' })).toEqual([]);
  });
});

describe('a decision', () => {
  it('names its semantics, each field in its place, and the facts of rules about any of them', () => {
    const rules = [
      permit({ fields: ['ID'], when: { a: true } }),
      cap('C-1', 'exists', { fields: ['FISC'], when: { b: true } }),
    ];
    const decision = decide(lawOf(), covenantOf(rules), question({ fields: [name, arrears], facts: { a: true } }));
    expect(decision).toEqual({
      semantics: 'covenant/1',
      refusedBy: [],
      fields: [
        { field: 'name', level: 'reveal', permit: 'P-1', obligations: { retain: 'P90D' } },
        { field: 'arrears', level: 'withhold', obligations: {} },
      ],
      factsUsed: ['a', 'b'],
    });
  });

  it('is the same however often and after whatever it is asked', () => {
    const documents = [lawOf(), covenantOf([permit({ to: ['POL'] })])] as const;
    const before = decide(...documents, question());
    for (const other of [{ to: 'BD' }, { phase: '4' }, { act: 'resultaat' }, { from: 'COM' }] as const) {
      expect(decide(...documents, question(other)).fields[0]?.level).toBe('withhold');
    }
    expect(decide(...documents, question())).toEqual(before);
  });

  it.each<[string, Partial<Question>, Partial<Rule>]>([
    ['reader', { to: 'BD' }, { to: ['BD'] }],
    ['supplier', { from: 'BD' }, { from: ['BD'] }],
    ['type', { type: 'S1' }, { type: ['S1'] }],
    ['purpose', { purpose: 'POL.openbare-orde' }, { purpose: ['POL.openbare-orde'] }],
    ['phase', { phase: '3' }, { phase: ['3'] }],
    ['act', { act: 'resultaat' }, { at: ['resultaat'] }],
  ])('keeps to the cap and the guard for its own %s, though another was asked just before', (_what, other, more) => {
    const guard: Guard = { id: 'G-1', require: { g: true }, in: ['2025-03-01', 'open'], basis: 'b', ...more };
    const permits = permit({ at: 'any' });
    const capped = covenantOf([permits, cap('C-1', 'exists', more)]);
    const lawful = [lawOf([cap('W-1', 'pseudonymise', more)]), covenantOf([permits])] as const;
    const guarded = [lawOf([], [guard]), covenantOf([permits])] as const;
    for (const [law, covenant] of [[lawOf(), capped] as const, lawful, guarded]) {
      expect(decide(law, covenant, question()).fields[0]?.level).toBe('reveal');
    }
    expect(decide(lawOf(), capped, question(other)).fields[0]?.level).toBe('exists');
    const [ofLaw, ofGuard] = [decide(...lawful, question(other)), decide(...guarded, question(other))];
    expect(ofLaw.fields[0]?.level).toBe('pseudonymise');
    expect(ofGuard.refusedBy).toEqual(['G-1']);
  });

  it('under other documents is another, whatever was asked of these', () => {
    const [law, covenant] = [lawOf(), covenantOf([permit()])];
    expect(decide(law, covenant, question()).fields[0]?.level).toBe('reveal');
    expect(decide(lawOf([cap('W-1', 'exists')]), covenant, question()).fields[0]?.level).toBe('exists');
    expect(decide(law, covenantOf([]), question()).fields[0]?.level).toBe('withhold');
  });
});

describe('a supply', () => {
  const supply = (law: LawDocument, more: Partial<Question> = {}, covenant = covenantOf([])) =>
    decideSupply(law, covenant, question({ from: 'BD', to: 'RIEC', phase: '1', fields: [exists, arrears], ...more }));
  const stop = (id: string, more: Partial<Rule> = {}) => cap(id, 'withhold', { at: ['levering'], ...more });

  it('is decided as a supply, whatever act the question names', () => {
    expect(supply(lawOf([stop('W-1')]), { act: 'inzage' }).withheld).toHaveLength(2);
    expect(supply(lawOf([cap('W-1', 'withhold')]), { act: 'inzage' }).withheld).toEqual([]);
  });

  it('of an unknown kind or phase is refused, and nothing else is said', () => {
    const unknown = { refusedBy: [{ id: 'unknown-name', basis: 'WGS 2.19, 2.23(6)' }], withheld: [] };
    expect(supply(lawOf([stop('W-1')]), { from: 'COM' })).toEqual(unknown);
    expect(supply(lawOf([stop('W-1')]), { to: 'COM' })).toEqual(unknown);
    expect(supply(lawOf([stop('W-1')]), { phase: '4' })).toEqual(unknown);
  });

  it('names for each field the first stop by id, with its article', () => {
    const stops = [
      stop('W-3', { basis: 'c' }),
      stop('W-1', { basis: 'a', fields: ['FISC'] }),
      stop('W-2', { basis: 'd' }),
    ];
    for (const order of [stops, stops.toReversed()]) {
      expect(supply(lawOf(order)).withheld).toEqual([
        { field: '_exists', rule: 'W-2', basis: 'd' },
        { field: 'arrears', rule: 'W-1', basis: 'a' },
      ]);
    }
  });

  it('is stopped by a cap with several conditions until each is known to fail', () => {
    const law = lawOf([stop('W-1', { when: [{ a: true }, { b: true }] })]);
    expect(supply(law, { facts: { a: false } }).withheld).toHaveLength(2);
    expect(supply(law, { facts: { a: false, b: false } }).withheld).toEqual([]);
  });

  it('is not stopped by a permit, nor by a rule of the law without a cap', () => {
    const covenant = covenantOf([permit({ permit: 'withhold', at: ['levering'] })]);
    expect(supply(lawOf([permit({ at: ['levering'] })]), {}, covenant)).toEqual({ refusedBy: [], withheld: [] });
  });

  it('is refused by the guards for its own act and phase, and by no other', () => {
    const guard: Guard = { id: 'G-1', require: { g: true }, in: ['2025-03-01', 'open'], basis: 'BGS 1.5' };
    const others = [guard, { ...guard, id: 'G-2', at: 'resultaat' }, { ...guard, id: 'G-3', at: 'any', phase: '2+' }];
    expect(supply(lawOf([], others))).toEqual({ refusedBy: [], withheld: [] });
    expect(supply(lawOf([], [...others, { ...guard, id: 'G-4', at: ['levering'] }])).refusedBy).toEqual([
      { id: 'G-4', basis: 'BGS 1.5' },
    ]);
  });

  it('looks at the law of its day', () => {
    const law = lawOf([stop('W-1', { in: ['2026-04-01', 'open'] })]);
    expect(supply(law).withheld).toEqual([]);
    expect(supply(law, { at: '2026-04-01T12:00:00.000Z' }).withheld).toHaveLength(2);
  });
});

describe('a covenant under a semantics that this build does not hold', () => {
  it('is refused with a code of its own', () => {
    const unread = covenantOf([], { semantics: 'covenant/2' });
    expect(() => decide(lawOf(), unread, question())).toThrow(
      expect.objectContaining({ code: 'covenant/unknown-semantics', semantics: 'covenant/2' }),
    );
  });
});
