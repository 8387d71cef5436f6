export type {
  DestroyedKey,
  IntakeRegister,
  IntakeRow,
  KeyDestroyer,
  KeyedNames,
  Opened,
  Opener,
  PseudonymBatch,
  PseudonymScope,
  RememberedRequest,
  RequestRegister,
  SealContext,
  SealedUnit,
  Sealer,
  Tombstones,
  Vault,
  WrappedKey,
} from './port.js';
export { labelOf, sealContextOf } from './context.js';
export { openEmbeddedVault } from './embedded/embedded-vault.js';
export type { EmbeddedVaultOptions } from './embedded/embedded-vault.js';
export { forgetDeliveries } from './embedded/forgetting.js';
export { migratePostgresVault } from './postgres/migrating.js';
export type { VaultMigration } from './postgres/migrating.js';
export type { VaultRoles } from './postgres/schema.js';
export { openPostgresVault } from './postgres/postgres-vault.js';
export type { PostgresVault, PostgresVaultOptions } from './postgres/postgres-vault.js';
export { rootNameOf } from './postgres/root.js';
export type { KeyCare, KeyMonth, KeyStatus } from './postgres/key-care.js';
export type { RootKeySource } from './root-key.js';
export {
  IllFormedText,
  InvalidVaultSchema,
  KekRetired,
  KeyClash,
  KeysNotDestroyed,
  NoKeys,
  NoSupplier,
  OpaqueTooLong,
  OwnerDestroyed,
  RootKeyMalformed,
  RootKeyMissing,
  RootKeyOpen,
  RootKeyWrong,
  RootRetired,
  SealBroken,
  UnknownContribution,
  UnknownKey,
  VaultNotMigrated,
  VaultUnavailable,
} from './errors.js';
export type { VaultError } from './errors.js';
