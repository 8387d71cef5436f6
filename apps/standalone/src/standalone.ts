import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { api, apiVersion, defaultTopicSettings, topicsOf } from '@knooppunt/contracts';
import { Gate } from '@knooppunt/disclosure';
import { epochMsOf } from '@knooppunt/kernel';
import type { Instant, Uuid } from '@knooppunt/kernel';
import { openMatchIndex } from '@knooppunt/matching';
import {
  AccessTokenVerifier,
  Metrics,
  acquireDataLock,
  createDemoProvider,
  createHttpApp,
  Tracing,
  localSigningKeys,
  meteredMessaging,
  meteredStore,
  tracedMessaging,
  tracedStore,
  verifierFor,
} from '@knooppunt/platform';
import type {
  ClosingStep,
  Clock,
  ReadinessCheck,
  Config,
  CorrelationSource,
  DemoProvider,
  JsonLogger,
  RecordRefusal,
  VerifierOptions,
} from '@knooppunt/platform';
import { supplyRights } from '@knooppunt/projections';
import { knownValues } from '@knooppunt/read-store';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Module } from '@nestjs/common';
import { GatewayModule, edgeRefusalRecorder, openFileDrop, readDropFile } from '../../gateway/src/gateway.module.js';
import type { DropFolder, FileDrop, FileDropRhythm, GatewayParts } from '../../gateway/src/gateway.module.js';
import { HubModule, refusalRecorder } from '../../hub/src/hub.module.js';
import type { HubParts } from '../../hub/src/hub.module.js';
import {
  LeafFiles,
  SequencerLoop,
  Ticker,
  WitnessBoard,
  Worker,
  found,
  isFounded,
  openCheckpointKey,
  readFounding,
} from '../../worker/src/worker.module.js';
import type { Founding, PersonCheckParts, WorkerRhythm } from '../../worker/src/worker.module.js';
import { demoClients } from './demo-clients.js';
import { openEngines } from './engines/embedded.js';
import type { Engines } from './engines/embedded.js';
import { baseOf } from './listening.js';

/** What a standalone hub is started with. Tests give clock, ids and root key; a user gives the configuration alone. */
export type StandaloneOptions = {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: JsonLogger;
  readonly newId?: (scope: string, correlation: string) => Uuid;
  readonly rootKey?: Uint8Array;
  readonly correlation?: CorrelationSource;
  readonly rhythm?: WorkerRhythm;
  readonly metrics?: Metrics;
  readonly tracing?: Tracing;
  readonly isReady?: () => Promise<boolean>;
  /** Told when the hub cannot do its work any more and the process has to end; an alarm in any case. */
  readonly fail?: (what: string, error: unknown) => void;
  /** Registers against which persons of signals are checked, by the organisation in whose name; without it none is asked. */
  readonly registers?: PersonCheckParts['registers'];
  /** Drop folders, made once it is known who there is; begun with `fileDrop.begin`. Without it those of the configuration. */
  readonly dropFolders?: (founding: Founding) => readonly DropFolder[];
  readonly dropRhythm?: FileDropRhythm;
};

/** A running hub: gateway, hub and worker in one process. */
export type Standalone = {
  readonly app: NestFastifyApplication;
  readonly engines: Engines;
  readonly worker: Worker;
  readonly sequencer: SequencerLoop;
  readonly founding: Founding;
  readonly gate: Gate;
  readonly issuer: string;
  readonly fileDrop: FileDrop;
  readonly metrics: Metrics;
  /** What it cannot do its work without, and how it ends: for who runs it as a program. */
  readonly checks: readonly ReadinessCheck[];
  readonly closing: readonly ClosingStep[];
  readonly close: () => Promise<void>;
};

const pingMs = 1_000;
const pruneMs = 3_600_000;
/** How long topics keep messages that everybody has passed (design §2). */
const keptMs = defaultTopicSettings.signalRetentionMs;
const defaultRhythm: WorkerRhythm = { sweepMs: 2_000, checkpointMs: 10_000 };

@Module({})
class StandaloneModule {}

const providerOf = async ({ config }: StandaloneOptions, founding: Founding): Promise<DemoProvider | undefined> => {
  if (config.identity.kind !== 'demo') return undefined;
  return createDemoProvider({
    issuer: `${baseOf(config)}/oidc`,
    production: config.production,
    accounts: founding.people,
    organisations: demoClients(founding),
  });
};

const verifierOf = (
  { config, clock }: StandaloneOptions,
  serves: VerifierOptions['serves'],
  demo: DemoProvider | undefined,
): AccessTokenVerifier => {
  if (config.identity.kind !== 'demo') return verifierFor(config.identity, { clock, serves });
  if (!demo) throw new TypeError('the demonstration provider is not there');
  return new AccessTokenVerifier({
    issuer: demo.issuer,
    provider: 'demo',
    keys: localSigningKeys(demo.keys),
    serves,
    clock,
  });
};

/** Refusals at the agency edge travel the topics, all others go straight to the log (design §2). */
const recorderOf = (gateway: GatewayParts, hub: HubParts): RecordRefusal => {
  const toTopics = edgeRefusalRecorder(gateway);
  const toLog = refusalRecorder(hub);
  return (refusal) => {
    const { method, route } = refusal;
    return method === 'POST' && route === '/v1/leveringen' ? toTopics(refusal) : toLog(refusal);
  };
};

const dropFoldersOf = ({ config, dropFolders }: StandaloneOptions, founding: Founding): readonly DropFolder[] => {
  if (dropFolders) return dropFolders(founding);
  return config.fileDrop === undefined ? [] : readDropFile(config.fileDrop);
};

/** Opens the stores, writes the founding facts on an empty log, and starts worker and HTTP server (not yet listening). */
export const startStandalone = async (options: StandaloneOptions): Promise<Standalone> => {
  const { config, clock, logger, newId = () => randomUUID() } = options;
  const lock = await acquireDataLock(config.data);
  const founding = readFounding(config.founding);
  const folders = dropFoldersOf(options, founding);
  const alarm = (what: string, error: unknown): void => logger.error('alarm', { what }, error);
  const fail = (what: string, error: unknown): void => {
    alarm(what, error);
    options.fail?.(what, error);
  };
  const engines = await openEngines(config.data, {
    ...(options.rootKey ? { rootKey: options.rootKey } : {}),
    onEnded: (error) => fail('standalone/engine', error),
  });
  const { readStore, vault } = engines;
  const { tracing = Tracing.off(), metrics = new Metrics() } = options;
  const store = meteredStore(tracedStore(engines.store, tracing), metrics);
  const messaging = meteredMessaging(tracedMessaging(engines.messaging, tracing), metrics);
  const { sealer, opener, register, requests, destroyer, tombstones, names } = vault;
  const now = (): Instant => clock.now();
  const provider = config.identity.kind === 'demo' ? 'demo' : config.identity.name;
  const isNew = !(await isFounded(store));
  if (isNew) await found({ store, sealer, names, clock: now, provider }, founding);
  const gate = new Gate({ store, opener, names, clock: now, newId });
  const matches = await openMatchIndex({ readStore, opener });
  const key = openCheckpointKey(join(config.data, 'checkpoint.key'), join(config.data, 'checkpoint.pub'), 'knooppunt');
  const leaves = new LeafFiles(join(config.data, 'evidence'));
  const witnesses = new WitnessBoard([0, 6, 12, 18]);
  const sequencer = new SequencerLoop({ store, key, leaves, clock: now, alarm, witnesses });
  const workerParts = {
    store,
    folds: gate.streams,
    messaging,
    readStore,
    register,
    destroyer,
    tombstones,
    names,
    matches,
    clock: now,
    slot: 'standalone',
    alarm,
    fail,
    onReplayed: (isAgreed: boolean): void =>
      metrics.increment('knooppunt_replayed_disclosures_total', { outcome: isAgreed ? 'agreed' : 'differed' }),
    ...(options.registers ? { personChecks: { gate, sealer, registers: options.registers } } : {}),
  };
  await messaging.createTopics(topicsOf().topics);
  const worker = await Worker.start(workerParts, sequencer, options.rhythm ?? defaultRhythm);
  // A token is good for a cooperation that the read models know: they have to know the first ones before anybody asks.
  if (isNew) await worker.settled();
  const hubParts = { store, readStore, gate, sealer, names, requests, matches, clock: now, newId };
  const gatewayParts = { register, sealer, names, messaging, readStore, clock: now, newId };
  const demo = await providerOf(options, founding);
  const serves = knownValues(readStore, supplyRights, { table: 'documents', column: 'cooperation' });
  const app = await createHttpApp(
    { module: StandaloneModule, imports: [GatewayModule.with(gatewayParts), HubModule.with(hubParts)] },
    {
      clock,
      logger,
      metrics,
      apiVersion,
      verifier: verifierOf(options, serves, demo),
      recordRefusal: recorderOf(gatewayParts, hubParts),
      openApi: api,
      ...(config.securityTxt ? { securityTxt: config.securityTxt } : {}),
      ...(config.edge ? { edge: config.edge } : {}),
      ...(options.isReady ? { health: options.isReady } : {}),
      tracing,
      ...(options.correlation ? { correlation: options.correlation } : {}),
      ...(demo ? { mount: { prefix: demo.prefix, handler: demo.handler } } : {}),
    },
  );
  const fileDrop = openFileDrop(app, {
    folders,
    isOpen: () => true,
    serves,
    logger,
    metrics,
    ...(options.dropRhythm ? { rhythm: options.dropRhythm } : {}),
  });
  const ticker = new Ticker(alarm);
  ticker.every(pruneMs, 'standalone/prune', () => engines.messaging.prune(epochMsOf(clock.now()) - keptMs));
  const closing = [
    { name: 'file-drop', close: () => fileDrop.stop() },
    { name: 'http', close: () => app.close() },
    { name: 'worker', close: () => worker.stop() },
    { name: 'ticker', close: () => ticker.stop() },
    { name: 'leaf-files', close: async () => leaves.close() },
    { name: 'engines', close: () => engines.close() },
    { name: 'lock', close: async () => lock.release() },
  ];
  const close = async (): Promise<void> => {
    for (const step of closing) await step.close();
  };
  const checks = [
    { name: 'event-store', check: () => store.head().then(() => true) },
    { name: 'vault', check: () => vault.ping(pingMs).then(() => true) },
    { name: 'read-store', check: () => readStore.ping(pingMs).then(() => true) },
    { name: 'following', check: async () => worker.isFollowing },
  ];
  const issuer = demo?.issuer ?? '';
  return { app, engines, worker, sequencer, founding, gate, metrics, checks, closing, close, issuer, fileDrop };
};
