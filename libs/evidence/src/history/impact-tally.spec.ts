import { describe, expect, it } from '@jest/globals';
import type { DecidedField } from '@knooppunt/covenant';
import { changeOf, ImpactTally, keyIn } from './impact-tally.js';
import type { Changed, Dimensions } from './impact-tally.js';

const name: DecidedField = { name: 'name', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] };
const amount: DecidedField = { name: 'amount', category: 'FIN', levels: ['mask', 'generalise'] };

const dimensions: Dimensions = {
  recipientKind: 'POL',
  supplierKind: 'NLA',
  payloadType: 'S2',
  purpose: 'POL.opsporing',
  phase: '2',
  text: 'POL NLA S2 POL.opsporing 2',
};
const refused: Changed = {
  change: 'refused',
  field: 'name',
  from: 'reveal',
  to: 'withhold',
  because: 'cap',
  rule: 'C-1',
};
const once = { sign: 1, isSure: true, disclosure: 'd1' } as const;
const back = { ...once, sign: -1 } as const;

describe('how one level becomes another', () => {
  it.each([
    ['withhold', 'withhold', 'withheld'],
    ['withhold', 'exists', 'allowed'],
    ['withhold', 'reveal', 'allowed'],
    ['exists', 'withhold', 'refused'],
    ['reveal', 'withhold', 'refused'],
    ['reveal', 'reveal', 'kept'],
    ['exists', 'exists', 'kept'],
    ['exists', 'pseudonymise', 'raised'],
    ['pseudonymise', 'reveal', 'raised'],
    ['reveal', 'mask', 'lowered'],
    ['pseudonymise', 'exists', 'lowered'],
  ])('from %s to %s is %s', (from, to, change) => {
    expect(changeOf(name, from, to)).toBe(change);
  });

  it('follows the order of the field, and what the field lacks is nothing', () => {
    expect(changeOf(amount, 'mask', 'generalise')).toBe('raised');
    expect(changeOf({ ...amount, levels: ['generalise', 'mask'] }, 'mask', 'generalise')).toBe('lowered');
    expect(changeOf(amount, 'reveal', 'withhold')).toBe('withheld');
    expect(changeOf(amount, 'reveal', 'mask')).toBe('allowed');
    expect(changeOf(amount, 'mask', 'reveal')).toBe('refused');
  });
});

describe('the key of a decision under which a field stands', () => {
  it('is the one whose list names it', () => {
    const lists = { 'P-1': ['name', 'sex'], 'P-2': ['amount'] };
    expect(['sex', 'amount', 'shoeSize'].map((field) => keyIn(lists, field))).toEqual(['P-1', 'P-2', undefined]);
  });
});

describe('a tally of decisions', () => {
  it('counts each way that they come out, and what is taken back is not counted', () => {
    const tally = new ImpactTally();
    tally.decision('kept', 1);
    tally.decision('kept', 1);
    tally.decision('allowed', 1);
    tally.decision('kept', -1);
    const { decisions, totals } = tally.report();
    expect([decisions, totals]).toEqual([2, { allowed: 1, raised: 0, refused: 0, lowered: 0, kept: 1, withheld: 0 }]);
  });

  it('counts the facts that were missing, by name and in order, while any decision wants them', () => {
    const tally = new ImpactTally();
    tally.open(['ownHit', 'asked'], 1);
    tally.open(['ownHit', 'minor'], 1);
    tally.open(['minor'], -1);
    const { unsure, missingFacts } = tally.report();
    expect([unsure, Object.entries(missingFacts)]).toEqual([
      1,
      [
        ['asked', 1],
        ['ownHit', 2],
      ],
    ]);
  });
});

describe('the facts that were missing', () => {
  it('stand in the order of their names', () => {
    const tally = new ImpactTally();
    tally.open(['b', 'd', 'a', 'c'], 1);
    expect(Object.keys(tally.report().missingFacts)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('a tally of changes', () => {
  it('has one group for one way to change, with its numbers', () => {
    const tally = new ImpactTally();
    tally.changed(dimensions, refused, once);
    tally.changed(dimensions, refused, { ...once, isSure: false, disclosure: 'd2' });
    const { text: _text, ...named } = dimensions;
    expect(tally.report().groups).toEqual([{ ...named, ...refused, count: 2, unsure: 1, examples: ['d1', 'd2'] }]);
  });

  it.each<readonly [string, Partial<Changed>, Partial<Dimensions>]>([
    ['field', { field: 'sex' }, {}],
    ['level then', { from: 'mask' }, {}],
    ['level now', { to: 'exists', change: 'lowered' }, {}],
    ['cause', { because: 'guard' }, {}],
    ['rule', { rule: null }, {}],
    ['reader', {}, { recipientKind: 'IND', text: 'IND NLA S2 POL.opsporing 2' }],
  ])('tells changes apart by %s', (_what, changed, read) => {
    const tally = new ImpactTally();
    tally.changed(dimensions, refused, once);
    tally.changed({ ...dimensions, ...read }, { ...refused, ...changed }, once);
    expect(tally.report().groups.map(({ count }) => count)).toEqual([1, 1]);
  });

  it('names up to five disclosures of a group, each once', () => {
    const tally = new ImpactTally();
    for (const disclosure of ['d1', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6']) {
      tally.changed(dimensions, refused, { ...once, disclosure });
    }
    const [group] = tally.report().groups;
    expect([group?.count, group?.examples]).toEqual([7, ['d1', 'd2', 'd3', 'd4', 'd5']]);
  });

  it('forgets what is taken back, and a group of which nothing is left', () => {
    const tally = new ImpactTally();
    tally.changed(dimensions, refused, once);
    tally.changed(dimensions, refused, { ...once, isSure: false, disclosure: 'd2' });
    tally.changed(dimensions, refused, { ...back, isSure: false, disclosure: 'd2' });
    expect(tally.report().groups).toMatchObject([{ count: 1, unsure: 0, examples: ['d1'] }]);
    tally.changed(dimensions, refused, back);
    const { groups, by } = tally.report();
    expect([groups, by.rule]).toEqual([[], {}]);
  });

  it('lists up to twenty thousand ways to change, and still counts in those', () => {
    const tally = new ImpactTally();
    for (let at = 0; at <= 20_000; at++) tally.changed(dimensions, { ...refused, field: `f${at}` }, once);
    tally.changed(dimensions, { ...refused, field: 'f0' }, once);
    const { groups } = tally.report();
    expect([groups.length, groups[0]?.field, groups[0]?.count]).toEqual([20_000, 'f0', 2]);
  });
});
