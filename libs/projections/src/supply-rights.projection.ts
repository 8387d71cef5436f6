import { changesOf, projectionOf } from './define.js';

/** Law and covenant in force in a cooperation: digests and canonical documents; null until the first came into force; no covenant once it has expired. */
export type SupplyDocumentRow = {
  readonly cooperation: string;
  readonly law_digest: string | null;
  readonly law_document: string | null;
  readonly covenant_digest: string | null;
  readonly covenant_document: string | null;
};
/** An organisation as a member of a cooperation; `member_until` is null while it stays. */
export type SupplyPartyRow = {
  readonly cooperation: string;
  readonly organisation: string;
  readonly kind: string;
  readonly region: string;
  readonly member_from: string;
  readonly member_until: string | null;
};
/** A case: phase `1` to `3`, state `open`, `suspended` or `closed`. */
export type SupplyCaseRow = {
  readonly case_id: string;
  readonly cooperation: string;
  readonly phase: string;
  readonly state: string;
};
/** A grant in the need-to-know set of a case; none is left once the case is closed. */
export type SupplyGrantRow = { readonly case_id: string; readonly organisation: string; readonly until: string };
/** One payload type that one organisation is asked for: state `open`, `answered` or `refused`; more may follow an answer. */
export type SupplyRequestRow = {
  readonly request_id: string;
  readonly case_id: string;
  readonly cooperation: string;
  readonly organisation: string;
  readonly payload_type: string;
  readonly state: string;
};
/** A subject that a request is about. */
export type SupplyRequestSubjectRow = { readonly request_id: string; readonly subject: string };

/** Tables of `supplyRights`. */
export type SupplyRightsTables = {
  readonly documents: SupplyDocumentRow;
  readonly parties: SupplyPartyRow;
  readonly cases: SupplyCaseRow;
  readonly grants: SupplyGrantRow;
  readonly requests: SupplyRequestRow;
  readonly request_subjects: SupplyRequestSubjectRow;
};
const { upsert, insertNew, update, remove } = changesOf<SupplyRightsTables>();

const noDocuments = { law_digest: null, law_document: null, covenant_digest: null, covenant_document: null };

/**
 * What the gateway must know to decide a supply: documents in force, members, phases, need-to-know sets, open requests.
 * Source: design §2, WGS 1.5, BGS 2.15.
 */
export const supplyRights = projectionOf<SupplyRightsTables>({
  name: 'supply-rights',
  version: 1,
  tables: {
    documents: {
      columns: {
        cooperation: 'text',
        law_digest: 'text',
        law_document: 'text',
        covenant_digest: 'text',
        covenant_document: 'text',
      },
      key: ['cooperation'],
    },
    parties: {
      columns: {
        cooperation: 'text',
        organisation: 'text',
        kind: 'text',
        region: 'text',
        member_from: 'text',
        member_until: 'text',
      },
      key: ['cooperation', 'organisation'],
      indexes: [['organisation']],
    },
    cases: {
      columns: { case_id: 'text', cooperation: 'text', phase: 'text', state: 'text' },
      key: ['case_id'],
    },
    grants: {
      columns: { case_id: 'text', organisation: 'text', until: 'text' },
      key: ['case_id', 'organisation'],
    },
    requests: {
      columns: {
        request_id: 'text',
        case_id: 'text',
        cooperation: 'text',
        organisation: 'text',
        payload_type: 'text',
        state: 'text',
      },
      key: ['request_id', 'organisation', 'payload_type'],
    },
    request_subjects: { columns: { request_id: 'text', subject: 'text' }, key: ['request_id', 'subject'] },
  },
  on: {
    LawCameIntoForce: ({ digest, document }, { cooperation }) => [
      insertNew('documents', { cooperation, ...noDocuments }),
      update('documents', { cooperation }, { law_digest: digest, law_document: document }),
    ],
    CovenantCameIntoForce: ({ digest, document }, { cooperation }) => [
      insertNew('documents', { cooperation, ...noDocuments }),
      update('documents', { cooperation }, { covenant_digest: digest, covenant_document: document }),
    ],
    // nothing is supplied under a covenant that is over: there is none, until the next comes into force
    CovenantExpired: (_data, { cooperation }) => [
      update('documents', { cooperation }, { covenant_digest: null, covenant_document: null }),
    ],
    PartyJoined: ({ organisation, kind, region, memberFrom }, { cooperation }) => [
      upsert('parties', {
        cooperation,
        organisation,
        kind,
        region,
        member_from: memberFrom,
        member_until: null,
      }),
    ],
    PartyLeft: ({ organisation, memberUntil }, { cooperation }) => [
      update('parties', { cooperation, organisation }, { member_until: memberUntil }),
    ],
    CaseOpened: ({ case: case_id, grants }, { cooperation }) => [
      insertNew('cases', { case_id, cooperation, phase: '1', state: 'open' }),
      ...grants.map((grant) => upsert('grants', { case_id, ...grant })),
    ],
    GrantsDecided: ({ case: case_id, grants }) => grants.map((grant) => upsert('grants', { case_id, ...grant })),
    GrantWithdrawn: ({ case: case_id, organisation }) => [remove('grants', { case_id, organisation })],
    PhaseOpened: ({ case: case_id, phase }) => [update('cases', { case_id }, { phase })],
    CaseSuspended: ({ case: case_id }) => [update('cases', { case_id }, { state: 'suspended' })],
    CaseResumed: ({ case: case_id }) => [update('cases', { case_id }, { state: 'open' })],
    CaseClosed: ({ case: case_id }) => [
      update('cases', { case_id }, { state: 'closed' }),
      remove('grants', { case_id }),
    ],
    RequestPut: ({ request: request_id, case: case_id, asked, payloadTypes, subjects }, { cooperation }) => [
      ...asked.flatMap((organisation) =>
        payloadTypes.map((payload_type) =>
          insertNew('requests', { request_id, case_id, cooperation, organisation, payload_type, state: 'open' }),
        ),
      ),
      ...subjects.map((subject) => insertNew('request_subjects', { request_id, subject })),
    ],
    RequestAnswered: ({ request: request_id, organisation, payloadType: payload_type }) => [
      update('requests', { request_id, organisation, payload_type }, { state: 'answered' }),
    ],
    RequestRefused: ({ request: request_id, organisation }) => [
      update('requests', { request_id, organisation, state: 'open' }, { state: 'refused' }),
    ],
    RequestLapsed: ({ request: request_id, organisation }) => [remove('requests', { request_id, organisation })],
  },
});
