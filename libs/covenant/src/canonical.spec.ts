import { describe, expect, it } from '@jest/globals';
import { basisOf, canonicalDocument, covenantDigest } from './index.js';
import type { CovenantDocument, LawDocument } from './index.js';

const law = {
  wet: 'wet',
  version: '1',
  semantics: 'covenant/1',
  kinds: { participants: ['POL'], bureau: ['RIEC'] },
  acts: { inzage: 'WGS 1.6' },
  facts: {},
  guards: [{ id: 'G-1', require: { a: true }, in: ['2025-03-01', 'open'], basis: 'WGS 2.19' }],
  caps: [{ id: 'W-1', cap: 'withhold', in: ['2025-03-01', 'open'], basis: 'BGS 2.15' }],
} as const satisfies LawDocument;
const covenant = { rules: [{ id: 'P-1', basis: 'convenant art. 1' }] } as unknown as CovenantDocument;

describe('the canonical form of a document', () => {
  const { wet, ...rest } = law;

  it('is the same for another order of members', () => {
    expect(canonicalDocument({ ...rest, wet })).toBe(canonicalDocument({ wet, ...rest }));
  });

  it('is another where a rule is another', () => {
    const changed = { ...law, caps: [{ ...law.caps[0], cap: 'reveal' as const }] };
    expect(canonicalDocument(changed)).not.toBe(canonicalDocument(law));
  });

  it('is what the digest covers', () => {
    expect(covenantDigest(law, (bytes) => `over ${String(bytes)}`)).toBe(`over ${canonicalDocument(law)}`);
  });

  it('is read back as the same document', () => {
    expect(JSON.parse(canonicalDocument(law))).toEqual(law);
  });
});

describe('the article of a rule', () => {
  it('is found for guards and caps of the law and rules of the covenant', () => {
    expect(['G-1', 'W-1', 'P-1'].map((id) => basisOf(law, covenant, id))).toEqual([
      'WGS 2.19',
      'BGS 2.15',
      'convenant art. 1',
    ]);
  });

  it('is absent for a rule that there is not', () => {
    expect(basisOf(law, covenant, 'P-2')).toBeUndefined();
  });
});
