import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SealedBlock } from '@knooppunt/kernel';
import { KeyClash, NoKeys, UnknownContribution, UnknownKey } from '../src/index.js';
import { april, context, contributionOf, march, registered, textOf } from './fixtures.js';
import type { OpenVault, VaultUnderTest } from './fixtures.js';

/** The intake register: row and keys together or neither, one winner, and the winner's bytes for all. */
export const registerContract = (open: OpenVault): void => {
  describe('the intake register', () => {
    let under: VaultUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.end());

    it('registers a new contribution with its keys', async () => {
      const { outcome, row, sealed } = await registered(under.vault, 'Jansen');
      expect(outcome).toBe('new');
      expect(row.published).toBe(false);
      expect(await under.vault.register.find(row.contribution)).toEqual(row);
      expect(textOf(await under.vault.opener.open(sealed['p1'] as SealedBlock, 'p1', context))).toBe('Jansen');
    });

    it('gives the row that is there when the same content comes again, also after a restart', async () => {
      const first = await registered(under.vault, 'Jansen');
      const vault = await under.reopen();
      const again = await contributionOf(vault, first.row.contribution, 'Jansen', april);
      const { outcome, row } = await vault.register.register(again.row, again.keys);
      expect(outcome).toBe('same');
      expect(row).toEqual(first.row);
      expect(Buffer.from(row.bytes ?? [])).not.toEqual(Buffer.from(again.row.bytes ?? []));
    });

    it('keeps no key of a repeat', async () => {
      const first = await registered(under.vault, 'Jansen');
      const again = await contributionOf(under.vault, first.row.contribution, 'Jansen');
      await under.vault.register.register(again.row, again.keys);
      const block = again.sealed['p1'] as SealedBlock;
      await expect(under.vault.opener.open(block, 'p1', context)).rejects.toBeInstanceOf(UnknownKey);
    });

    it('calls other content under the same id a clash, and changes nothing', async () => {
      const first = await registered(under.vault, 'Jansen');
      const other = await contributionOf(under.vault, first.row.contribution, 'Jansens');
      const { outcome, row } = await under.vault.register.register(other.row, other.keys);
      expect(outcome).toBe('clash');
      expect(row).toEqual(first.row);
    });

    it('does not show by its digest that two contributions have equal content', async () => {
      const one = await registered(under.vault, 'Jansen');
      const other = await registered(under.vault, 'Jansen');
      expect(one.row.digest).not.toBe(other.row.digest);
    });

    it('lets one of ten win a race and gives all ten the bytes of the winner', async () => {
      const contribution = randomUUID();
      const ten = await Promise.all(
        Array.from({ length: 10 }, () => contributionOf(under.vault, contribution, 'Jansen')),
      );
      const answers = await Promise.all(ten.map(({ row, keys }) => under.vault.register.register(row, keys)));
      expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['new', ...Array<string>(9).fill('same')]);
      const [first] = answers;
      for (const { row } of answers) expect(row).toEqual(first?.row);
      const winner = answers.findIndex(({ outcome }) => outcome === 'new');
      expect(Buffer.from(first?.row.bytes ?? [])).toEqual(Buffer.from(ten[winner]?.row.bytes ?? []));
      const opened = await Promise.allSettled(
        ten.map(({ sealed }) => under.vault.opener.open(sealed['p1'] as SealedBlock, 'p1', context)),
      );
      const losers = opened.filter((one) => one.status === 'rejected');
      expect(losers.map(({ reason }) => reason as unknown)).toEqual(Array(9).fill(expect.any(UnknownKey)));
      expect(opened[winner]?.status).toBe('fulfilled');
    });

    it('writes neither row nor keys when one of the keys is taken', async () => {
      const first = await registered(under.vault, 'Jansen');
      const next = await contributionOf(under.vault, randomUUID(), 'De Vries');
      const keys = [...next.keys, ...first.keys.slice(0, 1)];
      await expect(under.vault.register.register(next.row, keys)).rejects.toBeInstanceOf(KeyClash);
      expect(await under.vault.register.find(next.row.contribution)).toBeUndefined();
      const block = next.sealed['p1'] as SealedBlock;
      await expect(under.vault.opener.open(block, 'p1', context)).rejects.toBeInstanceOf(UnknownKey);
    });

    it('refuses a contribution without keys or without bytes', async () => {
      const { row, keys } = await contributionOf(under.vault, randomUUID(), 'Jansen');
      await expect(under.vault.register.register(row, [])).rejects.toBeInstanceOf(NoKeys);
      await expect(under.vault.register.register({ ...row, bytes: null }, keys)).rejects.toBeInstanceOf(NoKeys);
    });

    it('drops the bytes once published and still knows the content', async () => {
      const { row } = await registered(under.vault, 'Jansen');
      await under.vault.register.markPublished(row.contribution);
      await under.vault.register.markPublished(row.contribution);
      expect(await under.vault.register.find(row.contribution)).toEqual({ ...row, bytes: null, published: true });
      const again = await contributionOf(under.vault, row.contribution, 'Jansen');
      expect((await under.vault.register.register(again.row, again.keys)).outcome).toBe('same');
      const other = await contributionOf(under.vault, row.contribution, 'Jansens');
      expect((await under.vault.register.register(other.row, other.keys)).outcome).toBe('clash');
    });

    it('refuses to mark a contribution that it does not hold', async () => {
      await expect(under.vault.register.markPublished(randomUUID())).rejects.toBeInstanceOf(UnknownContribution);
      expect(await under.vault.register.find(randomUUID())).toBeUndefined();
    });

    it('lists what waits, oldest first, and only what is older than asked', async () => {
      const late = await registered(under.vault, 'c', '2026-03-01T09:30:02.000Z');
      const early = await registered(under.vault, 'a', '2026-03-01T09:30:00.000Z');
      const middle = await registered(under.vault, 'b', '2026-03-01T09:30:01.000Z');
      const done = await registered(under.vault, 'd', march);
      await under.vault.register.markPublished(done.row.contribution);
      const waiting = async (before: string, limit = 10) =>
        (await under.vault.register.waiting(before, limit)).map(({ contribution }) => contribution);
      expect(await waiting(april)).toEqual([early, middle, late].map(({ row }) => row.contribution));
      expect(await waiting(late.row.registeredAt)).toEqual([early, middle].map(({ row }) => row.contribution));
      expect(await waiting(april, 1)).toEqual([early.row.contribution]);
      expect((await under.vault.register.waiting(april, 1))[0]).toEqual(early.row);
    });
  });
};
