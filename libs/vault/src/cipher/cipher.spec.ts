import { createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { IllFormedText } from '../errors.js';
import { decrypt, encrypt } from './aead.js';
import { checkOf, expand, expandKey } from './derive.js';
import { bytesOf, lengthPrefixed } from './encoding.js';
import { RandomPool } from './random-pool.js';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('expand', () => {
  it('gives the first 32 bytes of the first test case of RFC 5869', () => {
    const prk = hex('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5');
    const okm = '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf';
    expect(expand(prk, hex('f0f1f2f3f4f5f6f7f8f9')).toString('hex')).toBe(okm);
  });

  it('agrees with the whole HKDF of the platform after an extract step', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.string({ maxLength: 32 }), (input, info) => {
        const extracted = createHmac('sha256', Buffer.alloc(32)).update(input).digest();
        const whole = Buffer.from(hkdfSync('sha256', input, Buffer.alloc(32), info, 32));
        expect(expand(extracted, info).equals(whole)).toBe(true);
      }),
    );
  });

  it('is the same for a key and for its bytes', () => {
    const key = randomBytes(32);
    expect(expand(createSecretKey(key), 'use')).toEqual(expand(key, 'use'));
    expect(expandKey(key, 'use').export()).toEqual(expand(key, 'use'));
    expect(checkOf(createSecretKey(key))).toBe(checkOf(key));
  });
});

describe('length-prefixed texts', () => {
  const decoded = (bytes: Buffer): string[] => {
    const parts: string[] = [];
    for (let at = 0; at < bytes.length;) {
      const end = at + 4 + bytes.readUInt32BE(at);
      parts.push(bytes.toString('utf8', at + 4, end));
      at = end;
    }
    return parts;
  };

  it('can be read back, so that no two lists share bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (parts) => {
        expect(decoded(lengthPrefixed(...parts))).toEqual(parts);
      }),
    );
  });

  it('refuse a lone surrogate', () => {
    expect(() => lengthPrefixed('a', '\ud83d')).toThrow(IllFormedText);
  });
});

describe('bytes of a base64url text', () => {
  it('come back from their own text and from no other', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('base64url');
        expect(bytesOf(text)).toEqual(Buffer.from(bytes));
        for (const other of [`${text}=`, ` ${text}`, `${text}!`]) expect(bytesOf(other)).toBeUndefined();
      }),
    );
  });

  it('are refused where the last character has bits to spare', () => {
    expect(bytesOf('AA')).toEqual(Buffer.of(0));
    expect(bytesOf('AB')).toBeUndefined();
  });
});

describe('encrypt and decrypt', () => {
  it('gives what the test case of the GCM specification gives', () => {
    // Test case 13 of the GCM specification (McGrew and Viega): key, iv and plaintext empty or zero.
    expect(encrypt(Buffer.alloc(32), Buffer.alloc(12), Buffer.alloc(0), Buffer.alloc(0)).toString('hex')).toBe(
      '530f8afbc74536b9a963b4f1c4cb738b',
    );
  });

  it('returns the plaintext, and nothing when iv or data are too short', () => {
    const key = randomBytes(32);
    const iv = randomBytes(12);
    const sealed = encrypt(key, iv, Buffer.from('aad'), Buffer.from('plain'));
    expect(decrypt(key, iv, Buffer.from('aad'), sealed)?.toString()).toBe('plain');
    expect(decrypt(key, iv.subarray(1), Buffer.from('aad'), sealed)).toBeUndefined();
    expect(decrypt(key, iv, Buffer.from('aad'), sealed.subarray(0, 15))).toBeUndefined();
    expect(decrypt(key, iv, Buffer.from('aad'), sealed.subarray(1))).toBeUndefined();
  });
});

describe('a random pool', () => {
  it('gives every piece out once, also beyond one draw', () => {
    const pool = new RandomPool();
    const pieces = Array.from({ length: 10_000 }, () => pool.take(12).toString('hex'));
    expect(new Set(pieces).size).toBe(pieces.length);
    expect(new Set(pieces.map((piece) => piece.length))).toEqual(new Set([24]));
  });
});
