import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { newNoteSigner, sha256, verifySignature } from '@knooppunt/testing';
import { fromBase64, toBase64 } from './base64.js';
import { formatCheckpoint } from './checkpoint.js';
import { leafHash } from './merkle.js';
import { formatNote, parseNote, signNote } from './note.js';
import type { NoteSignature, SignedNote } from './note.js';
import { consistencyProof, inclusionProof, rootOf } from './proofs.js';
import {
  carriedLeaf,
  checkConsistencyProof,
  checkInclusionProof,
  formatConsistencyProof,
  formatInclusionProof,
  isInclusionProof,
  parseConsistencyProof,
  parseInclusionProof,
} from './public-proofs.js';

const signer = newNoteSigner('knooppunt.example');
const by = { sha256, verifySignature, keys: [signer.key] };
const leavesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, at) => leafHash(sha256, new TextEncoder().encode(`leaf ${at}`)));
const signed = (leaves: readonly Uint8Array[], origin = 'knooppunt.example/rotterdam', who = signer): SignedNote => {
  const text = formatCheckpoint({ origin, size: leaves.length, root: rootOf(sha256, leaves) });
  return { text, signatures: [signNote(text, who.key, who.sign)] };
};

const unreadable = (part: string) => expect.objectContaining({ code: 'evidence/note-unreadable', part });
const leaves = leavesOf(13);
const inclusion = {
  index: 4,
  path: inclusionProof(sha256, leaves, 4),
  extra: leaves[4] as Uint8Array,
  checkpoint: signed(leaves),
};
const older = signed(leaves.slice(0, 6));
const consistency = { old: 6, path: consistencyProof(sha256, leaves, 6), checkpoint: signed(leaves) };

describe('the published example of a proof', () => {
  // The example of C2SP tlog-proof, with whole signatures in place of those that it shortens.
  const text = `c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

\u2014 example.com/fancylog ${inclusion.checkpoint.signatures[0]?.signature}
\u2014 witness1.example ${inclusion.checkpoint.signatures[0]?.signature}
`;

  it('is read and written back byte for byte', () => {
    const proof = parseInclusionProof(text);
    expect([proof.index, proof.path.length, proof.checkpoint.signatures.length]).toEqual([73894, 2, 2]);
    expect(formatInclusionProof(proof)).toBe(text);
  });
});

describe('a proof of inclusion', () => {
  const text = formatInclusionProof(inclusion);

  it('is checked with the verifier key alone', () => {
    const proof = parseInclusionProof(text);
    expect(isInclusionProof(text)).toBe(true);
    expect(checkInclusionProof(proof, carriedLeaf(proof) as Uint8Array, by)).toBe('proven');
  });

  it('without a path is that of a tree of one leaf', () => {
    const [only] = leavesOf(1) as [Uint8Array];
    const proof = { index: 0, path: [], checkpoint: signed([only]) };
    expect(checkInclusionProof(parseInclusionProof(formatInclusionProof(proof)), only, by)).toBe('proven');
  });

  it('proves no other leaf and no other place', () => {
    expect(checkInclusionProof(inclusion, leaves[5] as Uint8Array, by)).toBe('not-included');
    expect(checkInclusionProof({ ...inclusion, index: 5 }, leaves[4] as Uint8Array, by)).toBe('not-included');
  });

  it('is worth nothing under another key, or for a log that is not of the key', () => {
    const other = { ...by, keys: [newNoteSigner('knooppunt.example').key] };
    expect(checkInclusionProof(inclusion, leaves[4] as Uint8Array, other)).toBe('key-unknown');
    const foreign = { ...inclusion, checkpoint: signed(leaves, 'elsewhere.example/rotterdam') };
    expect(checkInclusionProof(foreign, leaves[4] as Uint8Array, by)).toBe('origin-differs');
  });

  it('carries the leaf that it speaks of only where that is a hash', () => {
    const { extra: _extra, ...bare } = inclusion;
    expect([carriedLeaf(inclusion), carriedLeaf(bare)]).toEqual([leaves[4], undefined]);
    expect(carriedLeaf({ ...inclusion, extra: new Uint8Array(31) })).toBeUndefined();
  });

  it('may have a path of up to sixty-three hashes', () => {
    const line = `${toBase64(leaves[0] as Uint8Array)}\n`;
    const withPath = (count: number): string =>
      formatInclusionProof({ ...inclusion, path: [] }).replace('\n\n', `\n${line.repeat(count)}\n`);
    expect(parseInclusionProof(withPath(63)).path).toHaveLength(63);
    expect(() => parseInclusionProof(withPath(64))).toThrow(unreadable('proof'));
  });

  it('is refused or unreadable with any byte changed', () => {
    const bytes = new TextEncoder().encode(text);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] as number) ^ mask;
        let verdict: string;
        try {
          const proof = parseInclusionProof(new TextDecoder('utf-8', { fatal: true }).decode(changed));
          verdict = checkInclusionProof(proof, carriedLeaf(proof) ?? new Uint8Array(0), by);
        } catch {
          verdict = 'unreadable';
        }
        expect(verdict).not.toBe('proven');
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['another header', text.replace('@v1', '@v2')],
    ['no index', text.replace('index 4', 'index')],
    ['a leading zero', text.replace('index 4', 'index 04')],
    ['a negative index', text.replace('index 4', 'index -4')],
    ['an index beyond every number', text.replace('index 4', 'index 9999999999999999')],
    ['a hash of another length', text.replace(/\n[A-Za-z0-9+/]{43}=\n/, '\nAAAA\n')],
    ['more hashes than a tree is high', text.replace('\n\n', `\n${`${'A'.repeat(43)}=\n`.repeat(64)}\n`)],
    ['an index in another form', text.replace('index 4', 'index 4e1')],
    ['an index in sixteens', text.replace('index 4', 'index 0x4')],
    ['two indexes', text.replace('index 4', 'index 4 5')],
    ['another word for its index', text.replace('index 4', 'place 4')],
    ['what is no hash', text.replace(/\n[A-Za-z0-9+/]{43}=\n/, '\n%%%%\n')],
    ['a leaf that is no base64', text.replace(/extra .*/, 'extra %%%%')],
    ['a header and a leaf alone', text.replace(/index 4\n[^]*?\n\n/, '\n')],
    ['a header alone', text.replace(/extra [^]*?\n\n/, '\n')],
  ])('with %s is no proof that can be read', (_what, changed) => {
    expect(changed).not.toBe(text);
    expect(() => parseInclusionProof(changed)).toThrow(unreadable('proof'));
  });

  it('without a checkpoint lacks the text that was signed', () => {
    const cut = text.slice(0, text.indexOf('\n\n') + 2);
    expect(() => parseInclusionProof(cut)).toThrow(unreadable('text'));
  });

  it('without an empty line is no proof, whatever else it is', () => {
    for (const no of ['', text.replaceAll('\n\n', '\n')]) {
      expect(() => parseInclusionProof(no)).toThrow(unreadable('proof'));
      expect(() => parseConsistencyProof(no)).toThrow(unreadable('proof'));
    }
  });
});

describe('the signatures under a proof', () => {
  const leaf = leaves[4] as Uint8Array;
  const witness = newNoteSigner('witness.example');
  const { text } = inclusion.checkpoint;
  const [own] = inclusion.checkpoint.signatures as readonly [NoteSignature];
  const theirs = signNote(text, witness.key, witness.sign);
  const bytes = Uint8Array.from(fromBase64(own.signature) as Uint8Array);
  bytes[10] = (bytes[10] as number) ^ 1;
  const broken = { ...own, signature: toBase64(bytes) };
  const verdictOf = (signatures: readonly NoteSignature[], keys = [signer.key]): string =>
    checkInclusionProof({ ...inclusion, checkpoint: { text, signatures } }, leaf, { ...by, keys });

  it('of a known key must be right, every one', () => {
    expect(verdictOf([own])).toBe('proven');
    expect(verdictOf([broken])).toBe('signature-bad');
    expect(verdictOf([own, broken])).toBe('signature-bad');
    expect(verdictOf([broken, theirs])).toBe('signature-bad');
    expect(verdictOf([own, { ...theirs, signature: 'AAAA' }])).toBe('signature-bad');
  });

  it('of a key that is not known are passed over, while one is', () => {
    expect(verdictOf([theirs, own])).toBe('proven');
    expect(verdictOf([theirs])).toBe('key-unknown');
    expect(verdictOf([])).toBe('key-unknown');
  });

  it('may be of a witness too, but one is of the key whose log it is', () => {
    expect(verdictOf([own, theirs], [signer.key, witness.key])).toBe('proven');
    expect(verdictOf([theirs, own], [signer.key, witness.key])).toBe('proven');
    expect(verdictOf([theirs], [signer.key, witness.key])).toBe('origin-differs');
  });
});

describe('a proof of consistency', () => {
  const text = formatConsistencyProof(consistency);

  it('is the body that a witness takes, and is checked with the older checkpoint and the key', () => {
    expect(text.startsWith('old 6\n')).toBe(true);
    expect(isInclusionProof(text)).toBe(false);
    expect(checkConsistencyProof(parseConsistencyProof(text), parseNote(formatNote(older)), by)).toBe('proven');
  });

  it('of a tree with itself has no hashes', () => {
    const same = { old: 13, path: [], checkpoint: consistency.checkpoint };
    const read = parseConsistencyProof(formatConsistencyProof(same));
    expect(checkConsistencyProof(read, consistency.checkpoint, by)).toBe('proven');
  });

  it('does not hold for another older tree, a fork, another log or another key', () => {
    expect(checkConsistencyProof(consistency, signed(leaves.slice(0, 7)), by)).toBe('not-consistent');
    expect(checkConsistencyProof(consistency, signed(leavesOf(7).slice(1)), by)).toBe('not-consistent');
    const zeeland = signed(leaves.slice(0, 6), 'knooppunt.example/zeeland');
    expect(checkConsistencyProof(consistency, zeeland, by)).toBe('origin-differs');
    const forged = signed(leaves.slice(0, 6), 'knooppunt.example/rotterdam', newNoteSigner('knooppunt.example'));
    expect(checkConsistencyProof(consistency, forged, by)).toBe('key-unknown');
    const newer = signed(leaves, 'knooppunt.example/rotterdam', newNoteSigner('knooppunt.example'));
    expect(checkConsistencyProof({ ...consistency, checkpoint: newer }, older, by)).toBe('key-unknown');
    expect(checkConsistencyProof({ ...consistency, old: 5 }, older, by)).toBe('not-consistent');
    expect(checkConsistencyProof({ ...consistency, path: [] }, older, by)).toBe('not-consistent');
  });

  it('is refused or unreadable with any byte changed', () => {
    const bytes = new TextEncoder().encode(text);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] as number) ^ mask;
        let verdict: string;
        try {
          const proof = parseConsistencyProof(new TextDecoder('utf-8', { fatal: true }).decode(changed));
          verdict = checkConsistencyProof(proof, older, by);
        } catch {
          verdict = 'unreadable';
        }
        expect(verdict).not.toBe('proven');
      }),
      { numRuns: 500 },
    );
  });
});
