import type { Instant, OrganisationId, Uuid } from '@knooppunt/kernel';
import { activities, findSubjectOf, hasGrantAt, isScan, shieldingMarks, subjectRoles } from './case.js';
import type { CaseCommand, CaseState, Grant, Phase } from './case.js';
import {
  AdviceMissing,
  BlockLinkedElsewhere,
  BlockNotPerson,
  CaseNotOpen,
  ContributionEnding,
  ContributionNotInCase,
  PhaseNotForActivity,
  PhaseNotNext,
  PhaseWithoutYield,
  SignalNotInCase,
  SubjectNotInCase,
} from './case.errors.js';
import { caseEvolutions, noCase } from './case.evolve.js';
import { isSame, lookUp, present, requireCode, requireDistinct, requireText } from './checks.js';
import { AlreadyExists, NotKnown, OutsideNeedToKnowSet, TermInvalid } from './common.errors.js';
import { deciderBy } from './decider-by.js';
import type { CaseEvent } from './events/case.events.js';

type DataOf<Type extends CaseCommand['type']> = Extract<CaseCommand, { readonly type: Type }>['data'];

const requireKnown = (state: CaseState, id: Uuid): void => {
  if (state.status === 'none') throw new NotKnown('case', id);
};

const requireOpen = (state: CaseState, id: Uuid): void => {
  requireKnown(state, id);
  if (state.status !== 'open') throw new CaseNotOpen(id, state.status);
};

/** What only narrows is also possible while the case is suspended. */
const requireNotClosed = (state: CaseState, id: Uuid): void => {
  requireKnown(state, id);
  if (state.status === 'closed') throw new CaseNotOpen(id, state.status);
};

const requireGrants = (grants: readonly Grant[], at: Instant): void => {
  requireDistinct(
    'grants',
    grants.map(({ organisation }) => organisation),
  );
  if (grants.some(({ until }) => until <= at)) throw new TermInvalid('grants.until');
};

const requireGrantHolder = (state: CaseState, organisation: OrganisationId, at: Instant): void => {
  if (!hasGrantAt(state, organisation, at)) throw new OutsideNeedToKnowSet(organisation);
};

const openCase = (data: DataOf<'OpenCase'>, state: CaseState, at: Instant): readonly CaseEvent[] => {
  const { case: caseId, signals, activity, phenomenon, director } = data;
  if (state.status !== 'none') {
    const { grants: _grants, ...asked } = data;
    const { signals: had, activity: was, phenomenon: of, director: by } = state;
    if (isSame({ case: caseId, signals: had, activity: was, phenomenon: of, director: by }, asked)) return [];
    throw new AlreadyExists('case', caseId);
  }
  requireDistinct('signals', signals);
  requireCode('activity', activities, activity);
  requireGrants(data.grants, at);
  return [{ type: 'CaseOpened', data: { case: caseId, signals, activity, phenomenon, director, grants: data.grants } }];
};

const takeIn = (data: DataOf<'TakeInContribution'>, state: CaseState, at: Instant): readonly CaseEvent[] => {
  requireKnown(state, data.case);
  if (lookUp(state.contributions, data.contribution) !== undefined) return [];
  requireOpen(state, data.case);
  requireCode('way', ['signal', 'answer', 'supply'], data.way);
  // A signal and its contribution carry the same id (design §2).
  if (data.way === 'signal' && !state.signals.includes(data.contribution)) {
    throw new SignalNotInCase(data.case, data.contribution);
  }
  if (data.way === 'supply') requireGrantHolder(state, data.supplier, at);
  return [{ type: 'ContributionTakenIn', data: present(data) }];
};

const linkSubject = (data: DataOf<'LinkSubject'>, state: CaseState): readonly CaseEvent[] => {
  requireOpen(state, data.case);
  requireCode('role', subjectRoles, data.role);
  const contribution = lookUp(state.contributions, data.contribution);
  if (contribution === undefined) throw new ContributionNotInCase(data.case, data.contribution);
  if (contribution.underDestruction) throw new ContributionEnding(data.contribution);
  const isPerson = contribution.blocks.some(({ name, kind }) => name === data.block && kind === 'person');
  if (!isPerson) throw new BlockNotPerson(data.contribution, data.block);
  const linkedTo = findSubjectOf(state, data.contribution, data.block);
  if (linkedTo !== undefined && linkedTo !== data.subject) {
    throw new BlockLinkedElsewhere(data.contribution, data.block);
  }
  const isRepeat = linkedTo !== undefined && lookUp(state.subjects, linkedTo)?.roles.includes(data.role) === true;
  return isRepeat ? [] : [{ type: 'SubjectLinked', data }];
};

const setShielding = (data: DataOf<'SetShielding'>, state: CaseState): readonly CaseEvent[] => {
  requireNotClosed(state, data.case);
  requireCode('mark', shieldingMarks, data.mark);
  const subject = lookUp(state.subjects, data.subject);
  if (subject === undefined) throw new SubjectNotInCase(data.case, data.subject);
  const isSet = subject.marks.possibleVictim === true;
  return isSet === data.set ? [] : [{ type: 'ShieldingSet', data }];
};

const recordNecessity = (
  { recipientKind, ...data }: DataOf<'RecordNecessity'>,
  state: CaseState,
  at: Instant,
): readonly CaseEvent[] => {
  requireOpen(state, data.case);
  if (state.necessities.some(({ necessity }) => necessity === data.necessity)) return [];
  if (recipientKind !== 'RIEC') requireGrantHolder(state, data.recipient, at);
  requireDistinct('categories', data.categories);
  // With a request the text is that request's.
  if (data.request === undefined) requireText('necessity', data.length);
  return [{ type: 'NecessityRecorded', data: present(data) }];
};

const phaseBefore: Readonly<Record<string, Phase>> = { '2': '1', '3': '2' };

const givePrivacyAdvice = (data: DataOf<'GivePrivacyAdvice'>, state: CaseState): readonly CaseEvent[] => {
  requireOpen(state, data.case);
  requireCode('phase', Object.keys(phaseBefore), data.phase);
  requireText('advice', data.length);
  const isRepeat = state.adviceFor[data.phase] === data.advice && state.adviceTexts[data.phase] === data.textDigest;
  return isRepeat ? [] : [{ type: 'PrivacyAdviceGiven', data }];
};

const openPhase = (data: DataOf<'OpenPhase'>, state: CaseState): readonly CaseEvent[] => {
  requireOpen(state, data.case);
  requireCode('phase', ['1', ...Object.keys(phaseBefore)], data.phase);
  if (state.phase === data.phase) return [];
  if (state.phase !== phaseBefore[data.phase]) throw new PhaseNotNext(data.case, data.phase);
  if (data.phase === '3' && isScan(state)) throw new PhaseNotForActivity(data.case, state.activity);
  if (state.adviceFor[data.phase] === undefined) throw new AdviceMissing(data.case, data.phase);
  const hasYield = Object.values(state.contributions).some(({ underDestruction }) => !underDestruction);
  if (!hasYield) throw new PhaseWithoutYield(data.case, data.phase);
  requireText('phase', data.length);
  return [{ type: 'PhaseOpened', data }];
};

const markUnderDestruction = (data: DataOf<'MarkUnderDestruction'>, state: CaseState): readonly CaseEvent[] => {
  requireKnown(state, data.case);
  const contribution = lookUp(state.contributions, data.contribution);
  if (contribution === undefined) throw new ContributionNotInCase(data.case, data.contribution);
  return contribution.underDestruction ? [] : [{ type: 'ContributionUnderDestruction', data }];
};

/**
 * One case: its phases, need-to-know set, contributions, subjects and necessity. Destruction works in every state; what
 * only narrows works while suspended; all else asks an open case. Throws `CaseError` and `CommonError`.
 * Source: WGS 2.22, 2.23(5)-(6), domain §3.
 */
export const caseDecider = deciderBy<CaseState, CaseCommand, CaseEvent>({
  initial: noCase,
  decide: {
    OpenCase: openCase,
    DecideGrants: (data, state, at) => {
      requireOpen(state, data.case);
      requireGrants(data.grants, at);
      const isKnown = data.grants.every(({ organisation, until }) => lookUp(state.grants, organisation) === until);
      return isKnown ? [] : [{ type: 'GrantsDecided', data }];
    },
    WithdrawGrant: (data, state) => {
      requireKnown(state, data.case);
      return lookUp(state.grants, data.organisation) === undefined ? [] : [{ type: 'GrantWithdrawn', data }];
    },
    TakeInContribution: takeIn,
    LinkSubject: linkSubject,
    SetShielding: setShielding,
    RecordNecessity: recordNecessity,
    GivePrivacyAdvice: givePrivacyAdvice,
    OpenPhase: openPhase,
    MarkUnderDestruction: markUnderDestruction,
    SuspendCase: (data, state) => {
      requireNotClosed(state, data.case);
      return state.status === 'suspended' ? [] : [{ type: 'CaseSuspended', data }];
    },
    ResumeCase: (data, state) => {
      requireNotClosed(state, data.case);
      return state.status === 'open' ? [] : [{ type: 'CaseResumed', data }];
    },
    CloseCase: (data, state) => {
      requireKnown(state, data.case);
      return state.status === 'closed' ? [] : [{ type: 'CaseClosed', data }];
    },
  },
  evolve: caseEvolutions,
});
