import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expectNothingLost, killInMidAppend } from '../../test/crash.js';
import { crashStreams } from '../../test/crash.writer.js';
import { openEmbeddedEventStore } from './embedded.store.js';

const program = new URL('../../test/embedded.writer.ts', import.meta.url);

describe('an embedded event store whose process is killed in mid-append', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'knooppunt-events-'));
    file = join(folder, 'events.sqlite');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([1, 40, 97, 250, 3, 400])(
    'has lost nothing that was acknowledged and holds nothing in part, killed after %d acknowledgements',
    async (acks) => {
      const tally = await killInMidAppend(program, [file], acks);
      const store = await openEmbeddedEventStore({ file });
      try {
        await expectNothingLost(store, tally);
        const positions = (await store.readAll({ maxCount: 10_000 })).map((event) => Number(event.position));
        expect(positions).toEqual(positions.map((_, at) => at + 1));
      } finally {
        await store.close();
      }
    },
  );

  it('is whole to the eye of the engine itself, and holds all streams', async () => {
    const database = new DatabaseSync(file);
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    const streams = database.prepare('SELECT DISTINCT stream FROM events ORDER BY stream').all();
    expect(streams.map((row) => row['stream'])).toEqual([...crashStreams].sort());
    database.close();
  });
});
