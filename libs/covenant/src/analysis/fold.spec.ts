import { describe, expect, it } from '@jest/globals';
import { blocksOf } from './fold.js';
import type { Spot } from './fold.js';

const source = (more: Partial<Spot['source']> = {}): Spot['source'] => ({
  type: 'S1',
  from: 'POL',
  fields: [
    { name: '_exists', category: '_', levels: [] },
    { name: 'bsn', category: 'ID', levels: [] },
    { name: 'name', category: 'ID', levels: [] },
    { name: 'arrears', category: 'FISC', levels: [] },
    { name: '_text', category: '_', levels: [] },
  ],
  isSupplied: true,
  ...more,
});
const reader = { to: 'NLA', purpose: 'NLA.een' };
const period = { from: '2026-01-01', until: '2030-12-31' };
const spot = (more: Partial<Spot> = {}): Spot => ({
  source: source(),
  reader,
  phase: '2',
  act: 'inzage',
  period,
  fields: ['bsn'],
  ...more,
});

describe('what has changed, in blocks', () => {
  it('is one block of one spot', () => {
    expect(blocksOf([spot()])).toEqual([
      {
        from: ['POL'],
        types: [{ type: 'S1', fields: ['bsn'] }],
        what: ['bsn'],
        to: [reader],
        phases: ['2'],
        act: 'inzage',
        periods: [period],
      },
    ]);
    expect(blocksOf([])).toEqual([]);
  });

  it('tells the fields of one question together, each once', () => {
    const [block, ...others] = blocksOf([spot(), spot({ fields: ['arrears', 'bsn'] })]);
    expect(others).toEqual([]);
    expect(block?.types).toEqual([{ type: 'S1', fields: ['bsn', 'arrears'] }]);
  });

  const late = { from: '2031-01-01', until: '2031-12-31' };
  const bureau = { to: 'RIEC', purpose: 'RIEC.een' };
  it.each<readonly [string, Partial<Spot>, object]>([
    ['phases', { phase: '3' }, { phases: ['2', '3'] }],
    ['readers', { reader: bureau }, { to: [reader, bureau] }],
    ['days', { period: late }, { periods: [period, late] }],
    ['suppliers', { source: source({ from: 'BD' }) }, { from: ['POL', 'BD'] }],
    [
      'types',
      { source: source({ type: 'S2' }) },
      {
        types: [
          { type: 'S1', fields: ['bsn'] },
          { type: 'S2', fields: ['bsn'] },
        ],
      },
    ],
  ])('tells two that differ only in their %s as one', (_name, more, together) => {
    const [alone] = blocksOf([spot()]);
    expect(blocksOf([spot(), spot(more)])).toEqual([{ ...alone, ...together }]);
  });

  it('tells every combination of phases, readers, days, suppliers and types as one', () => {
    const spots = ['1', '2'].flatMap((phase) =>
      [reader, bureau].flatMap((to) =>
        [period, late].flatMap((days) =>
          ['POL', 'BD'].flatMap((from) =>
            ['S1', 'S2'].map((type) => spot({ phase, reader: to, period: days, source: source({ from, type }) })),
          ),
        ),
      ),
    );
    expect(blocksOf(spots)).toMatchObject([
      {
        from: ['POL', 'BD'],
        types: [{ type: 'S1' }, { type: 'S2' }],
        to: [reader, bureau],
        phases: ['1', '2'],
        periods: [period, late],
      },
    ]);
  });

  it.each<readonly [string, Partial<Spot>]>([
    ['acts', { act: 'resultaat' }],
    ['fields', { phase: '3', fields: ['arrears'] }],
    ['readers and phases', { phase: '3', reader: bureau }],
    ['types and suppliers', { source: source({ type: 'S2', from: 'BD' }) }],
  ])('keeps two apart that differ in %s', (_name, more) => {
    expect(blocksOf([spot(), spot(more)])).toHaveLength(2);
  });

  it('keeps two types apart that read differently in short, though the names are the same', () => {
    const { fields } = source();
    const other = source({ type: 'S2', fields: fields.filter(({ name }) => name !== 'name') });
    expect(blocksOf([spot(), spot({ source: other })]).map(({ what }) => what)).toEqual([['bsn'], ['ID']]);
  });

  it('mixes up no questions whose names only read alike one behind the other', () => {
    const spots = [
      spot({ source: source({ type: 'S1', from: '1A' }) }),
      spot({ source: source({ type: 'S11', from: 'A' }) }),
    ];
    expect(blocksOf(spots).map(({ from, types }) => [...from, ...types.map(({ type }) => type)])).toEqual([
      ['1A', 'S1'],
      ['A', 'S11'],
    ]);
  });
});

describe('the fields of a type, in short', () => {
  const short = (names: readonly string[], of = source()): readonly string[] | undefined =>
    blocksOf([spot({ source: of, fields: names })])[0]?.what;
  const all = ['bsn', 'name', 'arrears', '_text'];

  it('are `any` or `content` where all are meant, with or without that it is there', () => {
    expect(short([...all, '_exists'])).toEqual(['any']);
    expect(short(all)).toEqual(['content']);
  });

  it('are whole categories first, then names, each in order', () => {
    expect(short(['name', '_text', 'bsn'])).toEqual(['ID', '_text']);
    expect(short(['name', 'arrears', '_exists'])).toEqual(['FISC', '_exists', 'name']);
    expect(short(['name', 'arrears', 'bsn'])).toEqual(['FISC', 'ID']);
  });

  it('are names where no category is meant whole; of no category none is whole', () => {
    expect(short(['name'])).toEqual(['name']);
    expect(short(['_text', '_exists'])).toEqual(['_exists', '_text']);
  });

  it('are a category, and not all, of a type that has but one', () => {
    const one = source({ fields: source().fields.slice(0, 2) });
    expect(short(['bsn'], one)).toEqual(['ID']);
    expect(short(['bsn', '_exists'], one)).toEqual(['ID', '_exists']);
    expect(short(['_exists'], source({ fields: source().fields.slice(0, 1) }))).toEqual(['_exists']);
  });
});
