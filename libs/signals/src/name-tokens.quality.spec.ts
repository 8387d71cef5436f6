import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { nameTokenKinds, nameTokens } from './name-tokens.js';
import type { NameTokenKind } from './name-tokens.js';

type Row = { readonly entity: string; readonly tokens: ReadonlySet<string> };

const file = new URL('../../../test/fixtures/febrl/dataset3.csv', import.meta.url);
const rows: readonly Row[] = readFileSync(file, 'utf8')
  .split('\n')
  .slice(1)
  .filter((line) => line !== '')
  .map((line) => {
    const cells = line.split(',').map((cell) => cell.trim());
    const [id = '', given = '', surname = ''] = cells;
    const born = cells[9] ?? '';
    const date = `${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6, 8)}`;
    return {
      entity: id.split('-')[1] ?? '',
      tokens: new Set(nameTokens(`${given} ${surname}`, date).map(({ kind, value }) => `${kind} ${value}`)),
    };
  });

/** Pairs that share a token of one of these kinds: how many there are, and how many of them are one person. */
const pairsBy = (kinds: readonly NameTokenKind[]): { readonly found: number; readonly right: number } => {
  const holders = new Map<string, number[]>();
  rows.forEach(({ tokens }, at) => {
    for (const token of tokens) {
      if (kinds.some((kind) => token.startsWith(`${kind} `))) holders.set(token, [...(holders.get(token) ?? []), at]);
    }
  });
  const pairs = new Set(
    [...holders.values()].flatMap((all) => all.flatMap((a, at) => all.slice(at + 1).map((b) => `${a} ${b}`))),
  );
  const right = [...pairs].filter((pair) => {
    const [a = 0, b = 0] = pair.split(' ').map(Number);
    return rows[a]?.entity === rows[b]?.entity;
  });
  return { found: pairs.size, right: right.length };
};

const truePairs = (() => {
  const sizes = new Map<string, number>();
  for (const { entity } of rows) sizes.set(entity, (sizes.get(entity) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
})();

const quality = (kinds: readonly NameTokenKind[]) => {
  const { found, right } = pairsBy(kinds);
  return { precision: right / found, recall: right / truePairs };
};

describe('5000 records of 2000 persons, with the errors that people make', () => {
  const exact = quality(['name-birth']);
  const bySound = quality(nameTokenKinds.filter((kind) => kind !== 'name-year'));

  it('make 6538 pairs that are one person', () => {
    expect([rows.length, truePairs]).toEqual([5000, 6538]);
  });

  it('the same name and day finds a part of them, and nearly nobody else', () => {
    expect(exact.precision).toBeGreaterThan(0.99);
    expect(exact.recall).toBeGreaterThan(0.2);
  });

  it('finds more of them by sound, and still nearly nobody else', () => {
    process.stdout.write(`name tokens on febrl dataset3: ${JSON.stringify({ exact, bySound })}\n`);
    expect(bySound.precision).toBeGreaterThan(0.99);
    expect(bySound.recall).toBeGreaterThan(exact.recall + 0.1);
  });
});
