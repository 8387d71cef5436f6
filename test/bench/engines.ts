import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enginesUp } from '../../apps/standalone/src/engines/places.js';
import type { EngineAddresses } from '../../apps/standalone/src/engines/cluster.js';
import type { Bench, Benchmark } from './bench.js';
import { clusterPart } from './engines-cluster.js';
import { intakeOnEngines, openJourney, outageOnEngines, pressureOnEngines } from './engines-journey.js';
import { peerGatewayPart, peerWorkerPart, watchPart } from './engines-peer.js';
import { kafkaPart, postgresPart, ratesBehindPorts, storePart, stuckPart } from './engines-ports.js';
import { root } from './hub.js';
import type { Table } from './report.js';

const started: readonly (readonly [folder: string, only: string])[] = [
  ['.', 'kafka'],
  ['.', 'postgres'],
  ['.', 'eventstore'],
  ['bare', 'eventstore'],
];

/** Servers of this run's own, whatever runs elsewhere: what the bare clients append would be no events to a worker. */
const tool = (folder: string, command: 'up' | 'down'): void => {
  const { EVENTSTOREDB_URL: _elsewhere, ...env } = process.env;
  const script = join(root, 'tools/engines/main.mjs');
  for (const [below, only] of started) {
    const place = join(folder, below);
    mkdirSync(place, { recursive: true });
    execFileSync(process.execPath, [script, command, '--only', only, '--folder', place], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
};

const addressesIn = (folder: string): EngineAddresses & { readonly bareStore: string } => {
  const found = enginesUp(folder, undefined);
  if ('missing' in found) throw new Error(`these engines cannot run here: ${found.missing.join(', ')}`);
  const { eventstore } = JSON.parse(readFileSync(join(folder, 'bare', 'running.json'), 'utf8')) as BareRunning;
  return { ...found, bareStore: process.env['EVENTSTOREDB_URL'] ?? eventstore.address };
};

type BareRunning = { readonly eventstore: { readonly address: string } };

const run = async (bench: Bench): Promise<readonly Table[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-engines-'));
  // PostgreSQL runs as a user of its own where we are root, and has to come to its folder.
  chmodSync(folder, 0o711);
  try {
    tool(folder, 'up');
    const at = addressesIn(folder);
    const journey = await openJourney(bench, { engines: at, bareStore: at.bareStore, folder: join(folder, 'hub') });
    const tables: Table[] = [];
    try {
      tables.push(await intakeOnEngines(bench, journey));
      tables.push(await pressureOnEngines(bench, journey));
      tables.push(await outageOnEngines(bench, journey));
    } finally {
      await journey.close();
    }
    return [...tables, ...(await ratesBehindPorts(bench, { ...at, eventStoreDb: at.bareStore }))];
  } finally {
    tool(folder, 'down');
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The three programs on Kafka, EventStoreDB and PostgreSQL, and each engine behind its port, beside bare clients. */
export const engines: Benchmark = {
  parts: {
    cluster: clusterPart,
    'peer-gateway': peerGatewayPart,
    'peer-worker': peerWorkerPart,
    watch: watchPart,
    kafka: kafkaPart,
    postgres: postgresPart,
    store: storePart,
    stuck: stuckPart,
  },
  run,
};
