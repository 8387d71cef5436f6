import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Instant, SealedBlock, Uuid } from '@knooppunt/kernel';
import { migratePostgresVault, openPostgresVault } from '@knooppunt/vault';
import type { PostgresVault } from '@knooppunt/vault';
import { Client } from 'pg';
import { leaveOutPostgres } from '../postgres/left-out.js';
import { startServer } from '../postgres/server.js';
import type { TestServer } from '../postgres/server.js';
import { runKeys } from '../../apps/worker/src/keys/run-keys.js';

const march: Instant = '2026-03-14T09:30:00.000Z';
const april: Instant = '2026-04-14T09:30:00.000Z';
const may: Instant = '2026-05-14T09:30:00.000Z';
const [amsterdam, limburg] = ['amsterdam-amstelland', 'limburg'];
const [college, police] = ['00000099000000000363', '00000099000000000100'];

type Kept = { readonly owner: Uuid; readonly block: SealedBlock; readonly context: ReturnType<typeof contextOf> };

const contextOf = (cooperation: string, supplier: string) => ({
  cooperation,
  supplier,
  eventId: randomUUID(),
  eventType: 'ContributionSupplied',
  label: `sha256:${'0'.repeat(64)}`,
});

const withServer = (server: TestServer): void => {
  describe('the keys of a month, replaced by the command', () => {
    let folder: string;
    let vault: PostgresVault;

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'knooppunt-keys-'));
      for (const [name, byte] of [
        ['root.key', 1],
        ['next.key', 2],
      ] as const) {
        writeFileSync(join(folder, name), Buffer.alloc(32, byte), { mode: 0o600 });
      }
    });
    afterAll(async () => {
      await vault.close();
      await server.stop();
      rmSync(folder, { recursive: true });
    });
    beforeEach(async () => {
      await vault?.close();
      const { connectionString } = server;
      await rows('DROP SCHEMA IF EXISTS vault CASCADE');
      await migratePostgresVault({ connectionString, roles: { whole: ['test'], sealing: [] } });
      vault = await openPostgresVault({ connectionString, rootKey: Buffer.alloc(32, 1) });
    });

    const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
      const client = new Client({ connectionString: server.connectionString });
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(sql)).rows;
      } finally {
        await client.end();
      }
    };
    const kept = async (at: Instant, cooperation = amsterdam, supplier = college): Promise<Kept> => {
      const context = contextOf(cooperation, supplier);
      const { sealed, keys } = await vault.sealer.seal({ p1: Buffer.from('Jansen') }, context, at);
      const owner = randomUUID();
      await vault.sealer.keep(owner, keys);
      return { owner, block: sealed['p1'] as SealedBlock, context };
    };
    const read = async ({ block, context }: Kept): Promise<string> => {
      const opened = await vault.opener.open(block, 'p1', context);
      return opened === 'destroyed' ? opened : Buffer.from(opened).toString();
    };
    const command = async (...words: readonly string[]): Promise<{ readonly code: number; readonly said: string }> => {
      const said: string[] = [];
      const tell = (line: string): void => void said.push(line);
      const env = {
        KNOOPPUNT_POSTGRES_URL: server.connectionString,
        KNOOPPUNT_ROOT_KEY_FILE: join(folder, 'root.key'),
        KNOOPPUNT_OTHER_ROOT_KEY_FILES: join(folder, 'next.key'),
      };
      const code = await runKeys(words, { env, now: may, say: tell, complain: tell });
      return { code, said: said.join('\n') };
    };
    const keks = async (month: string): Promise<readonly string[]> =>
      (await rows(`SELECT id FROM vault.kek WHERE month = '${month}' ORDER BY id`)).map(({ id }) => String(id));
    const wrappedOf = async (month: string): Promise<readonly Buffer[]> =>
      (await rows(`SELECT wrapped FROM vault.kek WHERE month = '${month}'`)).map(({ wrapped }) => wrapped as Buffer);

    it('come under a fresh key that opens what lives; another month, another supplier and the erased stay as they are', async () => {
      const living = [await kept(march), await kept(march, amsterdam, police), await kept(march, limburg)];
      const gone = await kept(march);
      const later = await kept(april);
      await vault.destroyer.destroy(gone.owner);
      const [before, beforeApril] = [await keks('2026-03'), await keks('2026-04')];
      expect(before).toHaveLength(3);

      const dry = await command('retire-month', '--month', '2026-03', '--dry-run');
      expect(dry).toEqual({ code: 0, said: expect.stringMatching(/^Proef: 3 .*Er is niets veranderd\.$/) });
      expect(await keks('2026-03')).toEqual(before);

      const one = await command(
        'retire-month',
        '--month',
        '2026-03',
        '--cooperation',
        amsterdam,
        '--supplier',
        college,
      );
      expect([one.code, one.said.split('\n')[0]]).toEqual([0, `  ${amsterdam} ${college}: 1 levende sleutels omgezet`]);
      const between = await keks('2026-03');
      expect(between.filter((id) => before.includes(id))).toHaveLength(2);

      const rest = await command('retire-month', '--month', '2026-03', '--lang', 'en');
      expect([rest.code, rest.said]).toEqual([0, expect.stringContaining("3 months' keys of 2026-03 replaced.")]);
      expect((await keks('2026-03')).filter((id) => before.includes(id) || between.includes(id))).toEqual([]);
      expect(await keks('2026-04')).toEqual(beforeApril);

      for (const each of [...living, later]) expect(await read(each)).toBe('Jansen');
      expect(await read(gone)).toBe('destroyed');
      const status = await command('status');
      expect(status.said).toContain('2026-03: 3 maandsleutels, 3 levende sleutels');
    });

    it('are in no row any more, under neither root, once the root is replaced as well', async () => {
      const left = await kept(march);
      const old = await wrappedOf('2026-03');
      expect((await command('retire-month', '--month', '2026-03')).code).toBe(0);
      expect((await command('rotate-root', '--to', join(folder, 'next.key'))).code).toBe(0);
      const now = await wrappedOf('2026-03');
      expect(old.filter((bytes) => now.some((one) => one.equals(bytes)))).toEqual([]);
      await vault.close();
      const { connectionString } = server;
      vault = await openPostgresVault({ connectionString, rootKey: Buffer.alloc(32, 2) });
      expect(await read(left)).toBe('Jansen');
    });

    it('are not touched where the month is not over, is none, or the database is away', async () => {
      await kept(may);
      const before = await keks('2026-05');
      for (const month of ['2026-05', '2026-06', '2026-13', 'mei']) {
        expect((await command('retire-month', '--month', month)).code).toBe(2);
      }
      expect((await command('retire-month')).code).toBe(2);
      expect(await keks('2026-05')).toEqual(before);
      const env = { KNOOPPUNT_POSTGRES_URL: 'postgres://test@127.0.0.1:1/postgres' };
      const said: string[] = [];
      const at = { now: may, say: () => undefined, complain: (line: string) => void said.push(line) };
      const files = { KNOOPPUNT_ROOT_KEY_FILE: join(folder, 'root.key') };
      const code = await runKeys(['retire-month', '--month', '2026-03'], { ...at, env: { ...env, ...files } });
      expect([code, said]).toEqual([1, [expect.stringContaining('PostgreSQL')]]);
    });
  });
};

const server = await startServer();
if (server) withServer(server);
else leaveOutPostgres('the keys of a month, replaced by the command');
