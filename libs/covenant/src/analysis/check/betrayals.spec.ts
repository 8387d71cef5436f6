import { describe, expect, it } from '@jest/globals';
import { capOf, covenantOf, findingsOf, lawOf, ownPurpose, permitOf, registry } from '../../../test/analysed.js';
import type { LawDocument, Rule } from '../../model.js';

const inForce = ['2025-01-01', 'open'] as const;
const hidden = { of: 'subject', from: 'subject', is: 'x', known: 'hidden' } as const;
const { facts } = covenantOf([]);
const found = (rules: readonly Rule[], law: LawDocument = lawOf()) =>
  findingsOf('betrays-fact', covenantOf(rules, { facts: { ...facts, kind: hidden } }), { law });
/** Which rule betrays which fact, by what. */
const told = (...given: Parameters<typeof found>) =>
  found(...given).map(({ rules, names }) => [...rules, ...(names['fact'] ?? []), ...(names['by'] ?? [])].join(' '));

const full = permitOf();
const masking = (more: Partial<Rule> = {}): Rule => capOf({ cap: 'mask', when: { stil: true }, ...more });

describe('a level that hangs on what its reader may not know', () => {
  it('betrays it, with the rule, the place of its condition and an example', () => {
    expect(found([full, masking()])).toStrictEqual([
      {
        severity: 'fout',
        code: 'betrays-fact',
        rules: ['C-1'],
        where: { document: 'covenant', path: ['rules', 1, 'when'] },
        names: { fact: ['stil'], by: ['level'] },
        blocks: [
          {
            from: ['POL'],
            types: [{ type: 'S1', fields: ['naam'] }],
            what: ['naam'],
            to: [{ to: 'BD', purpose: 'BD.heffing' }],
            phases: ['2'],
            act: 'inzage',
            periods: [{ from: '2026-01-01', until: '2030-12-31' }],
          },
        ],
      },
    ]);
  });

  it.each<readonly [string, Rule, string]>([
    ['is seen only where the fact is true', permitOf({ when: { stil: true } }), 'P-1'],
    ['is seen only where the fact is false', permitOf({ when: { stil: false } }), 'P-1'],
    ['is seen only where the fact is known', permitOf({ when: [{ stil: true }, { stil: false }] }), 'P-1'],
    ['is seen only where the fact and another are true', permitOf({ when: { open: true, stil: true } }), 'P-1'],
    ['is seen as a result', permitOf({ when: { stil: true }, at: ['resultaat'] }), 'P-1'],
  ])('betrays it where a field %s', (_name, rule, id) => {
    expect(told([rule])).toEqual([`${id} stil level`]);
  });

  it('betrays it where a permit gives more than another does', () => {
    const more = permitOf({ id: 'P-2', when: { open: true, stil: false } });
    expect(told([permitOf({ permit: 'exists' }), more])).toEqual(['P-2 stil level']);
  });

  it('betrays it by a cap of the law, at its place in the law', () => {
    const law = lawOf({ caps: [masking({ id: 'W-1', in: inForce })] });
    expect(found([full], law).map(({ rules, where }) => [rules, where])).toEqual([
      [['W-1'], { document: 'law', path: ['caps', 0, 'when'] }],
    ]);
  });

  it('betrays each fact by each rule that asks it, once', () => {
    const both = masking({ id: 'C-2', cap: 'exists', when: { kind: true, stil: true } });
    expect(told([permitOf({ fields: ['naam', 'schuld'], phase: ['1', '2'] }), masking(), both])).toEqual([
      'C-2 stil level',
      'C-1 stil level',
      'C-2 kind level',
    ]);
  });

  it.each<readonly [string, readonly Rule[]]>([
    ['what is withheld looks like what is not there', [full, capOf({ when: { stil: true } })]],
    ['its reader knows the fact', [full, masking({ when: { laat: true } })]],
    ['the level is what the permit gives anyhow', [permitOf({ permit: 'mask' }), masking()]],
    ['the cap applies where the permit does not', [full, masking({ when: { open: false, stil: true } })]],
    ['another permit gives as much', [full, permitOf({ id: 'P-2', when: { open: true, stil: true } })]],
    ['another cap lowers as much', [full, masking(), masking({ id: 'C-2', when: { open: true } })]],
    ['it stops a supply, which nobody sees', [full, masking({ at: ['levering'], cap: 'exists' })]],
    ['the rule asks it in vain', [permitOf({ when: [{ open: true }, { open: true, stil: true }] })]],
  ])('betrays nothing where %s', (_name, rules) => {
    expect(told(rules)).toEqual([]);
  });

  it('betrays nothing by what a cap withholds, though another permit would give some of it', () => {
    const more = permitOf({ id: 'P-2', when: { open: true, stil: false } });
    const withheld = capOf({ when: { stil: true } });
    expect(told([permitOf({ permit: 'mask' }), more, withheld])).toEqual([]);
    expect(told([more, withheld])).toEqual(['P-2 stil level']);
  });

  it('betrays nothing by a guard, which withholds', () => {
    const guard = { ...ownPurpose, id: 'G-2', require: { stil: false } };
    expect(told([full], lawOf({ guards: [ownPurpose, guard] }))).toEqual([]);
  });

  it('betrays it by the rules that make the difference alone', () => {
    const vain = permitOf({ when: [{ open: true }, { open: true, stil: true }] });
    expect(told([vain, masking()])).toEqual(['C-1 stil level']);
    const below = permitOf({ id: 'P-2', permit: 'exists', when: { open: true, stil: true } });
    expect(told([full, below, masking()])).toEqual(['C-1 stil level']);
    const above = capOf({ id: 'C-2', cap: 'reveal', when: { stil: true } });
    expect(told([full, above, masking()])).toEqual(['C-1 stil level']);
  });
});

describe('a rule that says what its level lets its reader guess', () => {
  it.each(['stil', 'afgeschermd'])('betrays nothing that it names, or names as it is seen: %s', (name) => {
    expect(told([full, masking({ observable: [name] })])).toEqual([]);
    expect(told([permitOf({ when: { stil: true }, observable: [name] })])).toEqual([]);
  });

  it('betrays what it does not name', () => {
    expect(told([full, masking({ observable: ['kind'] })])).toEqual(['C-1 stil level']);
    expect(told([full, masking({ when: { stil: true, kind: true }, observable: ['stil'] })])).toEqual([
      'C-1 kind level',
    ]);
    expect(told([full, masking({ when: { kind: true }, observable: ['afgeschermd'] })])).toEqual(['C-1 kind level']);
  });

  it('speaks for another rule that makes the same level there', () => {
    const declared = masking({ id: 'C-2', observable: ['stil'] });
    expect(told([full, masking(), declared])).toEqual([]);
    const lower = masking({ id: 'C-2', cap: 'exists', when: { laat: true, stil: true }, observable: ['stil'] });
    expect(told([full, masking(), lower])).toEqual(['C-1 stil level']);
    const elsewhere = masking({ id: 'C-2', when: { laat: true, stil: true }, observable: ['stil'] });
    expect(told([full, masking(), elsewhere])).toEqual(['C-1 stil level']);
  });

  it('does not speak for a cap that lowers further than it does', () => {
    const further = masking({ cap: 'exists' });
    expect(told([full, further, masking({ id: 'C-2', observable: ['stil'] })])).toEqual(['C-1 stil level']);
  });

  it('speaks for a permit that gives as much, and not for one that gives more', () => {
    const base = permitOf({ permit: 'exists' });
    const [plain, declared] = [
      permitOf({ id: 'P-2', when: { open: true, stil: true } }),
      permitOf({ id: 'P-3', when: { open: true, stil: true }, observable: ['stil'] }),
    ];
    expect(told([base, plain, declared])).toEqual([]);
    expect(told([base, plain, { ...declared, permit: 'mask' }])).toEqual(['P-2 stil level']);
    expect(told([base, { ...plain, permit: 'mask' }, declared])).toEqual([]);
  });
});

describe('a duty that hangs on what its reader may not know', () => {
  const duty = (more: Partial<Rule> = {}): Rule =>
    capOf({ cap: 'reveal', when: { stil: true }, obligations: { use: ['x'] }, ...more });

  it('betrays it, where the field is shown with it and without it', () => {
    expect(found([full, duty()])).toMatchObject([
      { rules: ['C-1'], names: { fact: ['stil'], by: ['duty'] }, blocks: [{ what: ['naam'], act: 'inzage' }] },
    ]);
  });

  it('betrays it by a term that is shorter, and by none that is longer', () => {
    expect(told([full, duty({ obligations: { retain: 'P1D' } })])).toEqual(['C-1 stil duty']);
    expect(told([full, duty({ obligations: { retain: 'P91D' } })])).toEqual([]);
    expect(told([full, duty({ obligations: { retain: 'P90D' } })])).toEqual([]);
  });

  it('betrays it by a permit that brings one, beside another permit', () => {
    const other = permitOf({ id: 'P-2', when: { open: true, stil: true }, obligations: { use: ['x'] } });
    expect(told([full, other])).toEqual(['P-2 stil duty']);
  });

  it('betrays it by its level first, where it changes both', () => {
    expect(told([full, duty({ cap: 'mask' })])).toEqual(['C-1 stil level']);
  });

  it.each<readonly [string, readonly Rule[]]>([
    ['the rule says that it may be guessed', [full, duty({ observable: ['afgeschermd'] })]],
    [
      'another rule brings the same duty in any case',
      [full, duty(), capOf({ id: 'C-2', cap: 'reveal', obligations: { use: ['x'] } })],
    ],
    [
      'another rule brings it and says that it may be guessed',
      [full, duty(), duty({ id: 'C-2', observable: ['stil'] })],
    ],
    ['nothing is shown with it', [full, duty(), capOf({ id: 'C-2', when: { stil: true } })]],
    ['the field is never shown', [duty()]],
    ['it comes where nothing is shown', [full, duty({ when: { open: false, stil: true } })]],
    ['its reader knows the fact', [full, duty({ when: { laat: true } })]],
    ['it comes with a supply', [full, duty({ at: ['levering'] })]],
  ])('betrays nothing where %s', (_name, rules) => {
    expect(told(rules)).toEqual([]);
  });

  it('betrays it where the other rule that brings it does so elsewhere', () => {
    expect(told([full, duty(), duty({ id: 'C-2', when: { laat: true, stil: true }, observable: ['stil'] })])).toEqual([
      'C-1 stil duty',
    ]);
    expect(told([full, duty(), duty({ id: 'C-2', obligations: { use: ['y'] }, observable: ['stil'] })])).toEqual([
      'C-1 stil duty',
    ]);
  });

  it('betrays it by the rules that bring it alone', () => {
    const vain = duty({ id: 'C-2', obligations: { use: ['y'] }, when: [{ open: true }, { open: true, stil: true }] });
    expect(told([full, duty(), vain])).toEqual(['C-1 stil duty']);
    const below = permitOf({ id: 'P-2', permit: 'exists', when: { open: true, stil: true } });
    expect(told([full, below, duty()])).toEqual(['C-1 stil duty']);
    const lowering = capOf({ id: 'C-2', cap: 'mask', when: { stil: true, kind: true }, observable: ['stil', 'kind'] });
    expect(told([full, duty(), lowering])).toEqual(['C-1 stil duty']);
  });

  it('names the secrecy of who supplied, for the placeholder', () => {
    const label = (word: string, more: Partial<Rule> = {}) => duty({ obligations: { label: [word] }, ...more });
    const always: Rule = capOf({ id: 'C-2', cap: 'reveal', obligations: { label: ['Wpg 7'] } });
    expect(told([full, label('supplier')])).toEqual(['C-1 stil duty']);
    expect(told([full, label('supplier'), always])).toEqual([]);
  });
});

describe('a fact that the law defines', () => {
  it('is hidden where the law says so, whatever the covenant says of it', () => {
    const law = lawOf();
    const hiding = lawOf({
      facts: { ...law.facts, geheim: hidden },
      caps: [masking({ id: 'W-1', in: inForce, when: { geheim: true } })],
    });
    expect(told([full], hiding)).toEqual(['W-1 geheim level']);
    const knowing = lawOf({
      facts: { ...law.facts, geheim: { ...hidden, known: 'recipient' } },
      caps: [masking({ id: 'W-1', in: inForce, when: { geheim: true } })],
    });
    expect(told([full], knowing)).toEqual([]);
  });
});

describe('a field of few levels', () => {
  it('betrays nothing by levels that round to one height', () => {
    const schuld = permitOf({ fields: ['schuld'] });
    expect(registry.types[0]?.fields[1]?.levels).toEqual(['reveal']);
    expect(told([permitOf({ fields: ['schuld'], permit: 'mask' }), masking({ cap: 'exists' })])).toEqual([]);
    expect(told([schuld, masking()])).toEqual(['C-1 stil level']);
  });
});
