import type {
  CooperationId,
  Instant,
  OrganisationId,
  Position,
  SealedBlock,
  SealedBlocks,
  StreamName,
  Uuid,
} from '@knooppunt/kernel';

/** What a seal is bound to: a block opens only where it was sealed (associated data, leaks-and-faults §3). */
export type SealContext = {
  readonly cooperation: CooperationId;
  readonly supplier: OrganisationId;
  readonly eventId: Uuid;
  readonly eventType: string;
  /** `sha256:` over the secrecy and handling codes in the clear data. */
  readonly label: string;
};

/** A data key under the KEK of (cooperation, supplier, month), ready to be kept. `wrapped` in base64url. */
export type WrappedKey = {
  readonly keyId: Uuid;
  readonly block: string;
  readonly wrapped: string;
  readonly kek: string;
};

/** Blocks under fresh random keys; nothing is durable until the keys are kept. */
export type SealedUnit = { readonly sealed: SealedBlocks; readonly keys: readonly WrappedKey[] };

/** Seals content. Given to the gateway and to whoever writes texts of the process; cannot open. */
export interface Sealer {
  /** Each block under a random key of its own, wrapped by the KEK of (cooperation, supplier, month of `at`). */
  seal(blocks: Readonly<Record<string, Uint8Array>>, context: SealContext, at: Instant): Promise<SealedUnit>;
  /** Keeps keys durably for an owner (a contribution id or an event id). Keeping the same keys again changes nothing. */
  keep(owner: Uuid, keys: readonly WrappedKey[]): Promise<void>;
  /** Drops keys that no stored event uses: the loser of a race, or a repeated command. */
  discard(keyIds: readonly Uuid[]): Promise<void>;
  /** HMAC-SHA256 (base64url) of a text under HKDF(its data key, "text"): the clear digest of a process text; dies with the key. */
  textDigest(unit: SealedUnit, block: string, text: string): Promise<string>;
}

/** `destroyed`: the key is gone for good. A block that was moved or changed rejects with `SealBroken`. */
export type Opened = Uint8Array | 'destroyed';

/**
 * Opens content. Injected into disclosure (content and facts blocks) and matching (token blocks), nowhere else. `reach`
 * rejects with `VaultUnavailable` while the key store as a whole does not answer, whatever is cached here.
 */
export interface Opener {
  reach(): Promise<void>;
  open(block: SealedBlock, name: string, context: SealContext): Promise<Opened>;
  /** HMAC-SHA256 (base64url) under HKDF(data key, "output"); undefined when the key is gone. */
  outputDigest(keyId: Uuid, canonical: string): Promise<string | undefined>;
}

/** One supplied contribution on its way to the log. `bytes` are dropped once published, `digest` with the keys. */
export type IntakeRow = {
  readonly contribution: Uuid;
  readonly stream: StreamName;
  readonly topic: string;
  readonly digest: string | null;
  readonly bytes: Uint8Array | null;
  readonly published: boolean;
  readonly registeredAt: Instant;
};

/**
 * The intake register, beside the keys, in one durable transaction (design §2 step 3).
 *
 * `register` inserts row and keys together, or changes nothing when the contribution is there: `same` (equal keyed digest),
 * `clash` (other digest) or `erased` (its keys are gone). The row that is in the register comes back in every case.
 */
export interface IntakeRegister {
  register(
    row: Omit<IntakeRow, 'published' | 'digest'> & { readonly content: Uint8Array },
    keys: readonly WrappedKey[],
  ): Promise<{ readonly outcome: 'new' | 'same' | 'clash' | 'erased'; readonly row: IntakeRow }>;
  find(contribution: Uuid): Promise<IntakeRow | undefined>;
  markPublished(contribution: Uuid): Promise<void>;
  /** Rows not yet published that were registered before this instant, oldest first. */
  waiting(before: Instant, limit: number): Promise<readonly IntakeRow[]>;
}

/** A request that is told apart by an id of its own, and what it said: a digest that is keyed under the root. */
export type RememberedRequest = { readonly id: Uuid; readonly digest: string; readonly at: Instant };

/**
 * What requests with an `Idempotency-Key` said, so that another request under the same key is told apart from a repeat. For a
 * day: a digest is all that is kept, and not even that for longer than a retry needs.
 */
export interface RequestRegister {
  /** Remembers durably what a request says; false, and nothing changes, where the same id said something else within a day. */
  remember(request: RememberedRequest): Promise<boolean>;
}

/** What `KeyDestroyed` records of one key. `receipt` says how: `secure-delete+truncate` for the embedded engine. */
export type DestroyedKey = {
  readonly keyId: Uuid;
  readonly block: string;
  readonly wrappedKeyDigest: string;
  readonly receipt: string;
};

/** Destroys all keys of an owner, its bytes and its digest, beyond recovery, before it resolves. Repeating it gives the same answer. */
export interface KeyDestroyer {
  destroy(owner: Uuid): Promise<readonly DestroyedKey[]>;
}

/**
 * What the key store itself remembers of destructions that the log records. A copy that is put back remembers less: what lies
 * behind its mark has to be done again before anybody is served (leaks-and-faults §3, ADR 0011).
 */
export interface Tombstones {
  /** Every `KeyDestroyed` up to and with this position was applied here; undefined: nobody has looked yet. */
  applied(): Promise<Position | undefined>;
  /**
   * Moves the mark from where its caller found it; false when it stands elsewhere by now, for another worker moved it or an
   * older copy was put back.
   */
  move(from: Position | undefined, to: Position | undefined): Promise<boolean>;
  /** Which of these keys still open something; what this process had cached of any key is forgotten. */
  living(keyIds: readonly Uuid[]): Promise<readonly Uuid[]>;
}

/** What a pseudonym is keyed per; `within` is a case, or in a weighing the signal. */
export type PseudonymScope = {
  readonly cooperation: CooperationId;
  readonly recipient: OrganisationId;
  readonly within: Uuid;
};

/**
 * Pseudonyms that are asked together, of many values in the scopes of one or many recipients: what is the same for all of
 * them is worked out once. Scopes and values are numbered from 0 as they are named; no value is held in the clear.
 */
export interface PseudonymBatch {
  scopeOf(scope: PseudonymScope): number;
  valueOf(kind: string, value: string): number;
  /** The pseudonym of a value in a scope, by their numbers. */
  pseudonym(value: number, scope: number): string;
  /** Lets go of all scopes and values: numbers begin anew. */
  forget(): void;
}

/** Names that are keyed under the root: without the root key they can neither be guessed nor tested. */
export interface KeyedNames {
  /** uuid v8 of HMAC(intake key, OIN | source | id). */
  contributionId(supplier: OrganisationId, source: string, id: string): Uuid;
  /** uuid v8 of HMAC(person key, provider | sub | cooperation). */
  personId(provider: string, sub: string, cooperation: CooperationId): Uuid;
  /** uuid v8 of HMAC(command key, who | route | idempotency key). */
  commandId(who: string, route: string, idempotencyKey: string): Uuid;
  /** uuid v8 of HMAC(derivation key, parts): ids that follow from a command, so that repeating it repeats them. */
  derivedId(...parts: readonly string[]): Uuid;
  /** Blind token (base64url) under the index key of the cooperation. `value` is normalised already. */
  blindToken(cooperation: CooperationId, kind: string, value: string): string;
  /**
   * Pseudonym, keyed per cooperation, recipient organisation and case (in a weighing the signal): 16 characters. Version 1:
   * of references for ever, and of values that leave under a registry of before 2026.2.
   */
  pseudonym(scope: PseudonymScope, kind: string, value: string): string;
  /** The same for one scope, of which many will be asked. It holds no value. */
  pseudonymsOf(scope: PseudonymScope): (kind: string, value: string) => string;
  /** Pseudonyms of version 2, keyed per the same three: of values. Other ones than those of version 1. */
  pseudonymBatch(): PseudonymBatch;
  /** An opaque text of fixed length that only the named reader can hand back: cursors and read-your-writes tokens. */
  sealOpaque(reader: string, purpose: string, content: string): string;
  /** What was sealed, or undefined when it is not for this reader and purpose or was changed. */
  openOpaque(reader: string, purpose: string, opaque: string): string | undefined;
}

/**
 * One open vault: every port over one key store and one root key. `ping` rejects with `VaultUnavailable` unless the engine
 * answers within so many milliseconds; `close` finishes what waits.
 */
export type Vault = {
  readonly sealer: Sealer;
  readonly opener: Opener;
  readonly register: IntakeRegister;
  readonly requests: RequestRegister;
  readonly destroyer: KeyDestroyer;
  readonly tombstones: Tombstones;
  readonly names: KeyedNames;
  ping(limitMs: number): Promise<void>;
  close(): Promise<void>;
};
