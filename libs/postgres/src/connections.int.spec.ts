import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { leaveOutPostgres } from '../../../test/postgres/left-out.js';
import { startServer } from '../../../test/postgres/server.js';
import type { TestServer } from '../../../test/postgres/server.js';
import { Connections, appliedSteps, isIdentifier, migrateSchema, sqlState } from './index.js';
import type { ConnectionOptions, Migration } from './index.js';

class Away extends Error {
  override readonly name = 'Away';
}

const withServer = (server: TestServer): void => {
  const opened: Connections[] = [];
  const open = (options: Partial<ConnectionOptions> = {}): Connections => {
    const connections = new Connections({
      connectionString: server.connectionString,
      schema: 'public',
      application: 'test',
      poolSize: 2,
      timeoutMs: 10_000,
      isDurable: false,
      unavailable: (cause) => new Away('away', { cause }),
      ...options,
    });
    opened.push(connections);
    return connections;
  };
  const as = (role: string): Partial<ConnectionOptions> => {
    const url = new URL(server.connectionString);
    url.username = role;
    return { connectionString: url.href };
  };
  /** Postmaster and backends stand still, as a machine that accepts and never answers. */
  const withSilence = async (work: () => Promise<void>): Promise<void> => {
    process.kill(server.pid, 'SIGSTOP');
    const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .map(Number);
    for (const pid of children) process.kill(pid, 'SIGSTOP');
    try {
      await work();
    } finally {
      for (const pid of [...children, server.pid]) process.kill(pid, 'SIGCONT');
    }
  };

  beforeAll(async () => {
    const root = open();
    for (const role of ['reader', 'writer']) await root.query([`CREATE ROLE ${role} LOGIN`]);
    await root.query(['CREATE TABLE notes (id integer PRIMARY KEY, text text)']);
    await root.query(["INSERT INTO notes VALUES (1, 'one')"]);
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((connections) => connections.close()));
  });

  describe('connections to PostgreSQL', () => {
    it('say that a silent server is away, within the time that they were given', async () => {
      const connections = open({ timeoutMs: 2_000 });
      await connections.query(['SELECT 1']);
      // It stays silent until both have given up: without a time of their own they would wait for ever.
      await withSilence(async () => {
        await expect(connections.query(['SELECT 1'])).rejects.toBeInstanceOf(Away);
        await expect(connections.ping(300)).rejects.toBeInstanceOf(Away);
      });
      await connections.ping(10_000);
      expect((await connections.query(['SELECT 1 AS one'])).rows).toEqual([{ one: 1 }]);
    });

    it('answer a ping while every one of them is at work', async () => {
      const connections = open({ poolSize: 1 });
      const release = Promise.withResolvers<void>();
      const busy = connections.transaction(async (send) => {
        await send(['SELECT 1']);
        await release.promise;
      });
      await Promise.all([connections.ping(10_000), connections.ping(10_000)]);
      const waiting = connections.query(['SELECT 1']);
      while (connections.state.waiting === 0) await setImmediate();
      expect(connections.state).toEqual({ size: 1, open: 1, free: 0, waiting: 1 });
      release.resolve();
      await Promise.all([busy, waiting]);
      expect(connections.state).toMatchObject({ free: 1, waiting: 0 });
    });

    it('free what a transaction holds whose client stands still', async () => {
      const held = Promise.withResolvers<void>();
      const release = Promise.withResolvers<void>();
      const stuck = open({ timeoutMs: 500 })
        .transaction(async (send) => {
          await send(["UPDATE notes SET text = 'stuck' WHERE id = 1"]);
          held.resolve();
          await release.promise;
        })
        .catch((error: unknown) => error);
      const other = open();
      await held.promise;
      await other.query(["UPDATE notes SET text = 'free' WHERE id = 1"]);
      release.resolve();
      expect(await stuck).toBeInstanceOf(Away);
      expect(await other.rows('SELECT text FROM notes WHERE id = $1', 1)).toEqual([{ text: 'free' }]);
    });

    it('give a statement up that takes too long, on the server too', async () => {
      const connections = open({ timeoutMs: 300, application: 'sleeper' });
      await expect(connections.query(['SELECT pg_sleep(600)'])).rejects.toBeInstanceOf(Away);
      const other = open();
      const asleep = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'sleeper' AND state = 'active'";
      while ((await other.rows(asleep)).length > 0) await setImmediate();
    });

    it('undo a transaction that fails, and pass on what the server refuses', async () => {
      const connections = open();
      const failed = connections.transaction((send) =>
        send(["UPDATE notes SET text = 'half' WHERE id = 1"], ['INSERT INTO notes VALUES (1)'], ['SELECT 1']),
      );
      const error = await failed.catch((reason: unknown) => reason);
      expect(sqlState(error)).toBe('23505');
      expect(await connections.rows("SELECT 1 FROM notes WHERE text = 'half'")).toEqual([]);
    });

    it('give counts and sums as numbers, and none that is not exact', async () => {
      const connections = open();
      const numbers = 'SELECT count(*) AS n, sum(id) AS sum, $1::bigint AS big FROM notes';
      expect(await connections.rows(numbers, 2 ** 40)).toEqual([{ n: 1, sum: 1, big: 2 ** 40 }]);
      await expect(connections.query({ sql: numbers, parameters: ['9007199254740993'] })).rejects.toBeInstanceOf(
        RangeError,
      );
      expect(await connections.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('write nothing where they only read, and answer nothing once closed', async () => {
      const reading = open({ isReadOnly: true });
      await expect(reading.query(['DELETE FROM notes'])).rejects.toThrow(/read-only/);
      await reading.close();
      await expect(reading.query(['SELECT 1'])).rejects.toBeInstanceOf(Away);
      await expect(reading.ping(100)).rejects.toBeInstanceOf(Away);
    });
  });

  describe('a migration', () => {
    const migration: Migration = {
      schema: 'made',
      lock: 'made',
      table: 'steps',
      steps: [['CREATE TABLE one (id integer, secret text)'], ['CREATE TABLE two (id integer)']],
      grants: [
        { role: 'reader', may: 'SELECT (id)', on: ['one'] },
        { role: 'writer', may: 'SELECT, INSERT', on: ['one', 'two'] },
      ],
    };

    it('does each step once, whoever comes and however often, and gives what was named and no more', async () => {
      const before = { ...migration, steps: migration.steps.slice(0, 1), grants: [] };
      await open({ schema: 'made' }).transaction((send) => migrateSchema(send, before));
      const many = Array.from({ length: 4 }, () => open({ schema: 'made' }));
      await Promise.all(many.map((each) => each.transaction((send) => migrateSchema(send, migration))));
      const reader = open({ ...as('reader'), schema: 'made' });
      const writer = open({ ...as('writer'), schema: 'made' });
      expect([await appliedSteps(reader, 'steps'), await appliedSteps(open(), 'steps')]).toEqual([2, 0]);
      await writer.query(["INSERT INTO one VALUES (1, 'x')"]);
      expect(await reader.rows('SELECT id FROM one')).toEqual([{ id: 1 }]);
      for (const [role, text] of [
        [reader, 'SELECT secret FROM one'],
        [reader, 'SELECT * FROM two'],
        [writer, 'DELETE FROM one'],
        [writer, 'ALTER TABLE one ADD COLUMN other text'],
        [writer, 'CREATE TABLE made.other (id text)'],
        [writer, 'INSERT INTO steps VALUES (9)'],
      ] as const) {
        expect(sqlState(await role.query([text]).catch((error: unknown) => error))).toBe('42501');
      }
    });

    it('takes plain names for schemas', () => {
      expect(['made', 'a_1', '_x'].map(isIdentifier)).toEqual([true, true, true]);
      expect(['', 'A', '1a', 'a"; DROP', 'a'.repeat(64)].map(isIdentifier)).toEqual(Array<boolean>(5).fill(false));
    });
  });
};

const server = await startServer();
if (server) withServer(server);
else leaveOutPostgres('connections to PostgreSQL');
