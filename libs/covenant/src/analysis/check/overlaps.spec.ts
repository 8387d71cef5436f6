import { describe, expect, it } from '@jest/globals';
import { capOf, covenantOf, findingsOf, lawOf, ownPurpose, permitOf } from '../../../test/analysed.js';
import type { LawDocument, Rule } from '../../model.js';

const low = permitOf({ permit: 'mask' });
const high = (more: Partial<Rule> = {}): Rule => permitOf({ id: 'P-2', when: { laat: true }, ...more });
const found = (rules: readonly Rule[], law: LawDocument = lawOf()) =>
  findingsOf('overlapping-permits', covenantOf(rules), { law });
const inForce = ['2025-01-01', 'open'] as const;

describe('permits of another level', () => {
  it('are told, lowest first, where they can apply to one field in one situation', () => {
    expect(found([low, high()])).toStrictEqual([
      {
        severity: 'inlichting',
        code: 'overlapping-permits',
        rules: ['P-1', 'P-2'],
        where: { document: 'covenant', path: ['rules', 0] },
        names: { fields: ['naam'] },
      },
    ]);
    expect(found([high(), low])[0]?.rules).toEqual(['P-1', 'P-2']);
  });

  it('are told with all that are higher, and the fields of each once, sorted', () => {
    const wide = (more: Partial<Rule>) => permitOf({ fields: ['schuld', 'naam'], ...more });
    const rules = [wide({ permit: 'exists' }), high({ fields: 'content' }), high({ id: 'P-3', permit: 'mask' })];
    expect(found(rules).map(({ rules: ids, names }) => [ids, names['fields']])).toEqual([
      [
        ['P-1', 'P-2', 'P-3'],
        ['naam', 'schuld'],
      ],
      [['P-3', 'P-2'], ['naam']],
    ]);
  });

  it.each<readonly [string, Partial<Rule>]>([
    ['recipient', { to: ['POL'], purpose: ['POL.opsporing'] }],
    ['type', { type: ['S2'], from: ['BD'], fields: ['bsn'] }],
    ['supplier', { from: ['BD'] }],
    ['field', { fields: ['schuld'] }],
    ['phase', { phase: ['1', '3'] }],
    ['act', { at: ['resultaat'] }],
    ['level', { permit: 'mask' }],
    ['fact', { when: { open: false } }],
  ])('are not told where they share no %s, or where it is the level that they share', (_name, more) => {
    expect(found([low, high(more)])).toEqual([]);
  });

  it('are told where they share one of several phases, recipients and acts', () => {
    const one = permitOf({ permit: 'mask', phase: ['1', '2'], to: ['POL', 'BD'], at: ['inzage'] });
    expect(found([one, high({ phase: ['2', '3'], to: ['BD', 'RIEC'], at: ['resultaat', 'inzage'] })])).toHaveLength(1);
  });

  it('are told for the acts of seeing alone: a supply needs no permit', () => {
    const supply = { at: ['levering'], to: ['RIEC'] } as const;
    expect(found([permitOf({ ...low, ...supply }), high(supply)])).toEqual([]);
    const result = { at: ['resultaat'] } as const;
    expect(found([permitOf({ ...low, ...result }), high(result)])).toHaveLength(1);
  });

  it('are told with no field to which both give the same, for want of a level between', () => {
    const wide = permitOf({ permit: 'mask', fields: ['naam', 'schuld'] });
    expect(
      found([wide, high({ permit: 'exists', fields: ['naam', 'schuld'] })]).map(({ rules, names }) => [rules, names]),
    ).toEqual([[['P-2', 'P-1'], { fields: ['naam'] }]]);
  });

  it('are told with the fields of each type that they share', () => {
    const [one, other] = [low, high()].map((rule) => ({ ...rule, type: 'any', from: 'any', fields: 'content' }));
    expect(one && other && found([one, other])[0]?.names['fields']).toEqual(['bedrag', 'bsn', 'naam', 'schuld']);
  });

  it('are told though two kinds bring the type of which they share one', () => {
    expect(found([permitOf({ ...low, from: ['POL', 'BD'] }), high({ from: ['RIEC', 'POL'] })])).toHaveLength(1);
  });

  it('are not told where a guard of the law lets only one of them through', () => {
    const guard = (more: object) =>
      lawOf({ guards: [ownPurpose, { ...ownPurpose, id: 'G-2', require: { laat: false }, ...more }] });
    expect(found([low, high()], guard({}))).toEqual([]);
    expect(found([low, high()], guard({ phase: ['3'] }))).toHaveLength(1);
    expect(found([low, high()], guard({ at: ['levering'] }))).toHaveLength(1);
    expect(found([low, high()], guard({ in: ['2027-01-01', 'open'] }))).toHaveLength(1);
    expect(found([low, high()], guard({ in: ['2025-01-01', '2030-12-31'] }))).toEqual([]);
  });

  it('are told whatever other permits apply at other times', () => {
    expect(found([low, high(), permitOf({ id: 'P-3', fields: ['schuld'], when: { laat: false } })])).toHaveLength(1);
  });

  it('are told whatever caps hold them down', () => {
    expect(found([low, high(), capOf()])).toHaveLength(1);
    expect(found([low, high()], lawOf({ caps: [capOf({ id: 'W-1', in: inForce })] }))).toHaveLength(1);
  });

  it('are no caps', () => {
    expect(found([low, capOf({ cap: 'reveal' }), capOf({ id: 'C-2', cap: 'exists' })])).toEqual([]);
  });
});
