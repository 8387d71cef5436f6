import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Amounts } from '../amounts.js';
import type { Scene } from '../support/scene.js';
import { lasting, quantile, until } from '../support/until.js';

/** What an outage of the database looked like, in milliseconds. */
export type Outage = { readonly noticedMs: number; readonly backMs: number };

/** Stops PostgreSQL and lets it come back; the programs are left alone and have to notice both by themselves. */
export const databaseGone = async (scene: Scene): Promise<Outage> => {
  const { postgres } = scene.engines;
  const before = scene.cluster.programs.map(({ pid }) => pid);
  await postgres.stop();
  const noticedMs = await until('every program says that it is not ready', async () => {
    return (await scene.unready()).length === scene.cluster.programs.length;
  });
  await postgres.start();
  const backMs = await scene.ready();
  const after = scene.cluster.programs.map(({ pid }) => pid);
  if (after.join() !== before.join()) throw new Error('a program ended over an outage of the database');
  return { noticedMs, backMs };
};

const asOwner = async ({ engines }: Scene, statements: readonly string[]): Promise<void> => {
  const url = new URL(engines.postgres.address);
  url.pathname = '/knooppunt';
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

const roles = ['knooppunt_app', 'knooppunt_gateway'] as const;
const both = roles.join(', ');

/** What is taken from the roles of the programs, and how it is given back. */
const rights: readonly (readonly [taken: readonly string[], given: readonly string[]])[] = [
  [[`REVOKE USAGE ON SCHEMA vault, read_store FROM ${both}`], [`GRANT USAGE ON SCHEMA vault, read_store TO ${both}`]],
  [
    [`REVOKE INSERT ON vault.kek, vault.data_key, vault.intake FROM ${both}`],
    [`GRANT INSERT ON vault.kek, vault.data_key, vault.intake TO ${both}`],
  ],
  [
    [
      ...roles.map((role) => `ALTER ROLE ${role} NOLOGIN`),
      ...roles.map((role) => `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`),
    ],
    roles.map((role) => `ALTER ROLE ${role} LOGIN`),
  ],
];

/** Takes the programs a right in the database, one way or another, and gives it back; they are left alone and have to notice both by themselves. */
export const rightsGone = async (scene: Scene, way: number, { rightsLostMs }: Amounts): Promise<Outage> => {
  const [taken, given] = rights[way % rights.length] as (typeof rights)[number];
  const before = scene.cluster.programs.map(({ pid }) => pid);
  await asOwner(scene, taken);
  try {
    const noticedMs = await until('every program says that it is not ready', async () => {
      return (await scene.unready()).length === scene.cluster.programs.length;
    });
    // long enough for a message that is tried again and again to be taken for poison
    await lasting(rightsLostMs);
    await asOwner(scene, given);
    const backMs = await scene.ready();
    const after = scene.cluster.programs.map(({ pid }) => pid);
    if (after.join() !== before.join()) throw new Error('a program ended over a right that it lost');
    return { noticedMs, backMs };
  } finally {
    await asOwner(scene, given);
  }
};

/** How the hub and the gateway behaved while the event store took connections and answered nothing. */
export type Silence = {
  /** From the silence to the first refusal. */
  readonly openMs: number;
  /** The 99th percentile and the median of refused calls after that. */
  readonly refusedP99Ms: number;
  readonly refusedMedianMs: number;
  /** Answers with content after the first refusal. */
  readonly disclosed: number;
  /** Commands that were said to be done. */
  readonly promised: number;
  /** Deliveries that were acknowledged meanwhile: they are on Kafka. */
  readonly acknowledged: number;
};

const refusals = 100;

/** Lets the event store fall silent, sees that everything is refused fast and nothing is promised, and lets it speak again. */
export const storeSilent = async (scene: Scene, { silenceMs }: Amounts): Promise<Silence> => {
  const { agency, readers, engines } = scene;
  await until('a signal is weighed', () => scene.log.weighed.length > 0);
  const [signal = ''] = scene.log.weighed;
  const path = `/v1/signalen/${signal}`;
  await until('a reader is answered', async () => (await readers.read(path)).status === 200);
  const [began, acknowledged] = [performance.now(), agency.acknowledged.size];
  engines.store.fallSilent();
  try {
    const openMs = await until('a reader is refused', async () => (await readers.read(path)).status === 503);
    const disclosed = readers.answered.length;
    const times: number[] = [];
    for (let count = 0; count < refusals; count += 1) {
      const asked = performance.now();
      const { status } = await readers.read(path);
      if (status !== 503) throw new Error(`a refused call was answered with ${status}`);
      times.push(performance.now() - asked);
    }
    const command = await readers.command(`${path}/wegingen`, { wegers: [] }, randomUUID());
    await lasting(Math.max(0, silenceMs - (performance.now() - began)));
    await until('deliveries are acknowledged', () => agency.acknowledged.size > acknowledged + 5);
    return {
      openMs,
      refusedP99Ms: quantile(times, 0.99),
      refusedMedianMs: quantile(times, 0.5),
      disclosed: readers.answered.length - disclosed,
      promised: command.status >= 200 && command.status < 300 ? 1 : 0,
      acknowledged: agency.acknowledged.size - acknowledged,
    };
  } finally {
    engines.store.speak();
  }
};
