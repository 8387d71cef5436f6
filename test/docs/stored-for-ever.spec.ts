import { readFileSync, writeFileSync } from 'node:fs';
import { eventCatalogue } from '@knooppunt/cases';
import type { EventDefinition } from '@knooppunt/kernel';
import { describe, expect, it } from '@jest/globals';
import { clearFieldsOf, storedForEverTable } from './stored-for-ever.js';

const file = new URL('../../docs/adr/0001-what-is-stored-for-ever.md', import.meta.url);
const block = /(<!-- generated: clear fields -->\n)[\s\S]*?(\n<!-- end -->)/;

describe('ADR 0001, what is stored for ever', () => {
  const text = readFileSync(file, 'utf8');
  if (process.env['UPDATE_DOCS'] === '1') {
    writeFileSync(
      file,
      text.replace(block, (_all, from: string, to: string) => `${from}${storedForEverTable()}${to}`),
    );
  }

  it('names every clear field of every event that the codecs know', () => {
    expect(block.exec(readFileSync(file, 'utf8'))?.[0]).toContain(storedForEverTable());
  });

  it('gives a reason for every kind of clear value', () => {
    const kinds = Object.values(eventCatalogue as Readonly<Record<string, EventDefinition>>).flatMap((definition) =>
      clearFieldsOf(definition).map(({ kind }) => kind),
    );
    const unexplained = [...new Set(kinds)].filter((kind) => !text.includes(`- \`${kind}\`: `));
    expect(unexplained).toEqual([]);
  });
});
