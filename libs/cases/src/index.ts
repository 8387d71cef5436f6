export { eventCatalogue } from './events/catalogue.js';
export type { AnyEvent, EventType } from './events/catalogue.js';
export { eventUpcasters } from './events/upcasters.js';
export { caseEvents, meetingEvents, requestEvents } from './events/case.events.js';
export type { CaseEvent, MeetingEvent, RequestEvent } from './events/case.events.js';
export { covenantEvents } from './events/covenant.events.js';
export type { CovenantLifeEvent } from './events/covenant.events.js';
export { contributionEvents } from './events/contribution.events.js';
export type { ContributionEvent } from './events/contribution.events.js';
export { evidenceEvents } from './events/evidence.events.js';
export type { EvidenceEvent, StoredDecision, StoredFacts, StoredItem } from './events/evidence.events.js';
export { foundingEvents } from './events/founding.events.js';
export type { FoundingEvent } from './events/founding.events.js';
export { signalEvents } from './events/signal.events.js';
export type { SignalEvent } from './events/signal.events.js';
export type { Stored } from './decider-by.js';
export { signalDecider } from './signal.js';
export type { Criteria, Factors, SignalCommand, SignalState, SignalStatus } from './signal.js';
export {
  activities,
  findSubjectOf,
  hasGrantAt,
  isPossibleVictim,
  isScan,
  shieldingMarks,
  strictestRole,
  subjectRoles,
} from './case.js';
export type {
  Activity,
  CaseCommand,
  CaseContribution,
  CaseState,
  CaseSubject,
  Grant,
  Phase,
  ShieldingMark,
  SubjectRole,
} from './case.js';
export { caseDecider } from './case.decider.js';
export { refusalReasons, requestDecider } from './request.js';
export type { RefusalReason, RequestCommand, RequestState } from './request.js';
export { attendsMeeting, meetingDecider } from './meeting.js';
export type { MeetingCommand, MeetingState } from './meeting.js';
export { countingKeys, findKey, isMemberAt, keyRevocations, mayWeigh, partyDecider } from './party.js';
export type { KeyRevocation, KeyStatus, PartyCommand, PartyEvent, PartyKey, PartyState } from './party.js';
export { isAuthorisedAt, personDecider } from './person.js';
export type { PersonCommand, PersonEvent, PersonState } from './person.js';
export { CaseNotOpen } from './case.errors.js';
export type { CasesError } from './errors.js';
export { covenantAdvices, refusalsOfCovenant, withdrawalsOfCovenant } from './covenant.js';
export type {
  CovenantAdvice,
  CovenantCommand,
  CovenantEvent,
  CovenantInForce,
  CovenantState,
  LawInForce,
  RefusalOfCovenant,
  WithdrawalOfCovenant,
} from './covenant.js';
export { covenantDecider } from './covenant.decider.js';
export { daysLeft, dueCovenantCommands, isExpired } from './covenant.due.js';
export { SignatureRefused } from './covenant.errors.js';
export { missingSignatures, signatoriesOf } from './covenant.signatories.js';
export type { Member, MissingSignatures } from './covenant.signatories.js';
export { isNewer } from './covenant.version.js';
export type { CovenantVersion, CountedSignature, Submission, VersionStatus } from './covenant.version.js';
export { effectiveCovenant } from './judgement/effective.js';
export { contributionDecider } from './contribution.js';
export type { ContributionCommand, ContributionState, ContributionStreamEvent, DestroyedKey } from './contribution.js';
export { checkBlock, mayAskRegister } from './person-check.js';
export type { Abandonment, PersonCheck, PersonCheckCommand } from './person-check.js';
export { erasureDecider, erasureGrounds } from './erasure.js';
export type { ErasureCommand, ErasureEvent, ErasureGround, ErasureState } from './erasure.js';
export { blockFacts, headBlock, itemFacts, questionFacts, subjectOf } from './judgement/facts.js';
export type { Asking, Fact, Facts, FactValue, Item, Placed, SealedFacts } from './judgement/facts.js';
export {
  decidedFields,
  factsOfBlock,
  fieldGroups,
  judgeFromFacts,
  judgeOwn,
  questionsOf,
  usedAmong,
} from './judgement/judge.js';
export type { Deciding, FieldGroup, JudgedField, Judgement } from './judgement/judge.js';
export { narrowingOf, narrowsFor } from './judgement/narrowing.js';
export type { Narrows } from './judgement/narrowing.js';
export {
  disclosedOf,
  factsOf,
  obligationsDigest,
  sourcesOf,
  storedDecision,
  storedFacts,
} from './judgement/recorded.js';
export type { Disclosed, DisclosedBlock, DisclosedItem, Sources, StoredDisclosure } from './judgement/recorded.js';
export { judgeSupply, refuseClosedType } from './judgement/supply.js';
export type { Supply, SupplyRefusal, SupplyTarget } from './judgement/supply.js';
