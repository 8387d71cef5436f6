import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SealedBlock } from '@knooppunt/kernel';
import { vaultContract } from '../../test/contract.js';
import type { VaultUnderTest } from '../../test/contract.js';
import { context, march, registered, textOf } from '../../test/fixtures.js';
import {
  KeyClash,
  KeysNotDestroyed,
  RootKeyMalformed,
  RootKeyMissing,
  RootKeyWrong,
  VaultUnavailable,
} from '../errors.js';
import type { Vault, WrappedKey } from '../port.js';
import { openEmbeddedVault } from './embedded-vault.js';

const openFresh = async (): Promise<VaultUnderTest> => {
  const folder = mkdtempSync(join(tmpdir(), 'vault-'));
  const options = { file: join(folder, 'keys.db'), rootKeyFile: join(folder, 'root.key') };
  let vault = await openEmbeddedVault(options);
  return {
    vault,
    reopen: async () => {
      await vault.close();
      vault = await openEmbeddedVault(options);
      return vault;
    },
    end: async () => {
      await vault.close();
      rmSync(folder, { recursive: true });
    },
  };
};

vaultContract('the embedded engine', openFresh);

describe('the root key of an embedded vault', () => {
  let folder: string;
  const paths = () => ({ file: join(folder, 'keys.db'), rootKeyFile: join(folder, 'root.key') });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vault-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const openAndClose = async (): Promise<void> => (await openEmbeddedVault(paths())).close();

  it('is made at the first start, 32 bytes that only the owner may read, and stays', async () => {
    await openAndClose();
    const { rootKeyFile, file } = paths();
    const made = readFileSync(rootKeyFile);
    expect(made).toHaveLength(32);
    expect(statSync(rootKeyFile).mode & 0o777).toBe(0o600);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await openAndClose();
    expect(readFileSync(rootKeyFile)).toEqual(made);
  });

  it.each(['640', '604', '620', '601'])('is refused with mode %s, for others could use it', async (mode) => {
    await openAndClose();
    chmodSync(paths().rootKeyFile, mode);
    const refused = { code: 'vault/root-key-open', file: paths().rootKeyFile, mode: `0${mode}` };
    await expect(openEmbeddedVault(paths())).rejects.toMatchObject(refused);
  });

  it('is not made anew when the store was made with one that is gone', async () => {
    await openAndClose();
    rmSync(paths().rootKeyFile);
    await expect(openEmbeddedVault(paths())).rejects.toBeInstanceOf(RootKeyMissing);
    expect(existsSync(paths().rootKeyFile)).toBe(false);
  });

  it('is refused when it is another than the store was made with, and the first one still fits', async () => {
    await openAndClose();
    const first = readFileSync(paths().rootKeyFile);
    writeFileSync(paths().rootKeyFile, randomBytes(32));
    await expect(openEmbeddedVault(paths())).rejects.toBeInstanceOf(RootKeyWrong);
    writeFileSync(paths().rootKeyFile, first);
    await openAndClose();
  });

  it('is refused where its name is taken and nothing can be read there', async () => {
    symlinkSync(join(folder, 'nowhere'), paths().rootKeyFile);
    await expect(openEmbeddedVault(paths())).rejects.toBeInstanceOf(RootKeyMalformed);
    expect(readdirSync(folder).filter((name) => name.startsWith('root.key'))).toEqual(['root.key']);
  });

  it('lies with the store in folders that only the owner may enter, made where they are not there', async () => {
    const deep = join(folder, 'deep', 'keys');
    const vault = await openEmbeddedVault({ file: join(deep, 'keys.db'), rootKeyFile: join(deep, 'root', 'root.key') });
    await vault.close();
    expect(statSync(join(deep, 'root')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(deep, 'root'))).toEqual(['root.key']);
  });

  it('is not asked for where there is something else that cannot be read', async () => {
    symlinkSync(paths().rootKeyFile, paths().rootKeyFile);
    await expect(openEmbeddedVault(paths())).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it.each([0, 31, 33])('is refused with %s bytes', async (size) => {
    writeFileSync(paths().rootKeyFile, randomBytes(size), { mode: 0o600 });
    await expect(openEmbeddedVault(paths())).rejects.toBeInstanceOf(RootKeyMalformed);
    const rootKey = randomBytes(size);
    await expect(openEmbeddedVault({ ...paths(), rootKey })).rejects.toMatchObject({
      code: 'vault/root-key-malformed',
      file: 'rootKey',
    });
  });

  it('given as bytes gives two vaults the same names, and other bytes other names', async () => {
    const rootKey = createHash('sha256').update('two worlds').digest();
    const named = async (file: string, root: Uint8Array): Promise<readonly string[]> => {
      const vault = await openEmbeddedVault({ ...paths(), file: join(folder, file), rootKey: root });
      const { names } = vault;
      const given = [names.contributionId('00000099000000000363', 's', '1'), names.blindToken('rotterdam', 'bsn', '1')];
      await vault.close();
      return given;
    };
    const one = await named('one.db', rootKey);
    expect(await named('other.db', rootKey)).toEqual(one);
    const third = await named('third.db', createHash('sha256').update('a third').digest());
    expect(third[0]).not.toBe(one[0]);
    expect(third[1]).not.toBe(one[1]);
    expect(existsSync(paths().rootKeyFile)).toBe(false);
  });

  it('never stands in the key file', async () => {
    const vault = await openEmbeddedVault(paths());
    await registered(vault, 'Jansen');
    await vault.close();
    expect(readFileSync(paths().file).includes(readFileSync(paths().rootKeyFile))).toBe(false);
  });

  it('does not help a store that is no store', async () => {
    writeFileSync(paths().file, randomBytes(8192));
    await expect(openEmbeddedVault(paths())).rejects.toBeInstanceOf(VaultUnavailable);
  });
});

describe('an embedded vault', () => {
  let folder: string;
  let vault: Vault;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vault-'));
    vault = await openEmbeddedVault({ file: join(folder, 'keys.db'), rootKeyFile: join(folder, 'root.key') });
  });
  afterEach(async () => {
    await vault.close();
    rmSync(folder, { recursive: true });
  });

  it('does not answer who asks while another holds its file, and does again afterwards', async () => {
    const lock = new DatabaseSync(join(folder, 'keys.db'));
    lock.exec('BEGIN IMMEDIATE');
    await expect(vault.ping(1)).rejects.toBeInstanceOf(VaultUnavailable);
    await expect(vault.sealer.keep(randomUUID(), [])).resolves.toBeUndefined();
    await expect(vault.register.markPublished(randomUUID())).rejects.toBeInstanceOf(VaultUnavailable);
    lock.exec('ROLLBACK');
    lock.close();
    await expect(vault.ping(60_000)).resolves.toBeUndefined();
  });

  it('takes no key again for another block or month, nor one that was destroyed with other bytes', async () => {
    const owner = randomUUID();
    const seal = async () => (await vault.sealer.seal({ p1: Buffer.from('x') }, context, march)).keys;
    const [[key], [other]] = (await Promise.all([seal(), seal()])) as [[WrappedKey], [WrappedKey]];
    await vault.sealer.keep(owner, [key]);
    const { register, destroyer, sealer } = vault;
    for (const changed of [{ block: 'p2' }, { kek: randomUUID() }]) {
      await expect(sealer.keep(owner, [{ ...key, ...changed }])).rejects.toBeInstanceOf(KeyClash);
    }
    await destroyer.destroy(owner);
    await expect(sealer.keep(owner, [{ ...key, wrapped: other.wrapped }])).rejects.toBeInstanceOf(KeyClash);
    expect(await register.find(owner)).toBeUndefined();
    await expect(sealer.keep(owner, [key])).resolves.toBeUndefined();
  });

  it('says of every call that it does not answer, once it is closed', async () => {
    const unit = await vault.sealer.seal({ p1: Buffer.from('Jansen') }, context, march);
    await vault.sealer.keep(randomUUID(), unit.keys);
    const block = unit.sealed['p1'] as SealedBlock;
    expect(textOf(await vault.opener.open(block, 'p1', context))).toBe('Jansen');
    await vault.close();
    const calls: readonly (() => Promise<unknown>)[] = [
      () => vault.ping(60_000),
      // not even a key that was in use a moment ago
      () => vault.opener.open(block, 'p1', context),
      () => vault.opener.reach(),
      () => vault.tombstones.applied(),
      () => vault.tombstones.move(undefined, '1'),
      () => vault.tombstones.living([randomUUID()]),
      () => vault.register.find(randomUUID()),
      () => vault.register.waiting('2026-03-01T00:00:00.000Z', 1),
      () => vault.sealer.discard([randomUUID()]),
      () => vault.requests.remember({ id: randomUUID(), digest: 'a', at: '2026-03-01T00:00:00.000Z' }),
    ];
    for (const call of calls) await expect(call()).rejects.toBeInstanceOf(VaultUnavailable);
    await expect(vault.destroyer.destroy(randomUUID())).rejects.toBeInstanceOf(KeysNotDestroyed);
  });
});
