import type { Digest, Instant, Message, OrganisationId, Uuid } from '@knooppunt/kernel';
import { isSame, present, requireDistinct } from './checks.js';
import { AlreadyExists, NotKnown, TermInvalid, WrongState } from './common.errors.js';
import { deciderBy } from './decider-by.js';
import type { FoundingEvent } from './events/founding.events.js';
import { PersonElsewhere, ScreeningLapsed } from './person.errors.js';

type Designation = {
  readonly person: Uuid;
  readonly organisation: OrganisationId;
  readonly roles: readonly string[];
  readonly mandate: { readonly from: Instant; readonly until: Instant };
  readonly screenedUntil: Instant;
  /** Of whom the organisation designated outside the hub: its signature under that, as it was verified. */
  readonly signed?: { readonly key: Digest; readonly at: Instant; readonly signature: string };
};

/** Designation of a person by an organisation, its change and its end. The name is sealed beside the event. */
export type PersonCommand =
  | Message<'DesignatePerson', Designation>
  /** The same, of somebody who is not designated now. */
  | Message<'AppointPerson', Designation>
  /** Other roles or terms, for somebody whom this organisation has designated. */
  | Message<'ChangeDesignation', Designation>
  | Message<'WithdrawPerson', { readonly person: Uuid; readonly organisation?: OrganisationId }>;
export type PersonEvent = Extract<FoundingEvent, { readonly type: 'PersonDesignated' | 'PersonWithdrawn' }>;

/** A person in one cooperation; `none` where nobody designated it: then without role, mandate and screening. */
export type PersonState = Designation & {
  readonly status: 'none' | 'designated' | 'withdrawn';
  readonly withdrawn: boolean;
};

const noPerson: PersonState = {
  status: 'none',
  person: '',
  organisation: '',
  roles: [],
  mandate: { from: '', until: '' },
  screenedUntil: '',
  withdrawn: false,
};

const isRepeatOf = (
  { status: _status, withdrawn: _withdrawn, ...designation }: PersonState,
  data: Designation,
): boolean => isSame(designation, data);

/** May this person act at this instant: designated, within the mandate, screened (R55)? Ends are outside. */
export const isAuthorisedAt = (state: PersonState, at: Instant): boolean =>
  state.status === 'designated' && state.mandate.from <= at && at < state.mandate.until && at < state.screenedUntil;

const designate = (data: Designation, state: PersonState, at: Instant): readonly PersonEvent[] => {
  if (state.status === 'designated') {
    if (isRepeatOf(state, data)) return [];
    if (state.organisation !== data.organisation) throw new PersonElsewhere(data.person);
  }
  requireDistinct('roles', data.roles);
  if (data.mandate.until <= data.mandate.from) throw new TermInvalid('mandate');
  if (data.screenedUntil <= at) throw new ScreeningLapsed(data.person);
  return [{ type: 'PersonDesignated', data: present(data) }];
};

/** Designated, with a mandate and a screening that have not ended. */
const isLasting = ({ status, mandate, screenedUntil }: PersonState, at: Instant): boolean =>
  status === 'designated' && at < mandate.until && at < screenedUntil;

/** Designated by this organisation, or by nobody as far as it may know. */
const requireOwn = (state: PersonState, person: Uuid, organisation: OrganisationId): void => {
  if (state.status === 'none' || state.organisation !== organisation) throw new NotKnown('person', person);
};

/**
 * Who may act for an organisation, in which roles, until when. A later designation replaces the former.
 * Throws `PersonError` and `CommonError`. Source: WGS 1.8(2), BGS 1.11.
 */
export const personDecider = deciderBy<PersonState, PersonCommand, PersonEvent>({
  initial: noPerson,
  decide: {
    DesignatePerson: designate,
    AppointPerson: (data, state, at) => {
      const events = designate(data, state, at);
      if (isLasting(state, at) && events.length > 0) throw new AlreadyExists('person', data.person);
      return events;
    },
    ChangeDesignation: (data, state, at) => {
      requireOwn(state, data.person, data.organisation);
      if (state.status === 'withdrawn') throw new WrongState('person', data.person, state.status);
      return designate(data, state, at);
    },
    WithdrawPerson: ({ person, organisation }, state) => {
      if (state.status === 'none') throw new NotKnown('person', person);
      if (organisation !== undefined) requireOwn(state, person, organisation);
      return state.status === 'withdrawn' ? [] : [{ type: 'PersonWithdrawn', data: { person } }];
    },
  },
  evolve: {
    PersonDesignated: (_state, data) => ({ ...data, status: 'designated', withdrawn: false }),
    PersonWithdrawn: (state) => ({ ...state, status: 'withdrawn', withdrawn: true }),
  },
});
