import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { castOfRegister, deliveryOf } from '@knooppunt/agencies';
import type { Frame } from '@knooppunt/agencies';
import { cloudEventTypeOf, payloadTypes } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';
import * as fc from 'fast-check';
import { cellsOf } from '../../test/cells.js';
import { csvLine } from '../../test/drop-scene.js';
import { headerOf } from './columns.js';
import { rowsOf } from './rows.js';
import type { DropRow } from './row.js';

jest.setTimeout(240_000);

const register = readFileSync(new URL('../../../../deploy/demo/brp/persoonslijsten.csv', import.meta.url), 'utf8');
const cast = castOfRegister(register, { municipalities: ['0363', '0599'], on: '2022-05-02' });
const types = payloadTypes.filter(({ id }) => id.startsWith('S'));
const place = { case: '8a8f6f1e-6a0d-4a58-8a1f-3f6d5f9f4c21', request: '3f1f2c56-8b4e-4a53-9a5c-0a3c7d7f5b10' };
const firstProcessed = '2026-01-12';
const frames: readonly Frame[] = [
  { way: 'signal', region: 'amsterdam-amstelland', firstProcessed },
  { way: 'answer', ...place, firstProcessed },
  { way: 'supply', case: place.case, firstProcessed },
];
const source = 'urn:nld:oin:00000099000000002000:systeem:bestand';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-rows-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = async (name: string, bytes: string | Uint8Array): Promise<readonly DropRow[]> => {
  writeFileSync(join(folder, name), bytes);
  const handle = await open(join(folder, name), 'r');
  const rows: DropRow[] = [];
  try {
    for await (const row of rowsOf(name, handle, source)) rows.push(row);
  } finally {
    await handle.close();
  }
  return rows;
};

const deliveries = ({ ways }: PayloadType) =>
  fc.record({
    seed: fc.nat(100_000),
    frame: fc.constantFrom(...frames.filter(({ way }) => ways.includes(way))),
    extent: fc.constantFrom('ordinary' as const, 'least' as const, 'most' as const),
    extreme: fc.constantFrom(undefined, 'unicode' as const),
  });

describe('a row of CSV', () => {
  it.each(types)('of $id is the delivery that was written in it, whatever that holds', async (type) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deliveries(type), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(',', ';'),
        fc.constantFrom('\n', '\r\n'),
        async (made, delimiter, end) => {
          const events = made.map(({ seed, frame, extent, extreme }, at) => ({
            type: cloudEventTypeOf(type),
            id: `rij-${at}`,
            time: '2026-02-20T10:00:00.000Z',
            data: deliveryOf(type.id, seed, {
              cast,
              on: '2026-02-20',
              frame,
              extent,
              ...(extreme === undefined ? {} : { extreme }),
            }),
          }));
          const header = headerOf(type).join(delimiter);
          const lines = events.map((event) => csvLine(cellsOf(type, event), delimiter));
          const rows = await read('rows.csv', [header, ...lines].join(end));
          expect(
            rows.map(({ item }) => ('value' in item ? Object.fromEntries(Object.entries(item.value)) : item)),
          ).toEqual(
            events.map((event) => ({ specversion: '1.0', source, datacontenttype: 'application/json', ...event })),
          );
        },
      ),
      { numRuns: 5 },
    );
  });

  it('begins on the line where its first cell stands, also after cells with lines of their own', async () => {
    const type = types[0]!;
    const event = { type: cloudEventTypeOf(type), data: { matter: { address: 'een\ntwee\n\ndrie' } } };
    const line = csvLine(cellsOf(type, event));
    const rows = await read('lines.csv', [headerOf(type).join(','), line, '', line, line].join('\n'));
    expect(rows.map((row) => row.line)).toEqual([2, 7, 11]);
  });

  it('keeps what a spreadsheet would take for a formula as the text that it is', async () => {
    const type = types[0]!;
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', "'=1"];
    const lines = formulas.map((address) =>
      csvLine(cellsOf(type, { type: cloudEventTypeOf(type), data: { matter: { address } } })),
    );
    const rows = await read('formulas.csv', [headerOf(type).join(','), ...lines].join('\n'));
    expect(rows.map(({ item }) => ('value' in item ? item.value.data : item))).toEqual(
      formulas.map((address) => ({ matter: { address } })),
    );
  });
});

describe('JSON lines', () => {
  it('are the events of the lines, at any length of line and wherever a chunk ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 150_000 }), { minLength: 1, maxLength: 8 }),
        async (lengths) => {
          const event = (at: number, filling: number) => ({
            specversion: '1.0',
            id: `regel-${at}`,
            source,
            type: 'nl.samenwerkingsverbanden.overbewoond-adres.v1',
            data: { vulling: 'é'.repeat(filling) },
          });
          const lines = lengths.map((filling, at) => JSON.stringify(event(at, filling)));
          const rows = await read('lines.jsonl', lines.join('\n'));
          const fits = (line: string): boolean => Buffer.byteLength(line) <= 65_536;
          expect(rows.map(({ line, item }) => [line, 'value' in item ? item.value.id : item.refusal.code])).toEqual(
            lines.map((line, at) => [at + 1, fits(line) ? `regel-${at}` : 'platform/te-groot']),
          );
        },
      ),
      { numRuns: 15 },
    );
  });
});
