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
