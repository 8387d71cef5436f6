import { execFileSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort, programOf } from './processes.mjs';

const debianFolder = '/usr/lib/postgresql';

/** The folder of the newest server: Debian keeps each version in a folder of its own, off the path. */
const binFolder = () => {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).map(Number).filter(Number.isFinite) : [];
  const newest = versions.toSorted((a, b) => b - a).map((version) => join(debianFolder, String(version), 'bin'));
  const onPath = programOf('initdb');
  return [...newest, ...(onPath ? [dirname(onPath)] : [])].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
};

/** The server refuses to run as root: then it runs as the user that Debian made for it, or as nobody. */
const runAs = () => {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const row = ['postgres', 'nobody'].flatMap((name) => users.filter((line) => line.startsWith(`${name}:`)))[0];
  const [, , uid, gid] = row?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
};

/** A PostgreSQL server on loopback with one superuser `knooppunt`, trusted: for development and tests only. */
export const postgres = {
  name: 'postgres',

  missing() {
    return binFolder() ? undefined : 'no PostgreSQL server is installed (Debian: postgresql-15)';
  },

  async prepare() {},

  async plan(folder) {
    const bin = binFolder();
    const { uid, gid } = runAs();
    mkdirSync(folder, { recursive: true });
    if (uid !== undefined) chownSync(folder, uid, gid);
    const data = join(folder, 'data');
    const file = join(folder, 'port.json');
    const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).port : undefined;
    const port = await freePort(known);
    writeFileSync(file, JSON.stringify({ port }));
    if (!existsSync(join(data, 'PG_VERSION'))) {
      // Made aside: what was interrupted is begun anew.
      const part = `${data}.part`;
      rmSync(part, { recursive: true, force: true });
      const options = ['-D', part, '-U', 'knooppunt', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'];
      execFileSync(join(bin, 'initdb'), options, { stdio: 'pipe', uid, gid, cwd: folder });
      renameSync(part, data);
    }
    const server = ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1'];
    return {
      address: `postgres://knooppunt@127.0.0.1:${port}/postgres`,
      processes: [
        {
          name: 'postgres',
          command: join(bin, 'postgres'),
          args: server,
          log: join(folder, 'server.log'),
          ready: 'database system is ready to accept connections',
          // Ends the sessions of clients; the default waits for them.
          stopSignal: 'SIGINT',
          uid,
          gid,
        },
      ],
    };
  },
};
