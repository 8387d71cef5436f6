import { casesTables } from './cases.rows.js';
import type { CasesTables } from './cases.rows.js';
import { changesOf, codes, projectionOf, revisionOf } from './define.js';

const { upsert, insertNew, update, remove } = changesOf<CasesTables>();

/** The cases: state, phase, need-to-know set, contributions, subjects, necessity and advice. Source: domain §3. */
export const cases = projectionOf<CasesTables>({
  name: 'cases',
  version: 1,
  tables: casesTables,
  on: {
    CaseOpened: ({ case: case_id, signals, activity, phenomenon, director, grants }, event) => [
      insertNew('cases', {
        case_id,
        cooperation: event.cooperation,
        state: 'open',
        state_reason: null,
        phase: '1',
        activity,
        phenomenon,
        director,
        opened_at: event.recordedAt,
      }),
      insertNew('case_phases', { case_id, phase: '1', opened_at: event.recordedAt, revision: revisionOf(event) }),
      ...signals.map((signal_id) => insertNew('case_signals', { case_id, signal_id })),
      ...grants.map((grant) => upsert('case_grants', { case_id, ...grant })),
    ],
    GrantsDecided: ({ case: case_id, grants }) => grants.map((grant) => upsert('case_grants', { case_id, ...grant })),
    GrantWithdrawn: ({ case: case_id, organisation }) => [remove('case_grants', { case_id, organisation })],
    ContributionTakenIn: ({ case: case_id, contribution: contribution_id, blocks, ...data }) => [
      insertNew('case_contributions', {
        case_id,
        contribution_id,
        way: data.way,
        payload_type: data.payloadType,
        supplier: data.supplier,
        supplier_kind: data.supplierKind,
        received_on: data.receivedOn,
        first_processed: data.firstProcessed,
        request_id: data.request ?? null,
        under_destruction: 0,
      }),
      ...blocks.map(({ name, kind }) => insertNew('case_blocks', { case_id, contribution_id, block: name, kind })),
    ],
    SubjectLinked: ({ case: case_id, subject, contribution: contribution_id, block, role }) => [
      insertNew('case_subjects', { case_id, subject, possible_victim: 0 }),
      insertNew('case_subject_roles', { case_id, subject, role }),
      insertNew('case_links', { case_id, contribution_id, block, subject }),
    ],
    ShieldingSet: ({ case: case_id, subject, mark, set }) =>
      mark === 'possible-victim'
        ? [update('case_subjects', { case_id, subject }, { possible_victim: set ? 1 : 0 })]
        : [],
    NecessityRecorded: ({ case: case_id, necessity: necessity_id, ...data }, event) => [
      insertNew('case_necessities', {
        case_id,
        necessity_id,
        recipient: data.recipient,
        purpose: data.purpose,
        payload_type: data.payloadType,
        categories: codes(data.categories),
        request_id: data.request ?? null,
        recorded_at: event.recordedAt,
        revision: revisionOf(event),
      }),
    ],
    PrivacyAdviceGiven: ({ case: case_id, phase, advice }, event) => [
      upsert('case_advice', { case_id, phase, advice, recorded_at: event.recordedAt, revision: revisionOf(event) }),
    ],
    PhaseOpened: ({ case: case_id, phase }, event) => [
      update('cases', { case_id }, { phase }),
      insertNew('case_phases', { case_id, phase, opened_at: event.recordedAt, revision: revisionOf(event) }),
    ],
    ContributionUnderDestruction: ({ case: case_id, contribution: contribution_id }) => [
      update('case_contributions', { case_id, contribution_id }, { under_destruction: 1 }),
    ],
    CaseSuspended: ({ case: case_id, reason }) => [
      update('cases', { case_id }, { state: 'suspended', state_reason: reason }),
    ],
    CaseResumed: ({ case: case_id }) => [update('cases', { case_id }, { state: 'open', state_reason: null })],
    CaseClosed: ({ case: case_id, reason }) => [
      update('cases', { case_id }, { state: 'closed', state_reason: reason }),
      remove('case_grants', { case_id }),
    ],
  },
});
