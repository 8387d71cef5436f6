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

export type ContributionError = KeyNotOfContribution;
