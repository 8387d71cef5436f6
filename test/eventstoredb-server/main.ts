import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import grpc from '@grpc/grpc-js';
import { Journal } from './journal.js';
import { Log } from './log.js';
import { contextOf } from './server.js';
import { listen } from './services.js';

const usage = 'usage: node dist/test/eventstoredb-server/main.js --data FOLDER [--port PORT]';

/** Holds a folder for this process: two writers of one journal would spoil it. The kernel lets go when the process ends. */
const claim = async (folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const name = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32);
    const lock = createServer().unref();
    lock.once('error', () => reject(new Error(`another process serves ${folder}`)));
    // An abstract socket of Linux: a name without a file.
    lock.listen({ path: `\0knooppunt-eventstoredb-${name}` }, resolve);
  });

/** Serves the protocol of EventStoreDB from a folder until SIGTERM or SIGINT. */
const serve = async (folder: string, port: number): Promise<void> => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await claim(folder);
  let journal: Journal | undefined;
  const log = Log.kept((restore) => {
    journal = Journal.open(folder, restore);
    return journal;
  });
  const context = contextOf(log);
  const { server, port: bound } = await listen(context, { port, credentials: grpc.ServerCredentials.createInsecure() });
  context.members = () => [{ host: '127.0.0.1', port: bound, isLeader: true, isAlive: true }];
  const stop = (): void => {
    // What is acknowledged is on disk already; subscriptions never end by themselves.
    server.forceShutdown();
    log.settle();
    journal?.close();
    process.exit();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(
    `EventStoreDB stand-in for development and tests, not a product: esdb://127.0.0.1:${bound}?tls=false (${log.all.length} events in ${folder})\n`,
  );
};

const { values } = parseArgs({ options: { port: { type: 'string', default: '2113' }, data: { type: 'string' } } });
const port = Number(values.port);
if (values.data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else {
  await serve(values.data, port);
}
