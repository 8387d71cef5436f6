import { describe, expect, it } from '@jest/globals';
import type { CovenantDocument, Rule } from '@knooppunt/covenant';
import { newProcessing } from './covenant.processing.js';

const fieldsOf = (...categories: readonly string[]) =>
  categories.map((category) => ({ name: category.toLowerCase(), category }));
const types = [
  { id: 'S1', fields: [...fieldsOf('ID'), { name: 'address', category: 'RES' }] },
  { id: 'S2', fields: fieldsOf('ID', 'RES') },
  { id: 'S30', fields: fieldsOf('ID', 'SEX') },
];
const rule = (change: Partial<Rule>): Rule => ({
  id: 'P-1',
  permit: 'reveal',
  from: 'any',
  to: 'any',
  type: ['S1'],
  fields: ['RES'],
  purpose: 'own',
  phase: '1',
  basis: 'art. 1',
  ...change,
});
const covenant = (change: Partial<CovenantDocument> = {}): CovenantDocument =>
  ({
    categories: ['ID', 'RES', 'SEX'],
    groups: { plaats: ['RES', 'address'], alles: ['plaats', 'ID'] },
    parties: { POL: { purposes: { opsporing: 'Politiewet 3' } } },
    rules: [rule({})],
    ...change,
  }) as unknown as CovenantDocument;
const found = (next: Partial<CovenantDocument>, former = covenant()): readonly string[] =>
  newProcessing(former, covenant(next), types);

describe('a new kind of processing (R69)', () => {
  it('is nothing where there was nothing before, and nothing in the same text', () => {
    expect(newProcessing(undefined, covenant(), types)).toEqual([]);
    expect(found({})).toEqual([]);
  });

  it('is none where the same is shown to others, at another level or in another phase', () => {
    expect(found({ rules: [rule({ to: ['POL'], permit: 'exists', phase: '2+' })] })).toEqual([]);
    expect(found({ rules: [] })).toEqual([]);
  });

  it('is a party, and each of its purposes', () => {
    const POL = covenant().parties['POL'] as never;
    expect(found({ parties: { POL, OM: { purposes: { vervolging: 'WGS 2.19' } } as never } })).toEqual([
      'party:OM',
      'purpose:OM.vervolging',
    ]);
    expect(found({ parties: { POL: { purposes: { opsporing: 'x', toezicht: 'y' } } as never } })).toEqual([
      'purpose:POL.toezicht',
    ]);
  });

  it('is a type or a category of which nothing was shown, in whatever words', () => {
    expect(found({ rules: [rule({ type: ['S1', 'S2'] })] })).toEqual(['type:S2']);
    expect(found({ rules: [rule({ fields: ['ID'] })] })).toEqual(['category:ID']);
    expect(found({ rules: [rule({ fields: ['id'] })] })).toEqual(['category:ID']);
    expect(found({ rules: [rule({ fields: ['alles'] })] })).toEqual(['category:ID']);
    expect(found({ rules: [rule({ type: 'any', fields: ['content'] })] })).toEqual([
      'type:S2',
      'type:S30',
      'category:ID',
      'category:SEX',
    ]);
    expect(found({ rules: [rule({ type: { except: ['S2'] }, fields: 'any' })] })).toEqual([
      'type:S30',
      'category:ID',
      'category:SEX',
    ]);
    expect(found({ rules: [rule({ fields: { of: ['alles'], except: 'ID' } })] })).toEqual([]);
  });

  it('is none where the words name what the types do not hold', () => {
    expect(found({ rules: [rule({ fields: ['RES', 'SEX'] })] })).toEqual([]);
    expect(found({ rules: [rule({}), rule({ type: 'S30', fields: ['RES'] })] })).toEqual([]);
  });

  it('is none by a cap, and none by a permit for nothing', () => {
    const { permit: _permit, ...cap } = rule({ type: 'any', cap: 'reveal' });
    expect(found({ rules: [rule({}), cap] })).toEqual([]);
    expect(found({ rules: [rule({}), rule({ type: 'any', permit: 'withhold' })] })).toEqual([]);
  });
});
