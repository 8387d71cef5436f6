import { hash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SealedBlock } from '@knooppunt/kernel';
import { KeyClash, OwnerDestroyed, UnknownKey } from '../src/index.js';
import { april, bytes, context, contributionOf, march, registered, textOf } from './fixtures.js';
import type { OpenVault, VaultUnderTest } from './fixtures.js';

/** Keeping, discarding and destroying keys. */
export const destructionContract = (open: OpenVault): void => {
  describe('keeping keys', () => {
    let under: VaultUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.end());

    it('is quiet on a repeat', async () => {
      const { sealed, keys } = await under.vault.sealer.seal({ text: bytes('omdat') }, context, march);
      const owner = randomUUID();
      await under.vault.sealer.keep(owner, keys);
      await under.vault.sealer.keep(owner, keys);
      expect(textOf(await under.vault.opener.open(sealed['text'] as SealedBlock, 'text', context))).toBe('omdat');
      expect(await under.vault.destroyer.destroy(owner)).toHaveLength(1);
    });

    it('refuses the same key for another owner or with other bytes', async () => {
      const { keys } = await under.vault.sealer.seal({ text: bytes('omdat') }, context, march);
      const owner = randomUUID();
      await under.vault.sealer.keep(owner, keys);
      await expect(under.vault.sealer.keep(randomUUID(), keys)).rejects.toBeInstanceOf(KeyClash);
      const other = await under.vault.sealer.seal({ text: bytes('omdat') }, context, march);
      const changed = keys.map((key) => ({ ...key, wrapped: other.keys[0]?.wrapped ?? '' }));
      await expect(under.vault.sealer.keep(owner, changed)).rejects.toBeInstanceOf(KeyClash);
    });

    it('ends when they are discarded, for these keys alone', async () => {
      const { sealed, keys } = await under.vault.sealer.seal({ a: bytes('a'), b: bytes('b') }, context, march);
      const owner = randomUUID();
      await under.vault.sealer.keep(owner, keys);
      await under.vault.sealer.discard([(sealed['a'] as SealedBlock).keyId, randomUUID()]);
      const vault = await under.reopen();
      await expect(vault.opener.open(sealed['a'] as SealedBlock, 'a', context)).rejects.toBeInstanceOf(UnknownKey);
      expect(textOf(await vault.opener.open(sealed['b'] as SealedBlock, 'b', context))).toBe('b');
      expect((await vault.destroyer.destroy(owner)).map(({ block }) => block)).toEqual(['b']);
    });
  });

  describe('destroying keys', () => {
    let under: VaultUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.end());

    it('names every key of the owner with the digest of what was wrapped, and says the same when repeated', async () => {
      const { row, keys } = await registered(under.vault, 'Jansen');
      const destroyed = await under.vault.destroyer.destroy(row.contribution);
      expect(destroyed.map(({ keyId, block, wrappedKeyDigest }) => ({ keyId, block, wrappedKeyDigest }))).toEqual(
        keys.map(({ keyId, block, wrapped }) => ({
          keyId,
          block,
          wrappedKeyDigest: `sha256:${hash('sha256', Buffer.from(wrapped, 'base64url'), 'hex')}`,
        })),
      );
      for (const { receipt } of destroyed) expect(receipt).toMatch(/^[a-z][a-z0-9+-]+$/);
      expect(await under.vault.destroyer.destroy(row.contribution)).toEqual(destroyed);
      expect(await (await under.reopen()).destroyer.destroy(row.contribution)).toEqual(destroyed);
    });

    it('makes every block of the owner unreadable at once, cached keys too, and leaves all others', async () => {
      const gone = await registered(under.vault, 'Jansen');
      const left = await registered(under.vault, 'De Vries');
      const { opener, destroyer } = under.vault;
      const p1 = gone.sealed['p1'] as SealedBlock;
      expect(textOf(await opener.open(p1, 'p1', context))).toBe('Jansen');
      expect(await opener.outputDigest(p1.keyId, 'x')).toBeDefined();
      await destroyer.destroy(gone.row.contribution);
      for (const name of ['p1', 'tokens']) {
        expect(await opener.open(gone.sealed[name] as SealedBlock, name, context)).toBe('destroyed');
      }
      expect(await opener.outputDigest(p1.keyId, 'x')).toBeUndefined();
      expect(textOf(await opener.open(left.sealed['p1'] as SealedBlock, 'p1', context))).toBe('De Vries');
      const reopened = await under.reopen();
      expect(await reopened.opener.open(p1, 'p1', context)).toBe('destroyed');
    });

    it('gives no content to a read that begins after it resolved, however reads and destruction race', async () => {
      for (let round = 0; round < 20; round += 1) {
        const { row, sealed } = await registered(under.vault, 'Jansen');
        const block = sealed['p1'] as SealedBlock;
        let isDestroyed = false;
        const read = async (): Promise<void> => {
          const begunAfter = isDestroyed;
          const opened = textOf(await under.vault.opener.open(block, 'p1', context));
          expect(begunAfter ? ['destroyed'] : ['destroyed', 'Jansen']).toContain(opened);
        };
        const before = Array.from({ length: 5 }, read);
        const destruction = under.vault.destroyer.destroy(row.contribution).then(() => {
          isDestroyed = true;
          return Promise.all(Array.from({ length: 5 }, read));
        });
        await Promise.all([...before, ...Array.from({ length: 5 }, read), destruction]);
      }
    });

    it('empties bytes and digest of the register row, which then is erased for every retry and waits no longer', async () => {
      const { row } = await registered(under.vault, 'Jansen');
      await under.vault.destroyer.destroy(row.contribution);
      const emptied = { ...row, bytes: null, digest: null };
      expect(await under.vault.register.find(row.contribution)).toEqual(emptied);
      expect(await under.vault.register.waiting(april, 10)).toEqual([]);
      for (const content of ['Jansen', 'Jansens']) {
        const again = await contributionOf(under.vault, row.contribution, content);
        expect(await under.vault.register.register(again.row, again.keys)).toEqual({ outcome: 'erased', row: emptied });
        const block = again.sealed['p1'] as SealedBlock;
        await expect(under.vault.opener.open(block, 'p1', context)).rejects.toBeInstanceOf(UnknownKey);
      }
    });

    it('lets nothing come back: the same keys stay destroyed, new ones are refused, a discard leaves the tombstone', async () => {
      const { row, keys, sealed } = await registered(under.vault, 'Jansen');
      const destroyed = await under.vault.destroyer.destroy(row.contribution);
      await under.vault.sealer.keep(row.contribution, keys);
      await under.vault.sealer.discard(keys.map(({ keyId }) => keyId));
      expect(await under.vault.opener.open(sealed['p1'] as SealedBlock, 'p1', context)).toBe('destroyed');
      const more = await under.vault.sealer.seal({ p1: bytes('Jansen') }, context, march);
      await expect(under.vault.sealer.keep(row.contribution, more.keys)).rejects.toBeInstanceOf(OwnerDestroyed);
      expect(await under.vault.destroyer.destroy(row.contribution)).toEqual(destroyed);
    });

    it('has nothing to say of an owner without keys', async () => {
      expect(await under.vault.destroyer.destroy(randomUUID())).toEqual([]);
    });

    it('of many owners at once destroys each', async () => {
      const many = await Promise.all(Array.from({ length: 25 }, (_, at) => registered(under.vault, `persoon ${at}`)));
      await Promise.all(many.map(({ row }) => under.vault.destroyer.destroy(row.contribution)));
      const opened = await Promise.all(
        many.map(({ sealed }) => under.vault.opener.open(sealed['p1'] as SealedBlock, 'p1', context)),
      );
      expect(new Set(opened)).toEqual(new Set(['destroyed']));
    });
  });
};
