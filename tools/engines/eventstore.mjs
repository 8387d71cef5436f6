import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './processes.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'test', 'eventstoredb-server');
const output = join(root, 'dist', 'test', 'eventstoredb-server');
const program = join(output, 'main.js');

const isBuilt = () =>
  readdirSync(source)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .every((file) => {
      const built = join(output, file.replace(/\.ts$/, '.js'));
      return existsSync(built) && statSync(join(source, file)).mtimeMs <= statSync(built).mtimeMs;
    });

/**
 * A stand-in that speaks the protocol of EventStoreDB and keeps its log on disk: for development and tests, not a product.
 * Where EVENTSTOREDB_URL names a server, that one is used and none is started.
 */
export const eventstore = {
  name: 'eventstore',

  /** The address of a server that runs elsewhere, which is neither started nor stopped. */
  elsewhere() {
    return process.env.EVENTSTOREDB_URL;
  },

  missing() {
    return undefined;
  },

  /** Builds the program, unless it is newer than its sources. */
  async prepare() {
    if (isBuilt()) return;
    execFileSync('npm', ['run', '-s', 'build'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  },

  async plan(folder) {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'port.json');
    const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).port : undefined;
    const port = await freePort(known);
    writeFileSync(file, JSON.stringify({ port }));
    return {
      address: `esdb://127.0.0.1:${port}?tls=false`,
      processes: [
        {
          name: 'eventstore',
          command: process.execPath,
          args: [program, '--port', String(port), '--data', join(folder, 'data')],
          log: join(folder, 'server.log'),
          ready: 'EventStoreDB stand-in',
        },
      ],
    };
  },
};
