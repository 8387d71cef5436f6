import { list, map, optional, record } from '@knooppunt/kernel';
import type { ClearValue, EventCatalogue, EventsOf } from '@knooppunt/kernel';

/**
 * Facts as they were used, by their source: `{ "facts-block": { "false": ["minor", "possibleVictim"] } }`. A source is
 * `question`, `unset`, `facts-block` (taken as recorded, for it is sealed), one of the record's own places, or
 * `clear:<stream>@<revision>` for any other. Places: `party`, `meeting`, and of the item `case`, `signal`, `request`
 * (at the revisions of `folded`) and `item` (at its own revision). Source: design §6 step 4.
 */
const facts = map(
  record({ true: optional(list('code')), false: optional(list('code')), unknown: optional(list('code')) }),
);

/** A decision over a kind of block with these facts: it stands once, whatever the number of blocks that it was made of. */
const decision = record({
  kind: 'code',
  /** Facts of the block and its subject. */
  facts,
  /** Level -> fields. All fields of the type, whether the content holds them or not. */
  levels: map(list('code')),
  /** Permit that decided -> fields, for what is shown. */
  permits: map(list('code')),
  /** Cap that lowered -> fields. Since version 2. */
  caps: optional(map(list('code'))),
  /** Over the canonical list of [field, obligations] of what is shown; law and covenant give the obligations. Since version 2. */
  obligations: optional('digest'),
});

const document = record({ id: 'code', version: 'code' });

/** One block of one item, and which of the record's decisions was made over it. */
const block = record({
  block: 'code',
  decision: 'count',
  subject: optional('uuid'),
  /** HMAC over the canonical list of [field, level, transformed value], under HKDF(data key, "output"). */
  digest: optional('token'),
  /** Why nothing of it was sent although it was to be: key-destroyed | key-unknown | seal-broken | vault-unavailable. */
  unanswered: optional('code'),
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
  /** Which of the record's circumstances: the facts of the item. */
  circumstances: 'count',
  /** Why the facts block of the contribution could not be read, so that what it says is unknown; codes of `unanswered`. */
  unread: optional('code'),
  blocks: list(block),
});

/** Streams disclosure, refusal, loguse and checkpoint: what the hub did, and the proof of it. */
export const evidenceEvents = {
  DisclosureRecorded: {
    version: 2,
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
      /** Law and covenant by name and version; the header pins their digests. Since version 2. */
      law: optional(document),
      covenant: optional(document),
      /** Over the versions of the transforms that the registry names. Since version 2. */
      transforms: optional('digest'),
      /** S: the revision of every stream that was folded. */
      folded: list(record({ stream: 'stream', revision: 'revision' })),
      /** Facts of the question and the recipient. */
      facts,
      /** Facts of items; one entry for all items of which the same is so. */
      circumstances: list(facts),
      decisions: list(decision),
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
  LogConsulted: {
    version: 1,
    data: {
      consultation: 'uuid',
      question: 'code',
      purpose: 'code',
      /** What the question was about, where it was about less than the whole: a case, one recipient, until when. */
      case: optional('uuid'),
      recipient: optional('oin'),
      until: optional('instant'),
    },
  },
  CheckpointSigned: {
    version: 1,
    data: { checkpoint: 'uuid', origin: 'code', size: 'count', root: 'token', keyName: 'code', signature: 'token' },
  },
} as const satisfies EventCatalogue;

export type EvidenceEvent = EventsOf<typeof evidenceEvents>;
/** Facts as a record stores them. */
export type StoredFacts = ClearValue<typeof facts>;
/** A decision as a record stores it. */
export type StoredDecision = ClearValue<typeof decision>;
/** One item as a record stores it. */
export type StoredItem = ClearValue<typeof item>;
