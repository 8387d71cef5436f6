import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { alone } from './alone.mjs';
import { eventstore } from './eventstore.mjs';
import { kafka } from './kafka.mjs';
import { postgres } from './postgres.mjs';
import { Refusal, isAlive, startProcess, stopProcess } from './processes.mjs';

const engines = [kafka, postgres, eventstore];
const usage = `npm run engines -- up|down|status|fetch [--only ${engines.map(({ name }) => name).join('|')}] [--nodes 1|3] [--folder <folder>]`;
const say = (line) => void process.stdout.write(`${line}\n`);
/** Exit codes of what a signal ends, as shells give them. */
const interrupted = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

const stateFile = (folder) => join(folder, 'running.json');
const readState = (folder) => {
  const file = stateFile(folder);
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Refusal(`${file} does not say which engines run (${error.message}): see which do, and remove it`);
  }
};
const writeState = (folder, state) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${stateFile(folder)}.new`, JSON.stringify(state, undefined, 2));
  renameSync(`${stateFile(folder)}.new`, stateFile(folder));
};

const isUp = (entry) => entry?.processes.length > 0 && !entry.isStarting && entry.processes.every(isAlive);

const stopAll = async (entry) => {
  await Promise.all(
    (entry?.processes ?? []).map((running) => stopProcess(running, { signal: running.stopSignal ?? 'SIGTERM' })),
  );
};

/**
 * Starts every process of an engine; when one fails, none is left. `onSpawn` is told of each before it serves: what is killed
 * meanwhile leaves in the state what it had started.
 */
const startAll = async (plan, onSpawn) => {
  const results = await Promise.allSettled(
    plan.processes.map(async (part) => {
      const { stopSignal } = part;
      const told = (running) => onSpawn({ ...running, stopSignal });
      return { ...(await startProcess(part, { detached: true, onSpawn: told })), stopSignal };
    }),
  );
  const processes = results.flatMap(({ status, value }) => (status === 'fulfilled' ? [value] : []));
  const failed = results.find(({ status }) => status === 'rejected');
  if (!failed) return processes;
  await stopAll({ processes });
  throw failed.reason;
};

const withoutPassword = (address) => address.replace(/:[^:@/]*@/, ':…@');

/** Ctrl-C while engines start: what this call started and does not serve yet is stopped, what served before goes on. */
const interruption = { signal: undefined, inHand: [] };
const onInterruption = (signal) => {
  interruption.signal ??= signal;
  void stopAll({ processes: interruption.inHand });
};

/** Starts one engine and writes down what runs, from its first process on. */
const bring = async (engine, { folder, nodes }) => {
  await engine.prepare();
  const { address, processes } = await engine.plan(join(folder, engine.name), { nodes });
  const write = (entry) => {
    const { [engine.name]: _before, ...others } = readState(folder);
    writeState(folder, entry ? { ...others, [engine.name]: { address, ...entry } } : others);
  };
  interruption.inHand = [];
  try {
    const running = await startAll({ processes }, (one) => {
      interruption.inHand.push(one);
      write({ processes: interruption.inHand, isStarting: true });
      if (interruption.signal) onInterruption();
    });
    if (interruption.signal) await stopAll({ processes: running });
    else write({ processes: running });
  } finally {
    if (interruption.inHand.length > 0 && !isUp(readState(folder)[engine.name])) write();
    interruption.inHand = [];
  }
  if (interruption.signal) throw new Refusal('interrupted');
  return address;
};

const upOne = async (engine, { folder, nodes }) => {
  const { name } = engine;
  const elsewhere = engine.elsewhere?.();
  // Not written down: it may hold a password, and is not ours to stop.
  if (elsewhere) return say(`${name} is elsewhere: ${withoutPassword(elsewhere)}`);
  const entry = readState(folder)[name];
  const refusal = engine.refuses?.(join(folder, name), { nodes });
  if (refusal) throw new Refusal(refusal);
  if (isUp(entry)) return say(`${name} is up: ${entry.address}`);
  const why = engine.missing();
  if (why) {
    process.exitCode = 1;
    return say(`${name} is skipped: ${why}`);
  }
  await stopAll(entry);
  say(`${name} is up: ${await bring(engine, { folder, nodes })}`);
};

const up = async (chosen, { folder, nodes }) => {
  for (const signal of Object.keys(interrupted)) process.on(signal, onInterruption);
  for (const engine of chosen) {
    if (interruption.signal) throw new Refusal('interrupted');
    await upOne(engine, { folder, nodes });
  }
};

const down = async (chosen, { folder }) => {
  for (const { name } of chosen) {
    const { [name]: entry, ...others } = readState(folder);
    await stopAll(entry);
    if (entry) writeState(folder, others);
    say(`${name} is down`);
  }
};

const status = async (chosen, { folder }) => {
  const state = readState(folder);
  for (const engine of chosen) {
    const entry = state[engine.name];
    const parts = (entry?.processes ?? []).map(
      (running) => `${running.name} pid ${running.pid} ${isAlive(running) ? 'runs' : 'is gone'}`,
    );
    const elsewhere = engine.elsewhere?.();
    const shown = parts.length > 0 ? ` (${parts.join(', ')})` : '';
    if (elsewhere) say(`${engine.name} is elsewhere: ${withoutPassword(elsewhere)}`);
    else if (isUp(entry)) say(`${engine.name} is up: ${entry.address}${shown}`);
    else say(`${engine.name} is ${entry?.processes.some(isAlive) ? 'up in part' : 'down'}${shown}`);
    if (!elsewhere && !isUp(entry)) process.exitCode = 3;
  }
};

const fetchAll = async (chosen) => {
  for (const engine of chosen) {
    const why = engine.missing();
    if (!why) await engine.prepare();
    say(why ? `${engine.name}: ${why}` : `${engine.name} can start`);
    if (why) process.exitCode = 1;
  }
};

/**
 * An engine for one test: serves until its standard input ends, then leaves nothing behind. Lines in: `kill <n>`, `stop <n>`,
 * `start <n>` (nodes count from 1); lines out: JSON, one when it serves and one per line in.
 */
const throwaway = async ([engine], { nodes, properties, listener, scram = '[]' }) => {
  await engine.prepare();
  const folder = mkdtempSync(join(tmpdir(), `knooppunt-${engine.name}-`));
  const given = { properties: properties ? JSON.parse(properties) : {}, scram: JSON.parse(scram) };
  const plan = await engine.plan(folder, { nodes, listener, ...given });
  const running = new Map();
  const tell = (answer) =>
    say(JSON.stringify({ ...answer, pids: plan.processes.map((_part, index) => running.get(index + 1).pid) }));
  const start = async (at) => running.set(at, await startProcess(plan.processes[at - 1], { detached: false }));
  const steps = {
    start,
    kill: (at) => stopProcess(running.get(at), { signal: 'SIGKILL' }),
    stop: (at) => stopProcess(running.get(at)),
  };
  try {
    await Promise.all(plan.processes.map((_part, index) => start(index + 1)));
    tell({ address: plan.address });
    for await (const line of createInterface({ input: process.stdin })) {
      const [step, at] = line.split(' ');
      await steps[step](Number(at));
      tell({ done: line });
    }
  } finally {
    await Promise.all([...running.values()].map((one) => stopProcess(one, { signal: 'SIGKILL' })));
    rmSync(folder, { recursive: true, force: true });
  }
};

const commands = {
  up: (chosen, given) => alone(given.folder, () => up(chosen, given)),
  down: (chosen, given) => alone(given.folder, () => down(chosen, given)),
  status,
  fetch: fetchAll,
  throwaway,
};

const options = {
  only: { type: 'string' },
  nodes: { type: 'string' },
  folder: { type: 'string', default: join('var', 'engines') },
  properties: { type: 'string' },
  listener: { type: 'string' },
  scram: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};
/** What is asked; `fault` where it is not understood. */
const asked = () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [name, ...more] = positionals;
  const chosen = values.only ? engines.filter((one) => one.name === values.only) : engines;
  const fault = [
    [name === undefined, 'no command is named'],
    [name !== undefined && !Object.hasOwn(commands, name), `there is no command \`${name}\``],
    [more.length > 0, `one command at a time, not \`${more.join(' ')}\` as well`],
    [chosen.length === 0, `there is no engine \`${values.only}\``],
    [!['1', '3', undefined].includes(values.nodes), `a cluster has 1 or 3 nodes, not \`${values.nodes}\``],
  ].find(([isSo]) => isSo)?.[1];
  return { values, chosen, command: commands[name], fault: values.help ? undefined : fault };
};

const asksOrExplains = () => {
  try {
    return asked();
  } catch (error) {
    return { fault: error.message.split('. ')[0] };
  }
};

/** Faults of the machine (a disk, a right, a program that failed) say in their message what they are; others are ours. */
const isOfTheMachine = (error) => error instanceof Refusal || error.syscall !== undefined || error.status !== undefined;

const run = async ({ values, chosen, command }) => {
  try {
    await command(chosen, { ...values, folder: resolve(values.folder) });
  } catch (error) {
    const { signal } = interruption;
    if (!signal && !isOfTheMachine(error)) throw error;
    process.stderr.write(`${signal ? 'interrupted: nothing that was starting is left' : error.message.trimEnd()}\n`);
    process.exitCode = signal ? interrupted[signal] : 1;
  }
};

// Whoever listened may be gone (`| head`); what was begun is still to be ended.
process.stdout.on('error', () => undefined);
const { fault, ...request } = asksOrExplains();
if (fault) {
  process.stderr.write(`${fault}\n${usage}\n`);
  process.exitCode = 2;
} else if (request.values.help) say(usage);
else await run(request);
