import type { CalendarDate, Kind, Message, OrganisationId, Uuid } from '@knooppunt/kernel';
import { isSame, present, requireDistinct, requireText } from './checks.js';
import { AlreadyExists, NotKnown, WrongState } from './common.errors.js';
import { deciderBy } from './decider-by.js';
import type { SignalEvent } from './events/signal.events.js';
import { NotAWeigher, SignalIncomplete, SignalInOtherCase, SignalNotAccepted } from './signal.errors.js';

/** Which of the five criteria of BGS 2.16(1) are explained. */
export type Criteria = {
  readonly indications: boolean;
  readonly phenomenon: boolean;
  readonly necessity: boolean;
  readonly parties: boolean;
  readonly region: boolean;
};
/** Which of the four factors of WGS 2.23(3) are recorded. */
export type Factors = {
  readonly type: boolean;
  readonly extent: boolean;
  readonly weight: boolean;
  readonly reporters: boolean;
};

type Submission = {
  readonly signal: Uuid;
  readonly contribution: Uuid;
  readonly supplier: OrganisationId;
  readonly supplierKind: Kind;
  readonly payloadType: string;
  readonly phenomenon: string;
  readonly receivedOn: CalendarDate;
};

/** What can be asked of a signal. Texts are sealed outside; `length` and `textDigest` tell of them. */
export type SignalCommand =
  | Message<'SubmitSignal', Submission>
  | Message<
      'PrepareWeighing',
      {
        readonly signal: Uuid;
        readonly weighers: readonly OrganisationId[];
        readonly criteria: Criteria;
        readonly factors: Factors;
        readonly length: number;
        readonly textDigest: string;
      }
    >
  | Message<'RecordCriteriaMet', { readonly signal: Uuid; readonly organisation: OrganisationId }>
  | Message<
      'RejectSignal',
      {
        readonly signal: Uuid;
        readonly organisation: OrganisationId;
        readonly reason: string;
        readonly length?: number;
        readonly textDigest?: string;
      }
    >
  /** The organisation is no participant any more: it does not weigh (R62). */
  | Message<'WithdrawWeigher', { readonly signal: Uuid; readonly organisation: OrganisationId }>
  | Message<'TakeSignalIntoCase', { readonly signal: Uuid; readonly case: Uuid }>;

export type SignalStatus = 'none' | 'submitted' | 'weighing' | 'accepted' | 'rejected' | 'in-case';

/** One signal and its weighing. `met` holds the weighers who recorded so far. */
export type SignalState = Submission & {
  readonly status: SignalStatus;
  readonly weighers: readonly OrganisationId[];
  /** Keyed digest of the text of the preparation. */
  readonly textDigest: string | null;
  readonly met: readonly OrganisationId[];
  readonly case: Uuid | null;
};

const missingOf = (criteria: Criteria, factors: Factors): string[] => {
  const { indications, phenomenon, necessity, parties, region } = criteria;
  const { type, extent, weight, reporters } = factors;
  const asked = {
    'criteria.indications': indications,
    'criteria.phenomenon': phenomenon,
    'criteria.necessity': necessity,
    'criteria.parties': parties,
    'criteria.region': region,
    'factors.type': type,
    'factors.extent': extent,
    'factors.weight': weight,
    'factors.reporters': reporters,
  };
  return Object.entries(asked)
    .filter(([, isGiven]) => !isGiven)
    .map(([name]) => name);
};

const noSignal: SignalState = {
  status: 'none',
  signal: '',
  contribution: '',
  supplier: '',
  supplierKind: '',
  payloadType: '',
  phenomenon: '',
  receivedOn: '',
  weighers: [],
  textDigest: null,
  met: [],
  case: null,
};

const submissionOf = (state: SignalState): Submission => {
  const { signal, contribution, supplier, supplierKind, payloadType, phenomenon, receivedOn } = state;
  return { signal, contribution, supplier, supplierKind, payloadType, phenomenon, receivedOn };
};

const isRepeatOf = (state: SignalState, data: Pick<SignalState, 'weighers' | 'textDigest'>): boolean =>
  isSame(state.weighers, data.weighers) && state.textDigest === data.textDigest;

const requireWeigher = (state: SignalState, signal: Uuid, organisation: OrganisationId): void => {
  if (state.status === 'none') throw new NotKnown('signal', signal);
  if (state.status === 'submitted') throw new WrongState('signal', signal, state.status);
  if (!state.weighers.includes(organisation)) throw new NotAWeigher(signal, organisation);
};

/** Without any weigher left it is as before the preparation, which is then made anew. */
const withoutWeigher = (state: SignalState, organisation: OrganisationId): SignalState => {
  const isOther = (one: OrganisationId): boolean => one !== organisation;
  const weighers = state.weighers.filter(isOther);
  const isUnprepared = state.status === 'weighing' && weighers.length === 0;
  return {
    ...state,
    weighers,
    met: state.met.filter(isOther),
    ...(isUnprepared ? { status: 'submitted', textDigest: null } : {}),
  };
};

/**
 * The weighing of one signal: five criteria and four factors first, then each weigher for itself; all met means accepted,
 * one rejection ends it. Throws `SignalError` and `CommonError`. Source: WGS 2.23(1)-(4), BGS 2.16.
 */
export const signalDecider = deciderBy<SignalState, SignalCommand, SignalEvent>({
  initial: noSignal,
  decide: {
    SubmitSignal: (data, state) => {
      if (state.status === 'none') return [{ type: 'SignalSubmitted', data }];
      if (isSame(submissionOf(state), data)) return [];
      throw new AlreadyExists('signal', data.signal);
    },
    PrepareWeighing: (data, state) => {
      if (state.status === 'none') throw new NotKnown('signal', data.signal);
      if (state.status === 'weighing' && isRepeatOf(state, data)) return [];
      if (state.status !== 'submitted') throw new WrongState('signal', data.signal, state.status);
      const missing = missingOf(data.criteria, data.factors);
      if (missing.length > 0) throw new SignalIncomplete(data.signal, missing);
      requireDistinct('weighers', data.weighers);
      requireText('weighing', data.length);
      return [{ type: 'WeighingPrepared', data }];
    },
    RecordCriteriaMet: (data, state) => {
      requireWeigher(state, data.signal, data.organisation);
      if (state.status === 'rejected') throw new WrongState('signal', data.signal, state.status);
      if (state.met.includes(data.organisation)) return [];
      const recorded = { type: 'CriteriaMetRecorded', data } as const;
      const isLast = state.met.length + 1 === state.weighers.length;
      return isLast ? [recorded, { type: 'SignalAccepted', data: { signal: data.signal } }] : [recorded];
    },
    RejectSignal: (data, state) => {
      requireWeigher(state, data.signal, data.organisation);
      if (state.status === 'rejected') return [];
      if (state.status !== 'weighing') throw new WrongState('signal', data.signal, state.status);
      return [{ type: 'SignalRejected', data: present(data) }];
    },
    WithdrawWeigher: (data, state) => {
      if (state.status === 'none') throw new NotKnown('signal', data.signal);
      if (state.status !== 'weighing' || !state.weighers.includes(data.organisation)) return [];
      const left = state.weighers.filter((organisation) => organisation !== data.organisation);
      const withdrawn = { type: 'WeigherWithdrawn', data: { ...data, left: left.length } } as const;
      // All who weigh have said yes; that nobody weighs is no yes.
      const isAccepted = left.length > 0 && left.every((organisation) => state.met.includes(organisation));
      return isAccepted ? [withdrawn, { type: 'SignalAccepted', data: { signal: data.signal } }] : [withdrawn];
    },
    TakeSignalIntoCase: (data, state) => {
      if (state.status === 'none') throw new NotKnown('signal', data.signal);
      if (state.case === data.case) return [];
      if (state.case !== null) throw new SignalInOtherCase(data.signal);
      if (state.status !== 'accepted') throw new SignalNotAccepted(data.signal, state.status);
      return [{ type: 'SignalTakenIntoCase', data }];
    },
  },
  evolve: {
    SignalSubmitted: (state, data) => ({ ...state, ...data, status: 'submitted' }),
    WeighingPrepared: (state, { weighers, textDigest }) => ({ ...state, status: 'weighing', weighers, textDigest }),
    CriteriaMetRecorded: (state, data) => ({ ...state, met: [...state.met, data.organisation] }),
    WeigherWithdrawn: (state, data) => withoutWeigher(state, data.organisation),
    SignalAccepted: (state) => ({ ...state, status: 'accepted' }),
    SignalRejected: (state) => ({ ...state, status: 'rejected' }),
    SignalTakenIntoCase: (state, data) => ({ ...state, status: 'in-case', case: data.case }),
  },
});
