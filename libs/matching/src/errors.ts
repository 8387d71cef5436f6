import { DomainError } from '@knooppunt/kernel';

/** A tokens block that opened and does not hold a list of blind tokens. */
export class TokensMalformed extends DomainError {
  readonly code = 'matching/tokens-malformed';
  constructor(readonly contribution: string) {
    super(`the tokens block of contribution \`${contribution}\` holds no list of tokens`);
  }
}

/** Every error of this lib. */
export type MatchingError = TokensMalformed;
