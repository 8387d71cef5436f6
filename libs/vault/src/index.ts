export type {
  DestroyedKey,
  IntakeRegister,
  IntakeRow,
  KeyDestroyer,
  KeyedNames,
  Opened,
  Opener,
  SealContext,
  SealedUnit,
  Sealer,
  Vault,
  WrappedKey,
} from './port.js';
export { labelOf, sealContextOf } from './context.js';
export { openEmbeddedVault } from './embedded/embedded-vault.js';
export type { EmbeddedVaultOptions } from './embedded/embedded-vault.js';
export {
  IllFormedText,
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
  SealBroken,
  UnknownContribution,
  UnknownKey,
  VaultUnavailable,
} from './errors.js';
export type { VaultError } from './errors.js';
