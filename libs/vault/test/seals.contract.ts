import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SealedBlock, SealedBlocks } from '@knooppunt/kernel';
import { SealBroken, UnknownKey } from '../src/index.js';
import type { SealContext, SealedUnit } from '../src/index.js';
import { april, bytes, context, march, textOf } from './fixtures.js';
import type { OpenVault, VaultUnderTest } from './fixtures.js';

const flipped = (text: string, bit: number): string => {
  const changed = Buffer.from(text, 'base64url');
  changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return changed.toString('base64url');
};

/** Sealing and opening: a block opens where it was sealed, whole, and nowhere else. */
export const sealsContract = (open: OpenVault): void => {
  describe('sealed blocks', () => {
    let under: VaultUnderTest;
    let unit: SealedUnit;
    let p1: SealedBlock;
    const owner = randomUUID();

    beforeEach(async () => {
      under = await open();
      unit = await under.vault.sealer.seal({ p1: bytes('Jansen'), p2: bytes('De Vries') }, context, march);
      await under.vault.sealer.keep(owner, unit.keys);
      p1 = unit.sealed['p1'] as SealedBlock;
    });
    afterEach(() => under.end());

    it('opens every block where it was sealed', async () => {
      const { opener } = under.vault;
      expect(textOf(await opener.open(p1, 'p1', context))).toBe('Jansen');
      expect(textOf(await opener.open(unit.sealed['p2'] as SealedBlock, 'p2', context))).toBe('De Vries');
    });

    it('opens an empty block as empty', async () => {
      const { sealed, keys } = await under.vault.sealer.seal({ text: bytes('') }, context, march);
      await under.vault.sealer.keep(owner, keys);
      expect(textOf(await under.vault.opener.open(sealed['text'] as SealedBlock, 'text', context))).toBe('');
    });

    it('gives every block a key of its own, and equal content other bytes each time', async () => {
      const again = await under.vault.sealer.seal({ p1: bytes('Jansen') }, context, march);
      const other = again.sealed['p1'] as SealedBlock;
      const ids = [p1.keyId, (unit.sealed['p2'] as SealedBlock).keyId, other.keyId];
      expect(new Set(ids).size).toBe(3);
      expect(other.ct).not.toBe(p1.ct);
      expect(other.iv).not.toBe(p1.iv);
    });

    it('names the same month key for one supplier and month, and another for any other', async () => {
      const kekOf = async (changed: Partial<SealContext>, at = march): Promise<string | undefined> =>
        (await under.vault.sealer.seal({ p1: bytes('x') }, { ...context, ...changed }, at)).keys[0]?.kek;
      const own = unit.keys[0]?.kek;
      expect(await kekOf({})).toBe(own);
      const others = [
        await kekOf({}, april),
        await kekOf({ supplier: '00000099000000000599' }),
        await kekOf({ cooperation: 'rotterdam' }),
      ];
      expect(new Set([own, ...others]).size).toBe(4);
    });

    const places: readonly (readonly [string, Partial<SealContext>])[] = [
      ['event', { eventId: '22222222-2222-4222-8222-222222222222' }],
      ['event type', { eventType: 'NecessityRecorded' }],
      ['supplier', { supplier: '00000099000000000599' }],
      ['cooperation', { cooperation: 'rotterdam' }],
      ['label', { label: `sha256:${'1'.repeat(64)}` }],
    ];
    it.each(places)('does not open under another %s', async (_what, changed) => {
      await expect(under.vault.opener.open(p1, 'p1', { ...context, ...changed })).rejects.toBeInstanceOf(SealBroken);
    });

    it('does not open under another block name, nor under the key of its neighbour', async () => {
      const p2 = unit.sealed['p2'] as SealedBlock;
      await expect(under.vault.opener.open(p1, 'p2', context)).rejects.toBeInstanceOf(SealBroken);
      await expect(under.vault.opener.open({ ...p1, keyId: p2.keyId }, 'p1', context)).rejects.toBeInstanceOf(
        SealBroken,
      );
      await expect(
        under.vault.opener.open({ ...p1, keyId: p2.keyId, check: p2.check }, 'p1', context),
      ).rejects.toBeInstanceOf(SealBroken);
    });

    it('does not open when any bit of ciphertext, iv or check is flipped', async () => {
      for (const part of ['ct', 'iv', 'check'] as const) {
        for (let bit = 0; bit < Buffer.from(p1[part], 'base64url').length * 8; bit += 1) {
          const changed = { ...p1, [part]: flipped(p1[part], bit) };
          await expect(under.vault.opener.open(changed, 'p1', context)).rejects.toBeInstanceOf(SealBroken);
        }
      }
    });

    it('does not open what is no canonical base64url, or too short to be a seal', async () => {
      const broken: Partial<SealedBlock>[] = [
        { ct: `${p1.ct}=` },
        { ct: `${p1.ct}\n` },
        { ct: '' },
        { ct: 'AAAA' },
        { iv: '' },
        { iv: 'AAAA' },
      ];
      for (const part of broken) {
        await expect(under.vault.opener.open({ ...p1, ...part }, 'p1', context)).rejects.toBeInstanceOf(SealBroken);
      }
    });

    it('lie in a vault that is reached while its engine answers', async () => {
      await expect(under.vault.opener.reach()).resolves.toBeUndefined();
    });

    it('opens after a restart', async () => {
      const { opener } = await under.reopen();
      expect(textOf(await opener.open(p1, 'p1', context))).toBe('Jansen');
    });

    it('does not take a key that was never kept for a destroyed one', async () => {
      const { sealed } = await under.vault.sealer.seal({ p1: bytes('Bakker') }, context, march);
      const unkept = sealed['p1'] as SealedBlock;
      await expect(under.vault.opener.open(unkept, 'p1', context)).rejects.toBeInstanceOf(UnknownKey);
      await expect(under.vault.opener.outputDigest(unkept.keyId, 'x')).rejects.toBeInstanceOf(UnknownKey);
    });

    it('opens two hundred blocks that are asked for together', async () => {
      const { sealer, opener } = under.vault;
      const names = Array.from({ length: 200 }, (_, at) => `p${at}`);
      const many = await sealer.seal(Object.fromEntries(names.map((name) => [name, bytes(name)])), context, march);
      await sealer.keep(randomUUID(), many.keys);
      const sealed: SealedBlocks = many.sealed;
      const opened = await Promise.all(names.map((name) => opener.open(sealed[name] as SealedBlock, name, context)));
      expect(opened.map(textOf)).toEqual(names);
    });
  });

  describe('digests under a data key', () => {
    let under: VaultUnderTest;
    let unit: SealedUnit;
    beforeEach(async () => {
      under = await open();
      unit = await under.vault.sealer.seal({ text: bytes('omdat'), p1: bytes('x') }, context, march);
      await under.vault.sealer.keep(randomUUID(), unit.keys);
    });
    afterEach(() => under.end());
    const keyIdOf = (block: string): string => unit.sealed[block]?.keyId ?? '';

    it('are the same for the same text and differ per text, key and use', async () => {
      const { sealer, opener } = under.vault;
      const first = await opener.outputDigest(keyIdOf('text'), 'omdat');
      expect(await opener.outputDigest(keyIdOf('text'), 'omdat')).toBe(first);
      const others = [
        await opener.outputDigest(keyIdOf('text'), 'omdat '),
        await opener.outputDigest(keyIdOf('p1'), 'omdat'),
        await sealer.textDigest(unit, 'text', 'omdat'),
      ];
      expect(new Set([first, ...others]).size).toBe(4);
      expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
    });

    it('of a process text outlive a restart while the unit is at hand', async () => {
      const before = await under.vault.sealer.textDigest(unit, 'text', 'omdat');
      const { sealer } = await under.reopen();
      expect(await sealer.textDigest(unit, 'text', 'omdat')).toBe(before);
    });

    it('need a block that the unit has', async () => {
      await expect(under.vault.sealer.textDigest(unit, 'p9', 'omdat')).rejects.toBeInstanceOf(UnknownKey);
    });
  });
};
