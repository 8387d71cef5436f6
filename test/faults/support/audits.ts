import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventStoreDb } from '@knooppunt/event-store';
import { allProjections } from '@knooppunt/projections';
import { openEmbeddedReadStore, openPostgresReadStore, startProjector } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import { audit } from '../../../apps/audit/src/cli.js';
import { logSourceOf } from '../../../apps/worker/src/log-source.js';
import type { Scene } from './scene.js';
import { until } from './until.js';

/** Verifies the log and decides every disclosure again, from the event store itself; what the audit found, one line each. */
export const auditFindings = async (scene: Scene): Promise<readonly string[]> => {
  const data = join(scene.folder, 'hub', 'worker-1');
  const lines: string[] = [];
  for (const command of ['verify', 'redecide']) {
    let text = '';
    const args = [command, '--json', '--data', data, '--eventstore', scene.engines.store.connectionString];
    const tell = (more: string): void => void (text += more);
    const code = await audit(args, { out: tell, err: tell, isTty: false });
    if (code !== 0) lines.push(...text.trim().split('\n').slice(0, 20), `${command} ended with ${code}`);
  }
  return lines;
};

const digestsOf = async (readStore: ReadStore): Promise<readonly string[]> => {
  const digests: string[] = [];
  for (const projection of allProjections) digests.push(`${projection.name} ${await readStore.digest(projection)}`);
  return digests;
};

/** The digests of all read models, built anew from the first event. */
const rebuilt = async (scene: Scene, folder: string): Promise<readonly string[]> => {
  const store = await openEventStoreDb({ connectionString: scene.engines.store.connectionString });
  const readStore = await openEmbeddedReadStore({ file: join(folder, 'read.sqlite') });
  const ending = new AbortController();
  try {
    const projector = await startProjector({
      source: logSourceOf(store, ending.signal),
      readStore,
      projections: allProjections,
      holder: 'rebuild',
      onAlarm: ({ error }) => {
        throw error;
      },
    });
    await projector.settled((await store.head()) ?? '');
    await projector.stop();
    return await digestsOf(readStore);
  } finally {
    ending.abort();
    await readStore.close();
    await store.close();
  }
};

/** Names of the read models whose rows differ from what a rebuild gives, once the workers have followed the log. */
export const differingReadModels = async (scene: Scene): Promise<readonly string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-rebuilt-'));
  const url = new URL(scene.engines.postgres.address);
  url.username = 'knooppunt_app';
  url.pathname = '/knooppunt';
  const live = await openPostgresReadStore({ connectionString: url.toString() });
  try {
    const wanted = await rebuilt(scene, folder);
    let differing: readonly string[] = [];
    await until('read models are as rebuilt', async () => {
      const found = await digestsOf(live);
      differing = allProjections.flatMap(({ name }, at) => (found[at] === wanted[at] ? [] : [name]));
      return differing.length === 0;
    }).catch(() => undefined);
    return differing;
  } finally {
    await live.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
