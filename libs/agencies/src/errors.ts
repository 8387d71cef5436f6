import { DomainError } from '@knooppunt/kernel';

/** The text is no register export: columns are missing, or a quote never ends. Code `agencies/unreadable-register`. */
export class UnreadableRegister extends DomainError {
  readonly code = 'agencies/unreadable-register';

  constructor(readonly detail: string) {
    super(`the register cannot be read: ${detail}`);
  }
}

/** No resident with this number on this day. Code `agencies/unknown-resident`; the number is not repeated. */
export class UnknownResident extends DomainError {
  readonly code = 'agencies/unknown-resident';

  constructor(readonly referenceDate: string) {
    super(`no such resident on ${referenceDate}`);
  }
}

/** What this library throws. */
export type AgenciesError = UnreadableRegister | UnknownResident;
