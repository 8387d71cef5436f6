import { SystemClock } from '../clock.js';
import type { Clock } from '../clock.js';
import type { Address, Operations } from '../config/parts.js';
import { JsonLogger } from '../logging.js';
import { startManagement } from '../management/management.js';
import { Readiness } from '../management/readiness.js';
import type { ReadinessCheck } from '../management/readiness.js';
import { Metrics } from '../metrics/metrics.js';
import { exitCodes, requireNode } from '../node-version.js';
import { explainStartFailure } from '../start-failure.js';
import { Tracing } from '../tracing/tracing.js';
import { dumpSentence, dumpingFlags, withoutReports, writesCore } from './memory-dumps.js';
import { runService } from './run-service.js';
import type { ClosingStep, Service, ServiceHandle } from './run-service.js';

/** What a program works with beside its engines. `isReady`: what the management server says too. */
export type Tools = {
  readonly clock: Clock;
  readonly logger: JsonLogger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly isReady: () => Promise<boolean>;
  /** Something without which the process must not go on is gone: it ends in order, with code 1. */
  readonly fail: ServiceHandle['fail'];
};

/**
 * A program that has opened what it needs. `checks`: what it cannot do its work without. `closing`: first what takes work in,
 * at last what everything stands on. `listen`: called once everything else stands.
 */
export type Started = {
  readonly checks: readonly ReadinessCheck[];
  readonly closing: readonly ClosingStep[];
  readonly listen?: () => Promise<unknown>;
};

/** Where a program listens and keeps things. */
type Where = { readonly port: number; readonly data: string };

/** A program: its name, its settings, and how it starts. */
export type ProgramOptions<Config> = {
  readonly name: 'gateway' | 'hub' | 'worker' | 'standalone';
  readonly read: (env: NodeJS.ProcessEnv) => Config;
  readonly start: (config: Config, tools: Tools) => Promise<Started>;
  /** Where it listens and keeps things, for the sentences of a start that fails. */
  readonly where?: (config: Config) => Where;
  /** Where log lines go: standard output, or standard error where the other is for a user. */
  readonly logTo?: 'stdout' | 'stderr';
};

/** Memory holds what was opened: in production nothing may write it out, and Node's own reports are off anywhere. */
const requireMemoryStays = (): void => {
  withoutReports();
  const found = dumpingFlags();
  if (found.length === 0 || process.env['NODE_ENV'] !== 'production') return;
  process.stderr.write(`${dumpSentence(found)}\n`);
  process.exit(exitCodes.configuration);
};

const toStandardError = (line: string): void => void process.stderr.write(line);
const nowhere = { port: 0, data: '' };

const managed = async (
  management: Address | undefined,
  tools: {
    readonly readiness: Readiness;
    readonly metrics: Metrics;
    readonly logger: JsonLogger;
    readonly clock: Clock;
  },
): Promise<readonly ClosingStep[]> => {
  if (!management) return [];
  const server = await startManagement({ ...management, ...tools });
  return [{ name: 'management', close: server.close }];
};

/** Closes what was opened before something else failed, the last first; nobody waits for more than it takes. */
const closeAll = async (steps: readonly ClosingStep[]): Promise<void> => {
  for (const { close } of steps) await close().catch(() => undefined);
};

const serviceOf = async <Config extends { readonly operations: Operations }>(
  { name, start }: ProgramOptions<Config>,
  config: Config,
  { logger, clock, fail }: Pick<Tools, 'logger' | 'clock' | 'fail'>,
): Promise<Service> => {
  const { management, otlpUrl } = config.operations;
  const metrics = new Metrics();
  const tracing = otlpUrl === undefined ? Tracing.off() : Tracing.to({ url: otlpUrl, service: name });
  let readiness: Readiness | undefined;
  const isReady = async (): Promise<boolean> => (await readiness?.isReady()) ?? false;
  const { checks, closing, listen } = await start(config, { clock, logger, metrics, tracing, isReady, fail });
  readiness = new Readiness(checks, { logger, metrics });
  try {
    const servers = await managed(management, { readiness, metrics, logger, clock });
    await listen?.();
    return { readiness, closing: [...closing, ...servers, { name: 'tracing', close: () => tracing.close() }] };
  } catch (error) {
    await closeAll(closing);
    throw error;
  }
};

/**
 * What every `main.ts` does: the right Node, settings with all faults at once, logs, metrics, traces and a management server,
 * then `runService`. It resolves never.
 */
export const runProgram = async <Config extends { readonly operations: Operations }>(
  options: ProgramOptions<Config>,
): Promise<void> => {
  if (!requireNode(24, 15)) return;
  requireMemoryStays();
  const { name, read, where = () => nowhere, logTo } = options;
  const clock = new SystemClock();
  let config: Config;
  try {
    config = read(process.env);
  } catch (error) {
    const failure = explainStartFailure(error, nowhere);
    if (!failure) throw error;
    process.stderr.write(`${failure.sentence}\n`);
    process.exit(failure.exitCode);
  }
  const logger = new JsonLogger(clock, logTo === 'stderr' ? toStandardError : undefined, {
    level: config.operations.logLevel,
  });
  for (const what of dumpingFlags()) logger.warn('memory-dumps', { service: name, what });
  if (writesCore() === true) logger.warn('memory-dumps', { service: name, what: 'core-files' });
  await runService({
    name,
    logger,
    start: ({ fail }) => serviceOf(options, config, { logger, clock, fail }),
    explain: (error) => explainStartFailure(error, where(config)),
  });
};
