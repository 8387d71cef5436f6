import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SealedBlock } from '@knooppunt/kernel';
import { bytes, context, march, registered, textOf } from './fixtures.js';
import type { OpenVault, VaultUnderTest } from './fixtures.js';

/** Up to where the destructions of the log were applied, and which keys live. */
export const tombstonesContract = (open: OpenVault): void => {
  describe('the mark of applied destructions', () => {
    let under: VaultUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.end());

    it('stands nowhere before anybody has looked', async () => {
      expect(await under.vault.tombstones.applied()).toBeUndefined();
    });

    it('moves from where its caller found it, and from nowhere else', async () => {
      const { tombstones } = under.vault;
      expect(await tombstones.move('5', '9')).toBe(false);
      expect(await tombstones.move(undefined, '5')).toBe(true);
      expect(await tombstones.move(undefined, '6')).toBe(false);
      expect(await tombstones.move('4', '6')).toBe(false);
      expect(await tombstones.applied()).toBe('5');
      expect(await tombstones.move('5', '7')).toBe(true);
      expect(await tombstones.applied()).toBe('7');
    });

    it('outlives a restart, and can be taken back to where nobody has looked', async () => {
      await under.vault.tombstones.move(undefined, '5');
      const { tombstones } = await under.reopen();
      expect(await tombstones.applied()).toBe('5');
      expect(await tombstones.move('5', undefined)).toBe(true);
      expect(await tombstones.applied()).toBeUndefined();
    });
  });

  describe('living keys', () => {
    let under: VaultUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.end());

    it('are those that still open something: neither the destroyed nor the unknown', async () => {
      const [left, gone] = [await registered(under.vault, 'De Vries'), await registered(under.vault, 'Jansen')];
      await under.vault.destroyer.destroy(gone.row.contribution);
      const asked = [...gone.keys, ...left.keys].map(({ keyId }) => keyId);
      const living = await under.vault.tombstones.living([...asked, randomUUID()]);
      expect(living.toSorted()).toEqual(left.keys.map(({ keyId }) => keyId).toSorted());
      expect(await under.vault.tombstones.living([])).toEqual([]);
    });

    it('are looked up again after anybody has asked which live', async () => {
      const { sealer, opener, tombstones } = under.vault;
      const { sealed, keys } = await sealer.seal({ text: bytes('omdat') }, context, march);
      await sealer.keep(randomUUID(), keys);
      const block = sealed['text'] as SealedBlock;
      expect(textOf(await opener.open(block, 'text', context))).toBe('omdat');
      // gone from the store without a word to what this process keeps, as another process would take it
      await sealer.discard([block.keyId]);
      expect(await tombstones.living([block.keyId])).toEqual([]);
      await expect(opener.open(block, 'text', context)).rejects.toMatchObject({ code: 'vault/unknown-key' });
    });
  });

  describe('a vault that is asked whether it is there', () => {
    let under: VaultUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.end());

    it('is there while its engine answers', async () => {
      await expect(under.vault.ping(60_000)).resolves.toBeUndefined();
    });
  });
};
