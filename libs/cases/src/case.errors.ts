import { DomainError } from '@knooppunt/kernel';

/** The case takes no new facts: it is not open, or suspended, or closed (R17). */
export class CaseNotOpen extends DomainError {
  readonly code = 'cases/case-not-open';
  override readonly basis = ['WGS 2.23(6)'];
  constructor(
    readonly caseId: string,
    readonly status: string,
  ) {
    super(`case \`${caseId}\` is ${status}`);
  }
}

/** The signal is not one of those that the case was opened with. */
export class SignalNotInCase extends DomainError {
  readonly code = 'cases/signal-not-in-case';
  override readonly basis = ['WGS 2.23(2)'];
  constructor(
    readonly caseId: string,
    readonly signal: string,
  ) {
    super(`signal \`${signal}\` is not in case \`${caseId}\``);
  }
}

/** The contribution has not been taken into the case. */
export class ContributionNotInCase extends DomainError {
  readonly code = 'cases/contribution-not-in-case';
  constructor(
    readonly caseId: string,
    readonly contribution: string,
  ) {
    super(`contribution \`${contribution}\` is not in case \`${caseId}\``);
  }
}

/** The keys of the contribution are being destroyed. */
export class ContributionEnding extends DomainError {
  readonly code = 'cases/contribution-ending';
  override readonly basis = ['WGS 1.8(7)'];
  constructor(readonly contribution: string) {
    super(`contribution \`${contribution}\` is under destruction`);
  }
}

/** Only a block about a person is linked to a subject. */
export class BlockNotPerson extends DomainError {
  readonly code = 'cases/block-not-person';
  constructor(
    readonly contribution: string,
    readonly block: string,
  ) {
    super(`block \`${block}\` of contribution \`${contribution}\` is not about a person`);
  }
}

/** One person of one contribution is one subject. */
export class BlockLinkedElsewhere extends DomainError {
  readonly code = 'cases/block-linked-elsewhere';
  constructor(
    readonly contribution: string,
    readonly block: string,
  ) {
    super(`block \`${block}\` of contribution \`${contribution}\` is linked to another subject`);
  }
}

/** No block of the case is linked to this subject. */
export class SubjectNotInCase extends DomainError {
  readonly code = 'cases/subject-not-in-case';
  constructor(
    readonly caseId: string,
    readonly subject: string,
  ) {
    super(`subject \`${subject}\` is not in case \`${caseId}\``);
  }
}

/** Phases open one after another (R12-R14). */
export class PhaseNotNext extends DomainError {
  readonly code = 'cases/phase-not-next';
  override readonly basis = ['WGS 2.23(6)'];
  constructor(
    readonly caseId: string,
    readonly phase: string,
  ) {
    super(`phase ${phase} is not the next of case \`${caseId}\``);
  }
}

/** A phase opens only after the privacy officer advised on it (domain §3). */
export class AdviceMissing extends DomainError {
  readonly code = 'cases/advice-missing';
  override readonly basis = ['WGS 1.8(5)', 'MB13 5(1)'];
  constructor(
    readonly caseId: string,
    readonly phase: string,
  ) {
    super(`case \`${caseId}\` has no privacy advice for phase ${phase}`);
  }
}

/** A phase opens only where the one before it yielded something (R16). */
export class PhaseWithoutYield extends DomainError {
  readonly code = 'cases/phase-without-yield';
  override readonly basis = ['MB13 4(1)'];
  constructor(
    readonly caseId: string,
    readonly phase: string,
  ) {
    super(`case \`${caseId}\` holds no contribution to open phase ${phase} on`);
  }
}

/** Phase 3 is for bottlenecks and case meetings, never for scans (R15). */
export class PhaseNotForActivity extends DomainError {
  readonly code = 'cases/phase-not-for-activity';
  override readonly basis = ['WGS 2.23(6)(c)'];
  constructor(
    readonly caseId: string,
    readonly activity: string,
  ) {
    super(`phase 3 is closed to case \`${caseId}\` of activity ${activity}`);
  }
}

export type CaseError =
  | CaseNotOpen
  | SignalNotInCase
  | ContributionNotInCase
  | ContributionEnding
  | BlockNotPerson
  | BlockLinkedElsewhere
  | SubjectNotInCase
  | PhaseNotNext
  | AdviceMissing
  | PhaseWithoutYield
  | PhaseNotForActivity;
