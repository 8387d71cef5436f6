import { describe, expect, it } from '@jest/globals';
import type { CovenantState } from '@knooppunt/cases';
import { inForce } from './documents.js';

const law = { digest: 'sha256:law', document: '{"wet":"wgs"}' };
const covenant = { digest: 'sha256:covenant', document: '{"covenant":"riec"}', registry: 'sha256:registry' };
const stateOf = (state: object): CovenantState => state as CovenantState;

describe('the documents in force', () => {
  it('are law and covenant of the folded stream, with what pins them', () => {
    expect(inForce(stateOf({ law, covenant }))).toEqual({
      law: { wet: 'wgs' },
      covenant: { covenant: 'riec' },
      lawDigest: 'sha256:law',
      covenantDigest: 'sha256:covenant',
      registry: 'sha256:registry',
      hasExpired: false,
    });
  });

  it('are none where either has not come into force', () => {
    expect(inForce(stateOf({}))).toBeUndefined();
    expect(inForce(stateOf({ law }))).toBeUndefined();
    expect(inForce(stateOf({ covenant }))).toBeUndefined();
  });

  it('are the same objects at each asking, and others under another digest', () => {
    const once = inForce(stateOf({ law, covenant }));
    expect(inForce(stateOf({ law, covenant }))?.covenant).toBe(once?.covenant);
    const newer = { ...covenant, digest: 'sha256:newer', document: '{"covenant":"riec","version":"2"}' };
    expect(inForce(stateOf({ law, covenant: newer }))?.covenant).toEqual({ covenant: 'riec', version: '2' });
    expect(inForce(stateOf({ law, covenant }))?.covenant).toBe(once?.covenant);
  });

  it('lose their permits, and nothing else, when the covenant has expired with nothing in its place', () => {
    const rules = [
      { id: 'P-1', permit: 'reveal' },
      { id: 'C-1', cap: 'mask' },
    ];
    const text = { ...covenant, document: JSON.stringify({ covenant: 'riec', rules }), digest: 'sha256:ruled' };
    const life = { versions: {}, expired: text.digest };
    const expired = inForce(stateOf({ law, covenant: text, life }));
    expect(expired).toMatchObject({ hasExpired: true, covenantDigest: 'sha256:ruled', law: { wet: 'wgs' } });
    expect(expired?.covenant).toEqual({ covenant: 'riec', rules: [{ id: 'C-1', cap: 'mask' }] });
    expect(inForce(stateOf({ law, covenant: text, life }))?.covenant).toBe(expired?.covenant);
    const renewed = inForce(stateOf({ law, covenant: text, life: { versions: {}, expired: 'sha256:former' } }));
    expect(renewed).toMatchObject({ hasExpired: false, covenant: { rules } });
  });

  it('are each their own when more than one covenant has expired', () => {
    const expiredOf = (covenantName: string) => {
      const text = {
        ...covenant,
        document: JSON.stringify({ covenant: covenantName, rules: [] }),
        digest: `sha256:${covenantName}`,
      };
      return inForce(stateOf({ law, covenant: text, life: { versions: {}, expired: text.digest } }))?.covenant.covenant;
    };
    expect(['former', 'later', 'former'].map(expiredOf)).toEqual(['former', 'later', 'former']);
  });
});
