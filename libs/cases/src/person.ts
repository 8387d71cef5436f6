import type { Instant, Message, OrganisationId, Uuid } from '@knooppunt/kernel';
import { isSame, requireDistinct } from './checks.js';
import { NotKnown, TermInvalid } from './common.errors.js';
import { deciderBy } from './decider-by.js';
import type { FoundingEvent } from './events/founding.events.js';
import { PersonElsewhere, ScreeningLapsed } from './person.errors.js';

type Designation = {
  readonly person: Uuid;
  readonly organisation: OrganisationId;
  readonly roles: readonly string[];
  readonly mandate: { readonly from: Instant; readonly until: Instant };
  readonly screenedUntil: Instant;
};

/** Designation of a person by an organisation, and its end. The name is sealed beside the event. */
export type PersonCommand =
  Message<'DesignatePerson', Designation> | Message<'WithdrawPerson', { readonly person: Uuid }>;
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

/**
 * Who may act for an organisation, in which roles, until when. A later designation replaces the former.
 * Throws `PersonError` and `CommonError`. Source: WGS 1.8(2), BGS 1.11.
 */
export const personDecider = deciderBy<PersonState, PersonCommand, PersonEvent>({
  initial: noPerson,
  decide: {
    DesignatePerson: (data, state, at) => {
      if (state.status === 'designated') {
        if (isRepeatOf(state, data)) return [];
        if (state.organisation !== data.organisation) throw new PersonElsewhere(data.person);
      }
      requireDistinct('roles', data.roles);
      if (data.mandate.until <= data.mandate.from) throw new TermInvalid('mandate');
      if (data.screenedUntil <= at) throw new ScreeningLapsed(data.person);
      return [{ type: 'PersonDesignated', data }];
    },
    WithdrawPerson: (data, state) => {
      if (state.status === 'none') throw new NotKnown('person', data.person);
      return state.status === 'withdrawn' ? [] : [{ type: 'PersonWithdrawn', data }];
    },
  },
  evolve: {
    PersonDesignated: (_state, data) => ({ ...data, status: 'designated', withdrawn: false }),
    PersonWithdrawn: (state) => ({ ...state, status: 'withdrawn', withdrawn: true }),
  },
});
