import { DomainError } from '@knooppunt/kernel';

/** The caller's organisation did not designate this person, or mandate, screening or membership has ended (R55). */
export class NoStanding extends DomainError {
  readonly code = 'hub/no-standing';
  override readonly basis = ['WGS 1.8(2)', 'BGS 1.11'];
  constructor() {
    super('the caller has no valid designation in this cooperation');
  }
}

/** None of the roles that this route asks. */
export class RoleMissing extends DomainError {
  readonly code = 'hub/role-missing';
  override readonly basis = ['WGS 1.8(2)'];
  constructor(readonly roles: readonly string[]) {
    super(`one of the roles ${roles.map((role) => `\`${role}\``).join(', ')} is needed`);
  }
}

/** An organisation records its own necessity, weighs for itself, answers for itself. */
export class NotOwnOrganisation extends DomainError {
  readonly code = 'hub/not-own-organisation';
  constructor() {
    super('this can only be done for the own organisation');
  }
}

/** A named organisation is no participant that is a member of this cooperation now; the bureau is none (WGS 2.19, R61). */
export class NotAParticipant extends DomainError {
  readonly code = 'hub/not-a-participant';
  override readonly basis = ['WGS 2.19'];
  constructor() {
    super('a named organisation is no participant of this cooperation now');
  }
}

/** The purpose is not on the recipient's own statutory list. */
export class PurposeUnknown extends DomainError {
  readonly code = 'hub/purpose-unknown';
  override readonly basis = ['WGS 1.7(1)(a)', 'WGS 2.17'];
  constructor() {
    super('the purpose is not on the statutory list of the recipient');
  }
}

/** Nothing has come into force in this cooperation yet: nobody may see or do anything. */
export class NoCovenant extends DomainError {
  readonly code = 'hub/no-covenant-in-force';
  override readonly basis = ['WGS 1.4'];
  constructor() {
    super('no law and covenant are in force in this cooperation');
  }
}

/** Analyses that were asked before take too long to wait for, or the hub is closing. */
export class AnalysisBusy extends DomainError {
  readonly code = 'hub/analysis-busy';
  override readonly retriable = true;
  constructor() {
    super('other texts are being analysed');
  }
}

/** A text asks more of its analysis than may be spent on it, in time or memory. */
export class AnalysisTooLarge extends DomainError {
  readonly code = 'hub/analysis-too-large';
  constructor() {
    super('the text cannot be analysed within the bounds of this hub');
  }
}

/** An opaque text that was not made for this caller and this use, or was changed. */
export class OpaqueRefused extends DomainError {
  readonly code = 'hub/opaque-refused';
  constructor() {
    super('the cursor or reading token is not valid here');
  }
}

/** The read models did not reach the position of the caller's own write in time. */
export class NotYetReadable extends DomainError {
  readonly code = 'hub/not-yet-readable';
  override readonly retriable = true;
  constructor() {
    super('the own change cannot be read back yet');
  }
}

/** A signal of another organisation than the caller's cooperation, or one that is not accepted. */
export class SignalsUnfit extends DomainError {
  readonly code = 'hub/signals-unfit';
  override readonly basis = ['BGS 2.16'];
  constructor() {
    super('a case is opened with accepted signals of one phenomenon');
  }
}

/** A request is put for a participant that the case does not concern: it could never read the answer (WGS 2.23(5)). */
export class RecipientOutsideSet extends DomainError {
  readonly code = 'hub/recipient-outside-set';
  override readonly basis = ['WGS 2.23(5)'];
  constructor() {
    super('a recipient is not in the need-to-know set');
  }
}

type Fault = { readonly pointer: string; readonly code: string };

/** A version with problems is not submitted; `toets` tells them whole. */
export class CovenantUnfit extends DomainError {
  readonly code = 'hub/covenant-unfit';
  override readonly basis = ['WGS 1.4', 'AVG 26'];
  constructor(readonly faults: readonly Fault[]) {
    super(`the covenant cannot be submitted: ${faults.length} problems`);
  }
}

/** A draft in which something means nothing yet: no engine can be asked what it would decide; `toets` tells all of it. */
export class TextUnfit extends DomainError {
  readonly code = 'hub/text-unfit';
  constructor(readonly faults: readonly Fault[]) {
    super(`the text cannot be decided with: ${faults.length} problems`);
  }
}

/** A question names something that law, covenant or registry do not have. */
export class QuestionUnfit extends DomainError {
  readonly code = 'hub/question-unfit';
  readonly faults: readonly Fault[];
  constructor(member: string) {
    super(`the question names an unknown \`${member}\``);
    this.faults = [{ pointer: `/${member}`, code: 'keuze' }];
  }
}

/** A public key that is none, or that proves nothing (small order). */
export class KeyUnfit extends DomainError {
  readonly code = 'hub/key-unfit';
  constructor() {
    super('the public key cannot be used');
  }
}

/** Only a kind that the law names, and that the covenant in force has for a party, accedes (WGS 2.19, R61). */
export class KindNotAdmitted extends DomainError {
  readonly code = 'hub/kind-not-admitted';
  override readonly basis = ['WGS 2.19'];
  constructor() {
    super('this kind of organisation is no party to the covenant in force');
  }
}

/** Nobody decides about the own roles, mandate and screening: another member of the steering group does. */
export class OwnDesignation extends DomainError {
  readonly code = 'hub/own-designation';
  override readonly basis = ['WGS 1.8(2)'];
  constructor() {
    super('nobody changes the own designation');
  }
}

/** Who is of no participant designates nobody for it: it brings what the participant signed itself (WGS 1.8(2)). */
export class DesignationUnsigned extends DomainError {
  readonly code = 'hub/designation-unsigned';
  override readonly basis = ['WGS 1.8(2)'];
  constructor() {
    super('an organisation designates its own people: its signature is missing');
  }
}

export type HubError =
  | AnalysisBusy
  | AnalysisTooLarge
  | DesignationUnsigned
  | OwnDesignation
  | CovenantUnfit
  | TextUnfit
  | QuestionUnfit
  | KeyUnfit
  | KindNotAdmitted
  | NoStanding
  | RoleMissing
  | NotOwnOrganisation
  | NotAParticipant
  | PurposeUnknown
  | NoCovenant
  | OpaqueRefused
  | NotYetReadable
  | SignalsUnfit
  | RecipientOutsideSet;
