import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith, permitWith } from '../../test/documents.js';
import type { Rule } from '../model.js';
import { betrayalProblems } from './betrayals.js';

const registry = {
  types: [{ id: 'S1', suppliers: ['COLL'], fields: [{ name: 'bsn', category: 'ID' }] }],
};
const law = lawWith({
  facts: { secret: { of: 'contribution', from: 'code', is: 'a secret', known: 'hidden', seenAs: 'shielded' } },
});
const problemsOf = (...rules: readonly Rule[]) =>
  betrayalProblems(
    {
      law,
      covenant: covenantWith({
        parties: { POL: partyWith(['opsporing']) },
        obligations: { retain: { combine: 'shortest' }, use: { combine: 'union' } },
        rules: [permitWith({ fields: ['bsn'] }), ...rules],
      }),
    },
    registry,
  );
const cap: Rule = { id: 'C-1', cap: 'mask', fields: ['bsn'], when: { secret: true }, basis: 'convenant art. 3' };

describe('a rule that asks a hidden fact', () => {
  it('is told where its reader could guess the fact, and by what', () => {
    expect(problemsOf(cap)).toStrictEqual([
      { rule: 'C-1', code: 'betrays-fact', detail: 'the level lets its reader guess `secret`' },
    ]);
    expect(problemsOf({ ...cap, cap: 'reveal', obligations: { use: ['x'] } })).toStrictEqual([
      { rule: 'C-1', code: 'betrays-fact', detail: 'a duty lets its reader guess `secret`' },
    ]);
  });

  it('betrays nothing where it withholds, where it changes nothing, or where it says that it may be guessed', () => {
    expect(problemsOf({ ...cap, cap: 'withhold' })).toStrictEqual([]);
    expect(problemsOf({ ...cap, cap: 'reveal' })).toStrictEqual([]);
    expect(problemsOf({ ...cap, observable: ['shielded'] })).toStrictEqual([]);
  });

  it('is told once, however often it betrays the fact, in the order of what is asked', () => {
    const rules = [
      { ...cap, id: 'C-3', phase: '3' },
      { ...cap, id: 'C-2', phase: ['1', '2'] },
    ];
    expect(problemsOf(...rules).map(({ rule }) => rule)).toStrictEqual(['C-2', 'C-3']);
  });
});

describe('a covenant', () => {
  it('that asks nothing hidden betrays nothing', () => {
    expect(problemsOf()).toStrictEqual([]);
  });
});
