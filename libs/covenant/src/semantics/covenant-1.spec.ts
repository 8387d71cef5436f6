import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith, permitWith, questionWith } from '../../test/documents.js';
import { UnknownSemantics } from '../errors.js';
import type { CovenantDocument, DecidedField, Guard, LawDocument, Question, Rule } from '../model.js';
import { decide, decideSupply, semanticsVersions } from './index.js';

const name: DecidedField = { name: 'name', category: 'ID', levels: ['pseudonymise', 'reveal'] };
const arrears: DecidedField = { name: 'arrears', category: 'FISC', levels: ['generalise', 'reveal'] };
const exists: DecidedField = { name: '_exists', category: '_', levels: [] };

const law = (caps: readonly Rule[] = [], guards: readonly Guard[] = []) => lawWith({ caps, guards });
const covenant = (rules: readonly Rule[], more: Partial<CovenantDocument> = {}) =>
  covenantWith({
    parties: {
      POL: partyWith(['opsporing', 'openbare-orde']),
      BD: partyWith(['toezicht'], ['AWR 67']),
      COLL: partyWith(['wonen'], ['Awb 2:5', 'BRP']),
      RIEC: partyWith(['voorbereiding'], ['WGS 1.11']),
    },
    obligations: { retain: { combine: 'shortest' }, label: { combine: 'union' }, notify: { combine: 'union' } },
    defaults: { level: 'withhold', obligations: { retain: 'P90D', notify: ['supplier'] } },
    rules,
    ...more,
  });
const permit = (more: Partial<Rule> = {}) => permitWith({ purpose: 'own', ...more });
const question = (more: Partial<Question> = {}) => questionWith({ fields: [name], ...more });
const first = (l: LawDocument, c: CovenantDocument, q: Question) => decide(l, c, q).fields[0];

describe('a question under covenant/1', () => {
  it('names the permit that gave the level, and no cap where none lowered it', () => {
    expect(first(law(), covenant([permit()]), question())).toEqual({
      field: 'name',
      level: 'reveal',
      permit: 'P-1',
      obligations: { notify: ['supplier'], retain: 'P90D' },
    });
  });

  it('names permit and cap where the cap lowered it', () => {
    const rules = [permit(), { id: 'C-1', cap: 'pseudonymise', fields: ['ID'], basis: 'b' } as const];
    expect(first(law(), covenant(rules), question())).toMatchObject({
      level: 'pseudonymise',
      permit: 'P-1',
      cap: 'C-1',
    });
  });

  it('names the first by id of several that give the same', () => {
    const caps: readonly Rule[] = ['C-9', 'C-2'].map((id) => ({ id, cap: 'exists', basis: 'b' }));
    const rules = [permit({ id: 'P-7' }), permit({ id: 'P-3' }), ...caps];
    expect(first(law(), covenant(rules), question())).toMatchObject({ permit: 'P-3', cap: 'C-2' });
  });

  it('takes a rule without `at` as one about inzage', () => {
    const decision = decide(law(), covenant([permit()]), question({ act: 'resultaat' }));
    expect(decision.fields).toEqual([{ field: 'name', level: 'withhold', obligations: {} }]);
    expect(first(law(), covenant([permit({ at: ['resultaat'] })]), question({ act: 'resultaat' }))?.level).toBe(
      'reveal',
    );
  });

  it.each([
    ['2+', '1', 'withhold'],
    ['2+', '2', 'reveal'],
    ['2+', '3', 'reveal'],
    ['2', '3', 'withhold'],
    ['weging+', 'weging', 'reveal'],
  ])('reads phase %s in phase %s', (phase, asked, level) => {
    expect(first(law(), covenant([permit({ phase })]), question({ phase: asked }))?.level).toBe(level);
  });

  it('reads `content` as every field but `_exists`', () => {
    const decision = decide(law(), covenant([permit({ fields: 'content' })]), question({ fields: [exists, name] }));
    expect(decision.fields.map(({ level }) => level)).toEqual(['withhold', 'reveal']);
  });

  it('gives `_exists` no more than that it exists', () => {
    expect(first(law(), covenant([permit()]), question({ fields: [exists] }))?.level).toBe('exists');
  });

  it('does not take the mark of no category for a name', () => {
    expect(first(law(), covenant([permit({ fields: ['_'] })]), question({ fields: [exists] }))?.level).toBe('withhold');
  });

  it('reads `of … except …` as the first without the second', () => {
    const rules = [permit({ fields: { of: ['ID', 'FISC'], except: ['arrears'] } })];
    const decision = decide(law(), covenant(rules), question({ fields: [name, arrears, exists] }));
    expect(decision.fields.map(({ level }) => level)).toEqual(['reveal', 'withhold', 'withhold']);
  });

  it('holds a permit to own purposes of the reader, not to purposes of the same name of another', () => {
    expect(first(law(), covenant([permit()]), question({ purpose: 'BD.toezicht' }))?.level).toBe('withhold');
    expect(first(law(), covenant([permit({ purpose: 'any' })]), question({ purpose: 'POL.onbekend' }))?.level).toBe(
      'withhold',
    );
  });

  it('keeps a list of nobody empty: it means no one', () => {
    expect(first(law(), covenant([permit({ to: [] })]), question())?.level).toBe('withhold');
  });

  it('takes one of several conditions as enough', () => {
    const either = [permit({ when: [{ a: true }, { b: true }] })];
    expect(first(law(), covenant(either), question({ facts: { a: false, b: true } }))?.level).toBe('reveal');
    expect(first(law(), covenant(either), question({ facts: { a: false } }))?.level).toBe('withhold');
  });

  it('takes a fact that is neither true nor false as unknown', () => {
    const capped = [permit(), { id: 'C-1', cap: 'exists', when: { a: true }, basis: 'b' } as const];
    const odd = { a: 'ja' } as unknown as Question['facts'];
    expect(first(law(), covenant(capped), question({ facts: odd }))?.level).toBe('exists');
    expect(first(law(), covenant(capped), question({ facts: { a: false } }))?.level).toBe('reveal');
  });

  it('names the facts of guards, permits and caps in scope, and no others', () => {
    const guard: Guard = { id: 'G-1', at: ['inzage'], require: { g: true }, in: ['2025-03-01', 'open'], basis: 'b' };
    const rules = [
      permit({ when: { p: true } }),
      { id: 'C-1', cap: 'mask', when: { c: true }, basis: 'b' } as const,
      { id: 'C-2', cap: 'mask', fields: ['FISC'], when: { elsewhere: true }, basis: 'b' } as const,
    ];
    expect(decide(law([], [guard]), covenant(rules), question({ facts: { g: true } })).factsUsed).toEqual([
      'c',
      'g',
      'p',
    ]);
  });

  it('refuses a question whole under a guard that is not known to hold, and names it', () => {
    const guard: Guard = { id: 'G-1', at: ['inzage'], require: { g: true }, in: ['2025-03-01', 'open'], basis: 'b' };
    expect(decide(law([], [guard]), covenant([permit()]), question())).toMatchObject({
      refusedBy: ['G-1'],
      fields: [{ field: 'name', level: 'withhold', obligations: {} }],
    });
  });
});

describe('a level that a field lacks', () => {
  const at = (given: Rule['permit'], levels: DecidedField['levels']) =>
    first(law(), covenant([permit({ permit: given ?? 'withhold' })]), question({ fields: [{ ...name, levels }] }))
      ?.level;

  it('rounds down within the general order', () => {
    expect(at('mask', ['generalise', 'reveal'])).toBe('generalise');
    expect(at('pseudonymise', ['generalise', 'reveal'])).toBe('exists');
    expect(at('reveal', ['pseudonymise', 'mask'])).toBe('mask');
  });

  it('rounds below the first step of the field that lies above it, whatever comes after', () => {
    expect(at('generalise', ['mask', 'pseudonymise', 'reveal'])).toBe('exists');
  });

  it('keeps to the order of the field where it has both', () => {
    const place: DecidedField = { name: 'place', category: 'RES', levels: ['mask', 'generalise', 'reveal'] };
    const rules = [permit({ permit: 'generalise' }), { id: 'C-1', cap: 'mask', basis: 'b' } as const];
    expect(first(law(), covenant(rules), question({ fields: [place] }))).toMatchObject({ level: 'mask', cap: 'C-1' });
  });
});

describe('a dated rule of law', () => {
  const dated = (from: string, until: string) => law([{ id: 'W-1', cap: 'withhold', in: [from, until], basis: 'b' }]);
  const levelAt = (l: LawDocument, at: string) => first(l, covenant([permit()]), question({ at }))?.level;

  it('is in force from its first to its last day, both included', () => {
    const march = dated('2026-03-01', '2026-03-31');
    expect(levelAt(march, '2026-02-28T12:00:00.000Z')).toBe('reveal');
    expect(levelAt(march, '2026-03-01T12:00:00.000Z')).toBe('withhold');
    expect(levelAt(march, '2026-03-31T12:00:00.000Z')).toBe('withhold');
    expect(levelAt(march, '2026-04-01T12:00:00.000Z')).toBe('reveal');
  });

  it('looks at the day in the Netherlands, in winter and summer time', () => {
    expect(levelAt(dated('2026-01-02', 'open'), '2026-01-01T22:59:59.999Z')).toBe('reveal');
    expect(levelAt(dated('2026-01-02', 'open'), '2026-01-01T23:00:00.000Z')).toBe('withhold');
    expect(levelAt(dated('2026-07-02', 'open'), '2026-07-01T21:59:59.999Z')).toBe('reveal');
    expect(levelAt(dated('2026-07-02', 'open'), '2026-07-01T22:00:00.000Z')).toBe('withhold');
  });

  it('is in force where the instant is none', () => {
    expect(levelAt(dated('2030-01-01', 'open'), 'morgen')).toBe('withhold');
  });
});

describe('the words of a covenant', () => {
  it('do not change those of the law', () => {
    const fiscal = law([{ id: 'W-1', cap: 'withhold', fields: ['FISC'], in: ['2025-03-01', 'open'], basis: 'b' }]);
    const renamed = covenant([permit()], { groups: { FISC: ['name'] }, phases: ['3', '2', '1', 'weging'] });
    expect(first(fiscal, renamed, question({ fields: [arrears] }))?.level).toBe('withhold');
  });

  it('may go in a circle without an end', () => {
    const rules = [permit({ fields: ['a'] })];
    const groups = { a: ['b', 'ID'], b: ['a'] };
    expect(first(law(), covenant(rules, { groups }), question())?.level).toBe('reveal');
  });
});

describe('obligations', () => {
  const of = (rules: readonly Rule[], l = law()) => first(l, covenant(rules), question())?.obligations;

  it('of a permit stand in place of the defaults that they name, and beside the others', () => {
    expect(of([permit({ obligations: { retain: 'P1Y' } })])).toEqual({ notify: ['supplier'], retain: 'P1Y' });
  });

  it('of all rules that applied come together: the shortest term, every label', () => {
    const cap: Rule = {
      id: 'C-1',
      cap: 'reveal',
      obligations: { retain: 'P2W', label: ['WGS 1.11', 'supplier'] },
      basis: 'b',
    };
    expect(of([permit(), cap])).toEqual({
      label: ['Awb 2:5', 'BRP', 'WGS 1.11'],
      notify: ['supplier'],
      retain: 'P2W',
    });
  });

  it('of the law combine as the law says, whatever the covenant says of the name', () => {
    const strict = {
      ...law([{ id: 'W-1', cap: 'reveal', obligations: { onward: 'b' }, basis: 'b' }]),
      obligations: { onward: { combine: 'strictest', order: ['a', 'b'] } },
    } as const;
    const loose = { onward: { combine: 'strictest', order: ['b', 'a'] } } as const;
    const rules = [permit({ obligations: { onward: 'a' } })];
    expect(first(strict, covenant(rules, { obligations: loose }), question())?.obligations).toMatchObject({
      onward: 'a',
    });
  });
});

describe('a supply', () => {
  const supply = (l: LawDocument, more: Partial<Question> = {}, c = covenant([])) =>
    decideSupply(
      l,
      c,
      question({ act: 'levering', from: 'BD', to: 'RIEC', phase: '1', fields: [exists, arrears], ...more }),
    );
  const stop: Rule = {
    id: 'W-12',
    cap: 'withhold',
    at: ['levering', 'inzage'],
    phase: ['weging', '1'],
    fields: ['FISC'],
    in: ['2025-03-01', 'open'],
    basis: 'WGS 2.22',
  };

  it('needs no permit', () => {
    expect(supply(law())).toEqual({ refusedBy: [], withheld: [] });
  });

  it('is refused for each field that a cap withholds, with rule and article', () => {
    expect(supply(law([stop]))).toEqual({
      refusedBy: [],
      withheld: [{ field: 'arrears', rule: 'W-12', basis: 'WGS 2.22' }],
    });
    expect(supply(law([stop]), { phase: '2' })).toEqual({ refusedBy: [], withheld: [] });
  });

  it('is not refused by a cap above withhold, nor by one about another act', () => {
    const others: readonly Rule[] = [
      { ...stop, cap: 'mask' },
      { ...stop, id: 'W-13', at: ['resultaat'] },
    ];
    expect(supply(law(others))).toEqual({ refusedBy: [], withheld: [] });
  });

  it('is refused by a cap of the covenant too, and where a fact is unknown', () => {
    const cap: Rule = { id: 'C-1', cap: 'withhold', at: 'levering', when: { a: true }, basis: 'convenant art. 2' };
    const refused = ['_exists', 'arrears'].map((field) => ({ field, rule: 'C-1', basis: 'convenant art. 2' }));
    expect(supply(law(), {}, covenant([cap])).withheld).toEqual(refused);
    expect(supply(law(), { facts: { a: false } }, covenant([cap])).withheld).toEqual([]);
  });

  it('is refused whole by a guard, with its article', () => {
    const guard: Guard = {
      id: 'G-9',
      at: ['levering'],
      require: { declared: true },
      in: ['2025-03-01', 'open'],
      basis: 'BGS 1.5',
    };
    expect(supply(law([], [guard])).refusedBy).toEqual([{ id: 'G-9', basis: 'BGS 1.5' }]);
    expect(supply(law([], [guard]), { facts: { declared: true } }).refusedBy).toEqual([]);
  });

  it('is refused where the law does not know the supplier or the phase', () => {
    expect(supply(law(), { from: 'COM' }).refusedBy).toHaveLength(1);
    expect(supply(law(), { phase: '4' }).refusedBy).toHaveLength(1);
  });
});

describe('the registry of semantics', () => {
  it('holds covenant/1', () => {
    expect(Object.keys(semanticsVersions)).toEqual(['covenant/1']);
  });

  it.each(['covenant/2', '__proto__', 'constructor'])('refuses a covenant under %s', (semantics) => {
    const unread = covenant([], { semantics });
    expect(() => decide(law(), unread, question())).toThrow(UnknownSemantics);
    expect(() => decideSupply(law(), unread, question())).toThrow(UnknownSemantics);
  });
});
