import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

// One thread per connection. Calls that arrive together share one transaction and so one fsync (group commit); each
// call has a savepoint of its own, so that a refused call takes none of its neighbours with it. This file runs under
// Node's type stripping in tests: it imports node: modules only, and the procedures by URL.

type Procedure = (database: DatabaseSync, argument: unknown) => unknown;
type Procedures = {
  readonly schema: string;
  readonly procedures: Readonly<Record<string, Procedure>>;
  readonly afterCommit?: Readonly<Record<string, Procedure>>;
  readonly transfers?: Readonly<Record<string, (value: unknown) => readonly ArrayBuffer[]>>;
};
type Call = { readonly id: number; readonly name: string; readonly argument: unknown };
type Answer = {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly detail?: unknown };
};
type Outcome = { readonly answers: readonly Answer[]; readonly ended: boolean };

// More calls than this wait for the next transaction, so that the first of a crowd is not kept waiting by the last.
const maxCallsPerCommit = 1000;
// SQLITE_FULL: a frame of the transaction could not be written, so that the log holds no commit of it.
const diskIsFull = 13;

const { file, proceduresUrl, pragmas, readOnly } = workerData as {
  file: string;
  proceduresUrl: string;
  pragmas: readonly string[];
  readOnly: boolean;
};
const port = parentPort;
if (!port) throw new Error('engine.worker runs as a worker only');

const { schema, procedures, afterCommit, transfers } = (await import(proceduresUrl)) as Procedures;
const database = new DatabaseSync(file, { timeout: 5000 });
const base = readOnly ? ['query_only = ON'] : ['journal_mode = WAL', 'synchronous = FULL'];
for (const pragma of [...base, ...pragmas]) database.exec(`PRAGMA ${pragma}`);
if (!readOnly) {
  // What a process before this one left in the WAL may have been read from memory after an fsync that failed, and is then
  // on no disk: it is written anew, into the database, before anything follows it.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.exec(schema);
}

const savepoint = database.prepare('SAVEPOINT one');
const release = database.prepare('RELEASE one');

const describe = (error: unknown): NonNullable<Answer['error']> => {
  const known = error as { code?: unknown; message?: unknown; detail?: unknown };
  return {
    code: typeof known.code === 'string' ? known.code : 'sqlite/failed',
    message: typeof known.message === 'string' ? known.message : 'failed',
    ...(known.detail === undefined ? {} : { detail: known.detail }),
  };
};

const run = (call: Call): Answer => {
  if (!Object.hasOwn(procedures, call.name)) {
    return { id: call.id, error: { code: 'sqlite/unknown-procedure', message: call.name } };
  }
  savepoint.run();
  try {
    const value = (procedures[call.name] as Procedure)(database, call.argument);
    release.run();
    return { id: call.id, value };
  } catch (error) {
    database.exec('ROLLBACK TO one');
    release.run();
    return { id: call.id, error: describe(error) };
  }
};

const rollBack = (): void => {
  try {
    database.exec('ROLLBACK');
  } catch {
    // a full disk or a broken read has ended the transaction already
  }
};

const failAll = (calls: readonly Call[], code: string, error: unknown): readonly Answer[] => {
  const fault = { ...describe(error), code };
  return calls.map((call) => ({ id: call.id, error: fault }));
};

const commit = (calls: readonly Call[]): Outcome => {
  let answers: readonly Answer[];
  try {
    database.exec('BEGIN IMMEDIATE');
    answers = calls.map(run);
  } catch (error) {
    rollBack();
    return { answers: failAll(calls, 'sqlite/rolled-back', error), ended: false };
  }
  try {
    database.exec('COMMIT');
    return { answers, ended: false };
  } catch (error) {
    if ((error as { readonly errcode?: number }).errcode === diskIsFull) {
      rollBack();
      return { answers: failAll(calls, 'sqlite/rolled-back', error), ended: false };
    }
    // A failing commit acknowledges nobody, and after a failing fsync a later one that succeeds proves nothing: the
    // engine ends, and what is on disk decides after a restart.
    rollBack();
    return { answers: failAll(calls, 'sqlite/commit-failed', error), ended: true };
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

const transfersOf = (calls: readonly Call[], answers: readonly Answer[]): ArrayBuffer[] =>
  answers.flatMap((answer, at) => {
    const list = transfers?.[(calls[at] as Call).name];
    return list && !answer.error ? [...list(answer.value)] : [];
  });

let queue: Call[] = [];
let isDraining = false;
let hasEnded = false;
const drain = (): void => {
  const calls = queue.slice(0, maxCallsPerCommit);
  queue = queue.slice(maxCallsPerCommit);
  isDraining = queue.length > 0;
  if (calls.length === 0) return;
  const { answers, ended } = readOnly ? { answers: calls.map(run), ended: false } : commit(calls);
  const finished = finish(calls, answers);
  port.postMessage(finished, transfersOf(calls, finished));
  if (ended) {
    queue = [];
    hasEnded = true;
    port.close();
  } else if (isDraining) setImmediate(drain);
};

const close = (): void => {
  while (queue.length > 0) drain();
  if (hasEnded) return;
  if (!readOnly) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  port.postMessage('closed');
  port.close();
};

port.on('message', (message: readonly Call[] | 'close') => {
  if (message === 'close') return close();
  queue.push(...message);
  if (isDraining) return;
  isDraining = true;
  setImmediate(drain);
});
port.postMessage('ready');
