import { list, optional, record } from '@knooppunt/kernel';
import type { EventCatalogue, EventsOf } from '@knooppunt/kernel';

/** Streams covenant, party and person: who takes part, and under what (design §1, §5). */
export const foundingEvents = {
  LawCameIntoForce: {
    version: 1,
    data: { law: 'code', version: 'code', semantics: 'code', digest: 'digest', document: 'document' },
  },
  CovenantCameIntoForce: {
    version: 1,
    data: {
      covenant: 'code',
      version: 'code',
      semantics: 'code',
      digest: 'digest',
      registry: 'digest',
      document: 'document',
    },
  },
  PartyJoined: {
    version: 1,
    data: {
      organisation: 'oin',
      kind: 'code',
      /** Code of the cooperation, or `national`. */
      region: 'code',
      /** Public name of the organisation. */
      name: 'label',
      /** Code of the municipality (four digits) where there is one. */
      municipality: optional('code'),
      memberFrom: 'instant',
      /** Of who acceded later: its own signature under the covenant in force (R61). */
      signed: optional(record({ covenant: 'digest', key: 'digest', at: 'instant', signature: 'token' })),
    },
  },
  /** `memberUntil` may lie ahead; it is a member until then. */
  PartyLeft: { version: 1, data: { organisation: 'oin', memberUntil: 'instant' } },
  /** The moment of a departure that was told ahead has come. */
  PartyMembershipEnded: { version: 1, data: { organisation: 'oin', memberUntil: 'instant' } },
  /** From here on it signs with this key; an earlier one makes no new signatures. */
  PartyKeyRegistered: { version: 1, data: { organisation: 'oin', key: 'digest', publicKey: 'token' } },
  /** What was signed with it and not adopted yet does not count any more. */
  PartyKeyRevoked: { version: 1, data: { organisation: 'oin', key: 'digest', reason: 'code' } },
  PersonDesignated: {
    version: 1,
    data: {
      person: 'uuid',
      organisation: 'oin',
      roles: list('code'),
      mandate: record({ from: 'instant', until: 'instant' }),
      screenedUntil: 'instant',
      /** Of whom the organisation designated outside the hub: its signature under that, as it was verified. */
      signed: optional(record({ key: 'digest', at: 'instant', signature: 'token' })),
    },
    sealed: { name: 'Z6' },
  },
  PersonWithdrawn: { version: 1, data: { person: 'uuid' } },
} as const satisfies EventCatalogue;

export type FoundingEvent = EventsOf<typeof foundingEvents>;
