import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { accessSync, closeSync, constants, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where a program lies on the path, or undefined. */
export const programOf = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

const take = (port) =>
  new Promise((resolve) => {
    const server = createServer((socket) => void socket.destroy()).unref();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
const letGo = (server) => new Promise((resolve) => server.close(() => resolve(true)));
const isFree = async (port) => {
  const server = await take(port);
  return server !== undefined && letGo(server);
};

/**
 * A port on loopback that nobody listens on: `wanted` if it is free. Others lie below the range from which the kernel takes
 * ports for connections and for whoever asks for any, and two that ask here at the same time get two: the odd port above is
 * held for as long as this process lives (apps/standalone/src/engines/free-port.ts does the same).
 */
export const freePort = async (wanted) => {
  if (wanted && (await isFree(wanted))) return wanted;
  for (;;) {
    const port = 2 * randomInt(7_500, 16_000);
    const guard = await take(port + 1);
    if (guard === undefined) continue;
    if (await isFree(port)) return port;
    await letGo(guard);
  }
};

/** What whoever called can do something about: said without a stack. */
export class Refusal extends Error {}

const stateOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  } catch {
    return undefined;
  }
};

/** When a process began (ticks since the machine did), or undefined when there is none. A pid may come again; this does not. */
export const bornAt = (pid) => {
  const state = stateOf(pid);
  return state === undefined || state[0] === 'Z' ? undefined : state[19];
};

/** Is the process that a pid file names still that process? */
export const isAlive = ({ pid, born }) => born !== undefined && bornAt(pid) === born;

/**
 * Starts a process of an engine and waits until its log says that it serves.
 * `part`: name, command, args, log (file), ready (a text in the log), optionally uid and gid. `onSpawn` is told of it at once,
 * before it serves. Rejects when it ends before.
 */
export const startProcess = async (part, { detached, timeoutMs = 300_000, onSpawn }) => {
  const { command, args, log, ready, uid, gid } = part;
  const file = openSync(log, 'a');
  const from = readFileSync(log).length;
  const child = spawn(command, args, { stdio: ['ignore', file, file], detached, uid, gid });
  closeSync(file);
  let ended;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `ended with ${code ?? signal}`));
  const running = { name: part.name, pid: child.pid, born: bornAt(child.pid) };
  if (child.pid !== undefined) onSpawn?.(running);
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const said = readFileSync(log).subarray(from).toString();
    if (said.includes(ready)) break;
    if (ended === undefined && Date.now() > deadline) ended = `did not start within ${timeoutMs} ms`;
    if (ended !== undefined) {
      child.kill('SIGKILL');
      throw new Refusal(`${part.name} ${ended}; it said (${log}):\n${said.slice(-3000).trimEnd()}`);
    }
    await sleep(20);
  }
  if (detached) child.unref();
  return running;
};

/** Ends one process that we started: asks, and after `graceMs` does not ask. */
export const stopProcess = async (running, { signal = 'SIGTERM', graceMs = 15_000 } = {}) => {
  for (const [how, ms] of [
    [signal, graceMs],
    ['SIGKILL', 5000],
  ]) {
    if (!isAlive(running)) return;
    // A process that is stopped by a signal does not hear another one.
    process.kill(running.pid, 'SIGCONT');
    process.kill(running.pid, how);
    for (const deadline = Date.now() + ms; isAlive(running) && Date.now() < deadline;) await sleep(10);
  }
  if (isAlive(running)) throw new Error(`${running.name} (pid ${running.pid}) does not end`);
};
