import { changesOf, codes, projectionOf } from './define.js';

/** A request; `categories` separated by spaces, `due_on` a Dutch calendar day. Its text is sealed beside revision 0. */
export type RequestRow = {
  readonly request_id: string;
  readonly case_id: string;
  readonly cooperation: string;
  readonly categories: string;
  readonly due_on: string;
  readonly put_at: string;
};
/** One payload type that one organisation is asked for: state `open`, `answered`, `lapsed` or `refused` with its reason class. */
export type RequestAskedRow = {
  readonly request_id: string;
  readonly organisation: string;
  readonly payload_type: string;
  readonly state: string;
  readonly reason: string | null;
  readonly decided_at: string | null;
};
/** A contribution that answers a request. */
export type RequestAnswerRow = {
  readonly request_id: string;
  readonly contribution_id: string;
  readonly organisation: string;
  readonly payload_type: string;
  readonly answered_at: string;
};
/** For whom a request is put, and for what purpose. */
export type RequestRecipientRow = {
  readonly request_id: string;
  readonly organisation: string;
  readonly purpose: string;
};
/** A subject that a request is about. */
export type RequestSubjectRow = { readonly request_id: string; readonly subject: string };

/** Tables of `requests`. */
export type RequestsTables = {
  readonly requests: RequestRow;
  readonly request_asked: RequestAskedRow;
  readonly request_answers: RequestAnswerRow;
  readonly request_recipients: RequestRecipientRow;
  readonly request_subjects: RequestSubjectRow;
};
const { insertNew, update } = changesOf<RequestsTables>();

/** The requests of each case, and what each organisation answered. Source: WGS 1.5, R39. */
export const requests = projectionOf<RequestsTables>({
  name: 'requests',
  version: 1,
  tables: {
    requests: {
      columns: {
        request_id: 'text',
        case_id: 'text',
        cooperation: 'text',
        categories: 'text',
        due_on: 'text',
        put_at: 'text',
      },
      key: ['request_id'],
      indexes: [['case_id'], ['cooperation', 'due_on']],
    },
    request_asked: {
      columns: {
        request_id: 'text',
        organisation: 'text',
        payload_type: 'text',
        state: 'text',
        reason: 'text',
        decided_at: 'text',
      },
      key: ['request_id', 'organisation', 'payload_type'],
      indexes: [['organisation', 'state']],
    },
    request_answers: {
      columns: {
        request_id: 'text',
        contribution_id: 'text',
        organisation: 'text',
        payload_type: 'text',
        answered_at: 'text',
      },
      key: ['request_id', 'contribution_id'],
    },
    request_recipients: {
      columns: { request_id: 'text', organisation: 'text', purpose: 'text' },
      key: ['request_id', 'organisation', 'purpose'],
    },
    request_subjects: { columns: { request_id: 'text', subject: 'text' }, key: ['request_id', 'subject'] },
  },
  on: {
    RequestPut: ({ request: request_id, case: case_id, ...data }, { cooperation, recordedAt }) => [
      insertNew('requests', {
        request_id,
        case_id,
        cooperation,
        categories: codes(data.categories),
        due_on: data.dueOn,
        put_at: recordedAt,
      }),
      ...data.asked.flatMap((organisation) =>
        data.payloadTypes.map((payload_type) =>
          insertNew('request_asked', {
            request_id,
            organisation,
            payload_type,
            state: 'open',
            reason: null,
            decided_at: null,
          }),
        ),
      ),
      ...data.recipients.map((recipient) => insertNew('request_recipients', { request_id, ...recipient })),
      ...data.subjects.map((subject) => insertNew('request_subjects', { request_id, subject })),
    ],
    RequestAnswered: ({ request: request_id, contribution, organisation, payloadType }, { recordedAt }) => [
      insertNew('request_answers', {
        request_id,
        contribution_id: contribution,
        organisation,
        payload_type: payloadType,
        answered_at: recordedAt,
      }),
      update(
        'request_asked',
        { request_id, organisation, payload_type: payloadType },
        { state: 'answered', reason: null, decided_at: recordedAt },
      ),
    ],
    RequestRefused: ({ request: request_id, organisation, reason }, { recordedAt }) => [
      update(
        'request_asked',
        { request_id, organisation, state: 'open' },
        { state: 'refused', reason, decided_at: recordedAt },
      ),
    ],
    RequestLapsed: ({ request: request_id, organisation }, { recordedAt }) => [
      update(
        'request_asked',
        { request_id, organisation, state: 'open' },
        { state: 'lapsed', reason: null, decided_at: recordedAt },
      ),
    ],
  },
});
