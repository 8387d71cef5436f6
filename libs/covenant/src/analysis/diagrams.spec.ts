import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Truth } from '../model.js';
import { Conditions } from './conditions.js';
import type { FactCondition } from './conditions.js';
import { always, Diagrams, never, truths } from './diagrams.js';
import type { Diagram } from './diagrams.js';

type Way = Readonly<Record<string, Truth>>;
type Set =
  | { readonly where: string; readonly values: readonly Truth[] }
  | { readonly op: 'and' | 'or' | 'minus'; readonly a: Set; readonly b: Set };

const names = ['a', 'b', 'c'];
const ways = names.reduce<Way[]>(
  (all, name) => all.flatMap((way) => truths.map((value) => ({ ...way, [name]: value }))),
  [{}],
);

const { set } = fc.letrec<{ set: Set }>((tie) => ({
  set: fc.oneof(
    // most sets of any size, or most draws would ask one fact and prove nothing of several
    { maxDepth: 4, depthSize: 'max', withCrossShrink: true },
    {
      weight: 1,
      arbitrary: fc.record({
        where: fc.constantFrom(...names),
        values: fc.subarray([...truths], { minLength: 1, maxLength: 2 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ op: fc.constantFrom('and', 'or', 'minus'), a: tie('set'), b: tie('set') }) },
  ),
}));

const drawn = (diagrams: Diagrams, given: Set): Diagram =>
  'where' in given
    ? diagrams.where(given.where, given.values)
    : diagrams[given.op](drawn(diagrams, given.a), drawn(diagrams, given.b));

const isIn = (given: Set, way: Way): boolean => {
  if ('where' in given) return given.values.includes(way[given.where] ?? 'unknown');
  const [a, b] = [isIn(given.a, way), isIn(given.b, way)];
  return { and: a && b, or: a || b, minus: a && !b }[given.op];
};

describe('a diagram', () => {
  it('holds the ways that its set holds, and equal sets are equal numbers', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(set, set, (one, other) => {
        const diagrams = new Diagrams();
        const [a, b] = [drawn(diagrams, one), drawn(diagrams, other)];
        expect(ways.map((way) => diagrams.includes(a, way))).toEqual(ways.map((way) => isIn(one, way)));
        expect(a === b).toBe(ways.every((way) => isIn(one, way) === isIn(other, way)));
        const not = (of: Diagram): Diagram => diagrams.minus(always, of);
        expect(not(diagrams.and(not(a), not(b)))).toBe(diagrams.or(a, b));
      }),
    );
  });

  it('with a value filled in is what remains of the other facts', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(set, fc.constantFrom(...names), fc.constantFrom(...truths), (one, fact, value) => {
        const diagrams = new Diagrams();
        const filled = diagrams.given(drawn(diagrams, one), fact, value);
        expect(ways.map((way) => diagrams.includes(filled, way))).toEqual(
          ways.map((way) => isIn(one, { ...way, [fact]: value })),
        );
      }),
    );
  });

  it('of many facts is little work, though the ways that it holds could never be gone through', () => {
    const diagrams = new Diagrams();
    const facts = Array.from({ length: 60 }, (_, at) => `fact ${at}`);
    const odd = facts.reduce((before, fact) => {
      const isTrue = diagrams.where(fact, [true]);
      return diagrams.or(diagrams.minus(before, isTrue), diagrams.minus(isTrue, before));
    }, never);
    const [one, two] = [{ 'fact 3': true }, { 'fact 3': true, 'fact 50': true }];
    expect([one, two].map((way) => diagrams.includes(odd, way))).toEqual([true, false]);
    const filled = diagrams.given(odd, 'fact 59', true);
    expect([one, two].map((way) => diagrams.includes(filled, way))).toEqual([false, true]);
  });

  it('of a condition tells what is known to hold from what is known to fail', () => {
    const diagrams = new Diagrams();
    const condition = { a: true, b: false };
    expect(diagrams.includes(diagrams.holds(condition), { a: true, b: false })).toBe(true);
    expect(diagrams.includes(diagrams.holds(condition), { a: true })).toBe(false);
    expect(diagrams.includes(diagrams.fails(condition), { a: true })).toBe(false);
    expect(diagrams.includes(diagrams.fails(condition), { b: true })).toBe(true);
    expect([diagrams.holds({}), diagrams.fails({})]).toEqual([always, never]);
  });
});

const meets = (condition: FactCondition, way: Way): boolean =>
  Object.entries(condition).every(([fact, values]) => values.includes(way[fact] ?? 'unknown'));

/** Every condition that allows one fact one value more. */
const looser = (condition: FactCondition): readonly FactCondition[] =>
  Object.entries(condition).flatMap(([fact, values]) =>
    truths.filter((value) => !values.includes(value)).map((value) => ({ ...condition, [fact]: [...values, value] })),
  );

describe('the conditions of a set', () => {
  const small = new Diagrams();
  const [asked, late] = [small.where('asked', [true]), small.where('late', [true])];
  /** What is said of exactly this set. */
  const wordsFor = (exact: Diagram): readonly FactCondition[] => new Conditions(small).of(exact, exact);

  it.each<readonly [readonly Truth[]]>([
    [[true]],
    [[false]],
    [['unknown']],
    [[true, 'unknown']],
    [[false, 'unknown']],
    [[true, false]],
  ])('say of a fact in one word that it is one of %p', (values) => {
    expect(wordsFor(small.where('asked', values))).toEqual([{ asked: values }]);
  });

  it('name no fact that matters not, and each fact that does', () => {
    expect(wordsFor(small.or(asked, late))).toEqual([{ asked: [true] }, { late: [true] }]);
    expect(wordsFor(small.and(asked, late))).toEqual([{ asked: [true], late: [true] }]);
    expect([wordsFor(always), wordsFor(never)]).toEqual([[{}], []]);
  });

  it('say nothing that needs not be said: at least the one, at most the other', () => {
    expect(new Conditions(small).of(small.and(asked, late), always)).toEqual([{}]);
    expect(new Conditions(small).of(small.and(asked, late), late)).toEqual([{ late: [true] }]);
  });

  it('say at least and at most what they must, none is needless, and none could be shorter', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(set, set, (one, other) => {
        const diagrams = new Diagrams();
        const most = drawn(diagrams, one);
        const least = diagrams.and(most, drawn(diagrams, other));
        const found = new Conditions(diagrams).of(least, most);
        const isMeant = (conditions: readonly FactCondition[], way: Way) =>
          conditions.some((condition) => meets(condition, way));
        expect(ways.filter((way) => diagrams.includes(least, way) && !isMeant(found, way))).toEqual([]);
        expect(ways.filter((way) => isMeant(found, way) && !diagrams.includes(most, way))).toEqual([]);
        for (const condition of found) {
          const others = found.filter((another) => another !== condition);
          expect(ways.some((way) => diagrams.includes(least, way) && !isMeant(others, way))).toBe(true);
          for (const wider of looser(condition)) {
            expect(ways.every((way) => !meets(wider, way) || diagrams.includes(most, way))).toBe(false);
          }
        }
      }),
    );
  });
});
