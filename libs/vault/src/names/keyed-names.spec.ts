import { createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { expandKey } from '../cipher/derive.js';
import { lengthPrefixed } from '../cipher/encoding.js';
import { RandomPool } from '../cipher/random-pool.js';
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
