import { list, optional, record } from '@knooppunt/kernel';
import type { EventCatalogue, EventsOf } from '@knooppunt/kernel';

/** Streams contribution and erasure: every payload, whichever way it came, and the end of its keys. */
export const contributionEvents = {
  ContributionSupplied: {
    version: 1,
    data: {
      contribution: 'uuid',
      /** signal | answer | supply */
      way: 'code',
      payloadType: 'code',
      registry: 'digest',
      supplier: 'oin',
      supplierKind: 'code',
      case: optional('uuid'),
      request: optional('uuid'),
      phenomenon: optional('code'),
      /** Statutory task in which it was observed: a purpose code of the supplier's kind. */
      task: optional('code'),
      declaration: record({ lawful: 'flag', quality: 'flag' }),
      firstProcessed: 'date',
      /** `kind`: person | company | matter | text | facts | tokens. `about`: the subject that a person of an answer is. */
      blocks: list(record({ name: 'code', kind: 'code', keyId: 'uuid', about: optional('uuid') })),
    },
    sealed: { '*': 'payload' },
  },
  ContributionRefused: {
    version: 1,
    data: { contribution: 'uuid', code: 'code', rules: list('code') },
  },
  KeyDestroyed: {
    version: 1,
    data: { contribution: 'uuid', block: 'code', keyId: 'uuid', wrappedKeyDigest: 'digest', receipt: 'code' },
  },
  /** A person whom a signal names is to be held against a register, in the name of who supplied it. */
  PersonCheckRequested: {
    version: 1,
    data: {
      contribution: 'uuid',
      check: 'uuid',
      /** Block of the local person. */
      block: 'code',
      /** brp */
      register: 'code',
      /** With whose authorisation: the organisation that supplied. */
      partner: 'oin',
    },
  },
  /** What the register said lies sealed under a key of its own, which goes with those of the contribution. */
  PersonCheckAnswered: {
    version: 1,
    data: { contribution: 'uuid', check: 'uuid', keyId: 'uuid' },
    sealed: { check: 'Z7' },
  },
  PersonCheckAbandoned: {
    version: 1,
    data: {
      contribution: 'uuid',
      check: 'uuid',
      /** term-ended | not-authorised | erased */
      code: 'code',
    },
  },
  ErasureRequested: {
    version: 1,
    data: {
      erasure: 'uuid',
      contribution: 'uuid',
      /** signal-rejected | supply-refused | term-ended */
      ground: 'code',
      /** The event that brings it about, which is the approval where the law itself destroys. */
      cause: 'uuid',
    },
  },
  ErasureCompleted: { version: 1, data: { erasure: 'uuid', contribution: 'uuid', keys: 'count' } },
} as const satisfies EventCatalogue;

export type ContributionEvent = EventsOf<typeof contributionEvents>;
