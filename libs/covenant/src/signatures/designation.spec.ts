import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { toBase64Url } from './base64url.js';
import {
  designationBytes,
  designationOf,
  faultOfDesignation,
  formatDesignation,
  parseDesignation,
} from './designation.js';
import type { DesignationContext, DesignationStatement } from './designation.js';
import { keyIdOf } from './party-key.js';
import { signedBytes } from './statement.js';

const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const pair = generateKeyPairSync('ed25519');
const raw = new Uint8Array(Buffer.from(String(pair.publicKey.export({ format: 'jwk' }).x), 'base64url'));

const expected = {
  cooperation: 'amsterdam-amstelland',
  organisation: '00000099000000077000',
  person: 'sub-1',
  roles: ['accounthouder', 'stuurgroeplid'],
  from: '2026-03-01',
  until: '2028-02-29',
  screenedUntil: '2027-12-31',
};
const statement: DesignationStatement = { ...expected, at: '2026-03-01T09:00:00.000Z' };
const signed = (said: DesignationStatement = statement) =>
  designationOf(said, keyIdOf(raw, digestOf), sign(null, designationBytes(said), pair.privateKey));
const context: DesignationContext = {
  expected,
  publicKey: raw,
  after: '2026-02-01T00:00:00.000Z',
  now: '2026-03-01T10:00:00.000Z',
  digestOf,
  verify: (publicKey, message, signature) =>
    verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) }, format: 'jwk' }),
      signature,
    ),
};
const fault = (said: Partial<DesignationStatement>) => faultOfDesignation(signed({ ...statement, ...said }), context);

describe('a signed designation', () => {
  it('counts where it says what is asked, now, under the key that signs', () => {
    expect(faultOfDesignation(signed(), context)).toBeUndefined();
    expect(parseDesignation(JSON.parse(formatDesignation(signed())))).toEqual(signed());
    expect(signed().form).toBe('knooppunt-designation-signature/1');
  });

  it.each([
    [{ cooperation: 'rotterdam' }, 'other-cooperation'],
    [{ organisation: '00000099000000006000' }, 'other-designation'],
    [{ person: 'sub-2' }, 'other-designation'],
    [{ roles: ['accounthouder'] }, 'other-designation'],
    [{ until: '2030-01-01' }, 'other-designation'],
    [{ screenedUntil: '2030-01-01' }, 'other-designation'],
    [{ at: '2026-03-01T10:00:00.001Z' }, 'time-to-come'],
    [{ at: '2026-02-01T00:00:00.000Z' }, 'too-old'],
  ] as const)('does not count where it says %j', (said, found) => {
    expect(fault(said)).toBe(found);
  });

  it('counts up to this very moment, and not at the one that it has to be after', () => {
    expect(fault({ at: context.now })).toBeUndefined();
    expect(fault({ at: '2026-02-01T00:00:00.001Z' })).toBeUndefined();
  });

  it('does not count where its signature is none', () => {
    expect(faultOfDesignation({ ...signed(), signature: '%' }, context)).toBe('bad-signature');
  });

  it('does not count where it was changed, or under another key', () => {
    expect(faultOfDesignation({ ...signed(), statement: { ...statement, person: 'sub-2' } }, context)).toBe(
      'bad-signature',
    );
    expect(faultOfDesignation({ ...signed(), key: digestOf('x') }, context)).toBe('unknown-key');
    expect(faultOfDesignation(signed(), { ...context, publicKey: undefined })).toBe('unknown-key');
  });

  it('is no signature under a covenant, nor the other way round', () => {
    expect(designationBytes(statement)).not.toEqual(signedBytes(statement as never));
    expect(parseDesignation({ ...signed(), form: 'knooppunt-covenant-signature/1' })).toBeUndefined();
  });

  it.each([
    ['nothing', undefined],
    ['a member too many', { ...signed(), extra: true }],
    ['a day that does not exist', { ...signed(), statement: { ...statement, until: '2026-02-30' } }],
    ['no roles', { ...signed(), statement: { ...statement, roles: [] } }],
    ['a short signature', { ...signed(), signature: 'c2ln' }],
    ['a list of no signature', { ...signed(), signature: [] }],
    ['a list of one organisation', { ...signed(), statement: { ...statement, organisation: [expected.organisation] } }],
  ])('is none where it is %s', (_what, value) => {
    expect(parseDesignation(value)).toBeUndefined();
  });
});
