import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { IllFormedText, OpaqueTooLong } from '../src/index.js';
import type { KeyedNames } from '../src/index.js';
import type { OpenVault, VaultUnderTest } from './fixtures.js';

const college = '00000099000000000363';
const scope = {
  cooperation: 'amsterdam-amstelland',
  recipient: college,
  within: '11111111-1111-4111-8111-111111111111',
};
/** A pseudonym of version 2. */
const second = (from: KeyedNames, of: typeof scope, kind: string, value: string): string => {
  const batch = from.pseudonymBatch();
  return batch.pseudonym(batch.valueOf(kind, value), batch.scopeOf(of));
};
const uuid8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Names that only the holder of the root key can make or test. */
export const namesContract = (open: OpenVault): void => {
  describe('keyed names', () => {
    let under: VaultUnderTest;
    let names: KeyedNames;
    beforeAll(async () => {
      under = await open();
      ({ names } = under.vault);
    });
    afterAll(() => under.end());

    const all = (from: KeyedNames): readonly string[] => [
      from.contributionId(college, 'urn:bron', '1'),
      from.personId('urn:bron', '1', 'rotterdam'),
      from.commandId(college, 'urn:bron', '1'),
      from.derivedId(college, 'urn:bron', '1'),
      from.blindToken('rotterdam', 'bsn', '999993653'),
      from.pseudonym(scope, 'bsn', '999993653'),
      second(from, scope, 'bsn', '999993653'),
    ];

    it('are the same each time, also after a restart, and differ per use', async () => {
      const once = all(names);
      expect(all(names)).toEqual(once);
      expect(new Set(once).size).toBe(once.length);
      ({ names } = await under.reopen());
      expect(all(names)).toEqual(once);
    });

    it('make ids of UUID version 8', () => {
      fc.assert(
        fc.property(fc.string(), fc.string(), (source, id) => {
          expect(names.contributionId(college, source, id)).toMatch(uuid8);
          expect(names.derivedId(source, id)).toMatch(uuid8);
        }),
      );
    });

    it('do not mix up where one part ends and the next begins', () => {
      expect(names.contributionId(college, 'ab', 'c')).not.toBe(names.contributionId(college, 'a', 'bc'));
      expect(names.derivedId('a', 'b')).not.toBe(names.derivedId('ab'));
      expect(names.derivedId('a', '')).not.toBe(names.derivedId('a'));
      expect(names.blindToken('rotterdam', 'bsn1', '2')).not.toBe(names.blindToken('rotterdam', 'bsn', '12'));
    });

    it('refuse a text that has no bytes of its own', () => {
      expect(() => names.contributionId(college, 'urn:bron', '\ud800')).toThrow(IllFormedText);
      expect(() => names.sealOpaque(college, 'cursor', '\udc00')).toThrow(IllFormedText);
    });

    it('give each cooperation blind tokens of its own', () => {
      const token = names.blindToken('rotterdam', 'bsn', '999993653');
      expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(names.blindToken('amsterdam-amstelland', 'bsn', '999993653')).not.toBe(token);
    });

    it('give each cooperation, recipient and case pseudonyms of its own, in sixteen letters and digits', () => {
      const scopes = [
        scope,
        { ...scope, cooperation: 'rotterdam' },
        { ...scope, recipient: '00000099000000000599' },
        { ...scope, within: '22222222-2222-4222-8222-222222222222' },
      ];
      const pseudonyms = [
        ...scopes.map((each) => names.pseudonym(each, 'contribution', 'x')),
        ...scopes.map((each) => second(names, each, 'contribution', 'x')),
      ];
      expect(new Set(pseudonyms).size).toBe(8);
      for (const pseudonym of pseudonyms) expect(pseudonym).toMatch(/^[a-z2-7]{16}$/);
    });
  });

  describe('opaque texts', () => {
    let under: VaultUnderTest;
    let names: KeyedNames;
    beforeAll(async () => {
      under = await open();
      ({ names } = under.vault);
    });
    afterAll(() => under.end());

    it('come back to the reader and purpose that they were sealed for, and have one length', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (content) => {
          fc.pre(Buffer.byteLength(content) <= 190);
          const opaque = names.sealOpaque(college, 'cursor', content);
          expect(opaque).toMatch(/^[A-Za-z0-9_-]{294}$/);
          expect(names.openOpaque(college, 'cursor', opaque)).toBe(content);
        }),
      );
    });

    it('open for nobody else and for nothing else', () => {
      const opaque = names.sealOpaque(college, 'cursor', 'position 7');
      expect(names.openOpaque('00000099000000000599', 'cursor', opaque)).toBeUndefined();
      expect(names.openOpaque(college, 'read-your-writes', opaque)).toBeUndefined();
      expect(names.openOpaque(`${college}cur`, 'sor', opaque)).toBeUndefined();
    });

    it('open no more when any bit changed', () => {
      const opaque = names.sealOpaque(college, 'cursor', 'position 7');
      const sealed = Buffer.from(opaque, 'base64url');
      for (let bit = 0; bit < sealed.length * 8; bit += 1) {
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(names.openOpaque(college, 'cursor', changed.toString('base64url'))).toBeUndefined();
      }
    });

    it('answer any other text with nothing', () => {
      fc.assert(
        fc.property(fc.string(), (text) => {
          expect(names.openOpaque(college, 'cursor', text)).toBeUndefined();
        }),
      );
    });

    it('hold 190 bytes and refuse one more', () => {
      expect(names.openOpaque(college, 'cursor', names.sealOpaque(college, 'cursor', 'x'.repeat(190)))).toHaveLength(
        190,
      );
      expect(() => names.sealOpaque(college, 'cursor', 'x'.repeat(191))).toThrow(OpaqueTooLong);
    });
  });
};
