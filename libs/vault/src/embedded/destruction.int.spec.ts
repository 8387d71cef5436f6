import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SealedBlock } from '@knooppunt/kernel';
import { countFound, countFoundRaw } from '../../test/byte-search.js';
import { startDestroying } from '../../test/child/destroying-process.js';
import { context, registered, textOf } from '../../test/fixtures.js';
import { KeysNotDestroyed } from '../errors.js';
import type { Vault } from '../port.js';
import { openEmbeddedVault } from './embedded-vault.js';

const patience = 30_000;

describe('destruction in the embedded key file', () => {
  let folder: string;
  let paths: { file: string; rootKeyFile: string };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vault-'));
    paths = { file: join(folder, 'keys.db'), rootKeyFile: join(folder, 'root.key') };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  type Registered = Awaited<ReturnType<typeof registered>>;
  const wrappedOf = ({ keys }: Pick<Registered, 'keys'>): Buffer[] =>
    keys.map(({ wrapped }) => Buffer.from(wrapped, 'base64url'));
  const open = (vault: Vault, { sealed }: Registered) =>
    vault.opener.open(sealed['p1'] as SealedBlock, 'p1', context).then(textOf);
  /** What lies in all slots: the data keys, the digest keys of the register and the month's key. */
  const slots = (): Buffer[] => {
    const database = new DatabaseSync(paths.file, { readOnly: true });
    const rows = database.prepare('SELECT wrapped FROM slot').all();
    database.close();
    return rows.map((row) => Buffer.from(row['wrapped'] as Uint8Array));
  };

  it('leaves no wrapped key of the contribution in any byte, and all of its neighbour', async () => {
    const vault = await openEmbeddedVault(paths);
    const left = await registered(vault, 'De Vries');
    const others = slots();
    const gone = await registered(vault, 'Jansen');
    const ofGone = slots().filter((wrapped) => !others.some((other) => other.equals(wrapped)));
    expect(ofGone).toHaveLength(gone.keys.length + 1);
    expect(ofGone).toEqual(expect.arrayContaining(wrappedOf(gone)));
    expect(countFound(paths.file, ofGone)).toBe(ofGone.length);
    await vault.destroyer.destroy(gone.row.contribution);
    expect(countFound(paths.file, ofGone)).toBe(0);
    expect(countFound(paths.file, others)).toBe(others.length);
    expect(await open(vault, left)).toBe('De Vries');
    await vault.close();
    expect(countFound(paths.file, ofGone)).toBe(0);
  });

  it('leaves neither bytes nor digest of the register row in any byte', async () => {
    const vault = await openEmbeddedVault(paths);
    const { row } = await registered(vault, 'Jansen');
    const needles = [Buffer.from(row.bytes ?? []), Buffer.from(row.digest ?? '')];
    expect(countFound(paths.file, needles)).toBe(2);
    await vault.destroyer.destroy(row.contribution);
    expect(countFound(paths.file, needles)).toBe(0);
    await vault.close();
  });

  it(
    'holds in a file of many pages, of which every other contribution goes',
    async () => {
      const vault = await openEmbeddedVault(paths);
      const many: Registered[] = [];
      for (let round = 0; round < 12; round += 1) {
        many.push(...(await Promise.all(Array.from({ length: 100 }, (_, at) => registered(vault, `${round} ${at}`)))));
      }
      const gone = many.filter((_, at) => at % 2 === 0);
      const left = many.filter((_, at) => at % 2 === 1);
      expect(countFoundRaw(paths.file, gone.flatMap(wrappedOf))).toBeGreaterThanOrEqual(gone.length * 2);
      await Promise.all(gone.map(({ row }) => vault.destroyer.destroy(row.contribution)));
      expect(countFoundRaw(paths.file, gone.flatMap(wrappedOf))).toBe(0);
      expect(countFoundRaw(paths.file, left.flatMap(wrappedOf))).toBeGreaterThanOrEqual(left.length * 2);
      expect(new Set(await Promise.all(gone.map((one) => open(vault, one))))).toEqual(new Set(['destroyed']));
      expect(await open(vault, left.at(-1) as Registered)).toBe('11 99');
      await vault.close();
    },
    patience,
  );

  it(
    'is not reported while a reader keeps the older pages alive, and completes when it is gone',
    async () => {
      const vault = await openEmbeddedVault(paths);
      const gone = await registered(vault, 'Jansen');
      const reader = new DatabaseSync(paths.file, { readOnly: true });
      reader.exec('BEGIN');
      expect(reader.prepare('SELECT count(*) AS n FROM data_key').get()).toEqual({ n: 2 });
      const refused = vault.destroyer.destroy(gone.row.contribution);
      await expect(refused).rejects.toBeInstanceOf(KeysNotDestroyed);
      await expect(refused).rejects.toMatchObject({ cause: { code: 'vault/checkpoint-busy' } });
      expect(await open(vault, gone)).toBe('destroyed');
      expect(countFound(paths.file, wrappedOf(gone))).toBeGreaterThan(0);
      reader.close();
      expect(await vault.destroyer.destroy(gone.row.contribution)).toHaveLength(2);
      expect(countFound(paths.file, wrappedOf(gone))).toBe(0);
      await vault.close();
    },
    patience,
  );

  describe('when the process is killed', () => {
    let gone: Registered;
    beforeEach(async () => {
      const vault = await openEmbeddedVault(paths);
      gone = await registered(vault, 'Jansen');
      await vault.close();
    });

    /** Runs the destruction again and checks that it is whole and says what it would have said in one go. */
    const converges = async (): Promise<void> => {
      const vault = await openEmbeddedVault(paths);
      const destroyed = await vault.destroyer.destroy(gone.row.contribution);
      expect(destroyed.map(({ keyId }) => keyId)).toEqual(gone.keys.map(({ keyId }) => keyId));
      expect(await vault.destroyer.destroy(gone.row.contribution)).toEqual(destroyed);
      expect(await open(vault, gone)).toBe('destroyed');
      expect(countFound(paths.file, wrappedOf(gone))).toBe(0);
      await vault.close();
    };

    it(
      'before the commit, nothing is destroyed and the next run destroys',
      async () => {
        const lock = new DatabaseSync(paths.file);
        const child = await startDestroying(paths, [gone.row.contribution]);
        lock.exec('BEGIN IMMEDIATE');
        child.go();
        await child.said('begun');
        await child.kill();
        lock.exec('ROLLBACK');
        lock.close();
        const vault = await openEmbeddedVault(paths);
        expect(await open(vault, gone)).toBe('Jansen');
        await vault.close();
        await converges();
      },
      patience,
    );

    it(
      'between the commit and the checkpoint, the next run completes it',
      async () => {
        const reader = new DatabaseSync(paths.file, { readOnly: true });
        reader.exec('BEGIN');
        reader.prepare('SELECT count(*) FROM data_key').get();
        const child = await startDestroying(paths, [gone.row.contribution]);
        child.go();
        const watcher = new DatabaseSync(paths.file, { readOnly: true });
        const tombstones = watcher.prepare('SELECT count(*) AS n FROM data_key WHERE digest IS NOT NULL');
        while (tombstones.get()?.['n'] !== 2) await setImmediate();
        const said = await child.said('begun');
        await child.kill();
        expect(said.filter((line) => line.startsWith('destroyed'))).toEqual([]);
        expect(countFound(paths.file, wrappedOf(gone))).toBe(2);
        reader.close();
        watcher.close();
        await converges();
      },
      patience,
    );

    it(
      'after it has reported, nothing is left to do',
      async () => {
        const child = await startDestroying(paths, [gone.row.contribution]);
        child.go();
        await child.said('destroyed');
        await child.kill();
        expect(countFound(paths.file, wrappedOf(gone))).toBe(0);
        await converges();
      },
      patience,
    );

    it(
      'in the middle of many, what was reported is gone and the rest can be destroyed',
      async () => {
        const vault = await openEmbeddedVault(paths);
        const many = await Promise.all(Array.from({ length: 60 }, (_, at) => registered(vault, `persoon ${at}`)));
        await vault.close();
        const child = await startDestroying(
          paths,
          many.map(({ row }) => row.contribution),
        );
        child.go();
        await child.said('destroyed', 20);
        await child.kill();
        const reported = new Set((await child.said('destroyed', 20)).filter((line) => line.startsWith('destroyed')));
        const done = many.filter(({ row }) => reported.has(`destroyed ${row.contribution}`));
        expect(done.length).toBeGreaterThanOrEqual(20);
        expect(countFound(paths.file, done.flatMap(wrappedOf))).toBe(0);
        const again = await openEmbeddedVault(paths);
        await Promise.all(many.map(({ row }) => again.destroyer.destroy(row.contribution)));
        expect(countFound(paths.file, many.flatMap(wrappedOf))).toBe(0);
        await again.close();
        await converges();
      },
      patience,
    );
  });
});
