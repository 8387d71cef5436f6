import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { leaksPage, rowsOf } from './leaks.js';
import type { LeakBook, MutantBook } from './leaks.js';
import { mutants } from './mutants/index.js';

type SourceMutant = {
  readonly what: string;
  readonly file: string;
  readonly find: string;
  readonly instead: string;
  readonly spec: string;
  readonly says?: string;
};

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const leaks = parse(read('test/two-worlds/leaks.yaml')) as LeakBook;
const sources = parse(read('test/two-worlds/mutants/source.yaml')) as Readonly<Record<string, SourceMutant>>;

const book: MutantBook = {
  ...Object.fromEntries(
    Object.entries(mutants).map(([name, { what, reading, by, foundAt }]) => [
      name,
      { what, caughtBy: `twee werelden, gelezen door ${by ?? reading}, bij \`${foundAt.source}\`` },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(sources).map(([name, { what, spec, says }]) => [
      name,
      { what, caughtBy: `[${spec}](../${spec})${says === undefined ? '' : `: “${says}”`}` },
    ]),
  ),
};

const page = leaksPage(leaks, book, read('test/two-worlds/leaks-remaining.md'));
if (process.env['UPDATE_DOCS'] === '1') writeFileSync(new URL('docs/leaks.md', root), page);

describe('the table of leaks', () => {
  it('has a row for every kind of leak and every shipped defect, in order', () => {
    expect(Object.keys(leaks)).toEqual(rowsOf());
  });

  it('has in every row a mutant that exists, or a reason with a test', () => {
    const empty = Object.entries(leaks).filter(([, { mutants: named = [], held, by }]) =>
      held === undefined ? named.length === 0 || named.some((name) => !Object.hasOwn(book, name)) : by === undefined,
    );
    expect(empty.map(([row]) => row)).toEqual([]);
  });

  it('uses every mutant', () => {
    const used = new Set(Object.values(leaks).flatMap(({ mutants: named = [] }) => named));
    expect(Object.keys(book).filter((name) => !used.has(name))).toEqual([]);
  });

  it('gives no name to two mutants', () => {
    expect(Object.keys(book)).toHaveLength(Object.keys(mutants).length + Object.keys(sources).length);
  });

  const held = Object.entries(leaks).flatMap(([row, { by }]) => (by ? [[row, ...by] as const] : []));
  it.each(held)('names for %s a test that is there: %s', (_row, file, words) => {
    expect(read(file)).toContain(words);
  });

  it('is the table of docs/leaks.md', () => {
    expect(read('docs/leaks.md')).toBe(page);
  });
});

describe('a mutant of the source', () => {
  it.each(Object.entries(sources))('has one line of its own to change: %s', (_name, { file, find, instead }) => {
    expect(read(file).split(find)).toHaveLength(2);
    expect(instead).not.toBe(find);
  });

  it.each(Object.entries(sources))('is caught by a test that is there: %s', (_name, { spec, says = '' }) => {
    expect(spec).toMatch(/\.spec\.ts$/);
    const contracts = spec.includes('embedded-vault') ? read('libs/vault/test/names.contract.ts') : '';
    expect(`${read(spec)}${contracts}`).toContain(says);
  });
});
