import { describe, expect, it } from '@jest/globals';
import { capOf, covenantOf, findingsOf, lawOf, ownPurpose, permitOf } from '../../../test/analysed.js';
import type { CovenantDocument, Rule } from '../../model.js';

const names = (
  code: 'unused-group' | 'unused-fact' | 'unused-obligation',
  rules: readonly Rule[],
  more: Partial<CovenantDocument> = {},
  law = lawOf(),
) => findingsOf(code, covenantOf([permitOf(), ...rules], more), { law }).flatMap((one) => one.names['name'] ?? []);

describe('a group that nothing uses', () => {
  const groups = { velden: ['naam'], ruim: ['velden', 'schuld'], wie: ['POL'] };
  const unused = (rule: Partial<Rule>) => names('unused-group', [permitOf({ id: 'P-2', ...rule })], { groups });

  it('is told by its name and place', () => {
    expect(findingsOf('unused-group', covenantOf([permitOf()], { groups: { wie: ['POL'] } }))).toStrictEqual([
      {
        severity: 'waarschuwing',
        code: 'unused-group',
        rules: [],
        where: { document: 'covenant', path: ['groups', 'wie'] },
        names: { name: ['wie'] },
      },
    ]);
  });

  it.each<readonly [string, Partial<Rule>, readonly string[]]>([
    ['by a rule, as the only word', { fields: 'velden' }, ['ruim', 'wie']],
    ['by a rule, in a list', { fields: ['schuld', 'velden'] }, ['ruim', 'wie']],
    ['by another group that is used', { fields: ['ruim'] }, ['wie']],
    ['by what a rule leaves out', { from: { except: ['wie'] } }, ['velden', 'ruim']],
    ['by what a rule leaves something out of', { fields: { of: ['ruim'], except: 'naam' } }, ['wie']],
    ['nowhere', {}, ['velden', 'ruim', 'wie']],
  ])('is none that is used %s', (_name, rule, left) => {
    expect(unused(rule)).toEqual(left);
  });

  it.each(['from', 'to', 'type', 'fields', 'purpose', 'phase', 'at'] as const)(
    'is none that is used for %s',
    (dimension) => {
      const members = {
        from: 'POL',
        to: 'BD',
        type: 'S1',
        fields: 'naam',
        purpose: 'BD.heffing',
        phase: '2',
        at: 'inzage',
      };
      const group = { groep: [members[dimension]] };
      expect(names('unused-group', [permitOf({ id: 'P-2', [dimension]: ['groep'] })], { groups: group })).toEqual([]);
    },
  );

  it('is none that an assertion uses', () => {
    const assertions = [{ id: 'A-1', fields: ['velden'], atMost: 'reveal' }];
    expect(names('unused-group', [], { groups: { velden: ['naam'] }, assertions })).toEqual([]);
  });
});

describe('a fact that nothing asks', () => {
  it('is told by its name and place', () => {
    const covenant = covenantOf([permitOf(), capOf({ when: { stil: true } })]);
    expect(findingsOf('unused-fact', covenant)).toStrictEqual([
      {
        severity: 'waarschuwing',
        code: 'unused-fact',
        rules: [],
        where: { document: 'covenant', path: ['facts', 'laat'] },
        names: { name: ['laat'] },
      },
    ]);
  });

  it('is none that a rule, a guard, a cap of the law or an assertion asks', () => {
    expect(names('unused-fact', [])).toEqual(['laat', 'stil']);
    expect(names('unused-fact', [permitOf({ id: 'P-2', when: [{ open: true }, { laat: false }] })])).toEqual(['stil']);
    const guard = { ...ownPurpose, id: 'G-2', require: { laat: true } };
    expect(names('unused-fact', [], {}, lawOf({ guards: [ownPurpose, guard] }))).toEqual(['stil']);
    const cap = capOf({ id: 'W-1', in: ['2025-01-01', 'open'], when: { stil: true } });
    expect(names('unused-fact', [], {}, lawOf({ caps: [cap] }))).toEqual(['laat']);
    const assertions = [{ id: 'A-1', when: { laat: true }, atMost: 'reveal' }];
    expect(names('unused-fact', [], { assertions })).toEqual(['stil']);
  });
});

describe('a duty that nothing imposes', () => {
  it('is told by its name and place', () => {
    expect(findingsOf('unused-obligation', covenantOf([permitOf()]))).toStrictEqual([
      {
        severity: 'waarschuwing',
        code: 'unused-obligation',
        rules: [],
        where: { document: 'covenant', path: ['obligations', 'use'] },
        names: { name: ['use'] },
      },
    ]);
  });

  it('is none of the defaults, of a rule, or of a cap of the law', () => {
    expect(names('unused-obligation', [capOf({ cap: 'reveal', obligations: { use: ['x'] } })])).toEqual([]);
    const cap = capOf({ id: 'W-1', cap: 'reveal', in: ['2025-01-01', 'open'], obligations: { use: ['x'] } });
    expect(names('unused-obligation', [], {}, lawOf({ caps: [cap] }))).toEqual([]);
    const defaults = { level: 'withhold', obligations: { use: ['x'] } } as const;
    expect(names('unused-obligation', [], { defaults })).toEqual(['retain']);
  });
});
