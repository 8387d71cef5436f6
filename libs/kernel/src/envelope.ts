import type { ActorId, CooperationId, OrganisationId, Position, StreamName, Uuid } from './ids.js';
import type { Instant } from './instant.js';

/** One block of content under AES-256-GCM; all three in base64url. `check` commits to the key (leaks-and-faults: GCM does not). */
export type SealedBlock = { readonly keyId: Uuid; readonly check: string; readonly iv: string; readonly ct: string };
export type SealedBlocks = { readonly [block: string]: SealedBlock };

/**
 * What is stored of one event: one line of UTF-8 JSON, written once and never serialised again (design §5).
 * Clear `data` holds codes, ids and instants; all content lies in `sealed`.
 */
export type Envelope<Type extends string = string, Data = unknown> = {
  readonly id: Uuid;
  readonly type: Type;
  readonly schemaVersion: number;
  readonly stream: StreamName;
  readonly cooperation: CooperationId;
  readonly recordedAt: Instant;
  readonly actor: ActorId;
  readonly organisation: OrganisationId | null;
  readonly role: string | null;
  readonly purpose: string | null;
  readonly commandId: Uuid;
  readonly correlation: string;
  readonly causation: string | null;
  /** The trace of W3C Trace Context: 32 hexadecimal digits, not all zero; some older events hold a UUID (ADR 0008). */
  readonly traceId: string;
  readonly covenant?: { readonly law: string; readonly covenant: string };
  readonly data: Data;
  readonly sealed?: SealedBlocks;
};

/** Who acts, for whom, why, and in which chain of causes: all of an envelope that a command brings along. */
export type CommandMeta = {
  readonly commandId: Uuid;
  readonly cooperation: CooperationId;
  readonly at: Instant;
  readonly actor: ActorId;
  readonly organisation: OrganisationId | null;
  readonly role: string | null;
  readonly purpose: string | null;
  readonly correlation: string;
  readonly causation: string | null;
  readonly traceId: string;
  readonly covenant?: { readonly law: string; readonly covenant: string };
};

/** An event as the store gives it back, decoded, with its place. `revision` counts from 0 within the stream. */
export type Recorded<Type extends string = string, Data = unknown> = Envelope<Type, Data> & {
  readonly revision: bigint;
  readonly position: Position;
};
