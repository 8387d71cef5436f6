import type { EventsOf } from '@knooppunt/kernel';
import type { CaseState, CaseSubject, Grant, Phase, SubjectRole } from './case.js';
import { lookUp, without } from './checks.js';
import type { Stored } from './decider-by.js';
import type { caseEvents } from './events/case.events.js';

type CaseEvent = Stored<EventsOf<typeof caseEvents>>;
type DataOf<Type extends CaseEvent['type']> = Extract<CaseEvent, { readonly type: Type }>['data'];

/** The case before its first event. */
export const noCase: CaseState = {
  status: 'none',
  phase: '1',
  openedAt: '',
  signals: [],
  activity: '',
  phenomenon: '',
  director: '',
  grants: {},
  contributions: {},
  subjects: {},
  necessities: [],
  adviceFor: {},
  adviceTexts: {},
};
const noSubject: CaseSubject = { roles: [], marks: {}, links: [] };

const untilByOrganisation = (grants: readonly Grant[]) =>
  Object.fromEntries(grants.map(({ organisation, until }) => [organisation, until]));

const linked = (state: CaseState, data: DataOf<'SubjectLinked'>): CaseState => {
  const { roles, marks, links } = lookUp(state.subjects, data.subject) ?? noSubject;
  const { contribution, block } = data;
  const role = data.role as SubjectRole;
  const isNew = !links.some((link) => link.contribution === contribution && link.block === block);
  const subject: CaseSubject = {
    roles: roles.includes(role) ? roles : [...roles, role],
    marks,
    links: isNew ? [...links, { contribution, block }] : links,
  };
  return { ...state, subjects: { ...state.subjects, [data.subject]: subject } };
};

const shielded = (state: CaseState, data: DataOf<'ShieldingSet'>): CaseState => {
  const subject = lookUp(state.subjects, data.subject) ?? noSubject;
  // INVARIANT: shieldingMarks holds this one mark; a new one needs its own member of `marks`.
  if (data.mark !== 'possible-victim') throw new TypeError(`unexpected mark \`${data.mark}\``);
  const marked: CaseSubject = { ...subject, marks: { ...subject.marks, possibleVictim: data.set } };
  return { ...state, subjects: { ...state.subjects, [data.subject]: marked } };
};

const ending = (state: CaseState, data: DataOf<'ContributionUnderDestruction'>): CaseState => {
  const contribution = lookUp(state.contributions, data.contribution);
  if (contribution === undefined) return state;
  const ended = { ...contribution, underDestruction: true };
  return { ...state, contributions: { ...state.contributions, [data.contribution]: ended } };
};

/** What each event of a case means for its state. */
export const caseEvolutions = {
  CaseOpened: (state: CaseState, data: DataOf<'CaseOpened'>, recordedAt: string | undefined): CaseState => {
    const { signals, activity, phenomenon, director, grants } = data;
    const opened = { status: 'open', openedAt: recordedAt ?? '', grants: untilByOrganisation(grants) } as const;
    return { ...state, ...opened, signals, activity, phenomenon, director };
  },
  GrantsDecided: (state: CaseState, data: DataOf<'GrantsDecided'>): CaseState => ({
    ...state,
    grants: { ...state.grants, ...untilByOrganisation(data.grants) },
  }),
  GrantWithdrawn: (state: CaseState, data: DataOf<'GrantWithdrawn'>): CaseState => ({
    ...state,
    grants: without(state.grants, data.organisation),
  }),
  ContributionTakenIn: (
    state: CaseState,
    { case: _case, contribution, ...intake }: DataOf<'ContributionTakenIn'>,
  ): CaseState => ({
    ...state,
    contributions: { ...state.contributions, [contribution]: { ...intake, underDestruction: false } },
  }),
  SubjectLinked: linked,
  ShieldingSet: shielded,
  NecessityRecorded: (
    state: CaseState,
    { case: _case, length: _length, textDigest: _digest, ...necessity }: DataOf<'NecessityRecorded'>,
  ): CaseState => ({ ...state, necessities: [...state.necessities, necessity] }),
  PrivacyAdviceGiven: (state: CaseState, data: DataOf<'PrivacyAdviceGiven'>): CaseState => ({
    ...state,
    adviceFor: { ...state.adviceFor, [data.phase]: data.advice },
    adviceTexts: { ...state.adviceTexts, [data.phase]: data.textDigest },
  }),
  PhaseOpened: (state: CaseState, data: DataOf<'PhaseOpened'>): CaseState => ({
    ...state,
    phase: data.phase as Phase,
  }),
  ContributionUnderDestruction: ending,
  CaseSuspended: (state: CaseState): CaseState => ({ ...state, status: 'suspended' }),
  CaseResumed: (state: CaseState): CaseState => ({ ...state, status: 'open' }),
  CaseClosed: (state: CaseState): CaseState => ({ ...state, status: 'closed', grants: {} }),
} as const;
