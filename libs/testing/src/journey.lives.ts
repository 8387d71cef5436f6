import type { AnyEvent } from '@knooppunt/cases';
import { cast } from './cast.js';
import { digest, uuid } from './ids.js';

const { college, police } = cast;
const name = { covenant: 'riec-amsterdam', version: '2.0.0', digest: digest(12) };
const draft = { ...name, semantics: 'covenant-1', document: '{"covenant":2}' };

/** The lives of a covenant and of the parts that organisations have: what begins beside the case, and what ends early. */
export const lives: readonly AnyEvent[] = [
  { type: 'PartyKeyRegistered', data: { organisation: police, key: digest(21), publicKey: 'cHVibGlj' } },
  { type: 'CovenantDrafted', data: draft },
  { type: 'CovenantAmended', data: draft },
  {
    type: 'CovenantSubmitted',
    data: {
      ...name,
      law: digest(1),
      registry: digest(3),
      base: digest(2),
      validFrom: '2026-04-01',
      validUntil: '2026-12-31',
      parties: ['COLL', 'POL'],
      widens: ['COLL'],
      newProcessing: ['type:S30'],
    },
  },
  {
    type: 'CovenantSigned',
    data: {
      ...name,
      organisation: police,
      kind: 'POL',
      key: digest(21),
      at: '2026-03-02T12:00:00.000Z',
      signature: 'c2ln',
    },
  },
  { type: 'CovenantAdviceGiven', data: { ...name, advice: 'positief', document: digest(22) } },
  { type: 'CovenantAdopted', data: { ...name, signatories: [police], reasons: digest(23) } },
  { type: 'CovenantSuperseded', data: { ...name, version: '1.0.0', digest: digest(2), by: '2.0.0' } },
  { type: 'CovenantExpiryAnnounced', data: { ...name, until: '2026-12-31', days: 30 } },
  { type: 'CovenantExpired', data: { ...name, until: '2026-12-31' } },
  { type: 'CovenantRefused', data: { ...name, version: '2.1.0', reason: 'andere-tekst' } },
  { type: 'CovenantWithdrawn', data: { ...name, version: '2.2.0', reason: 'vergissing' } },
  { type: 'PartyKeyRevoked', data: { organisation: police, key: digest(21), reason: 'kwijt' } },
  { type: 'RequestLapsed', data: { request: uuid(212), organisation: college } },
  { type: 'InvitationWithdrawn', data: { meeting: uuid(213), case: cast.case, organisation: college } },
  { type: 'WeigherWithdrawn', data: { signal: uuid(111), organisation: college, left: 0 } },
];
