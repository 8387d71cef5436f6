import { dutchDateOf } from '@knooppunt/kernel';
import type { CalendarDate, Message, OrganisationId, Uuid } from '@knooppunt/kernel';
import { isSame, requireCode, requireDistinct, requireText } from './checks.js';
import { AlreadyExists, NotKnown, TermInvalid } from './common.errors.js';
import { deciderBy } from './decider-by.js';
import type { RequestEvent } from './events/case.events.js';
import { NotAsked, RequestAnsweredInFull } from './request.errors.js';

/** Why a participant may withhold: the reason classes of WGS 1.5(1) and MB13 4(1) (R39). */
export const refusalReasons = ['investigation', 'safety', 'national-security', 'no-data'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

type Question = {
  readonly request: Uuid;
  readonly case: Uuid;
  readonly asked: readonly OrganisationId[];
  readonly payloadTypes: readonly string[];
  readonly categories: readonly string[];
  readonly subjects: readonly Uuid[];
  /** For whom it is put, each for one purpose. */
  readonly recipients: readonly { readonly organisation: OrganisationId; readonly purpose: string }[];
  readonly dueOn: CalendarDate;
  readonly length: number;
  readonly textDigest: string;
};

/** What can be done with a request. The text is sealed outside. */
export type RequestCommand =
  | Message<'PutRequest', Question>
  | Message<
      'RecordAnswer',
      {
        readonly request: Uuid;
        readonly contribution: Uuid;
        readonly organisation: OrganisationId;
        readonly payloadType: string;
      }
    >
  | Message<
      'RefuseRequest',
      { readonly request: Uuid; readonly organisation: OrganisationId; readonly reason: RefusalReason }
    >
  /** The organisation is no participant any more: nothing is asked of it (R62). */
  | Message<'LapseRequest', { readonly request: Uuid; readonly organisation: OrganisationId }>;

/** One request. `answers` in order of arrival; `refusals` by organisation. */
export type RequestState = Question & {
  readonly status: 'none' | 'put';
  readonly answers: readonly {
    readonly contribution: Uuid;
    readonly organisation: OrganisationId;
    readonly payloadType: string;
  }[];
  readonly refusals: { readonly [organisation: OrganisationId]: string };
};

const noRequest: RequestState = {
  status: 'none',
  request: '',
  case: '',
  asked: [],
  payloadTypes: [],
  categories: [],
  subjects: [],
  recipients: [],
  dueOn: '',
  length: 0,
  textDigest: '',
  answers: [],
  refusals: {},
};

const isRepeatOf = (
  { status: _status, answers: _answers, refusals: _refusals, ...question }: RequestState,
  data: Question,
): boolean => isSame(question, data);

const requireAsked = (state: RequestState, request: Uuid, organisation: OrganisationId): void => {
  if (state.status === 'none') throw new NotKnown('request', request);
  if (!state.asked.includes(organisation)) throw new NotAsked(request, organisation);
};

const hasAnsweredInFull = (state: RequestState, organisation: OrganisationId): boolean =>
  state.payloadTypes.every((type) =>
    state.answers.some((answer) => answer.organisation === organisation && answer.payloadType === type),
  );

/**
 * One question to one or more participants, and what each of them said. A participant that refused may still answer: the
 * duty to supply stands. Throws `RequestError` and `CommonError`. Source: WGS 1.5, R08, R39.
 */
export const requestDecider = deciderBy<RequestState, RequestCommand, RequestEvent>({
  initial: noRequest,
  decide: {
    PutRequest: (data, state, at) => {
      if (state.status !== 'none') {
        if (isRepeatOf(state, data)) return [];
        throw new AlreadyExists('request', data.request);
      }
      requireDistinct('asked', data.asked);
      requireDistinct('payloadTypes', data.payloadTypes);
      requireDistinct('categories', data.categories);
      requireDistinct(
        'recipients',
        data.recipients.map(({ organisation, purpose }) => `${organisation} ${purpose}`),
      );
      if (data.subjects.length > 0) requireDistinct('subjects', data.subjects);
      requireText('request', data.length);
      if (data.dueOn < dutchDateOf(at)) throw new TermInvalid('dueOn');
      return [{ type: 'RequestPut', data }];
    },
    RecordAnswer: (data, state) => {
      requireAsked(state, data.request, data.organisation);
      if (!state.payloadTypes.includes(data.payloadType)) {
        throw new NotAsked(data.request, data.organisation, data.payloadType);
      }
      const isRepeat = state.answers.some((answer) => answer.contribution === data.contribution);
      return isRepeat ? [] : [{ type: 'RequestAnswered', data }];
    },
    RefuseRequest: (data, state) => {
      requireAsked(state, data.request, data.organisation);
      requireCode('reason', refusalReasons, data.reason);
      if (Object.hasOwn(state.refusals, data.organisation)) return [];
      if (hasAnsweredInFull(state, data.organisation)) {
        throw new RequestAnsweredInFull(data.request, data.organisation);
      }
      return [{ type: 'RequestRefused', data }];
    },
    LapseRequest: (data, state) => {
      if (state.status === 'none') throw new NotKnown('request', data.request);
      const isOpen = !Object.hasOwn(state.refusals, data.organisation) && !hasAnsweredInFull(state, data.organisation);
      return isOpen && state.asked.includes(data.organisation) ? [{ type: 'RequestLapsed', data }] : [];
    },
  },
  evolve: {
    RequestPut: (state, data) => ({ ...state, ...data, status: 'put' }),
    RequestAnswered: (state, { contribution, organisation, payloadType }) => ({
      ...state,
      answers: [...state.answers, { contribution, organisation, payloadType }],
    }),
    RequestRefused: (state, data) => ({ ...state, refusals: { ...state.refusals, [data.organisation]: data.reason } }),
    RequestLapsed: (state, data) => ({
      ...state,
      asked: state.asked.filter((organisation) => organisation !== data.organisation),
    }),
  },
});
