import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';
import { fromBase64Url, toBase64Url } from './base64url.js';
import { formatPublicKey, keyIdOf, parsePublicKey } from './party-key.js';
import type { PartyKey } from './party-key.js';
import { formatSignature, parseSignature, signatureForm, signatureOf, signedBytes } from './statement.js';
import type { CovenantSignature, SignatureStatement } from './statement.js';
import { judgeSignature, judgeSignatures } from './verdict.js';
import type { SignatureContext, VerifyBytes } from './verdict.js';

const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const verifyBytes: VerifyBytes = (publicKey, message, signature) =>
  verify(
    null,
    message,
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) }, format: 'jwk' }),
    signature,
  );

const [police, college, stranger] = ['00000099000000006000', '00000099000000002000', '00000099000000009000'] as const;
const pairs = new Map([police, college, stranger, 'spare'].map((name) => [name, generateKeyPairSync('ed25519')]));
const rawOf = (name: string): Uint8Array =>
  new Uint8Array(Buffer.from(String(pairs.get(name)?.publicKey.export({ format: 'jwk' }).x), 'base64url'));

const text = {
  cooperation: 'amsterdam-amstelland',
  covenant: 'riec-proef',
  version: '1.0.0',
  digest: digestOf('covenant'),
  law: { name: 'wet-proef', version: '1', digest: digestOf('law') },
};
const statement: SignatureStatement = { ...text, organisation: police, at: '2026-03-01T09:00:00.000Z' };

const signed = (said: SignatureStatement, by: string = said.organisation): CovenantSignature => {
  const key = pairs.get(by)?.privateKey;
  if (key === undefined) throw new Error('no such key');
  return signatureOf(said, keyIdOf(rawOf(by), digestOf), sign(null, signedBytes(said), key));
};

const keys: readonly PartyKey[] = [
  { organisation: police, publicKey: rawOf(police) },
  {
    organisation: college,
    publicKey: rawOf(college),
    from: '2026-02-01T00:00:00.000Z',
    until: '2026-06-30T23:59:59.999Z',
  },
  { organisation: stranger, publicKey: rawOf(stranger) },
];
const context: SignatureContext = {
  expected: text,
  keys,
  signers: [police, college],
  now: '2026-07-01T00:00:00.000Z',
  digestOf,
  verify: verifyBytes,
};
const judged = (signature: CovenantSignature) => judgeSignature(signature, context);

describe('a signature', () => {
  it('is valid for the text that it names, by an organisation that is asked, with a key of its own', () => {
    expect(judged(signed(statement))).toEqual({ verdict: 'valid' });
  });

  it('survives its way through a file', () => {
    const read = parseSignature(formatSignature(signed(statement)));
    expect(read && judged(read)).toEqual({ verdict: 'valid' });
  });

  it('begins with its form, so that it fits nothing else that is signed with the same key', () => {
    expect(Buffer.from(signedBytes(statement)).toString('latin1').startsWith(`${signatureForm}\0{"at":`)).toBe(true);
  });

  it.each([
    ['the organisation', { organisation: college }],
    ['the cooperation', { cooperation: 'rotterdam' }],
    ['the covenant', { covenant: 'riec-ander' }],
    ['the version', { version: '1.0.1' }],
    ['the digest', { digest: digestOf('ander') }],
    ['the law', { law: { ...text.law, version: '2' } }],
    ['the digest of the law', { law: { ...text.law, digest: digestOf('ander') } }],
    ['the time', { at: '2026-03-01T09:00:00.001Z' }],
  ])('is forged once %s is another than what was signed', (_what, change) => {
    const original = signed(statement);
    expect(judged({ ...original, statement: { ...statement, ...change } })).toEqual({
      verdict: 'forged',
      reason: 'bad-signature',
    });
  });

  it('is forged where one bit of it differs', () => {
    const original = signed(statement);
    const bytes = fromBase64Url(original.signature) ?? new Uint8Array();
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(judged({ ...original, signature: toBase64Url(changed) })).toMatchObject({ verdict: 'forged' });
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['another cooperation', { cooperation: 'rotterdam' }, 'foreign', 'other-cooperation'],
    ['another covenant', { covenant: 'riec-ander' }, 'foreign', 'other-covenant'],
    ['an organisation that is not asked', { organisation: stranger }, 'foreign', 'not-a-signer'],
    ['another version', { version: '0.9.0' }, 'stale', 'other-version'],
    ['a text that has changed since', { digest: digestOf('eerder') }, 'stale', 'other-text'],
    ['another law', { law: { ...text.law, name: 'wet-ander' } }, 'stale', 'other-law'],
    ['another version of the law', { law: { ...text.law, version: '2' } }, 'stale', 'other-law'],
    ['another text of the law', { law: { ...text.law, digest: digestOf('oude wet') } }, 'stale', 'other-law'],
    [
      'a time before its key began',
      { organisation: college, at: '2026-01-31T23:59:59.999Z' },
      'stale',
      'key-not-begun',
    ],
    ['a time after its key ended', { organisation: college, at: '2026-07-01T00:00:00.000Z' }, 'stale', 'key-ended'],
    ['a time that is yet to come', { at: '2026-07-01T00:00:00.001Z' }, 'stale', 'time-to-come'],
  ] as const)('does not count for %s', (_what, change, verdict, reason) => {
    expect(judged(signed({ ...statement, ...change }))).toEqual({ verdict, reason });
  });

  it.each([
    ['now', { at: context.now }],
    ['as its key begins', { organisation: college, at: '2026-02-01T00:00:00.000Z' }],
    ['as its key ends', { organisation: college, at: '2026-06-30T23:59:59.999Z' }],
  ])('counts where it was made %s', (_when, change) => {
    expect(judged(signed({ ...statement, ...change }))).toEqual({ verdict: 'valid' });
  });

  it('counts for as long as its key was that of its own organisation, whoever else has the same', () => {
    const shared = { publicKey: rawOf(police) };
    const ended = { organisation: college, until: '2026-02-28T23:59:59.999Z', ...shared };
    const signature = signed({ ...statement, organisation: college }, police);
    expect(judgeSignature(signature, { ...context, keys: [{ organisation: police, ...shared }, ended] })).toEqual({
      verdict: 'stale',
      reason: 'key-ended',
    });
  });

  it('does not count with a key that is nobody’s, or another’s', () => {
    expect(judged(signed(statement, 'spare'))).toEqual({ verdict: 'foreign', reason: 'unknown-key' });
    expect(judged(signed(statement, stranger))).toEqual({ verdict: 'foreign', reason: 'key-of-another' });
  });
});

describe('signatures together', () => {
  it('tell who has signed and who has not; a bad one does not undo a good one', () => {
    const bad = { ...signed(statement), signature: signed({ ...statement, version: '9' }).signature };
    const { verdicts, signed: by, missing } = judgeSignatures([bad, signed(statement)], context);
    expect(verdicts.map(({ verdict }) => verdict.verdict)).toEqual(['forged', 'valid']);
    expect({ by, missing }).toEqual({ by: [police], missing: [college] });
  });

  it('leave missing whoever has sent none that counts', () => {
    const stale = signed({ ...statement, organisation: college, version: '0.9.0' });
    const forged = { ...signed(statement), signature: stale.signature };
    const { verdicts, signed: by, missing } = judgeSignatures([stale, forged], context);
    expect(verdicts.map(({ verdict }) => verdict.verdict)).toEqual(['stale', 'forged']);
    expect({ by, missing }).toEqual({ by: [], missing: [police, college] });
  });

  it('are all missing where there are none', () => {
    expect(judgeSignatures([], context)).toEqual({ verdicts: [], signed: [], missing: [police, college] });
  });
});

describe('a signature document', () => {
  const good = formatSignature(signed(statement));
  const changed = (change: (value: Record<string, unknown>) => Record<string, unknown>): string =>
    `${canonicalJson(change(JSON.parse(good) as Record<string, unknown>) as Json)}\n`;
  /** The same document with a statement that says otherwise. */
  const said = (change: Record<string, unknown>) => (value: Record<string, unknown>) => ({
    ...value,
    statement: { ...(value['statement'] as object), ...change },
  });

  it('names the form and number that all who sign and read rely on', () => {
    expect(JSON.parse(good)).toMatchObject({ form: 'knooppunt-covenant-signature/1' });
  });

  it('is read with and without the end of its line', () => {
    const read = parseSignature(good);
    expect(read).toEqual(signed(statement));
    for (const end of ['', '\r\n', ' \n']) expect(parseSignature(`${good.trimEnd()}${end}`)).toEqual(read);
  });

  it.each([
    ['no JSON', 'handtekening'],
    ['a list', '[]'],
    ['another form', good.replace(signatureForm, 'knooppunt-covenant-signature/2')],
    ['a member too many', changed((value) => ({ ...value, opmerking: 'x' }))],
    ['a member too few', changed(({ key: _key, ...value }) => value)],
    ['another spelling', JSON.stringify(JSON.parse(good), null, 1)],
    ['a signature of another length', changed((value) => ({ ...value, signature: 'AAAA' }))],
    ['base64 of another kind', good.replace(/"signature":"[^"]{86}"/, `"signature":"${'+'.repeat(86)}"`)],
    ['an OIN of another length', good.replace(police, '123')],
    ['an OIN with more around it', changed(said({ organisation: `${police}0` }))],
    ['an OIN with more before it', changed(said({ organisation: `0${police}` }))],
    ['an OIN that is a number', good.replace(`"${police}"`, '12345678901234567000')],
    ['a list of one OIN', changed(said({ organisation: [police] }))],
    ['a digest with more behind it', changed(said({ digest: `${text.digest}0` }))],
    ['a digest with more before it', changed(said({ digest: `x${text.digest}` }))],
    ['a list of one digest', changed(said({ digest: [text.digest] }))],
    ['a list of no signature', changed((value) => ({ ...value, signature: [] }))],
    ['a time without a zone', good.replace('09:00:00.000Z', '09:00:00')],
    ['more before it', ` ${good}`],
  ])('is none where it is %s', (_what, json) => {
    expect(parseSignature(json)).toBeUndefined();
  });

  it('is none whatever else it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (json) => {
        expect(parseSignature(json)).toBeUndefined();
      }),
    );
  });
});

describe('a public key', () => {
  it('is read back as it was written: its kind, and its bytes', () => {
    expect(parsePublicKey(formatPublicKey(rawOf(police)))).toEqual(rawOf(police));
    expect(formatPublicKey(rawOf(police))).toBe(`ed25519:${Buffer.from(rawOf(police)).toString('base64url')}`);
  });

  it.each([
    ['no key', 'politie'],
    ['of another length', `ed25519:${toBase64Url(new Uint8Array(31))}`],
    ['spelled otherwise', `${formatPublicKey(rawOf(police))}=`],
  ])('is none where it is %s', (_what, said) => {
    expect(parsePublicKey(said)).toBeUndefined();
  });

  /** The points whose eightfold is the neutral one, and two spellings of such with y beyond the field (RFC 8032 §5.1). */
  const ofSmallOrder = [
    ['y = 0', '00'.repeat(32)],
    ['y = 1', `01${'00'.repeat(31)}`],
    ['y = -1', `ec${'ff'.repeat(30)}7f`],
    ['y = p', `ed${'ff'.repeat(30)}7f`],
    ['y = p + 1', `ee${'ff'.repeat(30)}7f`],
    ['the order eight', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['the order eight, the other y', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ] as const;
  it.each(ofSmallOrder)('is none where its point has %s, with either sign', (_what, hex) => {
    const point = Buffer.from(hex, 'hex');
    expect(parsePublicKey(formatPublicKey(point))).toBeUndefined();
    point.writeUInt8(point.readUInt8(31) | 0x80, 31);
    expect(parsePublicKey(formatPublicKey(point))).toBeUndefined();
    point.writeUInt8(point.readUInt8(30) ^ 0x10, 30);
    expect(parsePublicKey(formatPublicKey(point))).toBeDefined();
  });

  it('writes bytes so that only one text stands for them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const encoded = toBase64Url(bytes);
        expect(encoded).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64Url(encoded)).toEqual(bytes);
        expect(fromBase64Url(`${encoded}=`)).toBeUndefined();
      }),
    );
    for (const other of ['A', 'AAAAA', 'AB', 'AA==', '%AAA', 'AAA%']) expect(fromBase64Url(other)).toBeUndefined();
  });
});
