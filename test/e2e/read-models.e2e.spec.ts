import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { allProjections } from '@knooppunt/projections';
import { openEmbeddedReadStore, openPostgresReadStore, startProjector } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import { logSourceOf } from '../../apps/worker/src/log-source.js';
import { leaveOutPostgres } from '../postgres/left-out.js';
import { startServer } from '../postgres/server.js';
import { TestHub } from './support/hub.js';
import { Play } from './support/play.js';

jest.setTimeout(180_000);

const server = await startServer();

/** The digest of every read model of a log, followed from its first event, in batches of this size. */
const digestsOf = async (store: EventStore, readStore: ReadStore, batchSize: number): Promise<readonly string[]> => {
  const ending = new AbortController();
  const projector = await startProjector({
    source: logSourceOf(store, ending.signal),
    readStore,
    projections: allProjections,
    holder: 'test',
    batchSize,
    onAlarm: ({ error }) => {
      throw error;
    },
  });
  await projector.settled((await store.head()) ?? '');
  await projector.stop();
  ending.abort();
  const digests: string[] = [];
  for (const projection of allProjections) digests.push(`${projection.name} ${await readStore.digest(projection)}`);
  return digests;
};

describe('the read models of the journey', () => {
  let hub: TestHub;
  let folder: string;
  let store: EventStore;
  let live: readonly string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'knooppunt-read-models-'));
    hub = await TestHub.start();
    await new Play(hub).untilMeeting();
    await hub.standalone.worker.settled();
    await hub.close();
    store = await openEmbeddedEventStore({ file: join(hub.folder, 'events.sqlite') });
    const there = await openEmbeddedReadStore({ file: join(hub.folder, 'read.sqlite') });
    live = await digestsOf(store, there, 500);
    await there.close();
  });
  afterAll(async () => {
    await store.close();
    await hub.end();
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  it('come out of the log as they were followed, event by event or many at once', async () => {
    for (const batchSize of [1, 500]) {
      const fresh = await openEmbeddedReadStore({ file: join(folder, `read-${batchSize}.sqlite`) });
      expect(await digestsOf(store, fresh, batchSize)).toEqual(live);
      await fresh.close();
    }
  });

  if (server) {
    it('are the same in PostgreSQL, row by row', async () => {
      const { connectionString } = server;
      for (const batchSize of [7, 500]) {
        const options = { connectionString, migratorConnectionString: connectionString, schema: `read_${batchSize}` };
        const postgres = await openPostgresReadStore(options);
        expect(await digestsOf(store, postgres, batchSize)).toEqual(live);
        await postgres.close();
      }
    });
  } else leaveOutPostgres('are the same in PostgreSQL');
});
