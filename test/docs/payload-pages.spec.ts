import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { api } from '@knooppunt/contracts';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { checkPayload, payloadSchema, payloadTypes } from '@knooppunt/signals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { exampleOf } from './deliveries.js';
import { pageNameOf, pageOf, payloadIndex } from './payload-pages.js';

const folder = new URL('../../docs/payloads/', import.meta.url);
const document = (name: string): unknown =>
  parse(readFileSync(new URL(`../../deploy/demo/${name}`, import.meta.url), 'utf8'));
const documents = {
  law: document('law-wgs-riec.yaml') as LawDocument,
  covenant: document('convenant.yaml') as CovenantDocument,
};
const types = payloadTypes.filter(({ id }) => id.startsWith('S'));
const pages = new Map([
  ['README.md', payloadIndex(types)],
  ...types.map((type): [string, string] => [pageNameOf(type), pageOf(documents, type)]),
]);

if (process.env['UPDATE_DOCS'] === '1') {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of pages) writeFileSync(new URL(name, folder), text);
}

describe('the pages of the payload types', () => {
  it('are one for each of the 33, and a list of them', () => {
    expect(types).toHaveLength(33);
    expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  });

  it.each([...pages.keys()])('%s says what registry, law and covenant say', (name) => {
    expect(readFileSync(new URL(name, folder), 'utf8')).toBe(pages.get(name));
  });

  it('show an example that the registry accepts, and the published schema', () => {
    const place = { case: '8a8f6f1e-6a0d-4a58-8a1f-3f6d5f9f4c21', request: '3f1f2c56-8b4e-4a53-9a5c-0a3c7d7f5b10' };
    const faulty = types.filter((type) => checkPayload(type, exampleOf(type, place)).faults.length > 0);
    expect(faulty.map(({ id }) => id)).toEqual([]);
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const misfits = types.filter((type) => !ajv.validate(payloadSchema(type, api.server), exampleOf(type, place)));
    expect(misfits.map(({ id }) => id)).toEqual([]);
  });
});
