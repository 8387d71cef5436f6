import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineAddresses } from './cluster.js';

/** Where `npm run engines` and `npm run start:engines` keep what they run. */
export const enginesFolder = join('var', 'engines');

/** An engine that does not run. */
export type Missing = 'kafka' | 'postgres' | 'eventstore';

type Started = { readonly address: string; readonly processes?: readonly { readonly pid: number }[] };
type Running = Readonly<Partial<Record<Missing, Started>>>;

const read = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There, and another user's.
    return (error as { readonly code?: unknown }).code === 'EPERM';
  }
};

/** Where an engine is, unless a process of it is gone. */
const addressOf = (engine: Started | undefined): string | undefined =>
  engine?.processes?.every(({ pid }) => isAlive(pid)) === false ? undefined : engine?.address;

/** The engines that `npm run engines -- up` started and that run; `eventStoreDbUrl` takes the place of the one among them. */
export const enginesUp = (
  folder: string,
  eventStoreDbUrl: string | undefined,
): EngineAddresses | { readonly missing: readonly Missing[] } => {
  const running = (read(join(folder, 'running.json')) ?? {}) as Running;
  const kafka = addressOf(running.kafka);
  const postgres = addressOf(running.postgres);
  const eventStoreDb = eventStoreDbUrl ?? addressOf(running.eventstore);
  if (kafka !== undefined && postgres !== undefined && eventStoreDb !== undefined) {
    return { kafka, postgres, eventStoreDb };
  }
  const addresses = { kafka, postgres, eventstore: eventStoreDb };
  return { missing: (Object.keys(addresses) as Missing[]).filter((name) => addresses[name] === undefined) };
};

/**
 * Where a hub keeps what goes with one log and with no other: its files under the folder of the engines, and its database
 * with read models and keys. The log of `npm run engines` has names of its own; any other (`eventStoreDbUrl`) has those
 * that follow from its address, without user and options.
 */
export const placeOfLog = (
  folder: string,
  eventStoreDbUrl: string | undefined,
): Readonly<Record<'folder' | 'database', string>> => {
  if (eventStoreDbUrl === undefined) return { folder: join(folder, 'hub'), database: 'knooppunt' };
  const [, hosts = eventStoreDbUrl] = /^[a-z+]+:\/\/(?:[^@]*@)?([^/?]+)/u.exec(eventStoreDbUrl) ?? [];
  const digest = createHash('sha256').update(hosts).digest('hex').slice(0, 12);
  // The name of a database holds letters only.
  const letters = digest.replaceAll(/\d/gu, (digit) => 'ghijklmnop'.charAt(Number(digit)));
  return { folder: join(folder, `hub-${letters}`), database: `knooppunt_${letters}` };
};

/** A hub on engines that runs on this machine: its address, its log, and the folder of the worker that signs. */
export type RunningCluster = {
  readonly pid: number;
  readonly base: string;
  readonly eventStoreDb: string;
  readonly data: string;
};

const clusterFile = (folder: string): string => join(folder, 'cluster.json');

/** Tells other programs of this machine where the hub on engines is; gives what takes the word back. */
export const announce = (folder: string, cluster: RunningCluster): (() => void) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(clusterFile(folder), JSON.stringify(cluster), { mode: 0o600 });
  return () => rmSync(clusterFile(folder), { force: true });
};

/** The hub on engines that was announced in this folder and still runs. */
export const runningCluster = (folder: string): RunningCluster | undefined => {
  const cluster = read(clusterFile(folder)) as RunningCluster | undefined;
  return cluster && isAlive(cluster.pid) ? cluster : undefined;
};

/** The hub on engines that answers at this address, if it is one that was announced and still runs. */
export const clusterAt = (folder: string, base: string): RunningCluster | undefined => {
  const cluster = runningCluster(folder);
  return cluster?.base === base ? cluster : undefined;
};
