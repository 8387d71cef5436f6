import { list, optional } from '@knooppunt/kernel';
import type { EventCatalogue, EventsOf } from '@knooppunt/kernel';

/** A version by its name, its number and the digest of its text. */
const text = { covenant: 'code', version: 'code', digest: 'digest' } as const;

/** Stream covenant: the life of a version before and after it is in force (ADR 0016, WGS 1.4, 1.8(6)). None of them decides. */
export const covenantEvents = {
  CovenantDrafted: { version: 1, data: { ...text, semantics: 'code', document: 'document' } },
  CovenantAmended: { version: 1, data: { ...text, semantics: 'code', document: 'document' } },
  /** From here on the text stands still; what it was checked against stands beside it. */
  CovenantSubmitted: {
    version: 1,
    data: {
      ...text,
      law: 'digest',
      registry: 'digest',
      /** The covenant in force that it was compared with. */
      base: optional('digest'),
      validFrom: 'date',
      validUntil: 'date',
      /** Kinds of participants that are party to it. */
      parties: list('code'),
      /** Kinds of suppliers whose data it shows to more, or more of, than the covenant in force. */
      widens: list('code'),
      /** What it does that no covenant in force did: it waits for the advice of the committee (BGS 1.13). */
      newProcessing: list('code'),
    },
  },
  CovenantSigned: {
    version: 1,
    data: {
      ...text,
      organisation: 'oin',
      kind: 'code',
      /** Id of the public key. */
      key: 'digest',
      /** When it was made, as its maker says and signed. */
      at: 'instant',
      /** Ed25519, made outside the hub (ADR 0015). */
      signature: 'token',
    },
  },
  CovenantAdviceGiven: {
    version: 1,
    data: {
      ...text,
      /** positief | negatief */
      advice: 'code',
      /** Of the committee's own document, which is kept outside. */
      document: 'digest',
    },
  },
  CovenantAdopted: {
    version: 1,
    data: {
      ...text,
      /** Organisations whose signatures counted. */
      signatories: list('oin'),
      /** Of the reasons to deviate from a negative advice, sent to the committee (BGS 1.13(6)). */
      reasons: optional('digest'),
    },
  },
  CovenantRefused: { version: 1, data: { ...text, reason: 'code' } },
  CovenantWithdrawn: { version: 1, data: { ...text, reason: 'code' } },
  CovenantSuperseded: {
    version: 1,
    data: {
      ...text,
      /** The version that came into force in its place. */
      by: 'code',
    },
  },
  CovenantExpiryAnnounced: { version: 1, data: { ...text, until: 'date', days: 'count' } },
  CovenantExpired: { version: 1, data: { ...text, until: 'date' } },
} as const satisfies EventCatalogue;

export type CovenantLifeEvent = EventsOf<typeof covenantEvents>;
