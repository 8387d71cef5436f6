import { dutchDateOf } from '@knooppunt/kernel';
import type { CalendarDate, Digest, Instant, Kind, Message, OrganisationId } from '@knooppunt/kernel';
import { isSame, lookUp, present, requireCode } from './checks.js';
import { AlreadyExists, NotKnown, TermInvalid, WrongState } from './common.errors.js';
import { deciderBy } from './decider-by.js';
import type { FoundingEvent } from './events/founding.events.js';
import { KeyOver, KeyUnknown } from './party.errors.js';

type Membership = {
  readonly organisation: OrganisationId;
  readonly kind: Kind;
  /** Code of the cooperation, or `national`. */
  readonly region: string;
  /** Public name. */
  readonly name: string;
  readonly municipality?: string;
  readonly memberFrom: Instant;
  /** Of who acceded later: its signature under the covenant in force, as it was verified (R61). */
  readonly signed?: {
    readonly covenant: Digest;
    readonly key: Digest;
    readonly at: Instant;
    readonly signature: string;
  };
};

/** What became of a public key of an organisation: `current` signs, `replaced` did until another came, `revoked` never did. */
export type KeyStatus = 'current' | 'replaced' | 'revoked';
/** A public key by its id. */
export type PartyKey = { readonly publicKey: string; readonly status: KeyStatus };
/** Why a key does not count any more. */
export const keyRevocations = ['kwijt', 'gelekt', 'niet-meer-gebruikt'] as const;
export type KeyRevocation = (typeof keyRevocations)[number];

type Departure = { readonly organisation: OrganisationId; readonly memberUntil: Instant };
type KeyOf = { readonly organisation: OrganisationId; readonly key: Digest };

/** Accession to and departure from one cooperation (R61, R62), and the keys that an organisation signs covenants with. */
export type PartyCommand =
  | Message<'JoinParty', Membership>
  /** The key that it signed with is registered with it. */
  | Message<'AccedeParty', Membership & { readonly publicKey: string }>
  /** At once, or at the end of a last day that is not over: it is a member until then. */
  | Message<'LeaveParty', Departure & { readonly lastDay?: CalendarDate }>
  /** The moment of a departure that was told ahead has come. */
  | Message<'EndMembership', Departure>
  | Message<'RegisterKey', KeyOf & { readonly publicKey: string }>
  | Message<'RevokeKey', KeyOf & { readonly reason: KeyRevocation }>;
export type PartyEvent = Extract<
  FoundingEvent,
  { readonly type: 'PartyJoined' | 'PartyLeft' | 'PartyMembershipEnded' | 'PartyKeyRegistered' | 'PartyKeyRevoked' }
>;

/**
 * An organisation in one cooperation. `none` where it never joined: then it is a member from no moment that comes.
 * `memberUntil` stands once it left, the future included.
 */
export type PartyState = Membership & {
  readonly status: 'none' | 'member' | 'left';
  readonly memberUntil?: Instant;
  /** Its departure was told ahead, and its moment has been recorded. */
  readonly hasEnded?: true;
  /** Keys by their id; absent until the first. */
  readonly keys?: { readonly [key: string]: PartyKey };
};

const noParty: PartyState = {
  status: 'none',
  organisation: '',
  kind: '',
  region: '',
  name: '',
  memberFrom: '9999-12-31T23:59:59.999Z',
};

const isRepeatOf = (state: PartyState, data: Membership): boolean => {
  const { status: _status, memberUntil: _until, hasEnded: _ended, keys: _keys, ...membership } = state;
  return isSame(membership, data);
};

/** The keys of an organisation whose signatures count: all that were not revoked. */
export const countingKeys = ({ keys = {} }: PartyState): readonly string[] =>
  Object.entries(keys)
    .filter(([, { status }]) => status !== 'revoked')
    .map(([key]) => key);

/** The key of this id, whatever became of it. */
export const findKey = ({ keys = {} }: PartyState, key: string): PartyKey | undefined => lookUp(keys, key);

const requireKnown = (state: PartyState, organisation: OrganisationId): void => {
  if (state.status === 'none') throw new NotKnown('party', organisation);
};

const join = (data: Membership, state: PartyState): readonly PartyEvent[] => {
  if (state.status === 'member') {
    if (isRepeatOf(state, data)) return [];
    throw new AlreadyExists('party', data.organisation);
  }
  // A new membership opens no door to what lay before it (R61), so it cannot begin inside the former one.
  if (state.status === 'left' && data.memberFrom < (state.memberUntil ?? '')) throw new TermInvalid('memberFrom');
  return [{ type: 'PartyJoined', data: present(data) }];
};

/** A departure may be brought forward and not put off: who relied on the day that was told must not be let down. */
const leave = (
  { lastDay, ...data }: Departure & { readonly lastDay?: CalendarDate },
  state: PartyState,
  at: Instant,
): readonly PartyEvent[] => {
  requireKnown(state, data.organisation);
  if (lastDay !== undefined && lastDay < dutchDateOf(at)) throw new TermInvalid('lastDay');
  if (data.memberUntil <= state.memberFrom) throw new TermInvalid('memberUntil');
  const told = state.memberUntil;
  if (told === undefined) return [{ type: 'PartyLeft', data }];
  if (told <= at || told === data.memberUntil) return [];
  if (told < data.memberUntil) throw new AlreadyExists('party', data.organisation);
  return [{ type: 'PartyLeft', data }];
};

const endMembership = (data: Departure, state: PartyState, at: Instant): readonly PartyEvent[] => {
  requireKnown(state, data.organisation);
  if (state.hasEnded) return [];
  if (state.memberUntil !== data.memberUntil || at < data.memberUntil) throw new TermInvalid('memberUntil');
  return [{ type: 'PartyMembershipEnded', data }];
};

const hasLeftAt = ({ status, memberUntil }: PartyState, at: Instant): boolean =>
  status === 'left' && (memberUntil ?? '') <= at;

const register = (data: KeyOf & { readonly publicKey: string }, state: PartyState): readonly PartyEvent[] => {
  const known = findKey(state, data.key);
  // A key that was replaced or revoked does not sign again: who lost sight of it cannot tell who has it.
  if (known !== undefined && known.status !== 'current') throw new KeyOver(data.organisation);
  return known ? [] : [{ type: 'PartyKeyRegistered', data }];
};

/** The keys after one came: it signs from now on, and none of the others does. */
const withKey = ({ keys = {} }: PartyState, key: string, publicKey: string) => ({
  ...Object.fromEntries(
    Object.entries(keys).map(([id, one]) => [
      id,
      one.status === 'current' ? { ...one, status: 'replaced' as const } : one,
    ]),
  ),
  [key]: { publicKey, status: 'current' as const },
});

/** Is this organisation a member at this instant? `memberUntil` itself is outside. */
export const isMemberAt = (state: PartyState, at: Instant): boolean =>
  state.status !== 'none' && state.memberFrom <= at && (state.memberUntil === undefined || at < state.memberUntil);

/** Is it a member now, and was it on the day of receipt? It weighs nothing that came before it (R61). */
export const mayWeigh = (state: PartyState, receivedOn: CalendarDate, at: Instant): boolean =>
  isMemberAt(state, at) && dutchDateOf(state.memberFrom) <= receivedOn;

/** The membership of one organisation in one cooperation. Throws `PartyError` and `CommonError`. Source: WGS 2.19, R61, R62. */
export const partyDecider = deciderBy<PartyState, PartyCommand, PartyEvent>({
  initial: noParty,
  decide: {
    JoinParty: join,
    AccedeParty: ({ publicKey, ...membership }, state) => {
      const joined = join(membership, state);
      const key = membership.signed?.key;
      if (joined.length === 0 || key === undefined) return joined;
      return [...joined, ...register({ organisation: membership.organisation, key, publicKey }, state)];
    },
    LeaveParty: leave,
    EndMembership: endMembership,
    RegisterKey: (data, state, at) => {
      requireKnown(state, data.organisation);
      if (hasLeftAt(state, at)) throw new WrongState('party', data.organisation, state.status);
      return register(data, state);
    },
    RevokeKey: (data, state) => {
      requireKnown(state, data.organisation);
      requireCode('reason', keyRevocations, data.reason);
      const known = findKey(state, data.key);
      if (known === undefined) throw new KeyUnknown(data.organisation);
      return known.status === 'revoked' ? [] : [{ type: 'PartyKeyRevoked', data }];
    },
  },
  evolve: {
    PartyJoined: ({ keys }, data) => ({ ...data, status: 'member', ...(keys ? { keys } : {}) }),
    PartyLeft: (state, data) => ({ ...state, status: 'left', memberUntil: data.memberUntil }),
    PartyMembershipEnded: (state) => ({ ...state, hasEnded: true }),
    PartyKeyRegistered: (state, data) => ({ ...state, keys: withKey(state, data.key, data.publicKey) }),
    PartyKeyRevoked: (state, data) => {
      const known = findKey(state, data.key);
      if (!known) return state;
      return { ...state, keys: { ...state.keys, [data.key]: { ...known, status: 'revoked' } } };
    },
  },
});
