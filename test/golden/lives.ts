import type { AnyEvent } from '@knooppunt/cases';
import { streamName } from '@knooppunt/kernel';
import type { StreamName } from '@knooppunt/kernel';
import { digest, oin } from '@knooppunt/testing';
import { uuidOf } from '../harness/derived-ids.js';

/** A cooperation of its own, so that no stream that was told before has more events now. */
export const livesIn = 'utrecht';
const [police, college] = [oin(3), oin(1)];
const stream = streamName('covenant', livesIn);
const ofPolice = streamName('party', `${livesIn}-${police}`);
const name = { covenant: 'riec-utrecht', version: '2.0.0', digest: digest(12) };
const draft = { ...name, semantics: 'covenant/1', document: '{"covenant":"riec-utrecht"}' };
const id = (what: string): string => uuidOf('golden', 'lives', what);
const [request, meeting, signal] = [id('request'), id('meeting'), id('signal')];

/** The life of a covenant, and parts that ended with a membership, each where it lies. */
export const lives: readonly (readonly [StreamName, AnyEvent])[] = [
  [ofPolice, { type: 'PartyKeyRegistered', data: { organisation: police, key: digest(21), publicKey: 'cHVibGlj' } }],
  [stream, { type: 'CovenantDrafted', data: draft }],
  [stream, { type: 'CovenantAmended', data: { ...draft, document: '{"covenant":"riec-utrecht","version":"2.0.0"}' } }],
  [
    stream,
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
  ],
  [
    stream,
    {
      type: 'CovenantSigned',
      data: {
        ...name,
        organisation: police,
        kind: 'POL',
        key: digest(21),
        at: '2026-03-02T17:00:00.000Z',
        signature: 'c2ln',
      },
    },
  ],
  [stream, { type: 'CovenantAdviceGiven', data: { ...name, advice: 'negatief', document: digest(22) } }],
  [stream, { type: 'CovenantAdopted', data: { ...name, signatories: [police], reasons: digest(23) } }],
  [stream, { type: 'CovenantSuperseded', data: { ...name, version: '1.0.0', digest: digest(2), by: '2.0.0' } }],
  [stream, { type: 'CovenantExpiryAnnounced', data: { ...name, until: '2026-12-31', days: 30 } }],
  [stream, { type: 'CovenantExpired', data: { ...name, until: '2026-12-31' } }],
  [
    stream,
    { type: 'CovenantRefused', data: { ...name, version: '2.1.0', digest: digest(13), reason: 'andere-tekst' } },
  ],
  [
    stream,
    { type: 'CovenantWithdrawn', data: { ...name, version: '2.2.0', digest: digest(14), reason: 'vergissing' } },
  ],
  [ofPolice, { type: 'PartyKeyRevoked', data: { organisation: police, key: digest(21), reason: 'kwijt' } }],
  [streamName('request', request), { type: 'RequestLapsed', data: { request, organisation: college } }],
  [
    streamName('meeting', meeting),
    { type: 'InvitationWithdrawn', data: { meeting, case: id('case'), organisation: college } },
  ],
  [streamName('signal', signal), { type: 'WeigherWithdrawn', data: { signal, organisation: college, left: 0 } }],
  [ofPolice, { type: 'PartyMembershipEnded', data: { organisation: police, memberUntil: '2026-03-02T18:30:00.000Z' } }],
];
