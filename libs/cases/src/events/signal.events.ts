import { list, optional, record } from '@knooppunt/kernel';
import type { EventCatalogue, EventsOf } from '@knooppunt/kernel';

/** Stream signal: the weighing of one signal (WGS 2.23(1)-(4), BGS 2.16). */
export const signalEvents = {
  SignalSubmitted: {
    version: 1,
    data: {
      signal: 'uuid',
      contribution: 'uuid',
      supplier: 'oin',
      supplierKind: 'code',
      payloadType: 'code',
      phenomenon: 'code',
      receivedOn: 'date',
    },
  },
  WeighingPrepared: {
    version: 1,
    data: {
      signal: 'uuid',
      weighers: list('oin'),
      /** Which of the five criteria of BGS 2.16(1) are explained; the texts lie in the seal. */
      criteria: record({ indications: 'flag', phenomenon: 'flag', necessity: 'flag', parties: 'flag', region: 'flag' }),
      /** Which of the four factors of WGS 2.23(3) are recorded; the texts lie in the seal. */
      factors: record({ type: 'flag', extent: 'flag', weight: 'flag', reporters: 'flag' }),
      length: 'count',
      textDigest: 'token',
    },
    sealed: { text: 'Z1' },
  },
  CriteriaMetRecorded: { version: 1, data: { signal: 'uuid', organisation: 'oin' } },
  SignalAccepted: { version: 1, data: { signal: 'uuid' } },
  SignalRejected: {
    version: 1,
    data: {
      signal: 'uuid',
      organisation: 'oin',
      reason: 'code',
      length: optional('count'),
      textDigest: optional('token'),
    },
    sealed: { text: 'Z1' },
  },
  /** One weigher less: the organisation is no participant any more (R62). Without any left the weighing is prepared anew. */
  WeigherWithdrawn: {
    version: 1,
    data: {
      signal: 'uuid',
      organisation: 'oin',
      /** How many weigh on. */
      left: 'count',
    },
  },
  SignalTakenIntoCase: { version: 1, data: { signal: 'uuid', case: 'uuid' } },
} as const satisfies EventCatalogue;

export type SignalEvent = EventsOf<typeof signalEvents>;
