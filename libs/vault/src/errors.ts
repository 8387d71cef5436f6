import { DomainError } from '@knooppunt/kernel';

/** The root key file may be read or changed by others than its owner (mode must be 0600 or less). */
export class RootKeyOpen extends DomainError {
  readonly code = 'vault/root-key-open';
  constructor(
    readonly file: string,
    readonly mode: string,
  ) {
    super(`the root key file \`${file}\` has mode \`${mode}\`: only its owner may read it (chmod 600)`);
  }
}

/** The key store was made with a root key, and the file that held it is not there. A new one would open nothing. */
export class RootKeyMissing extends DomainError {
  readonly code = 'vault/root-key-missing';
  constructor(readonly file: string) {
    super(`the key store holds keys and the root key file \`${file}\` is not there: put it back`);
  }
}

/** This root key is not the one that the key store was made with. */
export class RootKeyWrong extends DomainError {
  readonly code = 'vault/root-key-wrong';
  constructor(readonly file: string) {
    super(`the root key in \`${file}\` is not the one that this key store was made with`);
  }
}

/** A root key is exactly 32 bytes. */
export class RootKeyMalformed extends DomainError {
  readonly code = 'vault/root-key-malformed';
  constructor(readonly file: string) {
    super(`the root key in \`${file}\` is not 32 bytes`);
  }
}

/** A block that does not open where it lies: moved, changed, or under another key than its check value says. */
export class SealBroken extends DomainError {
  readonly code = 'vault/seal-broken';
  constructor(readonly keyId: string) {
    super(`the seal under key \`${keyId}\` is broken`);
  }
}

/** A key id that this key store has never kept. That is not the same as destroyed: a lost store must not look like an erasure. */
export class UnknownKey extends DomainError {
  readonly code = 'vault/unknown-key';
  constructor(readonly keyId: string) {
    super(`no key \`${keyId}\` was ever kept here`);
  }
}

/** The same key id with other bytes, or for another owner. */
export class KeyClash extends DomainError {
  readonly code = 'vault/key-clash';
  constructor(readonly owner: string) {
    super(`a key of \`${owner}\` is kept already with other bytes or for another owner`);
  }
}

/** New keys for an owner whose keys were destroyed: nothing comes back after an erasure. */
export class OwnerDestroyed extends DomainError {
  readonly code = 'vault/owner-destroyed';
  constructor(readonly owner: string) {
    super(`the keys of \`${owner}\` were destroyed; it takes no new ones`);
  }
}

/** A contribution is registered with the keys of its blocks, and it came with none. */
export class NoKeys extends DomainError {
  readonly code = 'vault/no-keys';
  constructor(readonly contribution: string) {
    super(`contribution \`${contribution}\` came without keys`);
  }
}

/** The register holds no such contribution. */
export class UnknownContribution extends DomainError {
  readonly code = 'vault/unknown-contribution';
  constructor(readonly contribution: string) {
    super(`contribution \`${contribution}\` is not in the register`);
  }
}

/** The keys are gone from the rows, but the engine could not be made to forget its older pages yet: destroy again. */
export class KeysNotDestroyed extends DomainError {
  readonly code = 'vault/keys-not-destroyed';
  override readonly retriable = true;
  constructor(
    readonly owner: string,
    override readonly cause?: unknown,
  ) {
    super(`the keys of \`${owner}\` are not destroyed beyond recovery yet`);
  }
}

/** The engine under the vault does not answer. */
export class VaultUnavailable extends DomainError {
  readonly code = 'vault/unavailable';
  override readonly retriable = true;
  constructor(override readonly cause?: unknown) {
    super('the vault does not answer');
  }
}

/** The KEK under which these keys were made was destroyed meanwhile: seal again, under the month's new one. */
export class KekRetired extends DomainError {
  readonly code = 'vault/kek-retired';
  override readonly retriable = true;
  constructor(readonly owner: string) {
    super(`the month's key over the keys of \`${owner}\` was destroyed meanwhile`);
  }
}

/** The root key of this process was replaced by another: start it with the present one. */
export class RootRetired extends DomainError {
  readonly code = 'vault/root-retired';
  constructor(readonly root: string) {
    super(`the root key \`${root}\` was replaced; this process still works with it`);
  }
}

/** The vault's tables are not there, or older than this version, and this role may not make them. */
export class VaultNotMigrated extends DomainError {
  readonly code = 'vault/not-migrated';
  constructor(readonly schema: string) {
    super(`the tables of the vault in schema \`${schema}\` are not there, or not in this form`);
  }
}

/** A schema is a plain lower-case name of PostgreSQL. */
export class InvalidVaultSchema extends DomainError {
  readonly code = 'vault/invalid-schema';
  constructor(readonly schema: string) {
    super(`\`${schema}\` is no name of a schema`);
  }
}

/** A text with a lone surrogate has no bytes of its own, so no key can tell it from another. */
export class IllFormedText extends DomainError {
  readonly code = 'vault/ill-formed-text';
  constructor() {
    super('a text with a lone surrogate cannot be keyed');
  }
}

/** More than an opaque text holds. */
export class OpaqueTooLong extends DomainError {
  readonly code = 'vault/opaque-too-long';
  constructor(readonly bytes: number) {
    super(`an opaque text holds 190 bytes, not \`${bytes}\``);
  }
}

/** An event with sealed blocks names neither a supplier nor an organisation, so nobody's key can seal it. */
export class NoSupplier extends DomainError {
  readonly code = 'vault/no-supplier';
  constructor(readonly eventId: string) {
    super(`event \`${eventId}\` names no organisation that its seals belong to`);
  }
}

/** Every error of this lib. */
export type VaultError =
  | RootKeyOpen
  | RootKeyMissing
  | RootKeyWrong
  | RootKeyMalformed
  | SealBroken
  | UnknownKey
  | KeyClash
  | OwnerDestroyed
  | NoKeys
  | UnknownContribution
  | KeysNotDestroyed
  | VaultUnavailable
  | KekRetired
  | RootRetired
  | VaultNotMigrated
  | InvalidVaultSchema
  | IllFormedText
  | OpaqueTooLong
  | NoSupplier;
