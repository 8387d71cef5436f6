import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith } from '../../test/documents.js';
import { compile, decideCompiled, Outcome, Reasons, UnknownSemantics } from '../index.js';
import type { CovenantDocument, DecidedField, Guard, Question, Rule, Shape } from '../index.js';

const fields: readonly DecidedField[] = [
  { name: '_exists', category: '_', levels: [] },
  { name: 'name', category: 'ID', levels: ['pseudonymise', 'reveal'] },
  { name: 'arrears', category: 'FISC', levels: ['generalise', 'mask', 'reveal'] },
  { name: 'place', category: 'FISC', levels: ['mask', 'generalise', 'reveal'] },
];
/** Forty fields: more than one word of bits. */
const wide: readonly DecidedField[] = Array.from({ length: 40 }, (_, at) => ({
  name: `w${at}`,
  category: at < 35 ? 'ID' : 'FISC',
  levels: ['reveal'],
}));
const types = [
  { id: 'S1', fields },
  { id: 'S2', fields: wide },
];

const law = (caps: readonly Rule[] = [], guards: readonly Guard[] = []) =>
  lawWith({ kinds: { participants: ['POL', 'BD'], bureau: ['RIEC'] }, caps, guards });
const covenant = (rules: readonly Rule[], more: Partial<CovenantDocument> = {}) =>
  covenantWith({
    parties: {
      POL: partyWith(['opsporing', 'toezicht']),
      BD: partyWith(['heffing'], ['AWR 67']),
      GAST: partyWith(['kijken'], []),
    },
    facts: {
      minor: { of: 'subject', from: 'f', is: 'i', known: 'hidden' },
      attends: { of: 'recipient', from: 'f', is: 'i', known: 'recipient' },
    },
    obligations: { retain: { combine: 'shortest' }, label: { combine: 'union' } },
    rules,
    ...more,
  });
const permit = (more: Partial<Rule> = {}): Rule => ({ id: 'P-1', permit: 'reveal', basis: 'art. 1', ...more });
const cap = (more: Partial<Rule> = {}): Rule => ({ id: 'C-1', cap: 'exists', basis: 'art. 2', ...more });
const shape = (more: Partial<Shape> = {}): Shape => ({
  act: 'inzage',
  from: 'BD',
  to: 'POL',
  type: 'S1',
  purpose: 'POL.opsporing',
  phase: '2',
  at: '2026-03-02T09:30:00.000Z',
  ...more,
});
const question = (more: Partial<Question> = {}): Question => ({ ...shape(), fields, facts: {}, ...more });

type Rules = { readonly rules?: readonly Rule[]; readonly caps?: readonly Rule[]; readonly guards?: readonly Guard[] };
const compiled = ({ rules = [permit()], caps = [], guards = [] }: Rules = {}) =>
  compile({ law: law(caps, guards), covenant: covenant(rules) }, types);

/** Levels of all fields of a shape, by the numbers of the general order. */
const levelsOf = (engine: ReturnType<typeof compiled>, asked: Shape, facts: Question['facts'] = {}): number[] => {
  const outcome = new Outcome();
  const scope = engine.scopeOf(asked);
  scope.decide(engine.newFacts().read(facts), outcome);
  const levels = new Uint8Array(scope.fields.length);
  outcome.read(levels, levels.length);
  return [...levels];
};

describe('documents that are compiled', () => {
  it('are refused under a semantics that this build does not hold', () => {
    const documents = { law: law(), covenant: covenant([], { semantics: 'covenant/9' }) };
    expect(() => compile(documents, types)).toThrow(UnknownSemantics);
    expect(() => compile({ ...documents, covenant: covenant([], { semantics: 'toString' }) }, types)).toThrow(
      UnknownSemantics,
    );
  });

  it('stay with what decides by them', () => {
    const documents = { law: law(), covenant: covenant([]) };
    const engine = compile(documents, types);
    expect(engine.documents).toBe(documents);
    expect(engine.types).toBe(types);
    expect(engine.semantics).toBe('covenant/1');
  });

  it('name the facts that rules ask, in the order of their numbers', () => {
    const rules = [permit({ when: { minor: false } }), cap({ when: [{ attends: true }, { minor: true }] })];
    expect(compiled({ rules }).factNames).toEqual(['attends', 'minor']);
  });

  it('know the size of their tables', () => {
    // one clause: rows of act 2, supplier 4, reader 5, type 3, phase 5, purposes 5 and 5 again; one word to each; two
    // words of facts; of S1 two starts and three effects, of S2 two starts and two effects, two words an effect
    expect(compiled({ rules: [permit({ to: ['POL', 'BD'] })] }).tableBytes).toBe(4 * (29 + 2 + 2 + 6 + 2 + 4));
    // forty clauses: two words to each row
    const many = Array.from({ length: 40 }, (_, at) => permit({ id: `P-${at}`, type: 'S9' }));
    expect(compiled({ rules: many }).tableBytes).toBe(4 * (2 * 30 + 2 * 40 + 41 + 41));
  });
});

describe('a scope', () => {
  it('is found once for each shape, and again for another period of the law', () => {
    const engine = compiled({ caps: [cap({ in: ['2026-06-01', 'open'] })] });
    const scope = engine.scopeOf(shape());
    expect(engine.scopeOf(shape({ at: '2026-03-03T00:00:00.000Z' }))).toBe(scope);
    for (const other of [
      { at: '2026-06-01T12:00:00.000Z' },
      { at: 'no instant' },
      { phase: '1' },
      { act: 'resultaat' },
      { from: 'POL' },
      { to: 'RIEC' },
      { type: 'S2' },
      { purpose: 'POL.toezicht' },
    ] as const)
      expect(engine.scopeOf(shape(other))).not.toBe(scope);
    expect(engine.scopeOf(shape())).toBe(scope);
    expect(engine.scopeOf(shape({ phase: '1' })).layout).toBe(scope.layout);
  });

  it("is not kept for ever: purposes are the caller's own words", () => {
    const codes = Array.from({ length: 600 }, (_, at) => `c${at}`);
    const parties = {
      POL: { name: 'n', law: 'w', secrecy: [], purposes: Object.fromEntries(codes.map((code) => [code, 'w'])) },
    };
    const engine = compile({ law: law(), covenant: covenant([permit()], { parties }) }, types);
    const first = engine.scopeOf(shape({ purpose: 'POL.c0' }));
    for (const code of codes) engine.scopeOf(shape({ purpose: `POL.${code}` }));
    const again = engine.scopeOf(shape({ purpose: 'POL.c0' }));
    expect(again).not.toBe(first);
    expect(again.permits).toEqual(first.permits);
  });

  it('speaks of all but what a rule excepts, known to it or not', () => {
    const engine = compiled({ rules: [permit({ type: { except: ['S7'] } })] });
    expect(levelsOf(engine, shape())).toEqual([1, 5, 5, 5]);
    expect(engine.scopeOf(shape({ type: 'S8' })).permits.length).toBe(1);
    expect(engine.scopeOf(shape({ type: 'S7' })).permits.length).toBe(0);
  });

  it('names the facts that guards ask, and rules that speak of the fields that are meant', () => {
    const guards: readonly Guard[] = [{ id: 'G-1', require: { open: true }, in: ['2025-01-01', 'open'], basis: 'WGS' }];
    const rules = [
      permit({ when: { attends: true } }),
      cap({ fields: ['ID'], when: { minor: true } }),
      { id: 'R-1', basis: 'art. 3', fields: ['FISC'], when: { nothing: true } },
    ];
    const scope = compiled({ rules, guards }).scopeOf(shape());
    expect(scope.factsUsed()).toEqual(['attends', 'minor', 'nothing', 'open']);
    expect(scope.factsUsed([1])).toEqual(['attends', 'minor', 'open']);
    expect(scope.factsUsed([0, 3])).toEqual(['attends', 'nothing', 'open']);
    expect(scope.factsUsed([])).toEqual(['open']);
  });

  it('has the fields of its type, those that are given, or none', () => {
    const engine = compiled();
    expect(engine.scopeOf(shape()).fields).toBe(fields);
    expect(engine.scopeOf(shape(), fields)).toBe(engine.scopeOf(shape()));
    expect(engine.scopeOf(shape(), wide).fields).toBe(wide);
    expect(engine.scopeOf(shape({ type: 'S9' })).fields).toEqual([]);
  });

  it('shows nothing to or of names that law and covenant do not know', () => {
    const engine = compiled();
    expect(levelsOf(engine, shape())).toEqual([1, 5, 5, 5]);
    for (const unknown of [
      { from: 'GAST' },
      { to: 'GAST', purpose: 'GAST.kijken' },
      { phase: '4' },
      { purpose: 'POL.onbekend' },
    ])
      expect(levelsOf(engine, shape(unknown))).toEqual([0, 0, 0, 0]);
  });
});

describe('a decision by bits', () => {
  it('takes the highest permit and the lowest cap, each field in its own order', () => {
    const rules = [
      permit({ id: 'P-1', permit: 'mask' }),
      permit({ id: 'P-2', permit: 'generalise' }),
      cap({ cap: 'pseudonymise', fields: ['name'] }),
    ];
    // arrears rises generalise, mask; place the other way round
    expect(levelsOf(compiled({ rules }), shape())).toEqual([1, 2, 4, 3]);
  });

  it('knows no permit on an unknown fact, and no escape from a cap', () => {
    const engine = compiled({ rules: [permit({ when: { attends: true } }), cap({ when: { minor: true } })] });
    expect(levelsOf(engine, shape(), { attends: true, minor: false })).toEqual([1, 5, 5, 5]);
    expect(levelsOf(engine, shape(), { attends: true })).toEqual([1, 1, 1, 1]);
    expect(levelsOf(engine, shape(), { attends: 'unknown', minor: false })).toEqual([0, 0, 0, 0]);
  });

  it('puts every field in one plane, past one word of bits too', () => {
    const engine = compiled({ rules: [permit(), cap({ fields: ['FISC'] })] });
    const outcome = new Outcome();
    expect(engine.scopeOf(shape({ type: 'S2' })).decide(engine.newFacts(), outcome)).toBe(true);
    expect(outcome.width).toBe(2);
    expect([...outcome.planes.subarray(0, 12)]).toEqual([0, 0, 0, 0b1111_1000, 0, 0, 0, 0, 0, 0, -1, 0b111]);
    expect([outcome.levelOf(34), outcome.levelOf(35)]).toEqual(['reveal', 'exists']);
  });

  it('writes no more levels than are asked for', () => {
    const engine = compiled();
    const outcome = new Outcome();
    engine.scopeOf(shape()).decide(engine.newFacts(), outcome);
    const levels = new Uint8Array(4).fill(9);
    outcome.read(levels, 2);
    expect([...levels]).toEqual([1, 5, 9, 9]);
  });

  it('leaves nothing of the decision before in the buffer', () => {
    const engine = compiled({ rules: [permit({ type: 'S2' }), permit({ permit: 'exists', type: 'S1' })] });
    const outcome = new Outcome();
    engine.scopeOf(shape({ type: 'S2' })).decide(engine.newFacts(), outcome);
    const { planes, sums } = outcome;
    for (const type of ['S1', 'S2', 'S1']) engine.scopeOf(shape({ type })).decide(engine.newFacts(), outcome);
    expect(outcome.planes).toBe(planes);
    expect(outcome.sums).toBe(sums);
    expect(fields.map((_, at) => outcome.levelOf(at))).toEqual(['exists', 'exists', 'exists', 'exists']);
    expect(engine.scopeOf(shape({ to: 'nobody' })).decide(engine.newFacts(), outcome)).toBe(false);
    expect([...outcome.planes.subarray(0, 6)]).toEqual([0b1111, 0, 0, 0, 0, 0]);
  });

  it('is refused whole where a guard is not known to hold', () => {
    const guards: readonly Guard[] = [
      { id: 'G-2', require: { attends: true }, in: ['2025-01-01', 'open'], basis: 'WGS' },
      { id: 'G-1', require: { minor: false }, phase: '2+', in: ['2025-01-01', 'open'], basis: 'WGS' },
    ];
    const engine = compiled({ guards });
    expect(levelsOf(engine, shape(), { attends: true, minor: false })).toEqual([1, 5, 5, 5]);
    expect(levelsOf(engine, shape(), { attends: true })).toEqual([0, 0, 0, 0]);
    expect(levelsOf(engine, shape({ phase: '1' }), { attends: true })).toEqual([1, 5, 5, 5]);
    expect(decideCompiled(engine, question()).refusedBy).toEqual(['G-1', 'G-2']);
    expect(decideCompiled(engine, question({ facts: { attends: true } })).refusedBy).toEqual(['G-1']);
  });

  it('reads the law of the Dutch day, from the first to the last', () => {
    const engine = compiled({ caps: [cap({ in: ['2026-03-02', '2026-03-03'] })] });
    const nameOn = (at: string) => levelsOf(engine, shape({ at }))[1];
    expect(nameOn('2026-03-01T22:59:59.999Z')).toBe(5);
    expect(nameOn('2026-03-01T23:00:00.000Z')).toBe(1);
    expect(nameOn('2026-03-03T22:59:59.999Z')).toBe(1);
    expect(nameOn('2026-03-03T23:00:00.000Z')).toBe(5);
    const open = compiled({ caps: [cap({ in: ['2026-03-02', 'open'] })] });
    const days = ['2024-03-01T12:00:00.000Z', '2026-03-02T12:00:00.000Z', '2029-03-03T12:00:00.000Z'];
    expect(days.map((at) => levelsOf(open, shape({ at }))[1])).toEqual([5, 1, 1]);
  });

  it('reads `2+` as phase 2 and what follows, and what follows no phase as none', () => {
    const inPhase = (phase: string) =>
      ['1', '2', '3'].map((asked) => levelsOf(compiled({ rules: [permit({ phase })] }), shape({ phase: asked }))[1]);
    expect([inPhase('2+'), inPhase('9+'), inPhase('2')]).toEqual([
      [0, 5, 5],
      [0, 0, 0],
      [0, 5, 0],
    ]);
  });

  it('meets every rule that ever was where the time is none, even within an hour that it knows', () => {
    const engine = compiled({ caps: [cap({ in: ['2026-03-02', '2026-03-03'] })] });
    const nameOn = (at: string) => levelsOf(engine, shape({ at }))[1];
    for (const rest of [
      '',
      '-30:00.000Z',
      ':60:00.000Z',
      ':30:99.000Z',
      ':30:00.000',
      ':30:00.000Zx',
      'x:30:00.000Z',
      ':30:00Z',
    ]) {
      expect(nameOn('2026-05-02T09:30:00.000Z')).toBe(5);
      expect(nameOn('2026-05-02T09:59:59.999Z')).toBe(5);
      expect([rest, nameOn(`2026-05-02T09${rest}`)]).toEqual([rest, 1]);
    }
    expect(nameOn(20_260_502 as unknown as string)).toBe(1);
  });

  it('reads days of before the whole hours of today by the minute', () => {
    // local time of then: the day began some eighteen minutes before midnight UTC
    const engine = compiled({ caps: [cap({ in: ['1850-01-10', '1850-01-10'] })] });
    const nameOn = (at: string) => levelsOf(engine, shape({ at }))[1];
    expect([nameOn('1850-01-09T23:50:00.000Z'), nameOn('1850-01-09T23:10:00.000Z')]).toEqual([1, 5]);
    expect([nameOn('1850-01-09T23:10:00.000Z'), nameOn('1850-01-09T23:50:00.000Z')]).toEqual([5, 1]);
  });
});

describe('facts in words', () => {
  it('are unknown until they are said, and again when they are cleared', () => {
    const facts = compiled({ rules: [permit({ when: { minor: false, attends: true } })] }).newFacts();
    facts.set('nobody asks this', true);
    expect([facts.true[0], facts.false[0]]).toEqual([0, 0]);
    facts.set('attends', true).set('minor', false);
    expect([facts.true[0], facts.false[0]]).toEqual([0b01, 0b10]);
    facts.set('attends', false).set('minor', 'unknown');
    expect([facts.true[0], facts.false[0]]).toEqual([0b00, 0b01]);
    facts.clear();
    expect([facts.true[0], facts.false[0]]).toEqual([0, 0]);
    expect([...facts.read({ minor: true }).read({ attends: true }).true]).toEqual([0b01]);
  });
});

describe('facts past one word of bits', () => {
  const names = Array.from({ length: 70 }, (_, at) => `f${String(at).padStart(2, '0')}`);
  const asksAll: Rule = { id: 'R-1', basis: 'art. 3', when: names.map((name) => ({ [name]: true })) };

  it.each(['f00', 'f31', 'f32', 'f64', 'f69'])('hold and fail like all others: %s', (name) => {
    const rules = [permit({ when: { [name]: true } }), cap({ when: { [name]: false } }), asksAll];
    const other = compiled({ rules: [permit(), cap({ when: { [name]: true } }), asksAll] });
    const engine = compiled({ rules });
    expect(engine.factNames).toEqual(names);
    expect(levelsOf(engine, shape(), { [name]: true })).toEqual([1, 5, 5, 5]);
    expect(levelsOf(engine, shape(), { [name]: false })).toEqual([0, 0, 0, 0]);
    expect(levelsOf(engine, shape())).toEqual([0, 0, 0, 0]);
    expect(levelsOf(other, shape(), { [name]: false })).toEqual([1, 5, 5, 5]);
    expect(levelsOf(other, shape(), { [name]: true })).toEqual([1, 1, 1, 1]);
    expect(levelsOf(other, shape(), {})).toEqual([1, 1, 1, 1]);
  });
});

describe('reasons', () => {
  it('are the first by id of several that give the same, and a cap only where it lowered', () => {
    const rules = [
      permit({ id: 'P-7' }),
      permit({ id: 'P-3' }),
      permit({ id: 'P-1', permit: 'exists' }),
      cap({ id: 'C-9', fields: ['ID'] }),
      cap({ id: 'C-5', fields: ['ID'] }),
      cap({ id: 'C-0', cap: 'reveal' }),
    ];
    const engine = compiled({ rules });
    const reasons = new Reasons();
    const scope = engine.scopeOf(shape());
    expect(scope.explain(engine.newFacts(), reasons)).toBe(true);
    const ids = (list: Int32Array) => [...list.subarray(0, 4)].map((at) => (at < 0 ? '' : engine.ruleOf(at).id));
    expect(ids(reasons.permits)).toEqual(['P-1', 'P-3', 'P-3', 'P-3']);
    expect(ids(reasons.caps)).toEqual(['', 'C-5', '', '']);
    expect(engine.ruleOf(reasons.permits[1] as number)).toEqual({ id: 'P-3', basis: 'art. 1' });
  });

  it('gives each of many readers what their own scope gives, with more clauses than a word holds', () => {
    const codes = Array.from({ length: 45 }, (_, at) => `c${at}`);
    const parties = {
      POL: { name: 'n', law: 'w', secrecy: [], purposes: Object.fromEntries(codes.map((code) => [code, 'w'])) },
    };
    const rules = codes.map((code, at) =>
      permit({
        id: `P-${100 + at}`,
        permit: at % 2 === 0 ? 'reveal' : 'pseudonymise',
        fields: ['name'],
        purpose: [`POL.${code}`],
      }),
    );
    const engine = compile({ law: law(), covenant: covenant(rules, { parties }) }, types);
    const [sweep, outcome, facts] = [engine.newSweep(), new Outcome(), engine.newFacts()];
    sweep.begin(shape(), facts);
    const purposes = codes.map((code) => `POL.${code}`);
    const readers = purposes.map((purpose) => engine.readerOf('POL', purpose));
    expect(readers.map(({ number }) => number)).toEqual([...codes.keys()]);
    expect(engine.readerOf('POL', 'POL.c7')).toBe(readers[7]);
    // the last first: what is kept of readers grows in whatever order they come
    for (const at of [...codes.keys()].toReversed()) {
      sweep.decide(engine.readerOf('POL', purposes[at] ?? ''), facts, outcome);
      expect(outcome.levelOf(1)).toBe(at % 2 === 0 ? 'reveal' : 'pseudonymise');
    }
    for (const [at, reader] of readers.entries()) {
      sweep.decide(reader, facts, outcome);
      expect(outcome.levelOf(1)).toBe(at % 2 === 0 ? 'reveal' : 'pseudonymise');
    }
  });

  it('name no rule where the question is refused', () => {
    const engine = compiled();
    const reasons = new Reasons();
    engine.scopeOf(shape({ type: 'S2' })).explain(engine.newFacts(), reasons);
    const { slots } = reasons;
    engine.scopeOf(shape({ type: 'S2' })).explain(engine.newFacts(), reasons);
    expect(reasons.slots).toBe(slots);
    expect(engine.scopeOf(shape({ to: 'nobody' })).explain(engine.newFacts(), reasons)).toBe(false);
    expect([...reasons.slots.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect([...reasons.permits.subarray(0, 4)]).toEqual([-1, -1, -1, -1]);
  });
});

describe('one contribution for many readers', () => {
  const rules = [
    permit({ to: ['POL'], when: { attends: true } }),
    permit({ id: 'P-2', permit: 'exists', to: ['BD'], purpose: 'own' }),
    cap({ fields: ['name'], when: { minor: true } }),
  ];

  it("is the contribution's own facts once, and the reader's each time", () => {
    const engine = compiled({ rules });
    const sweep = engine.newSweep();
    const [police, tax] = [engine.readerOf('POL', 'POL.opsporing'), engine.readerOf('BD', 'BD.heffing')];
    const outcome = new Outcome();
    const levels = () => fields.map((_, at) => outcome.numberOf(at));
    const [common, own] = [engine.newFacts(), engine.newFacts()];

    sweep.begin(shape(), common.read({ minor: true }));
    sweep.decide(police, own.read({ attends: true }), outcome);
    expect(levels()).toEqual([1, 1, 5, 5]);
    sweep.decide(tax, own.clear(), outcome);
    expect(levels()).toEqual([1, 1, 1, 1]);
    expect(sweep.decide(engine.readerOf('GAST', 'GAST.kijken'), own, outcome)).toBe(false);
    expect(levels()).toEqual([0, 0, 0, 0]);

    sweep.begin(shape(), common.read({ minor: false }));
    sweep.decide(police, own.read({ attends: true, minor: true }), outcome);
    expect(levels()).toEqual([1, 5, 5, 5]);
  });

  it('takes a fact that no document declares for one of the reader', () => {
    const engine = compiled({ rules: [permit({ when: { nobodysFact: true } })] });
    const sweep = engine.newSweep();
    const outcome = new Outcome();
    sweep.begin(shape(), engine.newFacts());
    sweep.decide(engine.readerOf('POL', 'POL.opsporing'), engine.newFacts().read({ nobodysFact: true }), outcome);
    expect(outcome.levelOf(1)).toBe('reveal');
  });

  it('knows no escape from a cap by a fact of the reader that is unknown', () => {
    const caps = [cap({ when: { attends: false } }), cap({ id: 'C-2', cap: 'pseudonymise', when: { attends: true } })];
    const engine = compiled({ rules: [permit(), ...caps] });
    const sweep = engine.newSweep();
    const police = engine.readerOf('POL', 'POL.opsporing');
    const outcome = new Outcome();
    const nameWhere = (facts: Question['facts']) => {
      sweep.decide(police, engine.newFacts().read(facts), outcome);
      return outcome.levelOf(1);
    };
    sweep.begin(shape(), engine.newFacts());
    expect([{ attends: true }, { attends: false }, {}].map(nameWhere)).toEqual(['pseudonymise', 'exists', 'exists']);
  });

  it('is refused to each whose guard is not known to hold', () => {
    const guards: readonly Guard[] = [
      { id: 'G-1', require: { attends: true, minor: false }, in: ['2025-01-01', 'open'], basis: 'WGS' },
    ];
    const engine = compiled({ guards });
    const sweep = engine.newSweep();
    const police = engine.readerOf('POL', 'POL.opsporing');
    const outcome = new Outcome();
    sweep.begin(shape(), engine.newFacts().read({ minor: false }));
    expect(sweep.decide(police, engine.newFacts().read({ attends: true }), outcome)).toBe(true);
    expect(sweep.decide(police, engine.newFacts(), outcome)).toBe(false);
    sweep.begin(shape(), engine.newFacts());
    expect(sweep.decide(police, engine.newFacts().read({ attends: true }), outcome)).toBe(false);
  });

  it('tells suppliers apart, and types that no rule names', () => {
    const engine = compiled({ rules: [permit({ from: ['POL'] }), permit({ permit: 'exists', fields: ['name'] })] });
    const sweep = engine.newSweep();
    const [police, facts] = [engine.readerOf('POL', 'POL.opsporing'), engine.newFacts()];
    const outcome = new Outcome();
    const nameOf = (other: Partial<Parameters<typeof shape>[0]>) => {
      sweep.begin(shape(other), facts);
      const isAnswered = sweep.decide(police, facts, outcome);
      return [isAnswered, outcome.width, outcome.levelOf(1)];
    };
    expect(nameOf({ from: 'POL' })).toEqual([true, 1, 'reveal']);
    expect(nameOf({ from: 'BD' })).toEqual([true, 1, 'exists']);
    expect(nameOf({ from: 'POL', type: 'S2' })[1]).toBe(2);
    expect(nameOf({ from: 'POL' })).toEqual([true, 1, 'reveal']);
    expect(nameOf({ from: 'nobody' })).toEqual([false, 1, 'withhold']);
  });

  it('takes no field that names a level twice', () => {
    const twice = [{ ...(fields[1] as DecidedField), levels: ['mask', 'reveal', 'mask', 'reveal', 'mask'] as const }];
    const engine = compile({ law: law(), covenant: covenant([permit()]) }, [{ id: 'S1', fields: twice }]);
    expect(() => engine.newSweep().begin(shape(), engine.newFacts())).toThrow('names a level twice');
  });
});
