import { describe, expect, it } from '@jest/globals';
import type { CovenantDocument, LawDocument, ObligationDefinition, Obligations } from '../model.js';
import { mergeObligations, nominalDays } from './covenant-1.obligations.js';

const month = 365.25 / 12;

describe('the length of a term', () => {
  it.each<[string, number]>([
    ['P1Y', 365.25],
    ['P10Y', 3652.5],
    ['P1M', month],
    ['P18M', 18 * month],
    ['P2W', 14],
    ['P52W', 364],
    ['P1D', 1],
    ['P90D', 90],
    ['PT1H', 1 / 24],
    ['PT36H', 1.5],
    ['PT1M', 1 / 1440],
    ['PT90M', 0.0625],
    ['PT1S', 1 / 86_400],
    ['PT43200S', 0.5],
    ['P1Y2M3W4D', 365.25 + 2 * month + 25],
    ['P1DT2H3M4S', 1 + 2 / 24 + 3 / 1440 + 4 / 86_400],
    ['P0D', 0],
  ])('of %s is so many days', (text, days) => {
    expect(nominalDays(text)).toBeCloseTo(days, 9);
  });

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    '90',
    '90D',
    'p90d',
    ' P90D',
    'xP90D',
    'P90D ',
    'P90Dx',
    'P1H',
    'PT1D',
    'P-1D',
    'P1.5D',
  ])('of “%s” is unknown', (text) => {
    expect(nominalDays(text)).toBeUndefined();
  });

  it.each(['PxY', 'PxM', 'PxW', 'PxD', 'PT1xH', 'PT1xM', 'PT1xS', 'P1D2W', 'P1M1Y'])('of “%s” is unknown', (text) => {
    expect(nominalDays(text)).toBeUndefined();
  });
});

type Definitions = Readonly<Record<string, ObligationDefinition>>;
const party = (secrecy: readonly string[]) => ({ name: 'n', law: 'WGS 2.19', secrecy, purposes: {} });
const covenantWith = (obligations: Definitions): CovenantDocument =>
  ({ obligations, parties: { POL: party(['Wpg 7']), COLL: party(['BRP', 'Awb 2:5']) } }) as unknown as CovenantDocument;
const lawWith = (obligations?: Definitions): LawDocument => (obligations ? { obligations } : {}) as LawDocument;
const merge = (applied: readonly Obligations[], definitions: Definitions = {}, law = lawWith(), from = 'COLL') =>
  mergeObligations(law, covenantWith(definitions), from, applied);

describe('obligations of several rules', () => {
  it('come together under their names, in the order of the names', () => {
    const merged = merge([{ use: 'b', notify: ['x'] }, { label: 'WGS 1.11' }]);
    expect(Object.entries(merged)).toEqual([
      ['label', ['WGS 1.11']],
      ['notify', ['x']],
      ['use', ['b']],
    ]);
  });

  it('are none where no rule brings any', () => {
    expect(merge([])).toEqual({});
    expect(merge([{}, {}])).toEqual({});
  });

  it('with a term come to the shortest, however it is written', () => {
    const retain: Definitions = { retain: { combine: 'shortest' } };
    expect(merge([{ retain: 'P10D' }, { retain: 'P9D' }], retain)).toEqual({ retain: 'P9D' });
    expect(merge([{ retain: 'P9D' }, { retain: 'P10D' }], retain)).toEqual({ retain: 'P9D' });
    expect(merge([{ retain: 'P1Y' }, { retain: 'P3W' }, { retain: 'P1M' }], retain)).toEqual({ retain: 'P3W' });
  });

  it('with terms of one length come to the first by text, so that no order of rules shows', () => {
    const retain: Definitions = { retain: { combine: 'shortest' } };
    expect(merge([{ retain: 'P7D' }, { retain: 'P1W' }], retain)).toEqual({ retain: 'P1W' });
    expect(merge([{ retain: 'P1W' }, { retain: 'P7D' }], retain)).toEqual({ retain: 'P1W' });
    expect(merge([{ retain: 'P1W' }, { retain: 'P1W' }], retain)).toEqual({ retain: 'P1W' });
  });

  it('with a term that nobody can read take that for the shortest: it must not lengthen another', () => {
    const retain: Definitions = { retain: { combine: 'shortest' } };
    expect(merge([{ retain: 'P1D' }, { retain: 'until the end' }], retain)).toEqual({ retain: 'until the end' });
  });

  it('with a term of nothing have none', () => {
    expect(merge([{ retain: [] }], { retain: { combine: 'shortest' } })).toEqual({ retain: '' });
  });

  it('with an order come to its strictest, and one outside the order counts as stricter still', () => {
    const onward: Definitions = { onward: { combine: 'strictest', order: ['forbidden', 'participants', 'allowed'] } };
    expect(merge([{ onward: 'allowed' }, { onward: 'participants' }], onward)).toEqual({ onward: 'participants' });
    expect(merge([{ onward: 'forbidden' }, { onward: 'allowed' }], onward)).toEqual({ onward: 'forbidden' });
    expect(merge([{ onward: 'forbidden' }, { onward: 'nobody' }], onward)).toEqual({ onward: 'nobody' });
  });

  it('with an order that nobody gave come to the first by text', () => {
    expect(merge([{ onward: 'b' }, { onward: 'a' }], { onward: { combine: 'strictest' } })).toEqual({ onward: 'a' });
  });

  it('with a list unite, each item once, in the order of the text', () => {
    const notify: Definitions = { notify: { combine: 'union' } };
    expect(merge([{ notify: ['om', 'fg'] }, { notify: 'supplier' }, { notify: ['fg'] }], notify)).toEqual({
      notify: ['fg', 'om', 'supplier'],
    });
  });

  it('that nobody declared are kept whole', () => {
    expect(merge([{ burn: 'P1D' }, { burn: ['P2D'] }])).toEqual({ burn: ['P1D', 'P2D'] });
    expect(merge([{ toString: 'P1D' }])).toEqual({ toString: ['P1D'] });
  });

  it('read “supplier” and “own” as the secrecy of the supplier in a label, and nowhere else', () => {
    expect(merge([{ label: ['supplier', 'WGS 1.11'] }])).toEqual({ label: ['Awb 2:5', 'BRP', 'WGS 1.11'] });
    expect(merge([{ label: 'own' }])).toEqual({ label: ['Awb 2:5', 'BRP'] });
    expect(merge([{ notify: ['supplier', 'own'] }])).toEqual({ notify: ['own', 'supplier'] });
  });

  it('bind to no secrecy where the covenant does not know the supplier', () => {
    expect(merge([{ label: ['supplier'] }], {}, lawWith(), 'NVWA')).toEqual({ label: [] });
    expect(merge([{ label: ['supplier'] }], {}, lawWith(), 'toString')).toEqual({ label: [] });
  });

  it('combine as the law says before the covenant is asked', () => {
    const covenant: Definitions = { onward: { combine: 'union' }, retain: { combine: 'shortest' } };
    const law = lawWith({ onward: { combine: 'strictest', order: ['b', 'a'] } });
    const applied = [
      { onward: 'a', retain: 'P9D' },
      { onward: 'b', retain: 'P10D' },
    ];
    expect(merge(applied, covenant, law)).toEqual({ onward: 'b', retain: 'P9D' });
    expect(merge(applied, covenant)).toEqual({ onward: ['a', 'b'], retain: 'P9D' });
  });
});
