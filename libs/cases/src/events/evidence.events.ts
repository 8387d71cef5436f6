import { list, map, optional, record } from '@knooppunt/kernel';
import type { ClearValue, EventCatalogue, EventsOf } from '@knooppunt/kernel';

/**
 * A fact as it was used: `true`, `false` or `unknown`, and where it came from. The source is `clear:<stream>@<revision>`
 * (recomputed by an audit), `question`, or `facts-block` (taken as recorded, for its source is sealed).
 */
const facts = map(record({ value: 'code', source: 'code' }));

/** One decision of the gate over one block of one item: a level for every field that the registry gives the block. */
const blockDecision = record({
  block: 'code',
  kind: 'code',
  subject: optional('uuid'),
  facts,
  /** Field -> level. All fields of the type, whether the content holds them or not. */
  levels: map('code'),
  /** Field -> the permit that decided it, for what is shown. */
  permits: map('code'),
  /** HMAC over the canonical list of [field, level, transformed value], under HKDF(data key, "output"). */
  digest: optional('token'),
});

const item = record({
  /** Pseudonymous reference under which the recipient saw it. */
  reference: 'code',
  stream: 'stream',
  revision: 'revision',
  payloadType: 'code',
  supplier: 'oin',
  supplierKind: 'code',
  phase: 'code',
  case: optional('uuid'),
  signal: optional('uuid'),
  facts,
  blocks: list(blockDecision),
});

/** Streams disclosure, refusal, loguse and checkpoint: what the hub did, and the proof of it. */
export const evidenceEvents = {
  DisclosureRecorded: {
    version: 1,
    data: {
      disclosure: 'uuid',
      /** inzage | eigen */
      act: 'code',
      /** Which view was answered, such as `overleg-dossier`. */
      view: 'code',
      recipient: 'oin',
      recipientKind: 'code',
      case: optional('uuid'),
      meeting: optional('uuid'),
      semantics: 'code',
      build: 'code',
      registry: 'digest',
      /** S: the revision of every stream that was folded. */
      folded: list(record({ stream: 'stream', revision: 'revision' })),
      /** Facts of the question and the recipient. */
      facts,
      items: list(item),
    },
  },
  DisclosureAborted: { version: 1, data: { disclosure: 'uuid', moved: list('stream') } },
  ReadRefused: {
    version: 1,
    data: {
      refusal: 'uuid',
      view: 'code',
      recipient: 'oin',
      code: 'code',
      rules: list('code'),
      folded: list(record({ stream: 'stream', revision: 'revision' })),
    },
  },
  CommandRefused: {
    version: 1,
    data: { refusal: 'uuid', command: 'code', code: 'code', rules: list('code') },
  },
  SupplyRefused: {
    version: 1,
    data: {
      refusal: 'uuid',
      /** Id that the contribution would have had; absent where the envelope gave none. */
      contribution: optional('uuid'),
      supplier: 'oin',
      supplierKind: 'code',
      payloadType: optional('code'),
      way: optional('code'),
      phase: optional('code'),
      case: optional('uuid'),
      code: 'code',
      rules: list('code'),
    },
  },
  LogConsulted: { version: 1, data: { consultation: 'uuid', question: 'code', purpose: 'code' } },
  CheckpointSigned: {
    version: 1,
    data: { checkpoint: 'uuid', origin: 'code', size: 'count', root: 'token', keyName: 'code', signature: 'token' },
  },
} as const satisfies EventCatalogue;

export type EvidenceEvent = EventsOf<typeof evidenceEvents>;
/** The facts of a record, by name. */
export type RecordedFacts = ClearValue<typeof facts>;
/** One item of a disclosure record. */
export type DisclosedItem = ClearValue<typeof item>;
/** One block of an item of a disclosure record. */
export type DisclosedBlock = ClearValue<typeof blockDecision>;
