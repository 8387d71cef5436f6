import type { Projection } from '@knooppunt/kernel';
import { cases } from './cases.projection.js';
import { checkpoints } from './checkpoints.projection.js';
import { covenants } from './covenants.projection.js';
import { disclosures } from './disclosures.projection.js';
import { meetings } from './meetings.projection.js';
import { people } from './people.projection.js';
import { personChecks } from './person-checks.projection.js';
import { requests } from './requests.projection.js';
import { supplies } from './supplies.projection.js';
import { supplyRights } from './supply-rights.projection.js';
import { weighingQueue } from './weighing-queue.projection.js';

/** Every read model of the hub, for the projectors and for an audit's rebuild. */
export const allProjections: readonly Projection[] = [
  supplyRights,
  weighingQueue,
  cases,
  requests,
  meetings,
  disclosures,
  supplies,
  people,
  checkpoints,
  covenants,
  personChecks,
];

export {
  cases,
  checkpoints,
  covenants,
  disclosures,
  meetings,
  people,
  personChecks,
  requests,
  supplies,
  supplyRights,
  weighingQueue,
};
export type { Flag } from './define.js';
export type {
  CaseAdviceRow,
  CaseBlockRow,
  CaseContributionRow,
  CaseGrantRow,
  CaseLinkRow,
  CaseNecessityRow,
  CasePhaseRow,
  CaseRow,
  CaseSignalRow,
  CasesTables,
  CaseSubjectRoleRow,
  CaseSubjectRow,
} from './cases.rows.js';
export type { CheckpointRow, CheckpointsTables } from './checkpoints.projection.js';
export type { CovenantRow, CovenantsTables } from './covenants.projection.js';
export type {
  DisclosureItemRow,
  DisclosureRow,
  DisclosuresTables,
  DisclosureSubjectRow,
} from './disclosures.projection.js';
export type { MeetingInviteeRow, MeetingRow, MeetingsTables } from './meetings.projection.js';
export type { PartyRow, PeopleTables, PersonRow } from './people.projection.js';
export type { PersonCheckRow, PersonChecksTables } from './person-checks.projection.js';
export type {
  RequestAnswerRow,
  RequestAskedRow,
  RequestRecipientRow,
  RequestRow,
  RequestsTables,
  RequestSubjectRow,
} from './requests.projection.js';
export type { SuppliesTables, SupplyRefusalRow, SupplyRow } from './supplies.projection.js';
export type {
  SupplyCaseRow,
  SupplyDocumentRow,
  SupplyGrantRow,
  SupplyPartyRow,
  SupplyRequestRow,
  SupplyRequestSubjectRow,
  SupplyRightsTables,
} from './supply-rights.projection.js';
export type { SignalRow, SignalWeigherRow, WeighingQueueTables } from './weighing-queue.projection.js';
