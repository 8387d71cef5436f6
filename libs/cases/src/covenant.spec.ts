import { describe, expect, it } from '@jest/globals';
import { digest, given } from '@knooppunt/testing';
import { covenantDecider } from './covenant.decider.js';
import type { CovenantCommand, CovenantEvent } from './covenant.js';

const law = { law: 'wgs-riec', version: '2026.1', semantics: 'covenant-1', digest: digest(1), document: '{"wet":1}' };
const covenant = {
  covenant: 'riec-amsterdam',
  version: '1.0.0',
  semantics: 'covenant-1',
  digest: digest(2),
  registry: digest(9),
  document: '{"covenant":1}',
};
const lawInForce: CovenantEvent = { type: 'LawCameIntoForce', data: law };
const covenantInForce: CovenantEvent = { type: 'CovenantCameIntoForce', data: covenant };
const bringLaw = (change: Partial<typeof law> = {}): CovenantCommand => ({
  type: 'BringLawIntoForce',
  data: { ...law, ...change },
});
const bringCovenant = (change: Partial<typeof covenant> = {}): CovenantCommand => ({
  type: 'BringCovenantIntoForce',
  data: { ...covenant, ...change },
});

describe('a cooperation without documents', () => {
  it('gets its law', () => given(covenantDecider, []).when(bringLaw()).then([lawInForce]));

  it('gets no covenant before the law', () =>
    given(covenantDecider, []).when(bringCovenant()).thenThrows('cases/no-law-in-force'));

  it('gets no empty document', () => {
    given(covenantDecider, [])
      .when(bringLaw({ document: '' }))
      .thenThrows('cases/text-missing');
    given(covenantDecider, [lawInForce])
      .when(bringCovenant({ document: '' }))
      .thenThrows('cases/text-missing');
  });
});

describe('a cooperation under law and covenant', () => {
  const history = [lawInForce, covenantInForce];

  it('stays quiet when the digest in force comes again', () => {
    given(covenantDecider, history).when(bringLaw()).thenNothing();
    given(covenantDecider, history).when(bringCovenant()).thenNothing();
  });

  it('records the same covenant anew when the registry changed', () =>
    given(covenantDecider, history)
      .when(bringCovenant({ registry: digest(8) }))
      .then([{ type: 'CovenantCameIntoForce', data: { ...covenant, registry: digest(8) } }]));

  it('refuses another text under a version that was in force', () => {
    given(covenantDecider, history)
      .when(bringCovenant({ digest: digest(3) }))
      .thenThrows('cases/version-reused');
    given(covenantDecider, history)
      .when(bringLaw({ digest: digest(3) }))
      .thenThrows('cases/version-reused');
  });

  it('brings a next version into force, and never an earlier one again', () => {
    const next = { ...covenant, version: '1.1.0', digest: digest(4) };
    const nextInForce: CovenantEvent = { type: 'CovenantCameIntoForce', data: next };
    given(covenantDecider, history)
      .when(bringCovenant({ version: '1.1.0', digest: digest(4) }))
      .then([nextInForce]);
    given(covenantDecider, [...history, nextInForce])
      .when(bringCovenant())
      .thenThrows('cases/version-not-newer');
    const nextLaw: CovenantEvent = { type: 'LawCameIntoForce', data: { ...law, version: '2026.2', digest: digest(5) } };
    given(covenantDecider, [...history, nextLaw])
      .when(bringLaw())
      .thenThrows('cases/version-not-newer');
  });

  it('keeps what is in force in its state', () => {
    const { state } = given(covenantDecider, history);
    expect(state.law).toStrictEqual(law);
    expect(state.covenant).toStrictEqual(covenant);
  });
});
