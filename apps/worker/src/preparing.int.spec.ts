import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { requireOwnLog } from './preparing.js';

const id = '11111111-1111-4111-8111-111111111111';
let folder: string;
let store: EventStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-prepare-'));
  store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

describe('a log that is to be prepared', () => {
  it('may be empty', async () => {
    await expect(requireOwnLog(store)).resolves.toBeUndefined();
  });

  it.each([
    ['event-store/unreadable-event', '{"orderId":7}'],
    ['event-store/unreadable-event', 'no JSON'],
  ])("is refused by %s where it begins with somebody else's event: %s", async (code, text) => {
    await store.append(`case-${id}`, [{ id, type: 'OrderPlaced', bytes: Buffer.from(text) }], 'no-stream');
    await expect(requireOwnLog(store)).rejects.toMatchObject({ code });
  });
});
