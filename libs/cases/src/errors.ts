import type { CaseError } from './case.errors.js';
import type { CommonError } from './common.errors.js';
import type { ContributionError } from './contribution.errors.js';
import type { CovenantError } from './covenant.errors.js';
import type { MeetingError } from './meeting.errors.js';
import type { PartyError } from './party.errors.js';
import type { PersonError } from './person.errors.js';
import type { RequestError } from './request.errors.js';
import type { SignalError } from './signal.errors.js';

/** Every error that a decider throws; its `code` is the key of the table of HTTP statuses. */
export type CasesError =
  | CommonError
  | SignalError
  | CaseError
  | RequestError
  | MeetingError
  | PartyError
  | PersonError
  | ContributionError
  | CovenantError;
