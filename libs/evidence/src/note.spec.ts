import { describe, expect, it } from '@jest/globals';
import { newNoteSigner, sha256, verifySignature } from '@knooppunt/testing';
import { toBase64 } from './base64.js';
import { NoteUnreadable } from './errors.js';
import {
  checkSignature,
  formatNote,
  formatVerifierKey,
  parseNote,
  parseVerifierKey,
  signNote,
  verifierKeyOf,
} from './note.js';

const [anna, bert] = [newNoteSigner('anna.example'), newNoteSigner('bert.example')];
const text = 'first line\nsecond line\n';
const unreadable = (part: string) => expect.objectContaining({ code: 'evidence/note-unreadable', part });
const signed = signNote(text, anna.key, anna.sign);

describe('a verifier key', () => {
  it('has the first four bytes of the hash of its name and key for an id', () => {
    const { publicKey } = anna.key;
    const bytes = Buffer.concat([Buffer.from('anna.example\n'), Buffer.of(1), publicKey]);
    expect(anna.key.hash).toBe(Buffer.from(sha256(bytes)).toString('hex').slice(0, 8));
    expect(verifierKeyOf(sha256, 'anna.example', publicKey)).toEqual(anna.key);
  });

  it.each(['', 'an na', 'an+na', 'an\nna', 'a'.repeat(101)])('has no name like %j', (name) => {
    expect(() => verifierKeyOf(sha256, name, anna.key.publicKey)).toThrow(unreadable('key'));
  });

  it('may have a name of up to a hundred characters', () => {
    expect(verifierKeyOf(sha256, 'a'.repeat(100), anna.key.publicKey).name).toHaveLength(100);
  });

  it('is one of thirty-two bytes', () => {
    for (const length of [0, 31, 33]) {
      expect(() => verifierKeyOf(sha256, 'anna', new Uint8Array(length))).toThrow(unreadable('key'));
    }
  });

  it('is written and read back, with white space around it', () => {
    expect(parseVerifierKey(sha256, ` ${formatVerifierKey(anna.key)}\n`)).toEqual({
      ...anna.key,
      publicKey: new Uint8Array(anna.key.publicKey),
    });
  });

  it('is refused under the id of another, in another algorithm, or with anything before or behind it', () => {
    const [written, other] = [formatVerifierKey(anna.key), formatVerifierKey(bert.key)];
    const raw = Buffer.concat([Buffer.of(2), anna.key.publicKey]);
    const wrong = [
      written.replace(anna.key.hash, bert.key.hash),
      written.replace('anna', 'bert'),
      `${written}+x`,
      `+${written}`,
      `${written}\nmore`,
      written.replace(anna.key.hash, `${anna.key.hash}0`),
      written.replace(anna.key.hash, anna.key.hash.toUpperCase().replaceAll(/\d/g, 'A')),
      `anna.example+${anna.key.hash}+${toBase64(raw)}`,
      `${written.split('+').slice(0, 2).join('+')}+`,
      other.split('+').slice(1).join('+'),
    ];
    for (const one of wrong) expect(() => parseVerifierKey(sha256, one)).toThrow(NoteUnreadable);
  });
});

describe('a signature line', () => {
  it('is the id of the key and the signature', () => {
    const bytes = Buffer.from(signed.signature, 'base64');
    expect([signed.name, bytes.length, bytes.subarray(0, 4).toString('hex')]).toEqual([
      'anna.example',
      68,
      anna.key.hash,
    ]);
    expect(new Uint8Array(bytes.subarray(4))).toEqual(new Uint8Array(anna.sign(Buffer.from(text))));
  });

  it('is not made of a signature that is not sixty-four bytes', () => {
    for (const length of [0, 63, 65]) {
      expect(() => signNote(text, anna.key, () => new Uint8Array(length))).toThrow(unreadable('signature'));
    }
  });

  it('is good under its own key alone, found by name and id', () => {
    const check = (keys: readonly (typeof anna.key)[], line = signed) =>
      checkSignature(text, line, keys, verifySignature);
    expect(check([bert.key, anna.key])).toBe('good');
    expect(check([bert.key])).toBe('no-key');
    expect(check([])).toBe('no-key');
    expect(check([{ ...anna.key, name: 'bert.example' }])).toBe('no-key');
    expect(check([{ ...anna.key, hash: bert.key.hash }])).toBe('no-key');
    expect(check([{ ...anna.key, publicKey: bert.key.publicKey }])).toBe('bad');
    expect(check([{ ...anna.key, publicKey: bert.key.publicKey }, anna.key])).toBe('good');
  });

  it('is unreadable where it is no base64 of sixty-eight bytes', () => {
    const lines = ['', 'AAAA', '%%%%', toBase64(new Uint8Array(67)), toBase64(new Uint8Array(69))];
    expect(
      lines.map((signature) => checkSignature(text, { name: 'anna.example', signature }, [anna.key], verifySignature)),
    ).toEqual(lines.map(() => 'unreadable'));
  });
});

describe('a signed note', () => {
  const other = signNote(text, bert.key, bert.sign);
  const note = { text, signatures: [signed, other] };

  it('is its text, an empty line, and a line for each signature', () => {
    expect(formatNote(note)).toBe(
      `${text}\n\u2014 anna.example ${signed.signature}\n\u2014 bert.example ${other.signature}\n`,
    );
    expect(parseNote(formatNote(note))).toEqual(note);
  });

  it('is split at its last empty line', () => {
    const longer = { text: `${text}\nthird\n`, signatures: [signed] };
    expect(parseNote(formatNote(longer))).toEqual(longer);
    expect(parseNote(`\n\n\u2014 a QQ==\n`)).toEqual({ text: '\n', signatures: [{ name: 'a', signature: 'QQ==' }] });
  });

  it('is refused without an empty line, or without an end', () => {
    for (const no of ['', text, `${text}\u2014 a QQ==\n`, `${text}\n\u2014 a QQ==`]) {
      expect(() => parseNote(no)).toThrow(unreadable('text'));
    }
  });

  it.each([
    '',
    'a QQ==',
    '- a QQ==',
    '\u2014 a',
    '\u2014  QQ==',
    '\u2014 a QQ===',
    '\u2014 a b QQ==',
    '\u2014 a+b QQ==',
    '\u2014 a =',
    '\u2014 a Q%==',
    '\u2014a QQ==',
    'x\u2014 a QQ==',
    '\u2014 a QQ==x',
  ])('is refused with the signature line %j', (line) => {
    expect(() => parseNote(`${text}\n${line}\n`)).toThrow(unreadable('signature'));
  });
});
