import { DomainError } from '@knooppunt/kernel';

/** A covenant names a semantics that this build does not hold: nothing can be decided under it, so nothing is shown. */
export class UnknownSemantics extends DomainError {
  readonly code = 'covenant/unknown-semantics';

  constructor(readonly semantics: string) {
    super(`unknown semantics \`${semantics}\``);
  }
}

/** All errors that this lib throws. */
export type CovenantError = UnknownSemantics;
