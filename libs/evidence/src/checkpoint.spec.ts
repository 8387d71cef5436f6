import { describe, expect, it } from '@jest/globals';
import { newNoteSigner, sha256, verifySignature } from '@knooppunt/testing';
import {
  checkCheckpoint,
  checkpointDataOf,
  checkpointIdOf,
  checkpointOf,
  formatCheckpoint,
  noteOf,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.js';
import { leafRecordFile } from './leaf-record.js';
import { checkSignature, formatNote, formatVerifierKey, parseNote, parseVerifierKey } from './note.js';

const root = sha256(new TextEncoder().encode('root'));
const checkpoint = { origin: 'knooppunt.example/rotterdam', size: 42, root };
const signer = newNoteSigner('knooppunt.example');
const id = checkpointIdOf(sha256, 'rotterdam', 42);

describe('the published example of a signed note', () => {
  // The note and key of the documentation of golang.org/x/mod/sumdb/note.
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const line =
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

  it('is read, and its signature is good', () => {
    const note = parseNote(`${text}\n${line}\n`);
    expect(note.text).toBe(text);
    expect(formatNote(note)).toBe(`${text}\n${line}\n`);
    const keys = [parseVerifierKey(sha256, key)];
    expect(note.signatures.map((signature) => checkSignature(note.text, signature, keys, verifySignature))).toEqual([
      'good',
    ]);
    expect(keys.map(formatVerifierKey)).toEqual([key]);
  });

  it('is refused with another text, another key or another name', () => {
    const keys = [parseVerifierKey(sha256, key)];
    const [signature] = parseNote(`${text}\n${line}\n`).signatures;
    if (!signature) throw new Error('no signature');
    expect(checkSignature(`${text} `, signature, keys, verifySignature)).toBe('bad');
    expect(checkSignature(text, signature, [signer.key], verifySignature)).toBe('no-key');
    expect(checkSignature(text, { ...signature, name: 'Mallory' }, keys, verifySignature)).toBe('no-key');
    expect(checkSignature(text, { ...signature, signature: 'AAAA' }, keys, verifySignature)).toBe('unreadable');
  });
});

describe('a verifier key', () => {
  it.each([
    '',
    'name',
    'name+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'a+c74f20a3+AAAA',
    'a b+c74f20a3+AQ==',
  ])('that reads %j is refused', (text) => {
    expect(() => parseVerifierKey(sha256, text)).toThrow('the key of the note is not well formed');
  });
});

describe('a checkpoint', () => {
  it('is three lines and is read back as it was', () => {
    expect(formatCheckpoint(checkpoint)).toBe(
      `knooppunt.example/rotterdam\n42\n${Buffer.from(root).toString('base64')}\n`,
    );
    expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual({ ...checkpoint, root: new Uint8Array(root) });
  });

  it.each(['', 'o\n1\n', 'o\n01\nAAAA\n', 'o\n1\nAAAA\n', `o\n-1\n${Buffer.from(root).toString('base64')}\n`])(
    'that reads %j is refused',
    (body) => {
      expect(() => parseCheckpoint(body)).toThrow('the body of the note is not well formed');
    },
  );

  it('that is more or less than three lines is refused', () => {
    const body = formatCheckpoint(checkpoint);
    const unreadable = expect.objectContaining({ code: 'evidence/note-unreadable', part: 'body' });
    for (const no of [`\n${body}`, `${body}extension\n`, `${body}\n`, body.slice(0, -1), 'o\n1\n%%%%\n']) {
      expect(() => parseCheckpoint(no)).toThrow(unreadable);
    }
  });

  it('is made of no note without a signature', () => {
    const note = { text: formatCheckpoint(checkpoint), signatures: [] };
    expect(() => checkpointDataOf(note, id)).toThrow(
      expect.objectContaining({ code: 'evidence/note-unreadable', part: 'signature' }),
    );
  });

  it('goes into event data, out as a note that any tool reads, and back', () => {
    const data = signCheckpoint(checkpoint, id, signer);
    const note = parseNote(formatNote(noteOf(data)));
    expect(checkpointDataOf(note, id)).toEqual(data);
    expect(checkpointOf(data).size).toBe(42);
    expect(checkCheckpoint(data, [signer.key], verifySignature)).toBe('good');
    expect(checkCheckpoint({ ...data, size: 43 }, [signer.key], verifySignature)).toBe('bad');
  });

  it('has an id that cooperation and size alone decide', () => {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(checkpointIdOf(sha256, 'rotterdam', 42)).toBe(id);
    expect(checkpointIdOf(sha256, 'rotterdam', 43)).not.toBe(id);
    expect(checkpointIdOf(sha256, 'zeeland', 42)).not.toBe(id);
  });
});

describe('a leaf record', () => {
  it('bears the name of its cooperation', () => {
    expect(leafRecordFile('rotterdam')).toBe('rotterdam.leaves');
  });
});
