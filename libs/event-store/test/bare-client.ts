import { binaryEvent, EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { startEventStoreDbServer } from '../../../test/eventstoredb-server/server.js';
import type { EventStoreDbServer } from '../../../test/eventstoredb-server/server.js';

// Runs the client without any guard into one of its faults, and says on stdout what became of its appends.
const say = (line: string) => process.stdout.write(`${line}\n`);
const connect = (server: EventStoreDbServer) => EventStoreDBClient.connectionString(server.connectionString);
const event = () => binaryEvent({ type: 'CaseOpened', data: new Uint8Array([1]) });
const append = async (client: EventStoreDBClient, stream: string, deadline = 200) =>
  client.appendToStream(stream, [event()], { expectedRevision: NO_STREAM, deadline });
const outcome = async (appended: Promise<unknown>) =>
  Promise.race([
    appended.then(
      () => 'appended',
      (error: { readonly type?: string }) => `rejected ${error.type}`,
    ),
    new Promise((resolve) => setTimeout(resolve, 3_000, 'pending')),
  ]);
const internal = { kind: 'status', code: 13, details: 'internal' } as const;

const faults: Readonly<Record<string, (server: EventStoreDbServer) => Promise<void>>> = {
  'second-answer': async (server) => {
    server.faults.plan('batch-append', { kind: 'twice' });
    say(String(await outcome(append(connect(server), 'case-1'))));
    say(String(await outcome(append(connect(server), 'case-2'))));
  },
  silence: async (server) => {
    server.faults.plan('batch-append', { kind: 'silent' });
    say(String(await outcome(append(connect(server), 'case-1'))));
  },
  'early-end': async (server) => {
    const client = connect(server);
    server.faults.plan('batch-append', { kind: 'end' });
    say(String(await outcome(append(client, 'case-1'))));
    say(String(await outcome(append(client, 'case-2'))));
  },
  'features-kept': async (server) => {
    const client = connect(server);
    server.faults.plan('features', internal);
    say(String(await outcome(append(client, 'case-1'))));
    say(String(await outcome(append(client, 'case-2'))));
  },
  'shared-bank': async (server) => {
    const other = await startEventStoreDbServer();
    server.faults.plan('batch-append', { kind: 'silent' });
    other.faults.plan('batch-append', internal);
    const waiting = outcome(append(connect(server), 'case-1', 60_000));
    await server.faults.reached('batch-append', 1);
    await outcome(append(connect(other), 'case-2'));
    say(String(await waiting));
  },
};

const server = await startEventStoreDbServer();
await faults[process.argv[2] ?? '']?.(server);
process.exit(0);
