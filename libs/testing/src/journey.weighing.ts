import type { AnyEvent } from '@knooppunt/cases';
import { cast, text } from './cast.js';
import { digest, uuid } from './ids.js';

const { college, inspectorate, police, bureau, signal, rejected, analyst } = cast;

/** Law, covenant, parties and a person: what stands before the first signal. */
export const founding: readonly AnyEvent[] = [
  {
    type: 'LawCameIntoForce',
    data: { law: 'wgs-riec', version: '2026.1', semantics: 'covenant-1', digest: digest(1), document: '{"wet":1}' },
  },
  {
    type: 'CovenantCameIntoForce',
    data: {
      covenant: 'riec-amsterdam',
      version: '1.0.0',
      semantics: 'covenant-1',
      digest: digest(2),
      registry: digest(3),
      document: '{"covenant":1}',
    },
  },
  {
    type: 'PartyJoined',
    data: {
      organisation: college,
      kind: 'COLL',
      region: 'amsterdam-amstelland',
      name: 'College van Amsterdam',
      municipality: '0363',
      memberFrom: '2025-03-01T00:00:00.000Z',
    },
  },
  {
    type: 'PartyJoined',
    data: {
      organisation: police,
      kind: 'POL',
      region: 'national',
      name: 'Politie',
      memberFrom: '2025-03-01T00:00:00.000Z',
    },
  },
  {
    type: 'PersonDesignated',
    data: {
      person: analyst,
      organisation: bureau,
      roles: ['informatieanalist', 'casusregisseur'],
      mandate: { from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' },
      screenedUntil: '2027-03-01T00:00:00.000Z',
    },
  },
];

/** A contribution as the gateway supplies it: with a request when it is an answer. */
export const supplied = (contribution: string, way: string, payloadType: string, supplier: string): AnyEvent => ({
  type: 'ContributionSupplied',
  data: {
    contribution,
    way,
    payloadType,
    registry: digest(3),
    supplier,
    supplierKind: way === 'answer' ? 'POL' : 'COLL',
    ...(way === 'answer'
      ? { case: cast.case, request: cast.request }
      : { phenomenon: 'mensenhandel', task: 'COLL.wonen' }),
    declaration: { lawful: true, quality: true },
    firstProcessed: '2026-02-20',
    blocks: [
      { name: 'p1', kind: 'person', keyId: uuid(401) },
      { name: 'facts', kind: 'facts', keyId: uuid(402) },
    ],
  },
});
const submitted = (id: string): AnyEvent => ({
  type: 'SignalSubmitted',
  data: {
    signal: id,
    contribution: id,
    supplier: college,
    supplierKind: 'COLL',
    payloadType: 'S2',
    phenomenon: 'mensenhandel',
    receivedOn: '2026-03-02',
  },
});
const prepared = (id: string): AnyEvent => ({
  type: 'WeighingPrepared',
  data: {
    signal: id,
    weighers: [police, inspectorate],
    criteria: { indications: true, phenomenon: true, necessity: true, parties: true, region: true },
    factors: { type: true, extent: true, weight: true, reporters: true },
    ...text,
  },
});

const checkOf = (contribution: string, check: string): AnyEvent => ({
  type: 'PersonCheckRequested',
  data: { contribution, check, block: 'p1', register: 'brp', partner: college },
});

/** Two signals, of which one is accepted and one is rejected and destroyed. */
export const weighing: readonly AnyEvent[] = [
  supplied(signal, 'signal', 'S2', college),
  submitted(signal),
  checkOf(signal, uuid(411)),
  { type: 'PersonCheckAnswered', data: { contribution: signal, check: uuid(411), keyId: uuid(403) } },
  supplied(rejected, 'signal', 'S2', college),
  submitted(rejected),
  checkOf(rejected, uuid(412)),
  prepared(signal),
  prepared(rejected),
  { type: 'CriteriaMetRecorded', data: { signal, organisation: police } },
  { type: 'CriteriaMetRecorded', data: { signal, organisation: inspectorate } },
  { type: 'SignalAccepted', data: { signal } },
  { type: 'SignalRejected', data: { signal: rejected, organisation: police, reason: 'criteria-not-met', ...text } },
  {
    type: 'ErasureRequested',
    data: { erasure: uuid(501), contribution: rejected, ground: 'signal-rejected', cause: uuid(502) },
  },
  {
    type: 'KeyDestroyed',
    data: { contribution: rejected, block: 'p1', keyId: uuid(401), wrappedKeyDigest: digest(4), receipt: 'register' },
  },
  {
    type: 'KeyDestroyed',
    data: {
      contribution: rejected,
      block: 'facts',
      keyId: uuid(402),
      wrappedKeyDigest: digest(5),
      receipt: 'register',
    },
  },
  { type: 'PersonCheckAbandoned', data: { contribution: rejected, check: uuid(412), code: 'erased' } },
  { type: 'ErasureCompleted', data: { erasure: uuid(501), contribution: rejected, keys: 2 } },
];
