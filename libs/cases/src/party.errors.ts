import { DomainError } from '@knooppunt/kernel';

/** The organisation has no key of this id. */
export class KeyUnknown extends DomainError {
  readonly code = 'cases/key-unknown';
  constructor(readonly organisation: string) {
    super(`organisation \`${organisation}\` has no such key`);
  }
}

/** A key that was replaced or revoked is not registered again. */
export class KeyOver extends DomainError {
  readonly code = 'cases/key-over';
  constructor(readonly organisation: string) {
    super(`this key of organisation \`${organisation}\` has been replaced or revoked`);
  }
}

export type PartyError = KeyUnknown | KeyOver;
