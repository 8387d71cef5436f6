import { existsSync, rmSync, writeFileSync } from 'node:fs';

// When a mutant never ends. Judged by what the process does and never by the clock on the wall, for a machine that is busy
// with other things makes everything slow: a mutant that then counts as endless would be a survivor that nobody sees. A run
// that never ends either takes far more work than the tests took without it (told by a thread, for the loop leaves no other
// a turn) or has nothing left to do and to wait for. Its process ends, and the next one says what became of the mutant.

const { Worker, isMainThread, workerData } = process.getBuiltinModule('node:worker_threads');
const none = 0;
const noteOf = (mutant) => `.endless-${mutant}`;

/** Milliseconds of work of this process so far, in all its threads. */
export const workMs = () => {
  const { user, system } = process.cpuUsage();
  return Math.ceil((user + system) / 1000);
};

const endAs = (mutant) => {
  writeFileSync(noteOf(mutant), '');
  process.kill(process.pid, 'SIGKILL');
};

/** Whether an earlier process ended because of this mutant; asked once. */
export const wasEndless = (mutant) => {
  const was = existsSync(noteOf(mutant));
  if (was) rmSync(noteOf(mutant));
  return was;
};

const startThread = () => {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  new Worker(new URL(import.meta.url), { workerData: { endless: shared }, execArgv: [] }).unref();
  return shared;
};

let shared;
const idleTurnsUntilEnd = 20;
const countsOf = (resources) => Map.groupBy(resources, (name) => name);

/** Runs what a mutant may make endless; `allowedMs` is the work it may take. */
export const endingWith = async (mutant, allowedMs, run) => {
  shared ??= startThread();
  const before = countsOf(process.getActiveResourcesInfo());
  const waitsForMore = () =>
    [...countsOf(process.getActiveResourcesInfo())].some(
      ([name, list]) => list.length > (before.get(name)?.length ?? 0),
    );
  let idleTurns = 0;
  const turns = setInterval(() => {
    idleTurns = waitsForMore() ? 0 : idleTurns + 1;
    if (idleTurns > idleTurnsUntilEnd) endAs(mutant);
  }, 100).unref();
  Atomics.store(shared, 1, Number(mutant));
  Atomics.store(shared, 0, workMs() + allowedMs);
  try {
    return await run();
  } finally {
    Atomics.store(shared, 0, none);
    clearInterval(turns);
  }
};

if (!isMainThread && workerData?.endless) {
  const { endless } = workerData;
  setInterval(() => {
    const end = Atomics.load(endless, 0);
    if (end !== none && workMs() > end) endAs(String(Atomics.load(endless, 1)));
  }, 200);
}
