import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { rulesDocument } from './rules.js';
import type { CasesOf, RuleBook } from './rules.js';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const book = parse(read('test/docs/rules.yaml')) as RuleBook;

const casesOf: CasesOf = (rule) => {
  const path = `test/covenant-cases/${rule}.yaml`;
  if (!existsSync(new URL(path, root))) return undefined;
  const { cases } = parse(read(path)) as { readonly cases: readonly { readonly outcome: string }[] };
  const count = (outcome: string): number => cases.filter((one) => one.outcome === outcome).length;
  return { permitted: count('permitted'), refused: count('refused') };
};

const text = rulesDocument(book, casesOf);
if (process.env['UPDATE_DOCS'] === '1') writeFileSync(new URL('docs/rules.md', root), text);

describe('the table of the rules', () => {
  it('names all 71, in order', () => {
    expect(Object.keys(book)).toEqual(Array.from({ length: 71 }, (_, at) => `R${String(at + 1).padStart(2, '0')}`));
  });

  it('leaves no rule without a place that enforces it or a word about what it waits for', () => {
    const blank = Object.entries(book).filter(
      ([rule, { place, waits }]) => casesOf(rule) === undefined && place === undefined && waits === undefined,
    );
    expect(blank.map(([rule]) => rule)).toEqual([]);
  });

  it('has a permitted and a refused case for every rule that has cases', () => {
    const oneSided = Object.keys(book).filter((rule) => {
      const cases = casesOf(rule);
      return cases !== undefined && (cases.permitted === 0 || cases.refused === 0);
    });
    expect(oneSided).toEqual([]);
  });

  const places = Object.entries(book).flatMap(([rule, { place }]) =>
    place === undefined ? [] : [[rule, ...place] as const],
  );
  it.each(places)('names a place of %s that is there: %s', (_rule, file, words) => {
    expect(read(file)).toContain(words);
  });

  it('is the table of docs/rules.md', () => {
    expect(read('docs/rules.md')).toBe(text);
  });
});
