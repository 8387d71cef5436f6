import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(60_000);

const program = fileURLToPath(new URL('../../tools/engines/main.mjs', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'engines-usage-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const engines = (words: readonly string[], env: NodeJS.ProcessEnv = process.env) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env });
  return { status, stdout, stderr };
};
const usage = /^npm run engines -- up\|down\|status\|fetch .*\n$/;

describe('npm run engines, asked in a way that it does not know', () => {
  it.each([
    [[], 'no command is named'],
    [['omhoog'], 'there is no command `omhoog`'],
    [['up', 'kafka'], 'one command at a time, not `kafka` as well'],
    [['up', '--kleur'], "Unknown option '--kleur'"],
    [['up', '--only', 'redis'], 'there is no engine `redis`'],
    [['up', '--only', 'kafka', '--nodes', '2'], 'a cluster has 1 or 3 nodes, not `2`'],
    [['toString'], 'there is no command `toString`'],
  ])('says what is wrong and what it takes, and starts nothing: %j', (words, fault) => {
    const { status, stdout, stderr } = engines(words);
    expect([status, stdout]).toEqual([2, '']);
    const [first, ...rest] = stderr.split('\n');
    expect(first).toBe(fault);
    expect(rest.join('\n')).toMatch(usage);
  });

  it('says what it takes where it is asked for help', () => {
    expect(engines(['up', '--help'])).toEqual({ status: 0, stdout: expect.stringMatching(usage), stderr: '' });
  });
});

describe('npm run engines, where it cannot do what it is asked', () => {
  it('says in one line that the folder cannot be one', () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    const { status, stderr } = engines(['up', '--only', 'postgres', '--folder', join(file, 'below')]);
    expect([status, stderr.split('\n').length]).toEqual([1, 2]);
    expect(stderr).toMatch(/^ENOTDIR/);
  });

  it('names the file that does not say which engines run', () => {
    const folder = join(home, 'damaged');
    mkdirSync(folder);
    writeFileSync(join(folder, 'running.json'), '{"kafka":');
    const { status, stderr } = engines(['status', '--folder', folder]);
    expect([status, stderr.split('\n').length]).toEqual([1, 2]);
    expect(stderr).toContain('running.json does not say which engines run');
  });

  it('gives no cluster another number of nodes than it began with', () => {
    const folder = join(home, 'one-node');
    mkdirSync(join(folder, 'kafka'), { recursive: true });
    writeFileSync(join(folder, 'kafka', 'cluster.json'), JSON.stringify({ clusterId: 'c', nodes: [{ id: 1 }] }));
    const { status, stderr } = engines(['up', '--only', 'kafka', '--nodes', '3', '--folder', folder]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/has 1 node, not 3/);
  });

  it('says by its exit code that an engine does not run', () => {
    const { status, stdout } = engines(['status', '--only', 'kafka', '--folder', join(home, 'none')]);
    expect([status, stdout]).toEqual([3, 'kafka is down\n']);
  });

  it('does not take another process for one of its own, because it has its number', () => {
    const folder = join(home, 'reused');
    mkdirSync(folder);
    const processes = [{ name: 'kafka-1', pid: process.pid, born: '1' }];
    writeFileSync(join(folder, 'running.json'), JSON.stringify({ kafka: { address: 'a', processes } }));
    const down = engines(['down', '--only', 'kafka', '--folder', folder]);
    expect([down.status, down.stdout]).toEqual([0, 'kafka is down\n']);
  });
});

const pom = readFileSync(fileURLToPath(new URL('../../tools/engines/kafka.pom.xml', import.meta.url)));
const cacheOf = (pomText: Buffer): string => `kafka-${createHash('sha256').update(pomText).digest('hex').slice(0, 12)}`;

/** A machine on which Kafka begins and never serves. */
const endlessJava = (): NodeJS.ProcessEnv => {
  const bin = join(home, 'bin');
  const cache = join(home, 'cache', cacheOf(pom));
  for (const folder of [bin, join(cache, 'jars'), join(cache, 'formatted')]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(cache, 'classes.jsa'), '');
  writeFileSync(join(cache, 'formatted', 'meta.properties'), 'cluster.id=a\nnode.id=1\ndirectory.id=b\n');
  writeFileSync(join(bin, 'java'), '#!/bin/sh\nexec sleep 100000\n');
  chmodSync(join(bin, 'java'), 0o755);
  return { PATH: `${bin}:${process.env['PATH'] ?? ''}`, KNOOPPUNT_ENGINES_CACHE: join(home, 'cache') };
};

type State = { readonly kafka?: { readonly processes: readonly { readonly pid: number }[] } };
const pidIn = async (folder: string): Promise<number> => {
  const file = join(folder, 'running.json');
  for (;;) {
    const { kafka } = (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) as State;
    if (kafka?.processes[0]) return kafka.processes[0].pid;
    await pause(10);
  }
};
const isThere = (pid: number): boolean =>
  existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`).length > 0;

/** Begins to start Kafka, and stands still when its process is there. */
const half = async (name: string) => {
  const folder = join(home, name);
  const env = endlessJava();
  const words = ['--only', 'kafka', '--folder', folder];
  const child = spawn(process.execPath, [program, 'up', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  const ended = once(child, 'close') as Promise<[number | null]>;
  return { child, ended, said, pid: await pidIn(folder), ask: (command: string) => engines([command, ...words], env) };
};

describe('npm run engines -- up, interrupted half way', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves nothing behind: %s', async (signal, code) => {
    const { child, ended, said, pid, ask } = await half(signal);
    child.kill(signal);
    expect((await ended)[0]).toBe(code);
    expect(said.join('')).toBe('interrupted: nothing that was starting is left\n');
    expect(isThere(pid)).toBe(false);
    expect(ask('status').stdout).toBe('kafka is down\n');
  });

  it('lets nobody else in meanwhile, and what it leaves when it is killed is found and stopped', async () => {
    const { child, ended, pid, ask } = await half('killed');
    const second = ask('up');
    expect([second.status, second.stderr]).toEqual([1, expect.stringContaining(`(pid ${child.pid}) is at work`)]);
    child.kill('SIGKILL');
    await ended;
    expect(ask('status').stdout).toContain(`kafka is up in part (kafka-1 pid ${pid} runs)`);
    expect(ask('down').status).toBe(0);
    expect(isThere(pid)).toBe(false);
  });
});
