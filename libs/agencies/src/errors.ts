import { DomainError } from '@knooppunt/kernel';
import type { OrganisationId } from '@knooppunt/kernel';

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

/**
 * Why a partner cannot be had: no connection, a connection that broke, no answer in time, a status that says so; or
 * nothing went out: its breaker is open, its places are taken, or it asked to be left alone for a while.
 */
export type Unavailability =
  'not-reached' | 'broken-off' | 'time-limit' | 'status' | 'breaker-open' | 'no-place' | 'held-off';

/** A partner cannot be had now. Retriable; `retryAfterMs` where the partner said when. Code `agencies/unavailable`. */
export class AgencyUnavailable extends DomainError {
  readonly code = 'agencies/unavailable';
  override readonly retriable = true;

  constructor(
    readonly partner: OrganisationId,
    readonly reason: Unavailability,
    readonly retryAfterMs?: number,
  ) {
    super(`the partner of \`${partner}\` cannot be had (\`${reason}\`)`);
  }
}

/** A partner does not take our credentials (401) or our authorisation (403). Code `agencies/refused`. */
export class AgencyRefused extends DomainError {
  readonly code = 'agencies/refused';

  constructor(
    readonly partner: OrganisationId,
    readonly status: number,
  ) {
    super(`the partner of \`${partner}\` refused with status ${status}`);
  }
}

/** A partner cannot use what we asked (any other 4xx): asking the same again helps nobody. Code `agencies/request-invalid`. */
export class AgencyRequestInvalid extends DomainError {
  readonly code = 'agencies/request-invalid';

  constructor(
    readonly partner: OrganisationId,
    readonly status: number,
  ) {
    super(`the partner of \`${partner}\` cannot use the request, status ${status}`);
  }
}

/** An answer that is not what the specification says; `place` points into it without values. Code `agencies/answer-invalid`. */
export class AgencyAnswerInvalid extends DomainError {
  readonly code = 'agencies/answer-invalid';

  constructor(
    readonly partner: OrganisationId,
    readonly place: string,
  ) {
    super(`the answer of the partner of \`${partner}\` is unfit at \`${place}\``);
  }
}

/** The caller ended the call: a graceful stop. Retriable. Code `agencies/call-ended`. */
export class AgencyCallEnded extends DomainError {
  readonly code = 'agencies/call-ended';
  override readonly retriable = true;

  constructor(readonly partner: OrganisationId) {
    super(`the call to the partner of \`${partner}\` was ended`);
  }
}

/** The file of partners cannot be used; `faults` are Dutch sentences, all at once, without secrets. Code `agencies/partners-invalid`. */
export class PartnersInvalid extends DomainError {
  readonly code = 'agencies/partners-invalid';

  constructor(readonly faults: readonly string[]) {
    super(`${faults.length} faults in the file of partners`);
  }
}

/** The registry has no such payload type. Code `agencies/unknown-payload-type`. */
export class UnknownPayloadType extends DomainError {
  readonly code = 'agencies/unknown-payload-type';

  constructor(readonly payloadType: string) {
    super(`no payload type \`${payloadType}\``);
  }
}

/** What a call to a partner throws. */
export type AgencyCallError =
  AgencyUnavailable | AgencyRefused | AgencyRequestInvalid | AgencyAnswerInvalid | AgencyCallEnded;

/** What this library throws. */
export type AgenciesError =
  UnreadableRegister | UnknownResident | UnknownPayloadType | PartnersInvalid | AgencyCallError;
