import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { eventstore } from './eventstore.mjs';
import { kafka } from './kafka.mjs';
import { postgres } from './postgres.mjs';
import { isAlive, startProcess, stopProcess } from './processes.mjs';

const engines = [kafka, postgres, eventstore];
const usage = `npm run engines -- up|down|status|fetch [--only ${engines.map(({ name }) => name).join('|')}] [--nodes 1|3] [--folder <folder>]`;
const say = (line) => process.stdout.write(`${line}\n`);

const stateFile = (folder) => join(folder, 'running.json');
const readState = (folder) => {
  const file = stateFile(folder);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
};
const writeState = (folder, state) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${stateFile(folder)}.new`, JSON.stringify(state, undefined, 2));
  renameSync(`${stateFile(folder)}.new`, stateFile(folder));
};

const isUp = (entry) => entry?.processes.length > 0 && entry.processes.every(isAlive);

const stopAll = async (entry) => {
  await Promise.all(
    (entry?.processes ?? []).map((running) => stopProcess(running, { signal: running.stopSignal ?? 'SIGTERM' })),
  );
};

/** Starts every process of an engine; when one fails, none is left. */
const startAll = async (plan, detached) => {
  const results = await Promise.allSettled(
    plan.processes.map(async (part) => ({
      ...(await startProcess(part, { detached })),
      stopSignal: part.stopSignal,
    })),
  );
  const processes = results.flatMap(({ status, value }) => (status === 'fulfilled' ? [value] : []));
  const failed = results.find(({ status }) => status === 'rejected');
  if (!failed) return processes;
  await stopAll({ processes });
  throw failed.reason;
};

const withoutPassword = (address) => address.replace(/:[^:@/]*@/, ':…@');

const up = async (chosen, { folder, nodes }) => {
  for (const engine of chosen) {
    const elsewhere = engine.elsewhere?.();
    if (elsewhere) {
      // Not written down: it may hold a password, and is not ours to stop.
      say(`${engine.name} is elsewhere: ${withoutPassword(elsewhere)}`);
      continue;
    }
    const state = readState(folder);
    if (isUp(state[engine.name])) {
      say(`${engine.name} is up: ${state[engine.name].address}`);
      continue;
    }
    const why = engine.missing();
    if (why) {
      say(`${engine.name} is skipped: ${why}`);
      if (chosen.length === 1) process.exitCode = 1;
      continue;
    }
    await stopAll(state[engine.name]);
    await engine.prepare();
    const plan = await engine.plan(join(folder, engine.name), { nodes });
    const processes = await startAll(plan, true);
    writeState(folder, { ...readState(folder), [engine.name]: { address: plan.address, processes } });
    say(`${engine.name} is up: ${plan.address}`);
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
    if (elsewhere) say(`${engine.name} is elsewhere: ${withoutPassword(elsewhere)}`);
    else if (isUp(entry)) say(`${engine.name} is up: ${entry.address} (${parts.join(', ')})`);
    else say(`${engine.name} is down${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`);
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
  // Whoever listened may be gone; what was started is still to be ended.
  process.stdout.on('error', () => undefined);
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

const commands = { up, down, status, fetch: fetchAll, throwaway };

const options = {
  only: { type: 'string' },
  nodes: { type: 'string', default: '1' },
  folder: { type: 'string', default: join('var', 'engines') },
  properties: { type: 'string' },
  listener: { type: 'string' },
  scram: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};
/** What is asked; undefined where it is not understood. */
const asked = () => {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const [name, ...more] = positionals;
    const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
    const chosen = values.only ? engines.filter((one) => one.name === values.only) : engines;
    const isKnown = more.length === 0 && chosen.length > 0 && ['1', '3'].includes(values.nodes);
    return { values, chosen, command: isKnown ? command : undefined };
  } catch {
    return undefined;
  }
};
const { values, chosen, command } = asked() ?? {};
if (values?.help) say(usage);
else if (command) await command(chosen, { ...values, folder: resolve(values.folder) });
else {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
}
