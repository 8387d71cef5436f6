import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { catalogueDocument, catalogueEntries } from './catalogue.js';
import { root, textOf } from './source-tree.js';

const entries = catalogueEntries();
const text = catalogueDocument(entries);
if (process.env['UPDATE_DOCS'] === '1') writeFileSync(join(root, 'docs/catalogue.md'), text);

describe('the catalogue of events', () => {
  it('knows who makes every event', () => {
    expect(entries.filter(({ makers }) => makers.length === 0).map(({ type }) => type)).toEqual([]);
  });

  it('knows in which streams every event lies', () => {
    expect(entries.filter(({ streams }) => streams.length === 0).map(({ type }) => type)).toEqual([]);
  });

  it('finds the sources of every event', () => {
    expect(entries.filter(({ notes }) => notes.group === '').map(({ type }) => type)).toEqual([]);
  });

  it('is docs/catalogue.md', () => {
    expect(textOf('docs/catalogue.md')).toBe(text);
  });
});
