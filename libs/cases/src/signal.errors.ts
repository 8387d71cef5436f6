import { DomainError } from '@knooppunt/kernel';

/** The preparation lacks criteria or factors; without all of them nothing is processed jointly (R04, R07). */
export class SignalIncomplete extends DomainError {
  readonly code = 'cases/signal-incomplete';
  override readonly basis = ['BGS 2.16(1)', 'WGS 2.23(3)'];
  constructor(
    readonly signal: string,
    readonly missing: readonly string[],
  ) {
    super(`signal \`${signal}\` lacks ${missing.join(', ')}`);
  }
}

/** Only the organisations that the preparation names weigh, each for itself. */
export class NotAWeigher extends DomainError {
  readonly code = 'cases/not-a-weigher';
  override readonly basis = ['BGS 2.16(2)'];
  constructor(
    readonly signal: string,
    readonly organisation: string,
  ) {
    super(`organisation \`${organisation}\` does not weigh signal \`${signal}\``);
  }
}

/** Only an accepted signal becomes part of a case. */
export class SignalNotAccepted extends DomainError {
  readonly code = 'cases/signal-not-accepted';
  override readonly basis = ['WGS 2.23(2)', 'WGS 2.23(3)'];
  constructor(
    readonly signal: string,
    readonly status: string,
  ) {
    super(`signal \`${signal}\` is ${status}, not accepted`);
  }
}

/** A signal belongs to one case for ever. */
export class SignalInOtherCase extends DomainError {
  readonly code = 'cases/signal-in-other-case';
  constructor(readonly signal: string) {
    super(`signal \`${signal}\` is in another case`);
  }
}

export type SignalError = SignalIncomplete | NotAWeigher | SignalNotAccepted | SignalInOtherCase;
