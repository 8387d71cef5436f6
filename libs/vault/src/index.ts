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
  WrappedKey,
} from './port.js';
