import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

// One writing thread per file. Calls that arrive together share one transaction and so one fsync (group commit); each
// call has a savepoint of its own, so that a refused call takes none of its neighbours with it. This file runs under
// Node's type stripping in tests: it imports node: modules only, and the procedures by URL.

type Procedure = (database: DatabaseSync, argument: unknown) => unknown;
type Procedures = {
  readonly schema: string;
  readonly procedures: Readonly<Record<string, Procedure>>;
  readonly afterCommit?: Readonly<Record<string, Procedure>>;
};
type Call = { readonly id: number; readonly name: string; readonly argument: unknown };
type Answer = {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly detail?: unknown };
};

const { file, proceduresUrl, pragmas } = workerData as {
  file: string;
  proceduresUrl: string;
  pragmas: readonly string[];
};
const port = parentPort;
if (!port) throw new Error('engine.worker runs as a worker only');

const { schema, procedures, afterCommit } = (await import(proceduresUrl)) as Procedures;
const database = new DatabaseSync(file, { timeout: 5000 });
for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', ...pragmas]) database.exec(`PRAGMA ${pragma}`);
database.exec(schema);

const describe = (error: unknown): NonNullable<Answer['error']> => {
  const known = error as { code?: unknown; message?: unknown; detail?: unknown };
  return {
    code: typeof known.code === 'string' ? known.code : 'sqlite/failed',
    message: typeof known.message === 'string' ? known.message : 'failed',
    ...(known.detail === undefined ? {} : { detail: known.detail }),
  };
};

const run = (call: Call): Answer => {
  const procedure = procedures[call.name];
  if (!procedure) return { id: call.id, error: { code: 'sqlite/unknown-procedure', message: call.name } };
  database.exec('SAVEPOINT one');
  try {
    const value = procedure(database, call.argument);
    database.exec('RELEASE one');
    return { id: call.id, value };
  } catch (error) {
    database.exec('ROLLBACK TO one');
    database.exec('RELEASE one');
    return { id: call.id, error: describe(error) };
  }
};

const commit = (calls: readonly Call[]): readonly Answer[] => {
  try {
    database.exec('BEGIN IMMEDIATE');
    const answers = calls.map(run);
    database.exec('COMMIT');
    return answers;
  } catch (error) {
    // A failed commit acknowledges nobody. The engine ends: what is on disk decides after a restart.
    try {
      database.exec('ROLLBACK');
    } catch {
      // the transaction is gone already
    }
    const fatal = { ...describe(error), code: 'sqlite/commit-failed' };
    return calls.map((call) => ({ id: call.id, error: fatal }));
  }
};

const finish = (calls: readonly Call[], answers: readonly Answer[]): readonly Answer[] =>
  answers.map((answer, at) => {
    const after = afterCommit?.[(calls[at] as Call).name];
    if (!after || answer.error) return answer;
    try {
      after(database, answer.value);
      return answer;
    } catch (error) {
      return { id: answer.id, error: describe(error) };
    }
  });

let queue: Call[] = [];
const drain = (): void => {
  const calls = queue;
  queue = [];
  if (calls.length > 0) port.postMessage(finish(calls, commit(calls)));
};

port.on('message', (message: Call | 'close') => {
  if (message === 'close') {
    drain();
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    port.postMessage('closed');
    port.close();
    return;
  }
  queue.push(message);
  if (queue.length === 1) setImmediate(drain);
});
port.postMessage('ready');
