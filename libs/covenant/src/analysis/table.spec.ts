import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith, permitWith } from '../../test/documents.js';
import type { Documents } from '../compiled/clauses.js';
import type { Guard, Rule } from '../model.js';
import type { RegistryView } from '../validate/problem.js';
import { bitsWhere, membersOfBoth, removeBit } from './bits.js';
import type { Bits } from './bits.js';
import { spaceOf } from './space.js';
import { tableOf } from './table.js';
import type { Table } from './table.js';
import { walk } from './walk.js';

const registry: RegistryView = {
  types: [
    {
      id: 'S1',
      suppliers: ['POL', 'COLL'],
      fields: [
        { name: 'bsn', category: 'ID' },
        { name: 'arrears', category: 'FISC' },
      ],
    },
    { id: 'Z1', suppliers: ['RIEC'], ways: ['process'], fields: [{ name: 'advice', category: 'ID' }] },
  ],
};
const guard: Guard = {
  id: 'G-1',
  at: ['inzage', 'resultaat'],
  require: { own: true },
  in: ['2025-01-01', 'open'],
  basis: 'WGS 1.7',
};
const bound = lawWith({
  facts: { own: { of: 'question', from: 'question.purpose', is: 'x', known: 'recipient' } },
  guards: [guard],
});
const parties = { POL: partyWith(['een', 'twee']), RIEC: partyWith(['een']) };
const cap = (id: string, more: Partial<Rule>): Rule => ({ id, cap: 'mask', basis: 'art. 2', ...more });
const side = (rules: readonly Rule[], law = bound, more = {}): Documents => ({
  law,
  covenant: covenantWith({ parties, rules, ...more }),
});
const tableFor = (...sides: readonly Documents[]): Table => tableOf(sides, spaceOf(sides, registry));
/** The rules of a set, by id. */
const idsOf = ({ rows }: Table, bits: Bits | undefined): readonly string[] =>
  bits === undefined ? [] : membersOfBoth(bits, bits).map((at) => rows[at]?.id ?? '');

describe('a table of rules by what they speak of', () => {
  const rules = [
    permitWith({ id: 'P-1', from: ['POL'], to: ['RIEC'], type: ['S1'], fields: ['ID'], purpose: 'own', phase: '2+' }),
    permitWith({ id: 'P-2', from: 'hier', to: ['POL'], fields: ['eigen'], purpose: ['POL.een'], at: ['resultaat'] }),
    cap('C-1', {}),
    cap('C-2', { type: ['Z1'], fields: ['arrears'], purpose: { except: ['POL.een'] }, at: 'any' }),
  ];
  const law = lawWith({
    ...bound,
    caps: [
      cap('W-1', { fields: ['eigen'], from: ['hier'], in: ['2025-01-01', '2026-12-31'] }),
      cap('W-2', { in: ['2027-01-01', '2027-01-01'] }),
      cap('W-3', { in: ['2027-01-02', 'open'] }),
    ],
  });
  const table = tableFor(side(rules, law, { groups: { eigen: ['FISC'], hier: ['COLL'] } }));
  const { space } = table;

  it('knows them by supplier and type; a group of the covenant is no word of the law', () => {
    expect(space.sources.map((source) => [source.from, idsOf(table, table.ofSource(source))])).toEqual([
      ['POL', ['G-1', 'W-2', 'W-3', 'P-1', 'C-1']],
      ['COLL', ['G-1', 'W-2', 'W-3', 'P-2', 'C-1']],
      ['RIEC', ['G-1', 'W-2', 'W-3', 'C-1', 'C-2']],
    ]);
  });

  it('knows them by recipient and purpose together', () => {
    const ofLaw = ['G-1', 'W-1', 'W-2', 'W-3'];
    expect(space.readers.map(({ purpose }, at) => [purpose, idsOf(table, table.ofReader[at])])).toEqual([
      ['POL.een', [...ofLaw, 'P-2', 'C-1']],
      ['POL.twee', [...ofLaw, 'C-1', 'C-2']],
      ['RIEC.een', [...ofLaw, 'P-1', 'C-1', 'C-2']],
    ]);
  });

  it('knows them by phase and by act, which is to view where a rule names none', () => {
    const ofPhase = space.phases.map((phase, at) => [phase, idsOf(table, table.ofPhase[at]).includes('P-1')]);
    expect(ofPhase).toEqual([
      ['weging', false],
      ['1', false],
      ['2', true],
      ['3', true],
    ]);
    expect(space.acts.map((act, at) => [act, idsOf(table, table.ofAct[at])])).toEqual([
      ['inzage', ['G-1', 'W-1', 'W-2', 'W-3', 'P-1', 'C-1', 'C-2']],
      ['levering', ['C-2']],
      ['resultaat', ['G-1', 'P-2', 'C-2']],
    ]);
  });

  it('knows them by the days on which they are in force, the first and the last included', () => {
    expect(space.periods.map(({ from }, at) => [from, idsOf(table, table.ofPeriod[at])])).toEqual([
      ['2026-01-01', ['G-1', 'W-1', 'P-1', 'P-2', 'C-1', 'C-2']],
      ['2027-01-01', ['G-1', 'W-2', 'P-1', 'P-2', 'C-1', 'C-2']],
      ['2027-01-02', ['G-1', 'W-3', 'P-1', 'P-2', 'C-1', 'C-2']],
    ]);
  });

  it('knows them by field, with its name and its category', () => {
    const [source] = space.sources;
    const found = source === undefined ? [] : table.fieldsOf(source);
    expect(found.map(([{ name }, bits]) => [name, idsOf(table, bits)])).toEqual([
      ['_exists', ['G-1', 'W-2', 'W-3', 'C-1']],
      ['bsn', ['G-1', 'W-2', 'W-3', 'P-1', 'C-1']],
      ['arrears', ['G-1', 'W-2', 'W-3', 'P-2', 'C-1', 'C-2']],
    ]);
    for (const [field, bits] of found) expect(idsOf(table, table.ofField(field))).toEqual(idsOf(table, bits));
  });

  it('tells the rules of one covenant from those of another, each with its own groups', () => {
    const [a, b] = [permitWith({ id: 'P-1', fields: ['eigen'] }), permitWith({ id: 'P-2', fields: ['eigen'] })];
    const both = tableFor(
      side([a], bound, { groups: { eigen: ['ID'] } }),
      side([b], bound, { groups: { eigen: ['FISC'] } }),
    );
    expect(both.ofSide.map((bits) => idsOf(both, bits))).toEqual([
      ['G-1', 'P-1'],
      ['G-1', 'P-2'],
    ]);
    const covering = (name: string, category: string) => idsOf(both, both.ofField({ name, category, levels: [] }));
    expect(covering('bsn', 'ID')).toEqual(['G-1', 'P-1', 'G-1']);
    expect(covering('arrears', 'FISC')).toEqual(['G-1', 'G-1', 'P-2']);
  });

  it('reads `own` by the parties of the covenant that says so', () => {
    const { RIEC } = parties;
    const own = permitWith({ purpose: 'own' });
    const both = tableFor(side([own]), side([own], bound, { parties: { RIEC } }));
    const speaking = both.space.readers.map(({ purpose }, at) => [
      purpose,
      both.ofReader[at] === undefined ? [] : membersOfBoth(both.ofReader[at], both.ofReader[at]),
    ]);
    expect(speaking).toEqual([
      ['POL.een', [0, 1, 2]],
      ['POL.twee', [0, 1, 2]],
      ['RIEC.een', [0, 1, 2, 3]],
    ]);
  });
});

describe('a question is open under a covenant', () => {
  const free = lawWith({ kinds: { participants: ['POL', 'BD'], bureau: ['RIEC'] } });
  const { POL } = parties;
  const table = tableFor(side([]), side([], free, { parties: { POL } }));
  const source = (from: string) => ({ type: 'S1', from, fields: [], isSupplied: true });

  it('for recipients and purposes that it knows, and only own ones where its law binds it to those', () => {
    const asks = [
      { to: 'POL', purpose: 'POL.een' },
      { to: 'BD', purpose: 'POL.een' },
      { to: 'RIEC', purpose: 'RIEC.een' },
      { to: 'OM', purpose: 'POL.een' },
      { to: 'POL', purpose: 'POL.drie' },
    ];
    expect(asks.map((reader) => [table.isRecipient(0, reader), table.isRecipient(1, reader)])).toEqual([
      [true, true],
      [false, true],
      [true, false],
      [false, false],
      [false, false],
    ]);
  });

  it('for what a kind of its law brought', () => {
    const reader = { to: 'POL', purpose: 'POL.een' };
    expect(
      ['COLL', 'BD', 'OM'].map((from) => [0, 1].map((at) => table.isOpen(at, source(from), reader, 'inzage'))),
    ).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ]);
  });

  it('of a supply for the bureau, whatever the purpose', () => {
    const to = (kind: string, purpose: string) => table.isOpen(1, source('POL'), { to: kind, purpose }, 'levering');
    expect([to('RIEC', 'RIEC.een'), to('RIEC', 'x'), to('POL', 'POL.een')]).toEqual([true, true, false]);
    expect(table.isOpen(1, source('OM'), { to: 'RIEC', purpose: 'RIEC.een' }, 'levering')).toBe(false);
  });
});

describe('a walk through all questions', () => {
  const documents = side([
    permitWith({ id: 'P-1', type: ['S1'], from: ['POL'], to: ['RIEC'], phase: ['3'], at: 'resultaat' }),
    permitWith({ id: 'P-2', type: ['Z1'], to: ['POL'], phase: ['1'] }),
  ]);
  const table = tableFor(documents);
  const wantedOf = (...ids: readonly string[]): Bits =>
    bitsWhere(table.rows.length, (at) => ids.includes(table.rows[at]?.id ?? ''));
  const visits = (wanted?: Bits) => {
    const found: (readonly [string, readonly string[]])[] = [];
    walk(
      table,
      ({ source: { type, from }, reader: { purpose }, phase, act, period, rows }) =>
        found.push([[type, from, purpose, phase, act, period.from].join(' '), idsOf(table, rows)]),
      wanted,
    );
    return found;
  };

  it('asks each once; a supply only of what is supplied, and in the name of the bureau', () => {
    const asked = visits().map(([question]) => question);
    expect(new Set(asked).size).toBe(asked.length);
    // three suppliers, three purposes, four phases, two acts; and two suppliers in four phases
    expect(asked.length).toBe(3 * 3 * 4 * 2 + 2 * 4);
    expect(asked.filter((question) => question.includes('levering'))).toEqual(
      ['POL', 'COLL'].flatMap((from) =>
        ['weging', '1', '2', '3'].map((phase) => `S1 ${from} RIEC.een ${phase} levering 2026-01-01`),
      ),
    );
  });

  it('supplies nothing in the name of the bureau for a purpose of another', () => {
    const free = side([], lawWith({}));
    const whole = tableFor(free);
    const supplies = new Set<string>();
    walk(whole, ({ act, reader: { to, purpose } }) => {
      if (act === 'levering') supplies.add(`${to} ${purpose}`);
    });
    expect([...supplies]).toEqual(['RIEC RIEC.een']);
  });

  it('shows the rules that speak of each', () => {
    const speaking = visits().filter(([, ids]) => ids.some((id) => id !== 'G-1'));
    expect(speaking).toEqual([
      ['S1 POL RIEC.een 3 resultaat 2026-01-01', ['G-1', 'P-1']],
      ['Z1 RIEC POL.een 1 inzage 2026-01-01', ['G-1', 'P-2']],
      ['Z1 RIEC POL.twee 1 inzage 2026-01-01', ['G-1', 'P-2']],
    ]);
  });

  it('asks only that of which a wanted rule speaks, as long as it is wanted', () => {
    expect(visits(wantedOf('P-1'))).toEqual([['S1 POL RIEC.een 3 resultaat 2026-01-01', ['G-1', 'P-1']]]);
    expect(visits(wantedOf())).toEqual([]);
    const wanted = wantedOf('P-2');
    const once: string[] = [];
    walk(
      table,
      ({ reader }) => {
        once.push(reader.purpose);
        for (const at of membersOfBoth(wanted, wanted)) removeBit(wanted, at);
      },
      wanted,
    );
    expect(once).toEqual(['POL.een']);
  });
});
