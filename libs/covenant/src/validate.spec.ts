import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { covenantWith, lawWith, permitWith, questionWith } from '../test/documents.js';
import type { CovenantDocument, LawDocument, Question, Rule } from './model.js';
import { decide } from './semantics/index.js';
import { validateDocuments } from './validate.js';
import type { ValidationDepth } from './validate.js';
import type { Problem, RegistryView } from './validate/problem.js';

const registry: RegistryView = {
  types: [
    {
      id: 'S1',
      suppliers: ['COLL'],
      fields: [
        { name: 'address', category: 'RES', levels: ['pseudonymise', 'generalise', 'reveal'] },
        { name: 'bsn', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] },
      ],
    },
    { id: 'S15', suppliers: ['BD'], fields: [{ name: 'arrears', category: 'FISC' }] },
  ],
};
const law = lawWith({
  facts: {
    inSet: { of: 'recipient', from: 'case', is: 'in the set', known: 'recipient' },
    secret: { of: 'contribution', from: 'code', is: 'a secret', known: 'hidden', seenAs: 'shielded' },
  },
  obligations: { onward: { combine: 'strictest', order: ['forbidden', 'participants'] } },
  vocabulary: { types: ['S7'], fields: ['seizure'] },
  guards: [
    {
      id: 'G-1',
      at: ['inzage'],
      phase: '1+',
      require: { inSet: true },
      in: ['2025-03-01', 'open'],
      basis: 'WGS 2.23(5)',
    },
  ],
  caps: [
    {
      id: 'W-1',
      cap: 'withhold',
      phase: ['weging', '1'],
      fields: ['FISC', 'seizure'],
      in: ['2025-03-01', 'open'],
      basis: 'BGS 2.15',
    },
    { id: 'W-2', cap: 'withhold', type: ['S7'], when: { secret: true }, in: ['2025-03-01', 'open'], basis: 'WGS 2.22' },
  ],
});
const permit = permitWith({
  from: ['COLL'],
  to: ['POL', 'RIEC'],
  type: ['S1'],
  fields: ['ID', 'RES', '_exists'],
  purpose: 'own',
  phase: '1+',
  when: { asked: true },
});
const fiscal: Rule = { ...permit, id: 'P-2', from: ['BD'], type: ['S15'], fields: ['FISC'], phase: 'any' };
const covenant = covenantWith({
  categories: ['ID', 'RES', 'FISC'],
  parties: {
    POL: { name: 'Politie', law: 'WGS 2.19', secrecy: ['Wpg 7'], purposes: { opsporing: 'Politiewet 3' } },
    RIEC: { name: 'Bureau', law: 'WGS 1.4', secrecy: ['WGS 1.11'], purposes: { voorbereiding: 'WGS 2.17' } },
  },
  groups: { veld: ['ID', 'RES'] },
  facts: { asked: { of: 'question', from: 'case.necessity', is: 'asked', known: 'recipient' } },
  obligations: { retain: { combine: 'shortest' }, use: { combine: 'union' } },
  defaults: { level: 'withhold', obligations: { retain: 'P90D', onward: 'participants' } },
  rules: [permit, fiscal, { id: 'C-1', cap: 'mask', fields: ['bsn'], to: ['RIEC'], basis: 'convenant art. 2' }],
  assertions: [
    { id: 'A-1', atMost: 'withhold', fields: ['FISC'], phase: ['weging', '1'] },
    { id: 'A-2', atMost: 'withhold', phase: '1+', when: { inSet: false } },
    { id: 'A-3', can: 'reveal', fields: ['address'], to: ['POL'], phase: ['1'] },
    { id: 'A-4', atMost: 'mask', fields: ['bsn'], to: ['RIEC'] },
  ],
});

const problemsOf = (c: unknown, l: unknown = law) => validateDocuments(l, c, registry);
const codesOf = (c: unknown, l: unknown = law) =>
  problemsOf(c, l).map(({ code, rule }) => (rule === undefined ? code : `${rule} ${code}`));
const withRule = (...added: readonly Rule[]): CovenantDocument => ({
  ...covenant,
  rules: [...covenant.rules, ...added],
});
const cap = (more: Partial<Rule>): Rule => ({ id: 'C-9', cap: 'exists', basis: 'convenant art. 3', ...more });
const withLawCap = (more: Partial<Rule>): LawDocument => ({
  ...law,
  caps: [...law.caps, { id: 'W-9', cap: 'exists', in: ['2025-03-01', 'open'], basis: 'WGS 2.22', ...more }],
});

describe('documents without fault', () => {
  it('have no problems', () => {
    expect(problemsOf(covenant)).toEqual([]);
  });
});

describe('the shape of a document', () => {
  const { parties: _parties, ...partless } = covenant;
  it.each<[string, unknown]>([
    ['is no object', 'covenant'],
    ['lacks a member', partless],
    ['has a member that nothing reads', { ...covenant, signed: true }],
    ['has a rule with a member that nothing reads', withRule({ ...permit, id: 'P-9', priority: 1 } as unknown as Rule)],
    ['has a rule without basis', withRule({ ...permit, id: 'P-9', basis: ' ' })],
    ['has a selector of nobody', withRule({ ...permit, id: 'P-9', to: [] })],
    ['has an exception of nothing', withRule({ ...permit, id: 'P-9', to: { except: [] } })],
    ['has a condition of nothing', withRule({ ...permit, id: 'P-9', when: [] })],
    ['has a phase that is a number', { ...covenant, phases: ['weging', 1, 2, 3] }],
    ['defaults to more than withhold', { ...covenant, defaults: { ...covenant.defaults, level: 'exists' } }],
    ['names a member of every object', JSON.parse('{"__proto__": {}}')],
    ['is valid from a day that there is not', { ...covenant, valid: { ...covenant.valid, from: '2026-02-30' } }],
  ])('is refused where it %s', (_what, document) => {
    expect(new Set(codesOf(document))).toEqual(new Set(['shape']));
  });

  it('is refused where a fact is not known to anybody or hidden', () => {
    const facts = { ...law.facts, inSet: { ...law.facts['inSet'], known: 'everybody' } };
    expect(codesOf(covenant, { ...law, facts })).toEqual(['shape']);
  });
});

describe('names', () => {
  it.each<[string, Partial<Rule>]>([
    ['from', { from: ['COM'] }],
    ['to', { to: { except: ['KVK'] } }],
    ['type', { type: ['S99'] }],
    ['fields', { fields: ['shoeSize'] }],
    ['purpose', { purpose: ['POL.nieuwsgierigheid'] }],
    ['phase', { phase: ['4'] }],
    ['at', { at: ['verkoop'] }],
    ['any within a list', { to: ['any'] }],
  ])('that nothing bears are refused: %s', (_dimension, more) => {
    expect(codesOf(withRule(cap(more)))).toEqual(['C-9 unknown-name']);
    expect(codesOf(covenant, withLawCap(more))).toEqual(['W-9 unknown-name']);
  });

  it('of types to come are good in a cap and not in a permit', () => {
    expect(codesOf(withRule(cap({ type: ['S7'] })))).toEqual([]);
    expect(codesOf(withRule({ ...permit, id: 'P-9', type: ['S7'] }))).toEqual(['P-9 unknown-name']);
  });

  it('of groups are read as their members, but not in the law', () => {
    expect(codesOf(withRule(cap({ cap: 'reveal', fields: ['veld'] })))).toEqual([]);
    expect(codesOf(covenant, withLawCap({ fields: ['veld'] }))).toEqual(['W-9 unknown-name']);
    expect(codesOf(withRule(cap({ to: ['veld'] })))).toEqual(['C-9 unknown-name', 'C-9 unknown-name']);
  });

  it.each<[string, Readonly<Record<string, readonly string[]>>, string]>([
    ['holds itself', { a: ['b'], b: ['a', 'ID'] }, 'cyclic-group'],
    ['holds itself beside a group that does not', { a: ['leaf', 'b'], b: ['a'], leaf: ['ID'] }, 'cyclic-group'],
    ['leads to one that holds itself', { first: ['a', 'leaf'], a: ['a'], leaf: ['ID'] }, 'cyclic-group'],
    ['bears the name of a category', { FISC: ['ID'] }, 'shadowing-group'],
    ['bears the name of a kind', { POL: ['RIEC'] }, 'shadowing-group'],
    ['bears the name any', { any: ['ID'] }, 'shadowing-group'],
    ['has a member that nothing bears', { a: ['shoeSize'] }, 'unknown-name'],
  ])('of a group are refused where it %s', (_what, groups, code) => {
    expect(new Set(codesOf({ ...covenant, groups: { ...covenant.groups, ...groups } }))).toEqual(new Set([code]));
  });

  it('of kinds, facts and obligations belong to the law where the law has them', () => {
    const COM = { name: 'CoMensha', law: 'geen', secrecy: ['AVG 9'], purposes: { registratie: 'AVG 9' } };
    expect(codesOf({ ...covenant, parties: { ...covenant.parties, COM } })).toEqual(['unknown-kind']);
    expect(codesOf({ ...covenant, facts: { ...covenant.facts, inSet: law.facts['inSet'] } })).toEqual([
      'redefined-fact',
    ]);
    const obligations = { ...covenant.obligations, onward: { combine: 'union' } };
    expect(codesOf({ ...covenant, obligations })).toEqual(['redefined-obligation']);
  });
});

describe('a rule', () => {
  it.each<[string, Rule, readonly string[]]>([
    ['permits and caps', cap({ permit: 'reveal' }), ['C-9 permit-or-cap']],
    ['does neither', { id: 'C-9', basis: 'convenant art. 3' }, ['C-9 permit-or-cap']],
    ['names a level that there is not', cap({ cap: 'blur' as 'mask' }), ['C-9 unknown-level']],
    [
      'permits without saying for what',
      { id: 'P-9', permit: 'reveal', from: 'any', to: 'any', type: 'any', fields: 'any', phase: 'any', basis: 'b' },
      ['P-9 permit-dimensions'],
    ],
    ['asks a fact that nobody declares', cap({ when: { rich: true } }), ['C-9 unknown-fact']],
    ['observes a fact that nobody declares', cap({ observable: ['rich'] }), ['C-9 unknown-fact']],
    ['bears an id that was used', cap({ id: 'P-1' }), ['P-1 duplicate-id']],
    ['bears the id of an assertion', cap({ id: 'A-1' }), ['A-1 duplicate-id']],
    ['has an obligation that nobody declares', cap({ obligations: { burn: 'P1D' } }), ['C-9 unknown-obligation']],
    ['has a term that is none', cap({ obligations: { retain: '90 days' } }), ['C-9 obligation-value']],
    ['has a term without length', cap({ obligations: { retain: 'P' } }), ['C-9 obligation-value']],
    ['has two terms', cap({ obligations: { retain: ['P1D', 'P2D'] } }), ['C-9 obligation-value']],
    [
      'passes on in a way that the law does not know',
      cap({ obligations: { onward: 'allowed' } }),
      ['C-9 obligation-value'],
    ],
    ['is dated in a covenant', cap({ in: ['2026-01-01', 'open'] }), ['C-9 dated']],
    ['betrays a hidden fact', cap({ when: { secret: true } }), ['C-9 betrays-fact']],
    [
      'betrays it by a duty',
      cap({ cap: 'reveal', when: { secret: true }, obligations: { use: ['x'] } }),
      ['C-9 betrays-fact'],
    ],
  ])('is refused where it %s', (_what, rule, codes) => {
    expect(codesOf(withRule(rule))).toEqual(codes);
  });

  it('may let a hidden fact be guessed where it says so, and may withhold on one', () => {
    expect(codesOf(withRule(cap({ when: { secret: true }, observable: ['secret'] })))).toEqual([]);
    expect(codesOf(withRule(cap({ when: { secret: true }, observable: ['shielded'] })))).toEqual([]);
    expect(codesOf(withRule(cap({ cap: 'withhold', when: { secret: true } })))).toEqual([]);
  });

  it.each<[string, Partial<Rule>, string]>([
    [
      'permits',
      { permit: 'reveal', from: 'any', to: 'any', type: 'any', fields: 'any', purpose: 'any', phase: 'any' },
      'law-permits',
    ],
    ['speaks of own purposes', { purpose: 'own' }, 'law-own'],
    ['ends before it begins', { in: ['2026-01-02', '2026-01-01'] }, 'ends-before-it-begins'],
  ])('of law is refused where it %s', (_what, more, code) => {
    expect(codesOf(covenant, withLawCap(more))).toContain(`W-9 ${code}`);
  });

  it('of law is refused without a date', () => {
    const caps = [...law.caps, { id: 'W-9', cap: 'exists', basis: 'WGS 2.22' }];
    expect(codesOf(covenant, { ...law, caps })).toEqual(['W-9 not-dated']);
  });
});

describe('what a document may say', () => {
  it.each<[string, Partial<Rule>]>([
    ['the text of a signal', { fields: ['_text'] }],
    ['that there is something', { fields: ['_exists'] }],
    ['all content', { fields: 'content' }],
    ['a category', { fields: ['ID'] }],
    ['a field to come', { fields: ['seizure'] }],
    ['a purpose of a party', { purpose: ['POL.opsporing', 'RIEC.voorbereiding'] }],
    ['own purposes', { purpose: 'own' }],
    ['a phase and what comes after it', { phase: '1+' }],
    ['an act of the law', { at: ['levering'] }],
    ['kinds of both sides', { from: ['BD'], to: ['RIEC'] }],
  ])('is %s', (_what, more) => {
    expect(codesOf(withRule(cap({ cap: 'reveal', ...more })))).not.toContain('C-9 unknown-name');
  });

  it('is no name that nothing bears, also where it stands alone', () => {
    expect(codesOf(withRule(cap({ to: 'KVK' })))).toEqual(['C-9 unknown-name']);
    expect(codesOf(withRule(cap({ to: { of: 'KVK', except: 'BD' } })))).toEqual(['C-9 unknown-name']);
  });

  it('are groups that multiply or nest without end, and the search for their members ends', () => {
    const chain = (length: number, times: number): CovenantDocument['groups'] =>
      Object.fromEntries(
        Array.from({ length }, (_, at) => [
          `g${at}`,
          at === length - 1 ? ['ID'] : Array.from({ length: times }, () => `g${at + 1}`),
        ]),
      );
    for (const groups of [chain(60, 2), chain(200, 1)]) {
      const found = codesOf({ ...withRule(cap({ fields: ['g0'] })), groups: { ...covenant.groups, ...groups } });
      expect(new Set(found)).toEqual(new Set(['exploding-group']));
    }
    expect(codesOf({ ...withRule(cap({ cap: 'reveal', fields: ['g0'] })), groups: chain(4, 4) })).toEqual([]);
  });

  it('are groups of at most ten thousand words', () => {
    const words = (count: number) => ({ a: Array.from({ length: count }, () => 'ID'), b: ['a'] });
    const codes = (count: number) => codesOf({ ...covenant, groups: words(count) });
    expect(codes(10_000)).toEqual([]);
    expect(codes(10_001)).toEqual(['exploding-group', 'exploding-group']);
    const groups = { a: ['a', ...words(10_000).a] };
    expect(codesOf({ ...covenant, groups })).toEqual(['cyclic-group', 'exploding-group']);
  });

  it('are groups of which at most thirty-two lie in each other, in whatever order they stand', () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, at): [string, string[]] => [
        `g${at}`,
        ['ID', at + 1 === length ? 'ID' : `g${at + 1}`],
      ]);
    const codes = (groups: readonly (readonly [string, readonly string[]])[]) =>
      new Set(codesOf({ ...covenant, groups: Object.fromEntries(groups) }));
    expect([codes(chain(32)), codes(chain(32).toReversed())]).toEqual([new Set(), new Set()]);
    const tooDeep = new Set(['exploding-group']);
    expect([codes(chain(33)), codes(chain(33).toReversed())]).toEqual([tooDeep, tooDeep]);
    expect([codes(chain(5_000)), codes(chain(5_000).toReversed())]).toEqual([tooDeep, tooDeep]);
  });

  it('is a group that holds itself in no rule, and the search for its members ends', () => {
    const groups = { a: ['b'], b: ['a', 'ID'] };
    const found = codesOf({ ...withRule(cap({ fields: ['a'] })), groups: { ...covenant.groups, ...groups } });
    expect(new Set(found)).toEqual(new Set(['cyclic-group']));
  });

  it('is a period of one day, for a rule of law and for a covenant', () => {
    expect(codesOf(covenant, withLawCap({ cap: 'reveal', in: ['2026-01-02', '2026-01-02'] }))).toEqual([]);
    const oneDay = { ...covenant, valid: { ...covenant.valid, until: covenant.valid.from } };
    expect(codesOf(oneDay)).toEqual([]);
  });

  it('is a term in one text and not in a list of one', () => {
    expect(codesOf(withRule(cap({ cap: 'reveal', obligations: { retain: 'P1D' } })))).toEqual([]);
    expect(codesOf(withRule(cap({ cap: 'reveal', obligations: { retain: ['P1D'] } })))).toEqual([
      'C-9 obligation-value',
    ]);
  });

  it('is no value of an order that nobody gave', () => {
    const obligations = { ...covenant.obligations, share: { combine: 'strictest' } };
    const ruled = withRule(cap({ cap: 'reveal', obligations: { share: 'never' } }));
    expect(codesOf({ ...ruled, obligations })).toEqual(['C-9 obligation-value']);
  });
});

describe('a problem', () => {
  it('names its rule, and none where it is one of the whole document', () => {
    expect(problemsOf(withRule(cap({ to: ['KVK'] })))).toStrictEqual([
      {
        rule: 'C-9',
        code: 'unknown-name',
        detail: 'to: unknown `KVK`',
        values: { name: 'KVK', dimension: 'to' },
      },
    ]);
    expect(problemsOf({ ...covenant, groups: { a: ['KVK'] } })).toStrictEqual([
      { code: 'unknown-name', detail: 'group `a`: unknown `KVK`', values: { name: 'KVK', dimension: 'group' } },
    ]);
    const [ofAll] = problemsOf({ ...covenant, semantics: 'covenant/2' });
    expect(Object.keys(ofAll ?? {})).toEqual(['code', 'detail']);
  });

  it('of a shape names the document and the place', () => {
    const { parties: _parties, ...partless } = covenant;
    const { acts: _acts, ...actless } = law;
    expect(problemsOf(partless, actless).map(({ detail }) => detail)).toEqual([
      'law: no `acts`',
      'covenant: no `parties`',
    ]);
  });
});

describe('the frame of a covenant', () => {
  it('is of one semantics with its law, and of one that this build holds', () => {
    expect(codesOf(covenant, { ...law, semantics: 'covenant/2' })).toEqual(['unknown-semantics']);
    expect(codesOf({ ...covenant, semantics: 'covenant/2' }, { ...law, semantics: 'covenant/2' })).toEqual([
      'unknown-semantics',
    ]);
  });

  it('was checked against this law in this version', () => {
    expect(codesOf({ ...covenant, under: { law: 'other', checkedAgainst: '1' } })).toEqual(['other-law']);
  });

  it.each<[string, unknown, string]>([
    ['a semantics that this build does not hold', { ...covenant, semantics: 'covenant/2' }, 'unknown-semantics'],
    ['levels of its own', { ...covenant, levels: covenant.levels.toReversed() }, 'levels'],
    ['phases of its own', { ...covenant, phases: ['3', '2', '1', 'weging'] }, 'phases'],
    ['another law', { ...covenant, under: { law: 'wet', checkedAgainst: '2' } }, 'other-law'],
    [
      'an end before its beginning',
      { ...covenant, valid: { ...covenant.valid, until: '2025-01-01' } },
      'ends-before-it-begins',
    ],
    [
      'a default term that is none',
      { ...covenant, defaults: { level: 'withhold', obligations: { retain: 'long' } } },
      'obligation-value',
    ],
  ])('is refused with %s', (_what, document, code) => {
    expect(codesOf(document)).toEqual([code]);
  });
});

describe('what a problem of the frame speaks of', () => {
  it.each<[string, Partial<CovenantDocument>, Problem]>([
    [
      'the levels that there are',
      { levels: ['reveal'] },
      {
        code: 'levels',
        detail: 'levels are withhold, exists, pseudonymise, generalise, mask, reveal',
        values: { levels: 'withhold, exists, pseudonymise, generalise, mask, reveal' },
      },
    ],
    [
      'the phases that there are',
      { phases: ['1'] },
      { code: 'phases', detail: 'phases are weging, 1, 2, 3', values: { phases: 'weging, 1, 2, 3' } },
    ],
    [
      'the law that it names, and the one above it',
      { under: { law: 'other', checkedAgainst: '7' } },
      {
        code: 'other-law',
        detail: 'checked against another law than `wet` 1',
        values: { named: 'other 7', law: 'wet 1' },
      },
    ],
  ])('is %s', (_what, more, told) => {
    expect(problemsOf({ ...covenant, ...more })).toStrictEqual([told]);
  });
});

describe('the registry that a covenant was written with', () => {
  const [digest, other] = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`];
  const codesWith = (held: Partial<RegistryView>) =>
    validateDocuments(law, { ...covenant, schema: { id: 'r', version: '1', digest } }, { ...registry, ...held });

  it('is the one that it is held against, as far as that says which it is', () => {
    const same: readonly Partial<RegistryView>[] = [
      {},
      { id: 'r' },
      { version: '1' },
      { digest },
      { id: 'r', version: '1', digest },
    ];
    expect(same.map(codesWith)).toStrictEqual(same.map(() => []));
    expect(validateDocuments(law, covenant, { ...registry, id: 'r', version: '1', digest })).toStrictEqual([]);
  });

  it.each<[string, Partial<RegistryView>]>([
    ['name', { id: 's', version: '1', digest }],
    ['version', { id: 'r', version: '2', digest }],
    ['digest', { id: 'r', version: '1', digest: other }],
  ])('is refused under another %s', (_what, held) => {
    expect(codesWith(held)).toStrictEqual([
      { code: 'other-registry', detail: 'written with `r` 1', values: { registry: 'r 1' } },
    ]);
  });
});

describe('an id of the law that is used again', () => {
  const lawOf = (...periods: readonly (readonly [string, string] | undefined)[]): unknown => ({
    ...law,
    caps: [
      ...law.caps,
      ...periods.map((period) => ({ id: 'W-9', cap: 'reveal', basis: 'b', ...(period && { in: period }) })),
    ],
  });

  it.each<[string, readonly [string, string], readonly [string, string]]>([
    ['of which the second begins on the last day of the first', ['2025-01-01', '2026-01-01'], ['2026-01-01', 'open']],
    ['of which the first begins on the last day of the second', ['2026-01-01', 'open'], ['2025-01-01', '2026-01-01']],
    ['that are both open', ['2025-01-01', 'open'], ['2026-01-01', 'open']],
    ['of which one lies in the other', ['2025-01-01', '2027-01-01'], ['2026-01-01', '2026-02-01']],
  ])('is told with both periods %s', (_what, first, second) => {
    expect(problemsOf(covenant, lawOf(first, second))).toStrictEqual([
      {
        rule: 'W-9',
        code: 'overlapping-validity',
        detail: `from ${first[0]} and from ${second[0]}`,
        values: { first: first.join('/'), second: second.join('/') },
      },
    ]);
  });

  it.each<[string, readonly [string, string], readonly [string, string]]>([
    ['after the first', ['2025-01-01', '2025-12-31'], ['2026-01-01', 'open']],
    ['before the first', ['2026-01-01', 'open'], ['2025-01-01', '2025-12-31']],
    ['after the end of the first, and ends too', ['2025-01-01', '2025-06-30'], ['2025-07-01', '2025-12-31']],
  ])('is refused also where the second holds %s', (_what, first, second) => {
    expect(problemsOf(covenant, lawOf(first, second))).toStrictEqual([
      { rule: 'W-9', code: 'duplicate-id', detail: 'an id is used once' },
    ]);
  });

  it('is refused where only one of the two is dated', () => {
    const dated = ['2025-01-01', 'open'] as const;
    for (const periods of [
      [dated, undefined],
      [undefined, dated],
    ]) {
      expect(codesOf(covenant, lawOf(...periods))).toEqual(['W-9 duplicate-id', 'W-9 not-dated']);
    }
  });
});

describe('validation', () => {
  const broken = { ...covenant, assertions: [{ id: 'A-1', atMost: 'withhold' }] };
  const misnamed = { ...broken, ...withRule(cap({ to: ['KVK'] })) };
  const codes = (document: unknown, depth?: ValidationDepth) =>
    validateDocuments(law, document, registry, depth).map(({ code }) => code);

  it('goes as far as it is asked to, and to the end where it is not', () => {
    expect(codes({}, 'shape')).toContain('shape');
    expect([codes(misnamed, 'shape'), codes(broken, 'shape')]).toStrictEqual([[], []]);
    expect([codes(misnamed, 'names'), codes(broken, 'names')]).toStrictEqual([['unknown-name'], []]);
    expect([codes(broken, 'assertions'), codes(broken)]).toStrictEqual([['assertion-broken'], ['assertion-broken']]);
  });

  it('tells of a stage only where the one before found nothing', () => {
    expect(codes(misnamed)).toStrictEqual(['unknown-name']);
  });
});

describe('an assertion', () => {
  it('is refused where it says both or neither', () => {
    const assertions = [{ id: 'A-8' }, { id: 'A-9', atMost: 'mask', can: 'mask' }];
    expect(codesOf({ ...covenant, assertions })).toEqual(['A-8 at-most-or-can', 'A-9 at-most-or-can']);
  });

  it('is refused at a level that there is not', () => {
    const assertions = [
      { id: 'A-7', atMost: 'mask' },
      { id: 'A-8', atMost: 'blur' },
      { id: 'A-9', can: 'blur' },
    ];
    expect(codesOf({ ...covenant, assertions })).toEqual(['A-8 unknown-level', 'A-9 unknown-level']);
  });

  it('breaks on a rule that gives more, at the first such point', () => {
    const wide = withRule({
      ...permit,
      id: 'P-9',
      from: 'any',
      type: 'any',
      fields: 'any',
      when: [{ asked: true }, { inSet: true }],
    });
    expect(problemsOf({ ...wide, assertions: [{ id: 'A-1', atMost: 'generalise', fields: ['RES'] }] })).toEqual([
      {
        rule: 'A-1',
        code: 'assertion-broken',
        detail: 'COLL to POL.opsporing, S1.address, phase 1, from 2026-01-01',
        values: {
          from: 'COLL',
          purpose: 'POL.opsporing',
          type: 'S1',
          field: 'address',
          phase: '1',
          day: '2026-01-01',
        },
      },
    ]);
  });

  it('breaks where what must be possible no longer is', () => {
    expect(problemsOf(withRule(cap({ cap: 'generalise', fields: ['address'] })))).toEqual([
      {
        rule: 'A-3',
        code: 'assertion-broken',
        detail: 'at no point, from 2026-01-01',
        values: { day: '2026-01-01' },
      },
    ]);
  });

  it('breaks where the law that kept it ends, on the day after its last', () => {
    const [fiscalCap, other] = law.caps as [Rule, Rule];
    const ending = { ...law, caps: [{ ...fiscalCap, in: ['2025-03-01', '2027-06-30'] as const }, other] };
    expect(problemsOf(covenant, ending)).toEqual([
      {
        rule: 'A-1',
        code: 'assertion-broken',
        detail: 'BD to POL.opsporing, S15.arrears, phase weging, from 2027-07-01',
        values: {
          from: 'BD',
          purpose: 'POL.opsporing',
          type: 'S15',
          field: 'arrears',
          phase: 'weging',
          day: '2027-07-01',
        },
      },
    ]);
  });

  const truth = fc.constantFrom(true, false);
  const facts = ['f1', 'f2', 'f3', 'f4'];
  const condition = fc.dictionary(fc.constantFrom(...facts), truth, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
  const when = fc.option(fc.oneof(condition, fc.array(condition, { minLength: 1, maxLength: 2 })), { nil: undefined });
  const level = fc.constantFrom(...covenant.levels);
  const ruleOf = (id: string, effect: 'permit' | 'cap') =>
    fc.record({ level, when }).map((given): Rule => ({
      ...permit,
      id,
      permit: 'withhold',
      phase: 'any',
      fields: 'any',
      ...(effect === 'permit' ? { permit: given.level } : { cap: given.level }),
      ...(given.when === undefined ? { when: [{}] } : { when: given.when }),
    }));
  const asCap = ({ permit: _permit, ...rule }: Rule): Rule => rule;

  it('is decided as trying every combination of facts decides it', () => {
    const declared = Object.fromEntries(
      facts.map((fact) => [fact, { of: 'question', from: 'x', is: 'x', known: 'recipient' }]),
    );
    const all = facts.reduce<Record<string, boolean>[]>(
      (rows, fact) =>
        rows.flatMap((row) => [
          { ...row, [fact]: true },
          { ...row, [fact]: false },
        ]),
      [{}],
    );
    fc.assert(
      fc.property(
        ruleOf('P-1', 'permit'),
        ruleOf('P-2', 'permit'),
        ruleOf('C-1', 'cap').map(asCap),
        ruleOf('C-2', 'cap').map(asCap),
        level,
        (p1, p2, c1, c2, atMost) => {
          const rules = [p1, p2, c1, c2].map((rule) =>
            JSON.stringify(rule.when) === '[{}]' ? withoutWhen(rule) : rule,
          );
          const document = {
            ...covenant,
            facts: declared,
            rules,
            assertions: [{ id: 'A-1', atMost, fields: ['bsn'] }],
          } as unknown as CovenantDocument;
          const free: LawDocument = {
            ...law,
            guards: [{ ...law.guards[0]!, require: { f1: true } }],
            caps: [{ ...law.caps[0]!, fields: ['FISC'] }],
          };
          const isBroken = ['POL.opsporing', 'RIEC.voorbereiding'].some((purpose) =>
            covenant.phases.some((phase) =>
              all.some((row) =>
                isAbove(decide(free, document, asking(purpose, phase, row)).fields[0]?.level ?? 'withhold', atMost),
              ),
            ),
          );
          expect(problemsOf(document, free).map(({ rule }) => rule)).toEqual(isBroken ? ['A-1'] : []);
        },
      ),
      { numRuns: 150 },
    );
  });

  const withoutWhen = ({ when: _when, ...rule }: Rule): Rule => rule;
  const ladder = ['withhold', 'exists', 'pseudonymise', 'mask', 'reveal'];
  const isAbove = (given: string, bound: string): boolean =>
    ladder.indexOf(given) > (bound === 'generalise' ? ladder.indexOf('pseudonymise') : ladder.indexOf(bound));
  const asking = (purpose: string, phase: string, given: Question['facts']): Question =>
    questionWith({
      to: purpose.split('.')[0] ?? '',
      type: 'S1',
      purpose,
      phase,
      fields: [{ name: 'bsn', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] }],
      facts: given,
    });
});
