import { streamName } from '@knooppunt/kernel';
import type { CommandMeta, Envelope, SealedBlock } from '@knooppunt/kernel';
import type { NewEvent, StoredEvent } from '../src/port.js';

/** Ids of the samples; all of them fixed. */
export const signalId = '11111111-1111-4111-8111-111111111111';
export const commandId = '22222222-2222-4222-8222-222222222222';
export const otherCommandId = '33333333-3333-4333-8333-333333333333';
export const sampleStream = streamName('signal', signalId);

/** A block as the vault gives it. */
export const sampleBlock: SealedBlock = {
  keyId: '44444444-4444-4444-8444-444444444444',
  check: 'Y2hlY2s',
  iv: 'AAAAAAAAAAAAAAAA',
  ct: 'c2VhbGVk_-',
};

/** Who acts in the samples. */
export const sampleMeta = (id = commandId): CommandMeta => ({
  commandId: id,
  cooperation: 'amsterdam-amstelland',
  at: '2026-03-01T09:30:00.000Z',
  actor: '55555555-5555-4555-8555-555555555555',
  organisation: '00000099000000001000',
  role: 'analyst',
  purpose: 'WGS-2.18',
  correlation: 'c-1',
  causation: null,
  traceId: '0af7651916cd43dd8448eb211c80319c',
});

/** An envelope that the catalogue allows: the preparation of a weighing, its text sealed. */
export const sampleEnvelope = (): Envelope => {
  const { at, ...meta } = sampleMeta();
  return {
    ...meta,
    id: '66666666-6666-4666-8666-666666666666',
    type: 'WeighingPrepared',
    schemaVersion: 1,
    stream: sampleStream,
    recordedAt: at,
    covenant: { law: `sha256:${'a'.repeat(64)}`, covenant: `sha256:${'b'.repeat(64)}` },
    data: {
      signal: signalId,
      weighers: ['00000099000000001000', '00000099000000002000'],
      criteria: { indications: true, phenomenon: true, necessity: true, parties: true, region: false },
      factors: { type: true, extent: true, weight: true, reporters: true },
      length: 412,
      textDigest: 'dGV4dA',
    },
    sealed: { text: sampleBlock },
  };
};

/** An event as if the store had kept it at position 7. */
export const storedAt7 = (event: NewEvent, stream = sampleStream): StoredEvent => ({
  ...event,
  stream,
  revision: 1n,
  position: '00000000000000000007',
});
