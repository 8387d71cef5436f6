import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { intakeGroup } from '@knooppunt/contracts';
import { openKafkaMessaging } from '@knooppunt/messaging';
import type { KafkaMessaging } from '@knooppunt/messaging';
import { startBroker } from '../../../libs/messaging/test/kafka/broker.js';
import type { Broker } from '../../../libs/messaging/test/kafka/broker.js';
import { Cluster } from '../../../apps/standalone/src/engines/cluster.js';
import { ProgramFailed } from '../../../apps/standalone/src/engines/program.js';
import type { Program } from '../../../apps/standalone/src/engines/program.js';
import { FakeBrp } from '../../brp-server/server.js';
import { oins } from '../../e2e/support/cast.js';
import { startEventStoreDbServer } from '../../eventstoredb-server/server.js';
import type { EventStoreDbServer } from '../../eventstoredb-server/server.js';
import { noLimits } from '../../harness/no-limits.js';
import { Agency } from './agency.js';
import { findingsOf } from './checker.js';
import type { Findings, Parked, Seen } from './checker.js';
import { startKeeper } from './keeper.js';
import { LogWatch } from './log-watch.js';
import { startPostgres } from './postgres.js';
import type { Server } from './postgres.js';
import { DisclosureLog, Readers } from './readers.js';
import { revive } from './revive.js';
import { lasting, until } from './until.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const tool = join(root, 'tools/engines/main.mjs');
/** Where the compiled programs lie. */
export const programs = join(root, 'dist');

/** Why the programs and their engines cannot run here, or undefined. */
export const missing = (): string | undefined => {
  const faults = ['kafka', 'postgres'].flatMap((name) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [tool, 'fetch', '--only', name], {
      encoding: 'utf8',
    });
    return status === 0 ? [] : [(stdout + stderr).trim()];
  });
  return faults.length === 0 ? undefined : faults.join('; ');
};

type Engines = {
  readonly broker: Broker;
  readonly postgres: Server;
  readonly store: EventStoreDbServer;
  readonly brp: FakeBrp;
};

/** How Kafka stands there: nodes, or a broker of another kind, how our programs reach that, and how the scene does. */
export type KafkaStands = {
  readonly nodes?: 1 | 3;
  readonly start?: () => Promise<Broker>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly tls?: ConnectionOptions;
};

/** The stopped parts of a start that failed half-way must not stay behind. */
const startEngines = async (
  ends: (() => Promise<unknown>)[],
  { nodes = 1, start = () => startBroker({ nodes }) }: KafkaStands,
): Promise<Engines> => {
  const kept = async <Part>(part: Promise<Part>, end: (part: Part) => Promise<unknown>): Promise<Part> => {
    const started = await part;
    ends.push(() => end(started));
    return started;
  };
  const [broker, postgres, store, brp] = await Promise.all([
    kept(start(), (one) => one.stop()),
    kept(startPostgres(), (one) => one.end()),
    kept(startEventStoreDbServer(), (one) => one.stop()),
    kept(FakeBrp.start(), (one) => one.stop()),
  ]);
  return { broker, postgres, store, brp };
};

const writePartners = (folder: string, brp: FakeBrp): string => {
  const [keyFile, file] = [join(folder, 'brp.key'), join(folder, 'partners.yaml')];
  writeFileSync(keyFile, brp.apiKey, { mode: 0o600 });
  const partner = { organisation: oins.college, url: brp.url.href, apiKeyFile: keyFile };
  writeFileSync(file, JSON.stringify({ partners: [partner] }));
  return file;
};

/** Of a program that did not start, its last lines: its folder goes. */
const tellLog = (error: unknown): void => {
  if (!(error instanceof ProgramFailed)) return;
  const lines = readFileSync(error.log, 'utf8').trimEnd().split('\n').slice(-20);
  process.stderr.write(`${error.program}: ${lines.join('\n')}\n`);
};

const lookMs = 500;
const restartAfterMs = 1_000;

/**
 * Watches over programs as a data centre does: one that ends by itself (an engine is away for too long, a disk fails) is started
 * again until it runs. Killing and reviving by a scenario is no business of its.
 */
class Watcher {
  private readonly reviving = new Map<Program, Promise<void>>();
  private isOver = false;

  readonly onEnd = (program: Program): void => {
    if (this.isOver || this.reviving.has(program)) return;
    this.reviving.set(
      program,
      this.bring(program).finally(() => this.reviving.delete(program)),
    );
  };

  /** Resolves when what it is starting runs. */
  async idle(): Promise<void> {
    await Promise.all(this.reviving.values());
  }

  end(): Promise<void> {
    this.isOver = true;
    return this.idle();
  }

  private async bring(program: Program): Promise<void> {
    while (!this.isOver) {
      await lasting(restartAfterMs);
      // Somebody else may have started it meanwhile, and waits for it.
      if (this.isOver || program.pid !== undefined) return;
      await program.start().catch(() => undefined);
    }
  }
}

/** Tells a keeper of every process of a cluster, as they come; gives what ends that. */
const keepAll = (cluster: Cluster): (() => Promise<void>) => {
  const keeper = startKeeper();
  const tell = (): void => {
    for (const { pid } of cluster.programs) if (pid !== undefined) keeper.keep(pid);
  };
  tell();
  const looking = setInterval(tell, lookMs);
  return () => {
    clearInterval(looking);
    return keeper.end();
  };
};

/** Gateway, hub and two workers as processes on engines that can fail, an agency and readers at work, and all that they saw. */
export class Scene {
  readonly agency: Agency;
  readonly readers: Readers;
  readonly log: LogWatch;
  /** What the scenarios put on the topics that no gateway wrote. */
  readonly poison: Parked[] = [];

  private constructor(
    readonly folder: string,
    readonly engines: Engines,
    readonly cluster: Cluster,
    readonly messaging: KafkaMessaging,
    private readonly care: { readonly ends: (() => Promise<unknown>)[]; readonly watcher: Watcher },
  ) {
    this.log = new LogWatch(engines.store.log.all);
    this.agency = new Agency(cluster.base);
    const known = (): readonly string[] => this.log.weighed;
    this.readers = new Readers(cluster.base, new DisclosureLog(engines.store.log.all), known);
  }

  /** Starts everything; when something does not start, nothing is left. */
  static async start(kafkaStands: KafkaStands = {}): Promise<Scene> {
    const { nodes = 1, settings = {}, tls } = kafkaStands;
    const folder = mkdtempSync(join(tmpdir(), 'knooppunt-faults-'));
    const ends: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
    try {
      const engines = await startEngines(ends, kafkaStands);
      const { broker, postgres, store, brp } = engines;
      const kafka = broker.addresses.join(',');
      const watcher = new Watcher();
      const cluster = await Cluster.start({
        engines: { kafka, postgres: postgres.address, eventStoreDb: store.connectionString },
        folder: join(folder, 'hub'),
        founding: join(root, 'deploy/demo/founding.yaml'),
        port: 0,
        programs,
        workers: 2,
        replication: nodes,
        onEnd: watcher.onEnd,
        settings: {
          ...noLimits,
          KNOOPPUNT_KAFKA_SESSION_SECONDS: '3',
          KNOOPPUNT_INTAKE_CAPACITY: '64',
          KNOOPPUNT_BRP_PARTNERS_FILE: writePartners(folder, brp),
          // A program that is started a hundred times is compiled once.
          NODE_COMPILE_CACHE: join(folder, 'compiled'),
          ...settings,
        },
      });
      ends.push(
        keepAll(cluster),
        () => cluster.stop(),
        () => watcher.end(),
      );
      const messaging = await openKafkaMessaging({
        brokers: broker.addresses,
        clientId: 'faults',
        replication: nodes,
        minInsync: Math.max(1, nodes - 1),
        ...(tls ? { tls } : {}),
      });
      ends.push(() => messaging.close());
      return new Scene(folder, engines, cluster, messaging, { ends, watcher });
    } catch (error) {
      tellLog(error);
      await Scene.finish(ends);
      throw error;
    }
  }

  private static async finish(ends: readonly (() => Promise<unknown>)[]): Promise<void> {
    for (const end of ends.toReversed()) await end().catch(() => undefined);
  }

  get workers(): readonly Program[] {
    return this.cluster.workers;
  }

  /** Everything runs again, whatever a scenario that failed left behind. */
  async repair(): Promise<void> {
    const { store, broker, brp } = this.engines;
    store.speak();
    broker.thaw(1);
    brp.behaviour = 'answers';
    brp.release();
    await this.care.watcher.idle();
    for (const program of this.cluster.programs) {
      if (program.pid !== undefined) process.kill(program.pid, 'SIGCONT');
      else await revive(program);
    }
    await this.ready();
  }

  /** Resolves when every program says that it can work. */
  async ready(patienceMs = 300_000): Promise<number> {
    return until('all programs are ready', async () => (await this.unready()).length === 0, patienceMs);
  }

  /** Names of the programs that say that they cannot work, or say nothing. */
  async unready(): Promise<readonly string[]> {
    const states = await Promise.all(
      this.cluster.programs.map(async ({ options }) => {
        const { name, ready = '' } = options;
        const answer = await fetch(ready, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
        return answer?.status === 200 ? [] : [name];
      }),
    );
    return states.flat();
  }

  /**
   * No more deliveries; then until everything that was acknowledged lies in the log and is weighed, or for so long nothing
   * has moved. Gives how long that took after the last acknowledgement, in milliseconds.
   */
  async settled(patienceMs = 180_000): Promise<number> {
    await this.agency.quiet();
    const waiting = new Set([...this.agency.acknowledged.values()].map(({ contribution }) => contribution));
    const began = performance.now();
    let [before, movedAt] = [waiting.size, began];
    // What does not come is for the checker to name.
    const isOver = (): boolean => {
      for (const id of waiting) if (this.log.isWeighed(id) || this.log.isRefused(id)) waiting.delete(id);
      if (waiting.size < before) [before, movedAt] = [waiting.size, performance.now()];
      return waiting.size === 0 || performance.now() - movedAt > patienceMs;
    };
    await until('nothing moves any more', isOver, Infinity);
    return performance.now() - began;
  }

  /** How many messages the intake has not committed yet. */
  async lag(): Promise<number> {
    const partitions = await this.messaging.lag(intakeGroup);
    return partitions.reduce((sum, { lag }) => sum + lag, 0);
  }

  /** What is wrong with all that was seen until now. */
  async findings(): Promise<Findings> {
    const { agency, readers, poison } = this;
    const parked = await this.messaging.parked(intakeGroup);
    return findingsOf({
      acknowledged: new Map([...agency.acknowledged].map(([id, { contribution }]) => [id, contribution])),
      log: this.seen(),
      unrecorded: readers.unrecorded,
      parked: parked.map(({ topic, partition, offset }) => ({ topic, partition, offset })),
      poison,
      unforeseen: [...agency.unforeseen, ...readers.unforeseen],
    });
  }

  /** The whole log, without what the database keeps for itself. */
  seen(): readonly Seen[] {
    return this.engines.store.log.all.filter(({ stream }) => !stream.startsWith('$'));
  }

  /** What the programs wrote of errors that nobody foresaw, for who has to find out why. */
  unforeseen(): readonly string[] {
    return ['gateway', 'hub'].flatMap((name) => {
      const lines = readFileSync(join(this.folder, 'hub', `${name}.log`), 'utf8').split('\n');
      return lines.filter((line) => line.includes('"event":"unforeseen"')).slice(-3);
    });
  }

  /** Ends everything; the exit codes of the programs by name. */
  async end(): Promise<void> {
    this.agency.close();
    await this.readers.end();
    const { store, broker } = this.engines;
    store.speak();
    broker.thaw(1);
    for (const { pid } of this.cluster.programs) if (pid !== undefined) process.kill(pid, 'SIGCONT');
    await Scene.finish(this.care.ends);
  }
}
