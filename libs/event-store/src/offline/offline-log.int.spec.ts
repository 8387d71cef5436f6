import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEmbeddedEventStore } from '../index.js';
import type { EventStore } from '../index.js';
import { withOfflineLog } from './offline-log.js';
import { privateFolderPrefix } from './private-folder.js';

const data = mkdtempSync(join(tmpdir(), 'knooppunt-offline-'));
const copies = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(privateFolderPrefix));
let store: EventStore;

beforeAll(async () => {
  store = await openEmbeddedEventStore({ file: join(data, 'events.sqlite') });
  for (let at = 0; at < 40; at++) {
    const bytes = new TextEncoder().encode(`{"at":${at},"more":"${'x'.repeat(2_000)}"}`);
    const id = `00000000-0000-5000-8000-${String(at).padStart(12, '0')}`;
    await store.append(
      `case-${at % 4}`,
      [{ id, type: 'T', bytes }],
      at < 4 ? 'no-stream' : BigInt(Math.floor(at / 4) - 1),
    );
  }
});
afterAll(async () => {
  await store.close();
  rmSync(data, { recursive: true, force: true });
});

describe('a log that is read while its hub works', () => {
  it('is a copy of which no file has a name any more once it is open, so that a run that is killed leaves none', async () => {
    const before = copies();
    const seen = await withOfflineLog({ data }, (source) => {
      expect(copies()).toEqual(before);
      expect(source.checkPages()).toEqual([]);
      return { size: source.size, rows: [...source.rowsOfTypes(['T'])].length, of: source.rowsOf('case-1').length };
    });
    expect(seen).toEqual({ size: 40, rows: 40, of: 10 });
    expect(copies()).toEqual(before);
  });

  it('goes on being written', async () => {
    const id = '00000000-0000-5000-8000-999999999999';
    const size = await withOfflineLog({ data }, async (source) => {
      await store.append('case-9', [{ id, type: 'T', bytes: new TextEncoder().encode('{}') }], 'no-stream');
      return source.size;
    });
    expect(size).toBe(40);
  });
});
