import { describe, expect, it, jest } from '@jest/globals';
import { forms } from '@knooppunt/contracts';
import { isSafe } from 'redos-detector';
import { compiled, expressionsOfPrograms, makersOfExpressions } from './expressions.js';
import { suspects } from './suspects.js';

// a second or two of work, on a machine that may be busy
jest.setTimeout(600_000);

/** Steps of the checker, so that it says the same on every machine. */
const effort = { maxSteps: 20_000, timeout: Infinity } as const;
/** The longest that one expression may hold up a turn, in milliseconds of processor time of this thread. */
const longest = 50;

// the checker reads letters of both cases only where Unicode is off; for cost they are letters
const isLinear = (expression: RegExp): boolean => {
  const { source, flags } = expression;
  return isSafe(new RegExp(source, flags.includes('u') ? flags.replace('i', '') : flags), effort).safe;
};

const cost = (expression: RegExp, text: string): number => {
  const before = process.threadCpuUsage();
  expression.lastIndex = 0;
  expression.test(text);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};
/** The least of three: what else happens in this thread at that moment does not count. */
const leastCost = (expression: RegExp, text: string): number =>
  Math.min(...Array.from({ length: 3 }, () => cost(expression, text)));

describe('a regular expression of a program', () => {
  const written = expressionsOfPrograms();

  it('is written down, so that it can be checked; those of the wire are made of the list of forms', () => {
    expect(makersOfExpressions()).toEqual(['libs/contracts/src/rules.ts']);
    expect(written.length).toBeGreaterThan(150);
  });

  it('takes time in proportion to its text, or is a suspect with the longest text that it gets', () => {
    const all = [...written.map(({ text }) => text), ...Object.values(forms).map((form) => `/${form}/`)];
    const found = all.filter((text) => !isLinear(compiled(text)));
    expect(found.toSorted()).toEqual(Object.keys(suspects).toSorted());
  });

  it.each(Object.entries(suspects))('%s is done with the worst text of its longest length', (literal, suspect) => {
    const expression = compiled(literal);
    const slow = suspect.worst.filter((make) => leastCost(expression, make(suspect.longest)) > longest);
    expect(slow.map((make) => make(20))).toEqual([]);
  });

  it('would be found if it had endlessly many ways to read a text', () => {
    expect(isLinear(/^(?:at [^|\n]+:\d+:\d+\)?(?: \| )?)*$/)).toBe(false);
    expect(isLinear(/^(a+)+$/)).toBe(false);
    expect(isLinear(/^[0-9a-f]{8}-[0-9a-f]{4}$/)).toBe(true);
    const evil = `${'at a:1:1'.repeat(28)}|`;
    expect(leastCost(/^(?:at [^|\n]+:\d+:\d+\)?(?: \| at [^|\n]+:\d+:\d+\)?)*)?$/, evil)).toBeLessThan(longest);
  });
});
