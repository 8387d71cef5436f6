import { createCipheriv, createHash, createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { expandKey } from '../cipher/derive.js';
import { lengthPrefixed } from '../cipher/encoding.js';
import { RandomPool } from '../cipher/random-pool.js';
import { IllFormedText } from '../errors.js';
import { RootedNames } from './keyed-names.js';

const root = createSecretKey(Buffer.alloc(32, 7));
const names = new RootedNames(root, new RandomPool());
const scope = {
  cooperation: 'amsterdam-amstelland',
  recipient: '00000099000000000363',
  within: '11111111-1111-4111-8111-111111111111',
};

/** Base32 (RFC 4648 §6) as the standard says it: five bits at a time. */
const base32 = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .match(/.{5}/g)
    ?.map((bits) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(Number.parseInt(bits, 2)))
    .join('') ?? '';

describe('a pseudonym', () => {
  it('is ten bytes of a keyed hash over cooperation, recipient, case, kind and value, in base32', () => {
    const key = expandKey(root, 'kp1/pseudonym');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (kind, value) => {
        const { cooperation, recipient, within } = scope;
        const message = lengthPrefixed(cooperation, recipient, within, kind, value);
        const hash = createHmac('sha256', key).update(message).digest();
        expect(names.pseudonym(scope, kind, value)).toBe(base32(hash.subarray(0, 10)));
      }),
    );
  });
});

/** The keyed hash as ADR 0021 says it: SHA-256 over 64 secret signs and both texts, the first 16 bytes. */
const hashed = (use: string, first: string, second: string): Buffer => {
  const secret = Buffer.concat([expandKey(root, `${use}/1`).export(), expandKey(root, `${use}/2`).export()]);
  const text = `${secret.toString('base64url').slice(0, 64)}${first.length}:${first}${second}`;
  return createHash('sha256').update(text).digest().subarray(0, 16);
};

/** A pseudonym of version 2 as ADR 0021 says it, one block through the cipher. */
const second = ({ cooperation, recipient, within }: typeof scope, kind: string, value: string): string => {
  const parts = [
    hashed('kp1/pseudonym/2/within', cooperation, within),
    hashed('kp1/pseudonym/2/recipient', '', recipient),
    hashed('kp1/pseudonym/2/value', kind, value),
  ];
  const block = Buffer.from(parts[0]?.map((byte, at) => byte ^ (parts[1]?.[at] ?? 0) ^ (parts[2]?.[at] ?? 0)) ?? []);
  const cipher = createCipheriv('aes-256-ecb', expandKey(root, 'kp1/pseudonym/2/block'), null).setAutoPadding(false);
  return base32(cipher.update(block).subarray(0, 10));
};

const otherScopes = [
  { ...scope, cooperation: 'rotterdam' },
  { ...scope, recipient: '00000099000000000599' },
  { ...scope, within: '22222222-2222-4222-8222-222222222222' },
];
const value = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => text.isWellFormed());

describe('pseudonyms of a batch', () => {
  it('are a block of AES over three keyed hashes, whatever else is asked with them and in whatever order', () => {
    const scopes = [scope, ...otherScopes];
    const asked = fc.array(fc.record({ kind: value, value, scope: fc.nat(scopes.length - 1), later: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(asked, (all) => {
        const batch = names.pseudonymBatch();
        const numbers = new Map<number, number>();
        const scopeOf = (at: number): number => {
          const known = numbers.get(at) ?? batch.scopeOf(scopes[at] ?? scope);
          numbers.set(at, known);
          return known;
        };
        const isGiven = (one: (typeof all)[number], number: number): boolean =>
          batch.pseudonym(number, scopeOf(one.scope)) === second(scopes[one.scope] ?? scope, one.kind, one.value);
        const numbered = all.map((one) => {
          const number = batch.valueOf(one.kind, one.value);
          return { one, number, atOnce: one.later || isGiven(one, number) };
        });
        expect(numbered.filter(({ one, number, atOnce }) => !atOnce || !isGiven(one, number))).toEqual([]);
      }),
    );
  });

  it('are those of many more scopes and values than a batch begins with', () => {
    const batch = names.pseudonymBatch();
    const withins = Array.from({ length: 40 }, (_, at) => `33333333-3333-4333-8333-${String(at).padStart(12, '0')}`);
    const scopes = withins.map((within) => batch.scopeOf({ ...scope, within }));
    const values = Array.from({ length: 40 }, (_, at) => batch.valueOf('bsn', `${at}`));
    const all = values.flatMap((one) => scopes.map((at) => batch.pseudonym(one, at)));
    expect(new Set(all).size).toBe(1600);
    expect(all.at(-1)).toBe(second({ ...scope, within: withins[39] ?? '' }, 'bsn', '39'));
  });

  it('are others than those of version 1', () => {
    const batch = names.pseudonymBatch();
    const pseudonym = batch.pseudonym(batch.valueOf('bsn', '999993653'), batch.scopeOf(scope));
    expect(pseudonym).toMatch(/^[a-z2-7]{16}$/);
    expect(pseudonym).not.toBe(names.pseudonym(scope, 'bsn', '999993653'));
  });

  it('do not mix up where kind or case ends and the next part begins', () => {
    const batch = names.pseudonymBatch();
    const own = batch.scopeOf(scope);
    expect(batch.pseudonym(batch.valueOf('bsn', '12'), own)).not.toBe(batch.pseudonym(batch.valueOf('bsn1', '2'), own));
    const moved = { ...scope, cooperation: `${scope.cooperation}1`, within: scope.within.slice(1) };
    const bsn = batch.valueOf('bsn', '12');
    expect(batch.pseudonym(bsn, batch.scopeOf(moved))).not.toBe(batch.pseudonym(bsn, own));
  });

  it('begin anew once the batch has forgotten', () => {
    const batch = names.pseudonymBatch();
    const before = batch.pseudonym(batch.valueOf('bsn', '1'), batch.scopeOf(scope));
    batch.forget();
    const [number, other] = [batch.scopeOf(otherScopes[0] ?? scope), batch.valueOf('bsn', '2')];
    expect([number, other]).toEqual([0, 0]);
    expect(batch.pseudonym(other, number)).toBe(second(otherScopes[0] ?? scope, 'bsn', '2'));
    expect(batch.pseudonym(batch.valueOf('bsn', '1'), batch.scopeOf(scope))).toBe(before);
  });

  it('refuse a text that has no bytes of its own', () => {
    const batch = names.pseudonymBatch();
    expect(() => batch.valueOf('bsn', '\ud800')).toThrow(IllFormedText);
    expect(() => batch.valueOf('\udc00', '1')).toThrow(IllFormedText);
  });

  it('keep of organisations no more than they may', () => {
    const batch = names.pseudonymBatch();
    const recipients = Array.from({ length: 2_100 }, (_, at) => `00000099${String(at).padStart(12, '0')}`);
    for (const recipient of recipients) batch.scopeOf({ ...scope, recipient });
    const last = batch.scopeOf({ ...scope, recipient: recipients[0] ?? '' });
    expect(batch.pseudonym(batch.valueOf('bsn', '1'), last)).toBe(batch.pseudonym(0, 0));
  });
});
