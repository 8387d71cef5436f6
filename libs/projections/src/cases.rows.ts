import type { Flag, TablesOf } from './define.js';

/** A case: phase `1` to `3`; state `open`, `suspended` or `closed`; `state_reason` is the code of the last suspension or closure. */
export type CaseRow = {
  readonly case_id: string;
  readonly cooperation: string;
  readonly state: string;
  readonly state_reason: string | null;
  readonly phase: string;
  readonly activity: string;
  readonly phenomenon: string;
  readonly director: string;
  readonly opened_at: string;
};
/** A signal that the case was opened with. */
export type CaseSignalRow = { readonly case_id: string; readonly signal_id: string };
/** A grant in the need-to-know set; `until` is an instant. None is left once the case is closed. */
export type CaseGrantRow = { readonly case_id: string; readonly organisation: string; readonly until: string };
/** A contribution that the case took in. */
export type CaseContributionRow = {
  readonly case_id: string;
  readonly contribution_id: string;
  readonly way: string;
  readonly payload_type: string;
  readonly supplier: string;
  readonly supplier_kind: string;
  readonly received_on: string;
  readonly first_processed: string;
  readonly request_id: string | null;
  readonly under_destruction: Flag;
};
/** A block of such a contribution: its name and kind, no content. */
export type CaseBlockRow = {
  readonly case_id: string;
  readonly contribution_id: string;
  readonly block: string;
  readonly kind: string;
};
/** A subject of the case; `possible_victim` is the mark alone, the roles stand in their own table. */
export type CaseSubjectRow = { readonly case_id: string; readonly subject: string; readonly possible_victim: Flag };
/** A role that a link gave a subject. */
export type CaseSubjectRoleRow = { readonly case_id: string; readonly subject: string; readonly role: string };
/** A block that is about a subject. */
export type CaseLinkRow = {
  readonly case_id: string;
  readonly contribution_id: string;
  readonly block: string;
  readonly subject: string;
};
/** A necessity; `categories` separated by spaces, `revision` of the event that its text is sealed beside. */
export type CaseNecessityRow = {
  readonly case_id: string;
  readonly necessity_id: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly payload_type: string;
  readonly categories: string;
  readonly request_id: string | null;
  readonly recorded_at: string;
  readonly revision: string;
};
/** The newest privacy advice on a phase. */
export type CaseAdviceRow = {
  readonly case_id: string;
  readonly phase: string;
  readonly advice: string;
  readonly recorded_at: string;
  readonly revision: string;
};
/** A phase that was opened, phase 1 by the opening of the case itself. */
export type CasePhaseRow = {
  readonly case_id: string;
  readonly phase: string;
  readonly opened_at: string;
  readonly revision: string;
};

/** Tables of `cases`. */
export type CasesTables = {
  readonly cases: CaseRow;
  readonly case_signals: CaseSignalRow;
  readonly case_grants: CaseGrantRow;
  readonly case_contributions: CaseContributionRow;
  readonly case_blocks: CaseBlockRow;
  readonly case_subjects: CaseSubjectRow;
  readonly case_subject_roles: CaseSubjectRoleRow;
  readonly case_links: CaseLinkRow;
  readonly case_necessities: CaseNecessityRow;
  readonly case_advice: CaseAdviceRow;
  readonly case_phases: CasePhaseRow;
};

/** Columns, keys and indexes of the tables of `cases`. */
export const casesTables: TablesOf<CasesTables> = {
  cases: {
    columns: {
      case_id: 'text',
      cooperation: 'text',
      state: 'text',
      state_reason: 'text',
      phase: 'text',
      activity: 'text',
      phenomenon: 'text',
      director: 'text',
      opened_at: 'text',
    },
    key: ['case_id'],
    indexes: [['cooperation', 'opened_at']],
  },
  case_signals: { columns: { case_id: 'text', signal_id: 'text' }, key: ['case_id', 'signal_id'] },
  case_grants: {
    columns: { case_id: 'text', organisation: 'text', until: 'text' },
    key: ['case_id', 'organisation'],
    indexes: [['organisation']],
  },
  case_contributions: {
    columns: {
      case_id: 'text',
      contribution_id: 'text',
      way: 'text',
      payload_type: 'text',
      supplier: 'text',
      supplier_kind: 'text',
      received_on: 'text',
      first_processed: 'text',
      request_id: 'text',
      under_destruction: 'integer',
    },
    key: ['case_id', 'contribution_id'],
    indexes: [['contribution_id']],
  },
  case_blocks: {
    columns: { case_id: 'text', contribution_id: 'text', block: 'text', kind: 'text' },
    key: ['case_id', 'contribution_id', 'block'],
  },
  case_subjects: {
    columns: { case_id: 'text', subject: 'text', possible_victim: 'integer' },
    key: ['case_id', 'subject'],
  },
  case_subject_roles: {
    columns: { case_id: 'text', subject: 'text', role: 'text' },
    key: ['case_id', 'subject', 'role'],
  },
  case_links: {
    columns: { case_id: 'text', contribution_id: 'text', block: 'text', subject: 'text' },
    key: ['case_id', 'contribution_id', 'block'],
    indexes: [['case_id', 'subject']],
  },
  case_necessities: {
    columns: {
      case_id: 'text',
      necessity_id: 'text',
      recipient: 'text',
      purpose: 'text',
      payload_type: 'text',
      categories: 'text',
      request_id: 'text',
      recorded_at: 'text',
      revision: 'text',
    },
    key: ['case_id', 'necessity_id'],
    indexes: [['case_id', 'recipient']],
  },
  case_advice: {
    columns: { case_id: 'text', phase: 'text', advice: 'text', recorded_at: 'text', revision: 'text' },
    key: ['case_id', 'phase'],
  },
  case_phases: {
    columns: { case_id: 'text', phase: 'text', opened_at: 'text', revision: 'text' },
    key: ['case_id', 'phase'],
  },
};
