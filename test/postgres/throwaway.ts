import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Node runs this file as it stands, as a program: of the repository it can import what is JavaScript.
import { freePort } from '../../tools/engines/processes.mjs';

/** A PostgreSQL server of its own in a temporary folder: `connectionString` is of its superuser, `pid` of the postmaster. */
export type ThrowawayPostgres = {
  readonly connectionString: string;
  readonly pid: number;
  readonly folder: string;
  stop(): Promise<void>;
};

const versionsFolder = '/usr/lib/postgresql';
const patienceMs = 60_000;
// Nothing here outlives its test; a test about durability says so.
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The folder of the newest server's programs; undefined where none is installed. Debian keeps them off the path. */
const newestServer = (): string | undefined => {
  if (!existsSync(versionsFolder)) return undefined;
  return readdirSync(versionsFolder)
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => join(versionsFolder, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
};

/** The server refuses to be root: then it is `postgres`, or `nobody`. */
const account = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('there is no account without rights for the server');
};

const start = async (programs: string, settings: Readonly<Record<string, string>>): Promise<ThrowawayPostgres> => {
  const who = account();
  const folder = mkdtempSync(join(tmpdir(), 'pg-'));
  if (who.uid !== undefined && who.gid !== undefined) chownSync(folder, who.uid, who.gid);
  const at = { ...who, cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', HOME: folder } };
  const data = join(folder, 'data');
  const make = ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'];
  execFileSync(join(programs, 'initdb'), make, { ...at, stdio: ['ignore', 'ignore', 'inherit'] });
  const port = await freePort();
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...options], {
    ...at,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = once(server, 'exit');
  // SIGQUIT ends the postmaster and its children at once.
  const end = (): void => {
    if (server.exitCode === null) server.kill('SIGQUIT');
  };
  process.once('exit', end);
  const stop = async (): Promise<void> => {
    end();
    await gone;
    process.off('exit', end);
    rmSync(folder, { recursive: true, force: true });
  };
  let log = '';
  const ready = new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), patienceMs);
    const settle = (isReady: boolean): void => {
      clearTimeout(limit);
      resolve(isReady);
    };
    server.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('ready to accept connections')) settle(true);
    });
    server.once('exit', () => settle(false));
  });
  if (!(await ready)) {
    await stop();
    throw new Error(`the server did not start: ${log}`);
  }
  return { connectionString: `postgresql://test@127.0.0.1:${port}/postgres`, pid: server.pid ?? 0, folder, stop };
};

/**
 * Starts a server on a free port of the loopback address. Undefined where none is installed, so that a test can say so and
 * skip. `isDurable`: with fsync, as in production (default false). `stop` ends it and removes its folder.
 */
export const throwawayPostgres = async (
  options: { readonly isDurable?: boolean } = {},
): Promise<ThrowawayPostgres | undefined> => {
  const programs = newestServer();
  if (programs === undefined) return undefined;
  return start(programs, { max_connections: '100', ...(options.isDurable ? {} : careless) });
};

// As a program: a server for whoever started it, said on one line; it goes when their end of standard input closes, also
// when they were killed.
if (import.meta.main) {
  const server = await throwawayPostgres();
  const said = server ? { connectionString: server.connectionString, pid: server.pid } : { missing: versionsFolder };
  process.stdout.write(`${JSON.stringify(said)}\n`);
  if (server) {
    process.stdin.resume();
    await once(process.stdin, 'end');
    await server.stop();
  }
}
