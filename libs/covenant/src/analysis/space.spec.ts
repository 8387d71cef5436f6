import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith } from '../../test/documents.js';
import type { CovenantDocument, FactDefinition, Guard, LawDocument } from '../model.js';
import { bindsPurpose, fieldsOf, spaceOf, wholeOf } from './space.js';

const fromPurpose: FactDefinition = { of: 'question', from: 'question.purpose', is: 'x', known: 'recipient' };
const kinds = { participants: ['POL', 'BD'], bureau: ['RIEC'] };
const guard: Guard = {
  id: 'G-1',
  at: ['inzage', 'resultaat'],
  require: { own: true },
  in: ['2025-01-01', 'open'],
  basis: 'WGS 1.7',
};
const bound = lawWith({ kinds, facts: { own: fromPurpose }, guards: [guard] });
const free = lawWith({ kinds });
const covenant = covenantWith({
  valid: { from: '2026-01-01', until: '2030-12-31', zone: 'Europe/Amsterdam' },
  parties: { POL: partyWith(['een', 'twee']), RIEC: partyWith(['een']) },
});
const nothing = { types: [] };
const space = (law: LawDocument, of: CovenantDocument = covenant) => spaceOf([{ law, covenant: of }], nothing);

describe('the fields of a type', () => {
  it('have all levels above `exists` where the registry names none, and `_exists` before them', () => {
    const fields = [{ name: 'bsn', category: 'ID' }];
    expect(fieldsOf({ id: 'S1', suppliers: [], fields })).toEqual([
      { name: '_exists', category: '_', levels: [] },
      { name: 'bsn', category: 'ID', levels: ['pseudonymise', 'generalise', 'mask', 'reveal'] },
    ]);
  });

  it('are as the registry says where it names `_exists` itself', () => {
    const fields = [
      { name: 'bsn', category: 'ID', levels: ['reveal'] },
      { name: '_exists', category: '_', levels: [] },
    ] as const;
    expect(fieldsOf({ id: 'S1', suppliers: [], fields })).toEqual(fields);
  });
});

describe('a law binds readers to their own purposes', () => {
  const other = { ...guard, id: 'G-2' };
  const { at: _at, ...ofViews } = guard;
  const binds = (guards: readonly Guard[]): boolean =>
    bindsPurpose(lawWith({ facts: { own: fromPurpose, foreign: fromPurpose }, guards }), {
      from: '2026-01-01',
      until: '2030-12-31',
    });

  it.each<readonly [string, readonly Guard[]]>([
    ['one guard does for all that is seen', [guard]],
    ['two guards do together, the first of them by leaving out the act', [ofViews, { ...other, at: 'resultaat' }]],
    ['it says so for every phase in so many words', [{ ...guard, phase: 'any' }]],
    ['it asks more beside', [{ ...guard, require: { inSet: true, own: true, foreign: false } }]],
    ['it does so from the first day', [{ ...guard, in: ['2026-01-01', 'open'] }]],
    ['it does so until the last day', [{ ...guard, in: ['2025-01-01', '2030-12-31'] }]],
  ])('where %s', (_name, guards) => {
    expect(binds(guards)).toBe(true);
  });

  it.each<readonly [string, readonly Guard[]]>([
    ['nothing asks for it', []],
    ['it is asked for what is viewed alone', [ofViews]],
    ['it is asked for results alone', [{ ...guard, at: ['resultaat'] }]],
    ['it is asked in some phases', [{ ...guard, phase: '1+' }]],
    ['another fact is asked', [{ ...guard, require: { inSet: true } }]],
    ['it may not be its own', [{ ...guard, require: { own: false } }]],
    ['it begins a day late', [{ ...guard, in: ['2026-01-02', 'open'] }]],
    ['it ends a day early', [{ ...guard, in: ['2025-01-01', '2030-12-30'] }]],
  ])('but not where %s', (_name, guards) => {
    expect(binds(guards)).toBe(false);
  });
});

describe('every situation that can exist', () => {
  it('has each kind that a covenant names ask for its own purposes, where the law binds it to those', () => {
    expect(space(bound).readers).toEqual([
      { to: 'POL', purpose: 'POL.een' },
      { to: 'POL', purpose: 'POL.twee' },
      { to: 'RIEC', purpose: 'RIEC.een' },
    ]);
  });

  it('has each kind of the law ask for every purpose, where one of the laws does not bind it', () => {
    const all = ['POL', 'RIEC', 'BD'].flatMap((to) =>
      ['POL.een', 'POL.twee', 'RIEC.een'].map((purpose) => ({ to, purpose })),
    );
    expect(space(free).readers).toEqual(all);
    const sides = [bound, free].map((law) => ({ law, covenant }));
    expect(spaceOf(sides, nothing).readers).toEqual(all);
  });

  it('has every phase and every act', () => {
    expect(space(free)).toMatchObject({
      phases: ['weging', '1', '2', '3'],
      acts: ['inzage', 'levering', 'resultaat'],
    });
  });

  it('has a source for each supplier of a type, and tells which of them are supplied at all', () => {
    const types = [
      { id: 'S1', suppliers: ['POL', 'BD'], fields: [] },
      { id: 'S2', suppliers: ['POL'], fields: [], open: false },
      { id: 'Z1', suppliers: ['RIEC'], fields: [], ways: ['process'] },
      { id: 'Z2', suppliers: ['RIEC'], fields: [], ways: ['process', 'answer'] },
    ];
    const { sources } = spaceOf([{ law: free, covenant }], { types });
    expect(sources.map(({ type, from, isSupplied }) => [type, from, isSupplied])).toEqual([
      ['S1', 'POL', true],
      ['S1', 'BD', true],
      ['S2', 'POL', false],
      ['Z1', 'RIEC', false],
      ['Z2', 'RIEC', true],
    ]);
    expect(sources[0]?.fields.map(({ name }) => name)).toEqual(['_exists']);
  });
});

describe('the days that are looked at', () => {
  const capIn = (...from: readonly [string, string][]): LawDocument =>
    lawWith({ kinds, caps: from.map((period, at) => ({ id: `W-${at}`, cap: 'mask', in: period, basis: 'WGS 1.7' })) });
  const whole = { from: '2026-01-01', until: '2030-12-31' };

  it('are one period where no law changes, or only on the first day or outside the covenant', () => {
    expect(space(free).periods).toEqual([whole]);
    expect(space(lawWith({ kinds, caps: [{ id: 'W-1', cap: 'mask', basis: 'WGS 1.7' }] })).periods).toEqual([whole]);
    expect(space(capIn(['2026-01-01', 'open'], ['2020-01-01', '2030-12-31'])).periods).toEqual([whole]);
    expect(space(capIn(['2031-01-01', 'open'], ['2020-01-01', '2025-06-30'])).periods).toEqual([whole]);
  });

  it('are cut where a rule of law begins, and on the day after it ends', () => {
    const law = capIn(['2028-03-01', 'open'], ['2020-01-01', '2027-02-28'], ['2028-03-01', '2029-12-31']);
    const { periods } = space({ ...law, guards: [{ ...guard, in: ['2030-12-31', 'open'] }] });
    expect(periods).toEqual([
      { from: '2026-01-01', until: '2027-02-28' },
      { from: '2027-03-01', until: '2028-02-29' },
      { from: '2028-03-01', until: '2029-12-31' },
      { from: '2030-01-01', until: '2030-12-30' },
      { from: '2030-12-31', until: '2030-12-31' },
    ]);
    expect(wholeOf(periods)).toEqual(whole);
  });

  it('are those of all covenants that are compared, and of all their laws', () => {
    const later = { ...covenant, valid: { ...covenant.valid, from: '2027-01-01', until: '2031-12-31' } };
    const sides = [
      { law: free, covenant: later },
      { law: capIn(['2031-01-01', 'open']), covenant },
    ];
    expect(spaceOf(sides, nothing).periods).toEqual([
      { from: '2026-01-01', until: '2030-12-31' },
      { from: '2031-01-01', until: '2031-12-31' },
    ]);
  });
});
