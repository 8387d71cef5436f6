import 'reflect-metadata';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { docsPath, exitCodes, explainStartFailure, readConfig, requireNode } from '@knooppunt/platform';
import type { StartFailure } from '@knooppunt/platform';
import type { Program } from './engines/program.js';
import type { EngineAddresses } from './engines/cluster.js';

const usage = 'Gebruik: npm run start:engines [-- --workers AANTAL]';
const restartAfterMs = 1_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The program cannot start: what to say and how to end. */
class NotStarted extends Error {
  constructor(readonly ending: StartFailure) {
    super(ending.sentence);
  }
}

const workersIn = (args: readonly string[]): number => {
  try {
    const { values } = parseArgs({ args: [...args], options: { workers: { type: 'string', default: '1' } } });
    const workers = /^[1-9]$/.test(values.workers) ? Number(values.workers) : 0;
    if (workers > 0) return workers;
  } catch {
    // said below
  }
  throw new NotStarted({ sentence: usage, exitCode: exitCodes.configuration });
};

/** Settings of this process that are for the programs. */
const passedOn = [
  'KNOOPPUNT_BRP_PARTNERS_FILE',
  'KNOOPPUNT_FILE_DROP_FILE',
  'KNOOPPUNT_LOG_LEVEL',
  'KNOOPPUNT_OTLP_URL',
  'KNOOPPUNT_WITNESS_HOURS',
] as const;

const settingsForPrograms = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

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

const start = async (): Promise<void> => {
  const workers = workersIn(process.argv.slice(2));
  const config = readConfig(process.env);
  const { requireFree } = await import('./listening.js');
  await requireFree(config);
  const engines = await enginesHere();
  const { Cluster } = await import('./engines/cluster.js');
  const { announce, enginesFolder, placeOfLog } = await import('./engines/places.js');
  let stopping = false;
  // Read models and keys of one log are of no use beside another.
  const { folder, database } = placeOfLog(enginesFolder, process.env['EVENTSTOREDB_URL']);
  say(`Kafka ${engines.kafka} · EventStoreDB ${shown(engines.eventStoreDb)} · PostgreSQL ${shown(engines.postgres)}`);
  const cluster = await Cluster.start({
    engines,
    folder,
    database,
    founding: config.founding,
    port: config.port,
    workers,
    settings: settingsForPrograms(),
    onEnd: (program) => {
      if (!stopping) again(program, () => stopping);
    },
  });
  const silence = announce(enginesFolder, {
    pid: process.pid,
    base: cluster.base,
    eventStoreDb: engines.eventStoreDb,
    data: join(folder, 'worker-1'),
  });
  for (const { pid, options } of cluster.programs) {
    say(`  ${options.name.padEnd(9)} pid ${String(pid).padEnd(8)} ${options.ready}`);
  }
  say(`Knooppunt luistert op ${cluster.base} (${cluster.programs.length} programma’s; stop met Ctrl-C).`);
  say(`API-beschrijving: ${cluster.base}${docsPath}`);
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    silence();
    void cluster.stop().then((codes) => process.exit(Object.values(codes).every((code) => code === 0) ? 0 : 1));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  // However this process ends, its programs do not outlive it.
  process.once('exit', () => cluster.programs.forEach((program) => void program.kill('SIGTERM')));
};

const endingFor = (error: unknown): StartFailure | undefined => {
  if (error instanceof NotStarted) return error.ending;
  const { code, program, log } = error as { readonly code?: unknown; readonly program?: string; readonly log?: string };
  if (code === 'standalone/program-failed') {
    return { sentence: `${program} kon niet starten: zie ${log}.`, exitCode: exitCodes.unexpected };
  }
  if (code === 'standalone/database-not-made') {
    return { sentence: 'De database kon niet worden gemaakt: draait PostgreSQL?', exitCode: exitCodes.unexpected };
  }
  const port = Number(process.env['KNOOPPUNT_PORT'] ?? 3000);
  return explainStartFailure(error, { port, data: '' });
};

// Who read what it says may have gone (`| head`): the programs go on.
process.stdout.on('error', () => undefined);

if (requireNode(24, 15)) {
  try {
    await start();
  } catch (error) {
    const ending = endingFor(error);
    if (!ending) throw error;
    process.stderr.write(`${ending.sentence}\n`);
    process.exit(ending.exitCode);
  }
}
