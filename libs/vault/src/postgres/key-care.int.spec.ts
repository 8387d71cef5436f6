import { createSecretKey, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SealedBlock, Uuid } from '@knooppunt/kernel';
import { april, bytes, context, contributionOf, march, registered, textOf } from '../../test/fixtures.js';
import { asRoot, makeRoles, rootNamed, vaultOptions } from '../../test/postgres-bench.js';
import { leaveOutPostgres } from '../../../../test/postgres/left-out.js';
import { startServer } from '../../../../test/postgres/server.js';
import type { TestServer } from '../../../../test/postgres/server.js';
import { RandomPool } from '../cipher/random-pool.js';
import { KekRetired, RootKeyWrong, RootRetired, SealBroken, openPostgresVault } from '../index.js';
import type { PostgresVault, PostgresVaultOptions, WrappedKey } from '../index.js';
import { KeyTree } from '../keys/key-tree.js';
import { RootKeys } from '../keys/root-keys.js';
import type { StoredKek } from '../keys/store.js';
import { kekOf } from './rows.js';

const first = rootNamed('first');
const second = rootNamed('second');
const monthOfMarch = { cooperation: context.cooperation, supplier: context.supplier, month: '2026-03' };

type Registered = Awaited<ReturnType<typeof registered>>;
const read = async ({ opener }: PostgresVault, { sealed }: Pick<Registered, 'sealed'>): Promise<string> =>
  textOf(await opener.open(sealed['p1'] as SealedBlock, 'p1', context));

/** Does this root open a month's key as it once lay in the database? */
const opens = (root: Uint8Array, kek: StoredKek): boolean => {
  const random = new RandomPool();
  const none = () => Promise.reject(new Error('nothing is stored here'));
  const tree = new KeyTree(new RootKeys(createSecretKey(root), random), { ensureKek: none, kek: none }, random);
  try {
    tree.opened(kek);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(SealBroken);
    return false;
  }
};

/** How many of these byte strings stand anywhere in the files of the server: tables, WAL and all. */
const countInFiles = (folder: string, needles: readonly Buffer[]): number => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const contents = files.map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  return needles.filter((needle) => contents.some((content) => content.includes(needle))).length;
};

const withServer = (server: TestServer): void => {
  let options: ReturnType<typeof vaultOptions>;
  const opened: PostgresVault[] = [];
  const open = async (changed: Partial<PostgresVaultOptions> = {}): Promise<PostgresVault> => {
    const vault = await openPostgresVault({ ...options, ...changed });
    opened.push(vault);
    return vault;
  };
  const keks = async (): Promise<readonly StoredKek[]> =>
    (await asRoot(server, `SELECT * FROM ${options.schema}.kek`)).map(kekOf);
  const files = async (): Promise<string> => {
    const [row] = await asRoot(server, 'CHECKPOINT', 'SHOW data_directory');
    return String(row?.['data_directory']);
  };

  beforeAll(() => makeRoles(server));
  afterAll(() => server.stop());
  beforeEach(() => {
    options = vaultOptions(server);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((vault) => vault.close()));
    await asRoot(server, `DROP SCHEMA IF EXISTS ${options.schema} CASCADE`);
  });

  describe("retiring a month's key", () => {
    it('leaves what lives readable, and what was destroyed destroyed', async () => {
      const vault = await open();
      const left = await registered(vault, 'De Vries');
      const gone = await registered(vault, 'Jansen');
      await vault.destroyer.destroy(gone.row.contribution);
      const [before] = await keks();
      // Two keys of blocks and one of the digest in the register.
      expect(await vault.care.retireMonth(monthOfMarch)).toEqual({ isRetired: true, rewrapped: 3 });
      const after = await keks();
      expect(after).toHaveLength(1);
      expect(after[0]?.id).not.toBe(before?.id);
      for (const reader of [vault, await open()]) {
        expect(await read(reader, left)).toBe('De Vries');
        expect(await read(reader, gone)).toBe('destroyed');
      }
    });

    it('still knows the content of what is registered, and the keys that were kept', async () => {
      const vault = await open();
      const { row, keys } = await registered(vault, 'Jansen');
      await vault.care.retireMonth(monthOfMarch);
      const again = await contributionOf(vault, row.contribution, 'Jansen');
      expect((await vault.register.register(again.row, again.keys)).outcome).toBe('same');
      const other = await contributionOf(vault, row.contribution, 'Jansens');
      expect((await vault.register.register(other.row, other.keys)).outcome).toBe('clash');
      await vault.sealer.keep(row.contribution, keys);
      const destroyed = await vault.destroyer.destroy(row.contribution);
      expect(destroyed.map(({ keyId, receipt }) => [keyId, receipt])).toEqual(
        keys.map(({ keyId }) => [keyId, 'row-deleted+kek-month']),
      );
    });

    it('moves more keys than fit one page', async () => {
      const vault = await open();
      const names = Array.from({ length: 1100 }, (_, at) => `p${at}`);
      const unit = await vault.sealer.seal(
        Object.fromEntries(names.map((name) => [name, bytes(name)])),
        context,
        march,
      );
      await vault.sealer.keep(randomUUID(), unit.keys);
      expect(await vault.care.retireMonth(monthOfMarch)).toEqual({ isRetired: true, rewrapped: 1100 });
      const texts = await Promise.all(
        names.map(async (name) => textOf(await vault.opener.open(unit.sealed[name] as SealedBlock, name, context))),
      );
      expect(texts).toEqual(names);
    });

    it.each([
      ['destructions', async ({ destroyer }: PostgresVault, owner: Uuid) => void (await destroyer.destroy(owner))],
      [
        'takings back',
        ({ sealer }: PostgresVault, _: Uuid, keys: readonly WrappedKey[]) =>
          sealer.discard(keys.map(({ keyId }) => keyId)),
      ],
    ])('never stands against %s of the same keys, each holding what the other wants', async (_, remove) => {
      const [vault, operator] = [await open(), await open()];
      const content = Object.fromEntries(['p1', 'p2', 'p3', 'p4'].map((name) => [name, bytes(name)]));
      for (const month of ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05']) {
        const owners = Array.from({ length: 60 }, async () => {
          const owner = randomUUID();
          const { keys } = await vault.sealer.seal(content, context, `${month}-01T09:30:00.000Z`);
          // Kept, and told, in the other order than that of their ids.
          const falling = keys.toSorted((one, two) => (one.keyId < two.keyId ? 1 : -1));
          await vault.sealer.keep(owner, falling);
          return () => remove(vault, owner, falling);
        });
        const removals = await Promise.all(owners);
        const [{ isRetired }] = await Promise.all([
          operator.care.retireMonth({ ...monthOfMarch, month }),
          ...removals.map((start) => start()),
        ]);
        expect(isRetired).toBe(true);
      }
    });

    it('refuses keys that were made under it and not kept yet, and the next seal succeeds', async () => {
      const [vault, operator] = [await open(), await open()];
      const owner = randomUUID();
      const late = await vault.sealer.seal({ p1: bytes('Jansen') }, context, march);
      await operator.care.retireMonth(monthOfMarch);
      await expect(vault.sealer.keep(owner, late.keys)).rejects.toBeInstanceOf(KekRetired);
      const again = await vault.sealer.seal({ p1: bytes('Jansen') }, context, march);
      await vault.sealer.keep(owner, again.keys);
      expect(await read(operator, again)).toBe('Jansen');
    });

    it('leaves other months alone, and says where there is none', async () => {
      const vault = await open();
      await registered(vault, 'Jansen', april);
      const before = await keks();
      expect(await vault.care.retireMonth(monthOfMarch)).toEqual({ isRetired: false, rewrapped: 0 });
      expect(await keks()).toEqual(before);
    });

    it('goes with reads, keeps and destructions at the same time', async () => {
      const [vault, operator] = [await open(), await open()];
      const many = await Promise.all(Array.from({ length: 40 }, (_, at) => registered(vault, `persoon ${at}`)));
      const gone = many.slice(0, 10);
      const left = many.slice(10);
      const [, , , texts, fresh] = await Promise.all([
        operator.care.retireMonth(monthOfMarch),
        Promise.all(gone.map(({ row }) => vault.destroyer.destroy(row.contribution))),
        operator.care.rotateRoot(),
        Promise.all(left.map((one) => read(vault, one))),
        Promise.allSettled(Array.from({ length: 10 }, (_, at) => registered(vault, `nieuw ${at}`))),
      ]);
      expect(texts).toEqual(left.map((_, at) => `persoon ${at + 10}`));
      const kept = fresh.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const refusals = fresh.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      expect(refusals.filter((reason) => !(reason instanceof KekRetired))).toEqual([]);
      const reader = await open();
      expect(new Set(await Promise.all(gone.map((one) => read(reader, one))))).toEqual(new Set(['destroyed']));
      expect(await Promise.all(left.map((one) => read(reader, one)))).toEqual(texts);
      for (const one of kept) expect(await read(reader, one)).toMatch(/^nieuw /);
    });
  });

  describe('replacing the root key', () => {
    it('goes without a moment in which anything is unreadable, and ends with the old root refused', async () => {
      const old = await open();
      const before = await registered(old, 'Jansen');
      const token = old.names.blindToken(context.cooperation, 'bsn', '123456782');
      await expect(open({ rootKey: second })).rejects.toBeInstanceOf(RootKeyWrong);
      const ready = await open({ otherRootKeys: [second] });
      const next = await open({ rootKey: second, otherRootKeys: [first] });
      const during = await registered(next, 'De Vries', april);
      for (const one of [before, during]) expect(await read(ready, one)).not.toBe('destroyed');
      const late = await registered(ready, 'Bakker', '2026-05-01T09:30:00.000Z');
      expect((await next.care.rotateRoot()).rewrapped).toBe(3);
      expect((await next.care.rotateRoot()).rewrapped).toBe(0);
      for (const vault of [ready, next, await open({ rootKey: second })]) {
        expect(await Promise.all([before, during, late].map((one) => read(vault, one)))).toEqual([
          'Jansen',
          'De Vries',
          'Bakker',
        ]);
        expect(vault.names.blindToken(context.cooperation, 'bsn', '123456782')).toBe(token);
      }
      await expect(open()).rejects.toBeInstanceOf(RootKeyWrong);
      const june = '2026-06-01T09:30:00.000Z';
      await expect(old.sealer.seal({ p1: bytes('x') }, context, june)).rejects.toBeInstanceOf(RootRetired);
    });

    it('makes every retired key unreadable in dead rows, WAL and backups: the present root opens none of them', async () => {
      const vault = await open();
      const gone = await registered(vault, 'Jansen');
      const left = await registered(vault, 'De Vries');
      const [kek] = await keks();
      await vault.destroyer.destroy(gone.row.contribution);
      await vault.care.retireMonth(monthOfMarch);
      const folder = await files();
      const wrapped = gone.keys.map((key) => Buffer.from(key.wrapped, 'base64url'));
      const asKept = kek as StoredKek;
      // PostgreSQL keeps what was deleted: that is why the receipt promises no more than it does.
      expect(countInFiles(folder, wrapped)).toBe(wrapped.length);
      expect(countInFiles(folder, [Buffer.from(asKept.wrapped, 'base64url')])).toBe(1);
      expect(opens(first, asKept)).toBe(true);
      const next = await open({ rootKey: second, otherRootKeys: [first] });
      await next.care.rotateRoot();
      expect(opens(second, asKept)).toBe(false);
      for (const present of await keks())
        expect([opens(first, present), opens(second, present)]).toEqual([false, true]);
      expect(await read(await open({ rootKey: second }), left)).toBe('De Vries');
    });

    it('never stands in the files of the server, nor any key in the clear', async () => {
      const vault = await open();
      await registered(vault, 'Jansen');
      const [kek] = await keks();
      const random = new RandomPool();
      const roots = new RootKeys(createSecretKey(first), random);
      const none = () => Promise.reject(new Error('nothing is stored here'));
      const clear = new KeyTree(roots, { ensureKek: none, kek: none }, random).opened(kek as StoredKek).key.export();
      expect(countInFiles(await files(), [Buffer.from(first), clear])).toBe(0);
      expect(countInFiles(await files(), [Buffer.from(kek?.wrapped ?? '', 'base64url')])).toBe(1);
    });
  });
};

const server = await startServer();
if (server) withServer(server);
else leaveOutPostgres('the care of keys in PostgreSQL');
