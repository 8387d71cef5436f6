import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDemoProvider } from '@knooppunt/platform';
import { readFounding } from '../../../worker/src/worker.module.js';
import { demoClients } from '../demo-clients.js';
import { makeDatabase } from './database.js';
import type { Database } from './database.js';
import { freePort } from './free-port.js';
import { createFront } from './front.js';
import { Program } from './program.js';

/** Where the engines of this machine are. `postgres`: as a user who may make roles and databases. */
export type EngineAddresses = { readonly kafka: string; readonly postgres: string; readonly eventStoreDb: string };

/**
 * `folder`: keys, leaf files and logs of the programs. `port`: the one address for users, on loopback. `database`: its name,
 * for two clusters on one server. `programs`: folder of the compiled programs. `workers`: how many. `replication`: copies of
 * each topic. `onEnd`: told when a program ends by itself. `settings`: further settings for all programs. `onProgram`: told of
 * each program before it is started, the one that prepares included. `signal`: once aborted, no further program is started.
 */
export type ClusterOptions = {
  readonly engines: EngineAddresses;
  readonly folder: string;
  readonly founding: string;
  readonly port: number;
  readonly database?: string;
  readonly programs?: string;
  readonly workers?: number;
  readonly replication?: number;
  readonly onEnd?: (program: Program) => void;
  readonly onProgram?: (program: Program) => void;
  readonly signal?: AbortSignal;
  readonly settings?: Readonly<Record<string, string>>;
};

const host = '127.0.0.1';
const here = fileURLToPath(new URL('../../../..', import.meta.url));

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

type Place = { readonly database: Database; readonly base: string };
type Settings = Readonly<Record<string, string>>;

const kafkaSettings = ({ engines, replication = 1 }: ClusterOptions): Settings => ({
  KNOOPPUNT_KAFKA_BROKERS: engines.kafka,
  KNOOPPUNT_KAFKA_REPLICATION: String(replication),
  KNOOPPUNT_KAFKA_MIN_INSYNC: String(Math.max(1, replication - 1)),
});

const keySettings = ({ folder }: ClusterOptions, { database }: Place): Settings => ({
  KNOOPPUNT_POSTGRES_URL: database.url,
  KNOOPPUNT_ROOT_KEY_FILE: join(folder, 'root.key'),
});

const storeSettings = ({ engines }: ClusterOptions): Settings => ({
  KNOOPPUNT_EVENTSTOREDB_URL: engines.eventStoreDb,
});

const identitySettings = ({ base }: Place): Settings => ({ OIDC_ISSUER: `${base}/oidc`, OIDC_NAME: 'demo' });

const fileOf = ({ programs = here }: ClusterOptions, name: string): string => join(programs, name);
const logOf = ({ folder }: ClusterOptions, name: string): string => join(folder, `${name}.log`);

/** A program that somebody is told of. */
const told = ({ onProgram }: ClusterOptions, program: Program): Program => {
  onProgram?.(program);
  return program;
};

const prepare = (options: ClusterOptions, place: Place): Promise<void> => {
  const program = new Program({
    name: 'prepare',
    file: fileOf(options, 'apps/worker/src/prepare.js'),
    log: logOf(options, 'prepare'),
    env: {
      ...keySettings(options, place),
      ...storeSettings(options),
      ...kafkaSettings(options),
      KNOOPPUNT_POSTGRES_MIGRATOR_URL: place.database.migratorUrl,
      KNOOPPUNT_POSTGRES_GATEWAY_ROLE: place.database.gatewayRole,
      KNOOPPUNT_FOUNDING: options.founding,
      OIDC_NAME: 'demo',
      ...options.settings,
    },
  });
  return told(options, program).start();
};

/** A program that stays, with a management server of its own that tells when it can work. */
const stays = async (options: ClusterOptions, name: string, app: string, env: Settings): Promise<Program> => {
  const port = await freePort();
  const { onEnd, settings = {} } = options;
  const program = new Program({
    name,
    file: fileOf(options, `apps/${app}/src/main.js`),
    log: logOf(options, name),
    env: { ...env, KNOOPPUNT_INSTANCE: name, KNOOPPUNT_MANAGEMENT_PORT: String(port), ...settings },
    ready: `http://${host}:${port}/health/ready`,
    ...(onEnd ? { onEnd } : {}),
  });
  return told(options, program);
};

const workersOf = (options: ClusterOptions, place: Place): Promise<readonly Program[]> =>
  Promise.all(
    Array.from({ length: options.workers ?? 1 }, (_one, at) => {
      const name = `worker-${at + 1}`;
      const data = join(options.folder, name);
      return stays(options, name, 'worker', {
        ...keySettings(options, place),
        ...storeSettings(options),
        ...kafkaSettings(options),
        KNOOPPUNT_DATA: data,
        KNOOPPUNT_CHECKPOINT_KEY_FILE: join(options.folder, 'checkpoint.key'),
      });
    }),
  );

const servers = async (options: ClusterOptions, place: Place, ports: Ports) => {
  const http = (port: number): Settings => ({ KNOOPPUNT_HOST: host, KNOOPPUNT_PORT: String(port) });
  const own = { ...keySettings(options, place), ...identitySettings(place) };
  return {
    gateway: await stays(options, 'gateway', 'gateway', {
      ...own,
      ...kafkaSettings(options),
      ...http(ports.gateway),
      KNOOPPUNT_POSTGRES_URL: place.database.gatewayUrl,
    }),
    hub: await stays(options, 'hub', 'hub', { ...own, ...storeSettings(options), ...http(ports.hub) }),
  };
};

type Ports = { readonly gateway: number; readonly hub: number };

const openFront = async ({ founding, port }: ClusterOptions, ports: Ports) => {
  const facts = readFounding(founding);
  const own = port === 0 ? await freePort() : port;
  const base = `http://${host}:${own}`;
  const provider = await createDemoProvider({
    issuer: `${base}/oidc`,
    production: false,
    accounts: facts.people,
    organisations: demoClients(facts),
  });
  const behind = { gateway: { host, port: ports.gateway }, hub: { host, port: ports.hub }, provider };
  const server = createFront(behind);
  await listen(server, own);
  return { server, base };
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Gateway, hub and workers as processes of this machine, behind one address. Each can be killed and started again. */
export class Cluster {
  private constructor(
    readonly base: string,
    readonly gateway: Program,
    readonly hub: Program,
    readonly workers: readonly Program[],
    private readonly front: Server,
  ) {}

  /**
   * Makes the database, prepares, and starts all programs; when one fails, none is left.
   * Errors: `standalone/program-failed`, `standalone/database-not-made`, `EADDRINUSE` of the one address.
   */
  static async start(options: ClusterOptions): Promise<Cluster> {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const database = await makeDatabase(options.engines.postgres, options.database ?? 'knooppunt');
    const ports = { gateway: await freePort(), hub: await freePort() };
    const front = await openFront(options, ports);
    const place = { database, base: front.base };
    const { gateway, hub } = await servers(options, place, ports);
    const cluster = new Cluster(front.base, gateway, hub, await workersOf(options, place), front.server);
    try {
      options.signal?.throwIfAborted();
      await prepare(options, place);
      options.signal?.throwIfAborted();
      await Promise.all(cluster.programs.map((program) => program.startPatiently()));
      return cluster;
    } catch (error) {
      await Promise.all(cluster.programs.map((program) => program.kill()));
      await close(front.server);
      throw error;
    }
  }

  get programs(): readonly Program[] {
    return [this.gateway, this.hub, ...this.workers];
  }

  /** Ends all programs in good order; exit codes by name. */
  async stop(): Promise<Readonly<Record<string, number>>> {
    await close(this.front);
    const codes: [string, number][] = [];
    for (const program of this.programs) codes.push([program.options.name, await program.stop()]);
    return Object.fromEntries(codes);
  }
}
