import { DomainError } from '@knooppunt/kernel';

/** A covenant elaborates a law that is in force; without law there is nothing to elaborate. */
export class NoLawInForce extends DomainError {
  readonly code = 'cases/no-law-in-force';
  override readonly basis = ['WGS 2.16', 'AVG 26'];
  constructor(readonly covenant: string) {
    super(`no law is in force under covenant \`${covenant}\``);
  }
}

/** A version is one text: the same version with another digest would make two texts of it. */
export class VersionReused extends DomainError {
  readonly code = 'cases/version-reused';
  constructor(
    readonly document: string,
    readonly version: string,
  ) {
    super(`version ${version} of \`${document}\` is another text already`);
  }
}

/** A version that is over does not come back, and a new one has a higher number than all before it. */
export class VersionNotNewer extends DomainError {
  readonly code = 'cases/version-not-newer';
  constructor(
    readonly document: string,
    readonly version: string,
  ) {
    super(`version ${version} of \`${document}\` is not newer than what has been in force`);
  }
}

/** The number of a version is three numbers with points between them. */
export class VersionInvalid extends DomainError {
  readonly code = 'cases/version-invalid';
  constructor() {
    super('a version is three numbers with points between them');
  }
}

/** No such version, or one of another covenant than the cooperation's own. */
export class VersionUnknown extends DomainError {
  readonly code = 'cases/version-unknown';
  constructor(readonly version: string) {
    super(`version ${version} is not known`);
  }
}

/** A cooperation has one covenant; this text bears the name of another. */
export class CovenantOfAnother extends DomainError {
  readonly code = 'cases/covenant-of-another';
  constructor(readonly covenant: string) {
    super(`\`${covenant}\` is not the covenant of this cooperation`);
  }
}

/** The version is in a state in which this cannot be done. */
export class VersionInState extends DomainError {
  readonly code = 'cases/version-in-state';
  constructor(
    readonly version: string,
    readonly status: string,
  ) {
    super(`version ${version} is ${status}`);
  }
}

/** What the maker of a command looked at is another text than the one that is there. */
export class TextDiffers extends DomainError {
  readonly code = 'cases/text-differs';
  constructor(readonly version: string) {
    super(`the digest is not that of version ${version}`);
  }
}

/** Law or covenant in force changed since the version was checked against them: it is submitted anew. */
export class CheckedAgainstOther extends DomainError {
  readonly code = 'cases/checked-against-other';
  override readonly basis = ['WGS 1.4'];
  constructor(
    readonly version: string,
    readonly what: 'law' | 'covenant',
  ) {
    super(`version ${version} was checked against another ${what} than the one in force`);
  }
}

/** Two versions would be valid at once, and nothing says which of them follows the other. */
export class ValidityOverlaps extends DomainError {
  readonly code = 'cases/validity-overlaps';
  constructor(
    readonly version: string,
    readonly other: string,
  ) {
    super(`version ${version} would be valid together with ${other}, which waits for its first day`);
  }
}

/** The last day lies behind us, or before the first. */
export class ValidityOver extends DomainError {
  readonly code = 'cases/validity-over';
  constructor(readonly version: string) {
    super(`the validity of version ${version} is over`);
  }
}

/** A version comes into force on its first day and expires after its last, not before. */
export class NotYetDue extends DomainError {
  readonly code = 'cases/not-yet-due';
  constructor(readonly version: string) {
    super(`it is not yet the day for version ${version}`);
  }
}

/** A signature that does not count, and why, as a code; nothing of it is kept. */
export class SignatureRefused extends DomainError {
  readonly code = 'cases/signature-refused';
  override readonly basis = ['AVG 26'];
  readonly faults: readonly { readonly pointer: string; readonly code: string }[];
  constructor(
    readonly organisation: string,
    readonly fault: string,
  ) {
    super(`the signature for organisation \`${organisation}\` is refused (\`${fault}\`)`);
    this.faults = [{ pointer: '/handtekening', code: fault }];
  }
}

/** An organisation signs a version once. */
export class SignedAlready extends DomainError {
  readonly code = 'cases/signed-already';
  constructor(
    readonly version: string,
    readonly organisation: string,
  ) {
    super(`organisation \`${organisation}\` has signed version ${version} already`);
  }
}

/** Signatures that adoption needs are not there (ADR 0016). */
export class SignaturesMissing extends DomainError {
  readonly code = 'cases/signatures-missing';
  override readonly basis = ['WGS 1.4', 'AVG 26'];
  readonly faults: readonly { readonly pointer: string; readonly code: string }[];
  constructor(
    readonly version: string,
    readonly organisations: readonly string[],
    readonly kinds: readonly string[],
  ) {
    super(`version ${version} lacks the signatures of ${organisations.length} suppliers and ${kinds.length} kinds`);
    this.faults = [
      ...organisations.map((oin) => ({ pointer: `/ondertekeningen/${oin}`, code: 'signature-of-supplier' })),
      ...kinds.map((kind) => ({ pointer: `/ondertekeningen/${kind}`, code: 'signature-of-kind' })),
    ];
  }
}

/** A new kind of processing waits for the advice of the legality advisory committee (R69). */
export class CommitteeAdviceMissing extends DomainError {
  readonly code = 'cases/committee-advice-missing';
  override readonly basis = ['WGS 1.8(6)', 'BGS 1.13'];
  constructor(readonly version: string) {
    super(`version ${version} brings a new kind of processing and waits for the advice of the committee`);
  }
}

/** Who deviates from the committee's advice gives reasons (BGS 1.13(6)). */
export class ReasonsMissing extends DomainError {
  readonly code = 'cases/reasons-missing';
  override readonly basis = ['BGS 1.13(6)'];
  constructor(readonly version: string) {
    super(`adopting version ${version} against the advice needs reasons`);
  }
}

export type CovenantError =
  | NoLawInForce
  | VersionReused
  | VersionNotNewer
  | VersionInvalid
  | VersionUnknown
  | CovenantOfAnother
  | VersionInState
  | TextDiffers
  | CheckedAgainstOther
  | ValidityOverlaps
  | ValidityOver
  | NotYetDue
  | SignatureRefused
  | SignedAlready
  | SignaturesMissing
  | CommitteeAdviceMissing
  | ReasonsMissing;
