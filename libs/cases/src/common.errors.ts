import { DomainError } from '@knooppunt/kernel';

/** What a decider speaks of. */
export type Thing =
  'signal' | 'case' | 'request' | 'meeting' | 'party' | 'person' | 'contribution' | 'check' | 'erasure';

/** The thing does not exist: its stream has no first event. */
export class NotKnown extends DomainError {
  readonly code = 'cases/not-known';
  constructor(
    readonly thing: Thing,
    readonly id: string,
  ) {
    super(`${thing} \`${id}\` is not known`);
  }
}

/** Something else exists under this id already. */
export class AlreadyExists extends DomainError {
  readonly code = 'cases/already-exists';
  constructor(
    readonly thing: Thing,
    readonly id: string,
  ) {
    super(`${thing} \`${id}\` exists already with other data`);
  }
}

/** The thing is in a state in which this cannot be done (domain §3). */
export class WrongState extends DomainError {
  readonly code = 'cases/wrong-state';
  constructor(
    readonly thing: Thing,
    readonly id: string,
    readonly status: string,
  ) {
    super(`${thing} \`${id}\` is ${status}`);
  }
}

/** A list that must name at least one, each once, is empty or repeats itself. */
export class ListInvalid extends DomainError {
  readonly code = 'cases/list-invalid';
  constructor(readonly list: string) {
    super(`list \`${list}\` is empty or names something twice`);
  }
}

/** A code is not on its closed list. The value itself stays out of the error. */
export class CodeUnknown extends DomainError {
  readonly code = 'cases/code-unknown';
  constructor(readonly field: string) {
    super(`the code in \`${field}\` is not on its list`);
  }
}

/** A text that the law or the covenant asks for is empty. */
export class TextMissing extends DomainError {
  readonly code = 'cases/text-missing';
  override readonly basis = ['WGS 1.8(5)'];
  constructor(readonly text: string) {
    super(`text \`${text}\` is missing`);
  }
}

/** A term ends before it begins, or has ended already. */
export class TermInvalid extends DomainError {
  readonly code = 'cases/term-invalid';
  constructor(readonly term: string) {
    super(`term \`${term}\` ends too early`);
  }
}

/** An organisation is not in the need-to-know set that the participants decided. */
export class OutsideNeedToKnowSet extends DomainError {
  readonly code = 'cases/outside-need-to-know-set';
  override readonly basis = ['WGS 2.23(5)'];
  constructor(readonly organisation: string) {
    super(`organisation \`${organisation}\` is not in the need-to-know set`);
  }
}

/** Errors that more than one decider throws. */
export type CommonError =
  NotKnown | AlreadyExists | WrongState | ListInvalid | CodeUnknown | TextMissing | TermInvalid | OutsideNeedToKnowSet;
