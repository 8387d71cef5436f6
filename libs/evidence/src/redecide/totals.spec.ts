import { describe, expect, it } from '@jest/globals';
import { Counter, Totals } from './totals.js';

describe('a counter', () => {
  it('counts by name, in the order of names', () => {
    const counter = new Counter();
    for (const name of ['b', 'a', 'b', 'c']) counter.add(name);
    counter.add('a', 3);
    expect(Object.entries(counter.tally())).toEqual([
      ['a', 4],
      ['b', 2],
      ['c', 1],
    ]);
  });

  it('has nothing of what was taken back as often as it came up', () => {
    const counter = new Counter();
    for (const times of [1, 1, -1, -1]) counter.add('a', times);
    counter.add('b', -1);
    expect(counter.tally()).toEqual({ b: -1 });
  });
});

describe('the totals of a run', () => {
  it('say of a second engine only where one was asked', () => {
    const totals = new Totals();
    totals.levels.add('reveal');
    totals.recomputed.add('attends');
    totals.asRecorded.add('minor', 2);
    totals.semantics.add('covenant/1');
    const none = { events: 0, disclosures: 0, aborted: 0, refusals: 0, items: 0, blocks: 0, fields: 0, findings: 0 };
    const counted = {
      ...none,
      levels: { reveal: 1 },
      recomputed: { attends: 1 },
      asRecorded: { minor: 2 },
      semantics: { 'covenant/1': 1 },
    };
    expect(totals.summary()).toEqual(counted);
    totals.compared = 0;
    expect(totals.summary()).toEqual({ ...counted, compared: 0 });
  });
});
