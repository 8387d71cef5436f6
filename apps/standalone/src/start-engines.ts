import 'reflect-metadata';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { docsPath, exitCodes, explainStartFailure, readConfig, requireNode } from '@knooppunt/platform';
import type { StartFailure } from '@knooppunt/platform';
import type { Program, ProgramFailed } from './engines/program.js';
import type { Cluster, EngineAddresses } from './engines/cluster.js';

const usage = 'Gebruik: npm run start:engines [-- --workers AANTAL]  (1 tot en met 9)';
const restartAfterMs = 1_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The program cannot start: what to say and how to end. */
class NotStarted extends Error {
  constructor(readonly ending: StartFailure) {
    super(ending.sentence);
  }
}

const options = { workers: { type: 'string', default: '1' }, help: { type: 'boolean', short: 'h' } } as const;

/** How many workers are asked for; undefined where only help is. */
const workersIn = (args: readonly string[]): number | undefined => {
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) return undefined;
    if (/^[1-9]$/.test(values.workers)) return Number(values.workers);
  } catch {
    // said below
  }
  throw new NotStarted({ sentence: usage, exitCode: exitCodes.configuration });
};

/** Settings of this process that are for the programs. */
const passedOn = new Set(
  `BRP_PARTNERS_FILE CORS_ORIGINS FILE_DROP_FILE INTAKE_CAPACITY KAFKA_PARTITIONS KAFKA_SESSION_SECONDS LOG_LEVEL
  OTHER_ROOT_KEY_FILES OTLP_URL RATE_ADDRESS RATE_ORGANISATION RATE_PERSON SECURITY_TXT_FILE TRUSTED_PROXIES WITNESS_HOURS`
    .split(/\s+/)
    .map((name) => `KNOOPPUNT_${name}`),
);
/** Settings of this process itself. */
const own = new Set(['KNOOPPUNT_PORT', 'KNOOPPUNT_FOUNDING']);

/** What the programs get; any other setting would be dropped without a word, and is refused. */
const settingsForPrograms = (): Readonly<Record<string, string>> => {
  const given = Object.entries(process.env).filter(([name]) => name.startsWith('KNOOPPUNT_') && !own.has(name));
  const others = given
    .filter(([name]) => !passedOn.has(name))
    .map(([name]) => `${name} geldt niet voor start:engines.`);
  if (others.length > 0) throw new NotStarted({ sentence: others.join('\n'), exitCode: exitCodes.configuration });
  return Object.fromEntries(given.map(([name, value]) => [name, value ?? '']));
};

/** Addresses without what may be secret in them. */
const shown = (address: string): string => address.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/, '');

const enginesHere = async (): Promise<EngineAddresses> => {
  const { enginesFolder, enginesUp } = await import('./engines/places.js');
  const engines = enginesUp(enginesFolder, process.env['EVENTSTOREDB_URL']);
  if (!('missing' in engines)) return engines;
  const sentence = `Deze engines draaien niet: ${engines.missing.join(', ')}. Start ze eerst met: npm run engines -- up`;
  throw new NotStarted({ sentence, exitCode: exitCodes.configuration });
};

/** A program that ended by itself is started again, as a data centre would do; nothing that it had acknowledged is lost. */
const again = (program: Program, isStopping: () => boolean): void => {
  const { name, log } = program.options;
  say(`${name} is gestopt (zie ${log}) en wordt opnieuw gestart.`);
  setTimeout(() => {
    if (isStopping()) return;
    program.start().then(
      () => say(`${name} werkt weer (pid ${program.pid}).`),
      () => {
        if (!isStopping()) again(program, isStopping);
      },
    );
  }, restartAfterMs);
};

/** Ends what was started, wherever the start is; a second signal does not wait. No program outlives this process. */
class Ending {
  readonly programs: Program[] = [];
  private readonly controller = new AbortController();
  private stopAll = (): Promise<unknown> => Promise.all(this.programs.map((program) => program.stop()));

  constructor() {
    const onSignal = (): void => {
      if (this.isUnderWay) process.exit(exitCodes.unexpected);
      this.controller.abort();
      this.stopAll().then(
        () => process.exit(0),
        () => process.exit(exitCodes.unexpected),
      );
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    process.once('exit', () => this.programs.forEach((program) => void program.kill('SIGTERM')));
  }

  get isUnderWay(): boolean {
    return this.controller.signal.aborted;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** From now on it ends in this way; rejects where something did not end well. */
  by(stop: () => Promise<void>): void {
    this.stopAll = stop;
  }
}

const stopWhole = async (cluster: Cluster): Promise<void> => {
  const codes = Object.values(await cluster.stop());
  if (codes.some((code) => code !== 0)) throw new Error('a program did not end well');
};

const start = async (ending: Ending, workers: number): Promise<void> => {
  const config = readConfig(process.env);
  const settings = settingsForPrograms();
  const { requireFree, whatListens } = await import('./listening.js');
  await requireFree(config);
  const { announce, enginesFolder, placeOfLog, runningCluster } = await import('./engines/places.js');
  const other = runningCluster(enginesFolder);
  // A process that has its number by now does not answer there.
  if (other && (await whatListens(other.base)) !== 'nothing') {
    const sentence = `Op deze engines werkt al een knooppunt: ${other.base} (pid ${other.pid}).`;
    throw new NotStarted({ sentence, exitCode: exitCodes.dataLocked });
  }
  const engines = await enginesHere();
  const { Cluster: OnEngines } = await import('./engines/cluster.js');
  // Read models and keys of one log are of no use beside another.
  const { folder, database } = placeOfLog(enginesFolder, process.env['EVENTSTOREDB_URL']);
  say(`Kafka ${engines.kafka} · EventStoreDB ${shown(engines.eventStoreDb)} · PostgreSQL ${shown(engines.postgres)}`);
  const cluster = await OnEngines.start({
    engines,
    folder,
    database,
    founding: config.founding,
    port: config.port,
    workers,
    settings,
    signal: ending.signal,
    onProgram: (program) => void ending.programs.push(program),
    onEnd: (program) => {
      if (!ending.isUnderWay) again(program, () => ending.isUnderWay);
    },
  });
  const silence = announce(enginesFolder, {
    pid: process.pid,
    base: cluster.base,
    eventStoreDb: engines.eventStoreDb,
    data: join(folder, 'worker-1'),
  });
  ending.by(() => {
    silence();
    return stopWhole(cluster);
  });
  for (const { pid, options: one } of cluster.programs) {
    say(`  ${one.name.padEnd(9)} pid ${String(pid).padEnd(8)} ${one.ready}`);
  }
  say(`Knooppunt luistert op ${cluster.base} (${cluster.programs.length} programma’s; stop met Ctrl-C).`);
  say(`API-beschrijving: ${cluster.base}${docsPath}`);
};

const endingFor = (error: unknown): StartFailure | undefined => {
  if (error instanceof NotStarted) return error.ending;
  const { code, program, log, sentence } = error as Partial<ProgramFailed>;
  if (code === 'standalone/program-failed') {
    const why = sentence === undefined ? '' : `\n  ${program}: ${sentence}`;
    return { sentence: `${program} kon niet starten: zie ${log}.${why}`, exitCode: exitCodes.unexpected };
  }
  if (code === 'standalone/database-not-made') {
    return { sentence: 'De database kon niet worden gemaakt: draait PostgreSQL?', exitCode: exitCodes.unexpected };
  }
  const port = Number(process.env['KNOOPPUNT_PORT'] ?? 3000);
  return explainStartFailure(error, { port, data: '' });
};

// Who read what it says may have gone (`| head`): the programs go on.
process.stdout.on('error', () => undefined);

const main = async (): Promise<void> => {
  const ending = new Ending();
  try {
    const workers = workersIn(process.argv.slice(2));
    if (workers === undefined) return say(usage);
    await start(ending, workers);
  } catch (error) {
    // Asked to end while it started: whoever asked says when it is over.
    if (ending.isUnderWay) return;
    const said = endingFor(error);
    if (!said) throw error;
    process.stderr.write(`${said.sentence}\n`);
    process.exit(said.exitCode);
  }
};

if (requireNode(24, 15)) await main();
