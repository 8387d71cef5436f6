import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SealedBlock } from '@knooppunt/kernel';
import { countFound } from '../../test/byte-search.js';
import { bytes, context, contributionOf, march, registered, textOf } from '../../test/fixtures.js';
import { UnknownKey } from '../errors.js';
import { openEmbeddedVault } from './embedded-vault.js';
import { forgetDeliveries } from './forgetting.js';

type Registered = Awaited<ReturnType<typeof registered>>;

let folder: string;
let paths: { file: string; rootKeyFile: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-'));
  paths = { file: join(folder, 'keys.db'), rootKeyFile: join(folder, 'root.key') };
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A vault with one delivery that was handed on, one that was and whose keys went, and one that waits; then closed. */
const closedVault = async () => {
  const vault = await openEmbeddedVault(paths);
  const published = await registered(vault, 'Jansen');
  const erased = await registered(vault, 'De Vries');
  const waiting = await registered(vault, 'Bakker');
  for (const { row } of [published, erased]) await vault.register.markPublished(row.contribution);
  await vault.destroyer.destroy(erased.row.contribution);
  const owner = '22222222-2222-4222-8222-222222222222';
  const text = await vault.sealer.seal({ text: bytes('omdat') }, context, march);
  await vault.sealer.keep(owner, text.keys);
  await vault.close();
  return { published, erased, waiting, text };
};
const reopened = async <Result>(
  ask: (vault: Awaited<ReturnType<typeof openEmbeddedVault>>) => Promise<Result>,
): Promise<Result> => {
  const vault = await openEmbeddedVault(paths);
  try {
    return await ask(vault);
  } finally {
    await vault.close();
  }
};
const wrappedOf = ({ keys }: Pick<Registered, 'keys'>): Buffer[] =>
  keys.map(({ wrapped }) => Buffer.from(wrapped, 'base64url'));

/** How many slots hold a wrapped key: not overwritten with zeros. */
const livingSlots = (): number => {
  const database = new DatabaseSync(paths.file, { readOnly: true });
  const row = database.prepare('SELECT count(*) AS n FROM slot WHERE wrapped <> zeroblob(60)').get();
  database.close();
  return row?.['n'] as number;
};

describe('forgetting deliveries that the log does not hold', () => {
  it('takes what was handed on and is nowhere else: row and keys, as if it had never come', async () => {
    const { published } = await closedVault();
    const { contribution } = published.row;
    expect(await forgetDeliveries(paths.file, async (id) => id !== contribution)).toBe(1);
    expect(countFound(paths.file, [...wrappedOf(published), Buffer.from(published.row.digest ?? '-')])).toBe(0);
    await reopened(async (vault) => {
      expect(await vault.register.find(contribution)).toBeUndefined();
      const block = published.sealed['p1'] as SealedBlock;
      await expect(vault.opener.open(block, 'p1', context)).rejects.toBeInstanceOf(UnknownKey);
      const again = await contributionOf(vault, contribution, 'Jansen');
      expect((await vault.register.register(again.row, again.keys)).outcome).toBe('new');
    });
  });

  it('wipes the key of its digest as well', async () => {
    const { published } = await closedVault();
    const { row } = published;
    await forgetDeliveries(paths.file, async () => false);
    await reopened(async (vault) => {
      const slots = livingSlots();
      // the month's key, two of what waits with its digest, and that of the text
      expect(slots).toBe(5);
      expect(await vault.register.find(row.contribution)).toBeUndefined();
    });
  });

  it('leaves what still waits with its bytes, whoever knows it, and asks of nothing else', async () => {
    const { published, erased, waiting } = await closedVault();
    const asked: string[] = [];
    await forgetDeliveries(paths.file, async (id) => {
      asked.push(id);
      return false;
    });
    expect(asked.toSorted()).toEqual([published.row.contribution, erased.row.contribution].toSorted());
    await reopened(async (vault) => {
      expect(await vault.register.find(waiting.row.contribution)).toEqual(waiting.row);
      const block = waiting.sealed['p1'] as SealedBlock;
      expect(textOf(await vault.opener.open(block, 'p1', context))).toBe('Bakker');
    });
  });

  it('leaves the tombstones of keys that were destroyed, and every key of others', async () => {
    const { erased, text } = await closedVault();
    expect(await forgetDeliveries(paths.file, async () => false)).toBe(2);
    await reopened(async ({ opener }) => {
      expect(await opener.open(erased.sealed['p1'] as SealedBlock, 'p1', context)).toBe('destroyed');
      expect(textOf(await opener.open(text.sealed['text'] as SealedBlock, 'text', context))).toBe('omdat');
    });
  });

  it('takes nothing that the log holds', async () => {
    const { published } = await closedVault();
    expect(await forgetDeliveries(paths.file, async () => true)).toBe(0);
    await reopened(async (vault) => {
      expect(await vault.register.find(published.row.contribution)).toEqual({
        ...published.row,
        bytes: null,
        published: true,
      });
    });
  });

  it('leaves all as it was where somebody cannot be asked', async () => {
    const { published } = await closedVault();
    const away = new Error('away');
    await expect(forgetDeliveries(paths.file, () => Promise.reject(away))).rejects.toBe(away);
    await reopened(async (vault) => {
      expect(await vault.register.find(published.row.contribution)).toBeDefined();
    });
  });
});
