import { DomainError } from '@knooppunt/kernel';

/** The contribution has no such block under this key. */
export class KeyNotOfContribution extends DomainError {
  readonly code = 'cases/key-not-of-contribution';
  constructor(
    readonly contribution: string,
    readonly keyId: string,
  ) {
    super(`key \`${keyId}\` is not of contribution \`${contribution}\``);
  }
}

/** A register is asked about a person whom its partner did not name itself in a signal, or may not ask (BRP 1.4). */
export class CheckNotAuthorised extends DomainError {
  readonly code = 'cases/check-not-authorised';
  constructor(
    readonly contribution: string,
    readonly register: string,
  ) {
    super(`register \`${register}\` is not to be asked about contribution \`${contribution}\``);
  }
}

export type ContributionError = KeyNotOfContribution | CheckNotAuthorised;
