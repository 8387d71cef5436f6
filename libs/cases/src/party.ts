import type { Instant, Kind, Message, OrganisationId } from '@knooppunt/kernel';
import { isSame, present } from './checks.js';
import { AlreadyExists, NotKnown, TermInvalid } from './common.errors.js';
import { deciderBy } from './decider-by.js';
import type { FoundingEvent } from './events/founding.events.js';

type Membership = {
  readonly organisation: OrganisationId;
  readonly kind: Kind;
  /** Code of the cooperation, or `national`. */
  readonly region: string;
  /** Public name. */
  readonly name: string;
  readonly municipality?: string;
  readonly memberFrom: Instant;
};

/** Accession to and departure from one cooperation (R61, R62). */
export type PartyCommand =
  | Message<'JoinParty', Membership>
  | Message<'LeaveParty', { readonly organisation: OrganisationId; readonly memberUntil: Instant }>;
export type PartyEvent = Extract<FoundingEvent, { readonly type: 'PartyJoined' | 'PartyLeft' }>;

/**
 * An organisation in one cooperation. `none` where it never joined: then it is a member from no moment that comes.
 * `memberUntil` stands once it left, the future included.
 */
export type PartyState = Membership & {
  readonly status: 'none' | 'member' | 'left';
  readonly memberUntil?: Instant;
};

const noParty: PartyState = {
  status: 'none',
  organisation: '',
  kind: '',
  region: '',
  name: '',
  memberFrom: '9999-12-31T23:59:59.999Z',
};

const isRepeatOf = ({ status: _status, memberUntil: _until, ...membership }: PartyState, data: Membership): boolean =>
  isSame(membership, data);

/** Is this organisation a member at this instant? `memberUntil` itself is outside. */
export const isMemberAt = (state: PartyState, at: Instant): boolean =>
  state.status !== 'none' && state.memberFrom <= at && (state.memberUntil === undefined || at < state.memberUntil);

/** The membership of one organisation in one cooperation. Throws `CommonError`. Source: WGS 2.19, R61, R62. */
export const partyDecider = deciderBy<PartyState, PartyCommand, PartyEvent>({
  initial: noParty,
  decide: {
    JoinParty: (data, state) => {
      if (state.status === 'member') {
        if (isRepeatOf(state, data)) return [];
        throw new AlreadyExists('party', data.organisation);
      }
      // A new membership opens no door to what lay before it (R61), so it cannot begin inside the former one.
      if (state.status === 'left' && data.memberFrom < (state.memberUntil ?? '')) throw new TermInvalid('memberFrom');
      return [{ type: 'PartyJoined', data: present(data) }];
    },
    LeaveParty: (data, state) => {
      if (state.status === 'none') throw new NotKnown('party', data.organisation);
      if (state.status === 'left') return [];
      if (data.memberUntil <= state.memberFrom) throw new TermInvalid('memberUntil');
      return [{ type: 'PartyLeft', data }];
    },
  },
  evolve: {
    PartyJoined: (_state, data) => ({ ...data, status: 'member' }),
    PartyLeft: (state, data) => ({ ...state, status: 'left', memberUntil: data.memberUntil }),
  },
});
