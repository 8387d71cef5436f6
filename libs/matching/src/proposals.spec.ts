import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { LinkRow, TokenRow } from './match.tables.js';
import { proposalsOf } from './proposals.js';
import type { Proposal } from './proposals.js';

/** `held('one/p1', 'bsn 1', 'bag 2')`: the rows of one party; a reference that starts with c is a company. */
const held = (party: string, ...tokens: readonly string[]): readonly TokenRow[] => {
  const [contribution, ref] = party.split('/') as [string, string];
  return tokens.map((text) => {
    const [kind, token] = text.split(' ') as [string, string];
    const of = { supplier: 'college', cooperation: 'amsterdam' };
    return { contribution, ...of, ref, ref_kind: ref.startsWith('c') ? 'company' : 'person', kind, token };
  });
};
const link = (party: string, subject: string): LinkRow => {
  const [contribution, block] = party.split('/') as [string, string];
  return { case_id: 'case', contribution, block, subject };
};
const told = (proposals: readonly Proposal[]): readonly string[] =>
  proposals.map(({ a, b, kinds }) => `${a.contribution}/${a.ref} ${b.contribution}/${b.ref} ${kinds.join('+')}`);

describe('proposals of a case', () => {
  it('pairs two persons that share a number, and names every kind that they share', () => {
    const rows = [
      ...held('two/p3', 'bsn 1', 'name-birth 5', 'vnr 8'),
      ...held('one/p1', 'bsn 1', 'name-birth 5', 'vnr 9'),
    ];
    expect(told(proposalsOf(rows, []))).toEqual(['one/p1 two/p3 bsn+name-birth']);
  });

  it('pairs companies with companies only', () => {
    const rows = [...held('one/c1', 'kvk 1'), ...held('two/c1', 'kvk 1'), ...held('three/p1', 'kvk 1')];
    expect(told(proposalsOf(rows, []))).toEqual(['one/c1 two/c1 kvk']);
  });

  it('pairs nobody within one contribution', () => {
    expect(proposalsOf([...held('one/p1', 'bsn 1'), ...held('one/p2', 'bsn 1')], [])).toEqual([]);
  });

  it('never pairs on tokens of different kinds', () => {
    expect(proposalsOf([...held('one/p1', 'bsn 1'), ...held('two/p1', 'vnr 1')], [])).toEqual([]);
  });

  it('makes no proposal of a shared address alone, and names it beside what says who', () => {
    const rows = [
      ...held('one/p1', 'bag 1', 'bsn 1'),
      ...held('two/p1', 'bag 1'),
      ...held('three/p1', 'bag 1', 'bsn 1'),
    ];
    expect(told(proposalsOf(rows, []))).toEqual(['one/p1 three/p1 bag+bsn']);
  });

  it('pairs nobody by a vehicle or a parcel alone', () => {
    const rows = [...held('one/p1', 'plate 1', 'cadastral 2'), ...held('two/p1', 'plate 1', 'cadastral 2')];
    expect(proposalsOf(rows, [])).toEqual([]);
  });

  it('names the strongest way in which two names agree, and that alone', () => {
    const names = ['sound-nl-birth 2', 'sound-koeln-birth 3', 'sound-initial-birth 4', 'name-year 5'];
    const rows = [
      ...held('one/p1', 'name-birth 1', ...names),
      ...held('two/p1', 'name-birth 1', ...names),
      ...held('three/p1', 'name-birth 9', ...names),
    ];
    expect(told(proposalsOf(rows, []))).toEqual([
      'one/p1 three/p1 sound-nl-birth',
      'one/p1 two/p1 name-birth',
      'three/p1 two/p1 sound-nl-birth',
    ]);
  });

  it('pairs by the year of birth only where one of the two knows no more', () => {
    const partly = held('partly/p1', 'name-year 5');
    const one = held('one/p1', 'name-birth 1', 'name-year 5');
    const two = held('two/p1', 'name-birth 2', 'name-year 5');
    expect(told(proposalsOf([...partly, ...one, ...two], []))).toEqual([
      'one/p1 partly/p1 name-year',
      'partly/p1 two/p1 name-year',
    ]);
  });

  it('leaves out what is linked to one subject, and keeps what is linked to two or to none', () => {
    const rows = [
      ...held('a/p1', 'bsn 1'),
      ...held('b/p1', 'bsn 1'),
      ...held('c/p1', 'bsn 1'),
      ...held('d/p1', 'bsn 1'),
    ];
    const links = [link('a/p1', 'x'), link('b/p1', 'x'), link('c/p1', 'y')];
    expect(told(proposalsOf(rows, links))).toEqual([
      'a/p1 c/p1 bsn',
      'a/p1 d/p1 bsn',
      'b/p1 c/p1 bsn',
      'b/p1 d/p1 bsn',
      'c/p1 d/p1 bsn',
    ]);
  });

  it('says the same in the same order, whatever order the rows come in', () => {
    const rows = ['a/p1', 'a/p2', 'b/p1', 'b/c1', 'c/p10', 'c/p9', 'c/c1'].flatMap((party) =>
      held(party, 'bsn 1', 'kvk 2', 'name-birth 3'),
    );
    const expected = proposalsOf(rows, []);
    expect(expected.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(proposalsOf(shuffled, [])).toEqual(expected);
      }),
    );
  });

  it('agrees with comparing every party with every other', () => {
    const party = fc.record({
      contribution: fc.constantFrom('one', 'two', 'three', 'four'),
      ref: fc.constantFrom('p1', 'p2', 'c1'),
      tokens: fc.uniqueArray(fc.constantFrom('bsn 1', 'bsn 2', 'vnr 1', 'bag 1', 'name-birth 1'), { maxLength: 4 }),
    });
    const parties = fc.uniqueArray(party, { selector: ({ contribution, ref }) => `${contribution}/${ref}` });
    fc.assert(
      fc.property(parties, (drawn) => {
        const rows = drawn.flatMap(({ contribution, ref, tokens }) => held(`${contribution}/${ref}`, ...tokens));
        const expected = drawn
          .flatMap((a) => drawn.map((b) => [a, b] as const))
          .filter(([a, b]) => a.contribution < b.contribution && a.ref.startsWith('c') === b.ref.startsWith('c'))
          .filter(([a, b]) => a.tokens.some((token) => !token.startsWith('bag') && b.tokens.includes(token)))
          .map(([a, b]) => `${a.contribution}/${a.ref} ${b.contribution}/${b.ref}`);
        const found = proposalsOf(rows, []).map(({ a, b }) => `${a.contribution}/${a.ref} ${b.contribution}/${b.ref}`);
        expect(found).toEqual(expected.toSorted());
      }),
    );
  });
});
