import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';

const fixtures = join(import.meta.dirname, '../../../../test/fixtures/jcs');
const read = (folder: string, name: string): string => readFileSync(join(fixtures, folder, name), 'utf8');

describe('the canonical form that one spelling is judged by (RFC 8785)', () => {
  it.each(readdirSync(join(fixtures, 'input')))('is that of the published vector %s', (name) => {
    expect(canonicalJson(JSON.parse(read('input', name)) as Json)).toBe(read('output', name));
  });

  it('is tried with every published vector', () => {
    const names = ['arrays', 'french', 'structures', 'unicode', 'values', 'weird'].map((name) => `${name}.json`);
    expect([readdirSync(join(fixtures, 'input')), readdirSync(join(fixtures, 'output'))]).toEqual([names, names]);
  });
});
