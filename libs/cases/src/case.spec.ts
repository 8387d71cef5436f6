import { describe, expect, it } from '@jest/globals';
import { given, noon, oin, uuid } from '@knooppunt/testing';
import { caseDecider } from './case.decider.js';
import { findSubjectOf, hasGrantAt, isPossibleVictim, isScan, strictestRole } from './case.js';
import type { Activity, CaseCommand, Grant, ShieldingMark, SubjectRole } from './case.js';
import type { CaseEvent } from './events/case.events.js';

const ref = { case: uuid(1) };
const [mayor, police, tax, bureau] = [oin(1), oin(2), oin(3), oin(4)];
const until = '2026-06-01T00:00:00.000Z';
const opening = {
  ...ref,
  signals: [uuid(10)],
  activity: 'casusoverleg' as Activity,
  phenomenon: 'mensenhandel',
  director: uuid(2),
  grants: [
    { organisation: mayor, until },
    { organisation: police, until },
  ],
};
const intake = {
  ...ref,
  contribution: uuid(10),
  way: 'signal',
  payloadType: 'S2',
  supplier: oin(5),
  supplierKind: 'COLL',
  receivedOn: '2026-03-01',
  firstProcessed: '2026-02-20',
  blocks: [
    { name: 'p1', kind: 'person' },
    { name: 'p2', kind: 'person' },
    { name: 'matter', kind: 'matter' },
  ],
};
const text = { length: 40, textDigest: 'dGV4dA' };
const need = {
  ...ref,
  ...text,
  necessity: uuid(30),
  recipient: police,
  purpose: 'POL.opsporing',
  payloadType: 'S2',
  categories: ['ID', 'RES'],
};
const link = { ...ref, subject: uuid(20), contribution: uuid(10), block: 'p1', role: 'circle' as SubjectRole };

const opened: CaseEvent = { type: 'CaseOpened', data: opening };
const takenIn: CaseEvent = { type: 'ContributionTakenIn', data: intake };
const linked: CaseEvent = { type: 'SubjectLinked', data: link };
const advised = (phase: string): CaseEvent => ({
  type: 'PrivacyAdviceGiven',
  data: { ...ref, ...text, phase, advice: 'positief' },
});
const phaseOpened = (phase: string): CaseEvent => ({ type: 'PhaseOpened', data: { ...ref, ...text, phase } });
const needed: CaseEvent = { type: 'NecessityRecorded', data: need };
const ending: CaseEvent = { type: 'ContributionUnderDestruction', data: { ...ref, contribution: uuid(10) } };
const suspended: CaseEvent = { type: 'CaseSuspended', data: { ...ref, reason: 'investigation' } };
const resumed: CaseEvent = { type: 'CaseResumed', data: ref };
const closed: CaseEvent = { type: 'CaseClosed', data: { ...ref, reason: 'approach-done' } };

const open = (change: Partial<typeof opening> = {}): CaseCommand => ({
  type: 'OpenCase',
  data: { ...opening, ...change },
});
const grant = (...grants: Grant[]): CaseCommand => ({ type: 'DecideGrants', data: { ...ref, grants } });
const withdraw = (organisation: string): CaseCommand => ({ type: 'WithdrawGrant', data: { ...ref, organisation } });
const takeIn = (change: Partial<typeof intake> = {}): CaseCommand => ({
  type: 'TakeInContribution',
  data: { ...intake, ...change },
});
const linkIt = (change: Partial<typeof link> = {}): CaseCommand => ({
  type: 'LinkSubject',
  data: { ...link, ...change },
});
const shield = (set: boolean, subject = uuid(20)): CaseCommand => ({
  type: 'SetShielding',
  data: { ...ref, subject, mark: 'possible-victim', set },
});
const recordNeed = (change: object = {}, recipientKind = 'POL'): CaseCommand => ({
  type: 'RecordNecessity',
  data: { ...need, recipientKind, ...change },
});
const advise = (phase: '2' | '3', change: object = {}): CaseCommand => ({
  type: 'GivePrivacyAdvice',
  data: { ...ref, ...text, phase, advice: 'positief', ...change },
});
const openPhase = (phase: '1' | '2' | '3', length = 40): CaseCommand => ({
  type: 'OpenPhase',
  data: { ...ref, phase, length, textDigest: 'dGV4dA' },
});
const destroy = (contribution = uuid(10)): CaseCommand => ({
  type: 'MarkUnderDestruction',
  data: { ...ref, contribution },
});
const suspend: CaseCommand = { type: 'SuspendCase', data: { ...ref, reason: 'investigation' } };
const resume: CaseCommand = { type: 'ResumeCase', data: ref };
const close: CaseCommand = { type: 'CloseCase', data: { ...ref, reason: 'approach-done' } };
/** What only an open case takes. */
const onlyWhileOpen = [
  grant({ organisation: tax, until }),
  takeIn({ contribution: uuid(11), way: 'answer' }),
  linkIt(),
  recordNeed({ necessity: uuid(31) }),
  advise('3'),
  openPhase('2'),
];

describe('a case that is not there', () => {
  it('is opened with a signal, a director and a need-to-know set', () => {
    given(caseDecider, []).when(open()).then([opened]);
  });

  it.each([
    { signals: [] },
    { signals: [uuid(10), uuid(10)] },
    { grants: [] },
    { grants: [opening.grants[0] as Grant, opening.grants[0] as Grant] },
  ])('is not opened with %j', (change) => {
    given(caseDecider, []).when(open(change)).thenThrows('cases/list-invalid');
  });

  it('is not opened for another activity than those of WGS 2.18(1)', () => {
    given(caseDecider, [])
      .when(open({ activity: 'profiling' as Activity }))
      .thenThrows('cases/code-unknown');
  });

  it('is not opened with a grant that has run out', () => {
    given(caseDecider, [])
      .when(open({ grants: [{ organisation: mayor, until: noon }] }), noon)
      .thenThrows('cases/term-invalid');
  });

  it.each([...onlyWhileOpen, withdraw(mayor), shield(true), destroy(), suspend, resume, close])(
    'is not known to $type',
    (command) => {
      given(caseDecider, []).when(command).thenThrows('cases/not-known');
    },
  );
});

describe('an open case', () => {
  it('knows when it was opened, from the log', () => {
    expect(given(caseDecider, [{ ...opened, recordedAt: noon }]).state.openedAt).toBe(noon);
  });

  it('stays quiet when opened in the same way again', () => {
    given(caseDecider, [opened]).when(open(), '2027-01-01T00:00:00.000Z').thenNothing();
  });

  it('refuses another opening under its id', () => {
    given(caseDecider, [opened])
      .when(open({ signals: [uuid(11)] }))
      .thenThrows('cases/already-exists');
  });

  it('is suspended, resumed and closed', () => {
    given(caseDecider, [opened]).when(suspend).then([suspended]);
    given(caseDecider, [opened, suspended]).when(suspend).thenNothing();
    given(caseDecider, [opened, suspended]).when(resume).then([resumed]);
    given(caseDecider, [opened]).when(resume).thenNothing();
    given(caseDecider, [opened]).when(close).then([closed]);
    given(caseDecider, [opened, suspended]).when(close).then([closed]);
  });
});

describe('the need-to-know set', () => {
  it('grows by decision, until a date', () => {
    const more = { organisation: tax, until };
    given(caseDecider, [opened])
      .when(grant(more))
      .then([{ type: 'GrantsDecided', data: { ...ref, grants: [more] } }]);
    const { state } = given(caseDecider, [opened, { type: 'GrantsDecided', data: { ...ref, grants: [more] } }]);
    expect(Object.keys(state.grants).toSorted()).toStrictEqual([mayor, police, tax]);
  });

  it('stays quiet when nothing in it changes', () => {
    given(caseDecider, [opened])
      .when(grant({ organisation: mayor, until }))
      .thenNothing();
  });

  it('takes no grant that has run out, and no empty decision', () => {
    given(caseDecider, [opened])
      .when(grant({ organisation: tax, until: noon }), noon)
      .thenThrows('cases/term-invalid');
    given(caseDecider, [opened]).when(grant()).thenThrows('cases/list-invalid');
  });

  it('counts a grant until the moment it ends, and not at it (R60)', () => {
    const { state } = given(caseDecider, [opened]);
    expect(hasGrantAt(state, mayor, '2026-05-31T23:59:59.999Z')).toBe(true);
    expect(hasGrantAt(state, mayor, until)).toBe(false);
    expect(hasGrantAt(state, tax, noon)).toBe(false);
    expect(hasGrantAt(state, 'constructor', noon)).toBe(false);
  });

  it('loses a grant that is withdrawn, once', () => {
    const withdrawn: CaseEvent = { type: 'GrantWithdrawn', data: { ...ref, organisation: mayor } };
    given(caseDecider, [opened]).when(withdraw(mayor)).then([withdrawn]);
    given(caseDecider, [opened, withdrawn]).when(withdraw(mayor)).thenNothing();
    expect(hasGrantAt(given(caseDecider, [opened, withdrawn]).state, mayor, noon)).toBe(false);
  });

  it('is narrowed while the case is suspended', () => {
    given(caseDecider, [opened, suspended])
      .when(withdraw(mayor))
      .then([{ type: 'GrantWithdrawn', data: { ...ref, organisation: mayor } }]);
  });

  it('is empty once the case is closed', () => {
    expect(given(caseDecider, [opened, closed]).state.grants).toStrictEqual({});
  });
});

describe('contributions of a case', () => {
  it('come from its signals', () => {
    given(caseDecider, [opened]).when(takeIn()).then([takenIn]);
    given(caseDecider, [opened])
      .when(takeIn({ contribution: uuid(11) }))
      .thenThrows('cases/signal-not-in-case');
  });

  it('come once', () => {
    given(caseDecider, [opened, takenIn]).when(takeIn()).thenNothing();
  });

  it('come as answers with the request they answer', () => {
    const data = { ...intake, contribution: uuid(11), way: 'answer', request: uuid(40) };
    given(caseDecider, [opened])
      .when({ type: 'TakeInContribution', data })
      .then([{ type: 'ContributionTakenIn', data }]);
  });

  it('come unasked only from the need-to-know set', () => {
    const unasked = { contribution: uuid(11), way: 'supply', supplier: police };
    given(caseDecider, [opened])
      .when(takeIn(unasked))
      .then([{ type: 'ContributionTakenIn', data: { ...intake, ...unasked } }]);
    given(caseDecider, [opened])
      .when(takeIn({ ...unasked, supplier: tax }))
      .thenThrows('cases/outside-need-to-know-set');
    given(caseDecider, [opened]).when(takeIn(unasked), until).thenThrows('cases/outside-need-to-know-set');
  });

  it('come in no other way', () => {
    given(caseDecider, [opened])
      .when(takeIn({ way: 'process' }))
      .thenThrows('cases/code-unknown');
  });

  it('are marked when their keys go, once and in every state', () => {
    given(caseDecider, [opened, takenIn]).when(destroy()).then([ending]);
    given(caseDecider, [opened, takenIn, closed]).when(destroy()).then([ending]);
    given(caseDecider, [opened, takenIn, ending]).when(destroy()).thenNothing();
    given(caseDecider, [opened]).when(destroy()).thenThrows('cases/contribution-not-in-case');
    expect(given(caseDecider, [opened, takenIn, ending]).state.contributions[uuid(10)]?.underDestruction).toBe(true);
  });
});

describe('subjects of a case', () => {
  const history = [opened, takenIn];

  it('are linked to a person of a contribution, once per role', () => {
    given(caseDecider, history).when(linkIt()).then([linked]);
    given(caseDecider, [...history, linked])
      .when(linkIt())
      .thenNothing();
  });

  it('keep every role, and the most sheltered one counts', () => {
    const second: CaseEvent = { type: 'SubjectLinked', data: { ...link, role: 'suspect' } };
    given(caseDecider, [...history, linked])
      .when(linkIt({ role: 'suspect' }))
      .then([second]);
    const { state } = given(caseDecider, [
      ...history,
      linked,
      second,
      { type: 'SubjectLinked', data: { ...link, block: 'p2', role: 'possible-victim' } },
    ]);
    const subject = state.subjects[uuid(20)];
    expect(subject?.roles).toStrictEqual(['circle', 'suspect', 'possible-victim']);
    expect(subject?.links).toHaveLength(2);
    expect(subject && strictestRole(subject)).toBe('possible-victim');
    expect(subject && isPossibleVictim(subject)).toBe(true);
    expect(findSubjectOf(state, uuid(10), 'p2')).toBe(uuid(20));
    expect(findSubjectOf(state, uuid(10), 'p3')).toBeUndefined();
  });

  it('do not share a person of a contribution', () => {
    given(caseDecider, [...history, linked])
      .when(linkIt({ subject: uuid(21) }))
      .thenThrows('cases/block-linked-elsewhere');
  });

  it('are not linked to what is about no person, not there, not taken in, or going', () => {
    given(caseDecider, history)
      .when(linkIt({ block: 'matter' }))
      .thenThrows('cases/block-not-person');
    given(caseDecider, history)
      .when(linkIt({ block: 'p9' }))
      .thenThrows('cases/block-not-person');
    given(caseDecider, [opened]).when(linkIt()).thenThrows('cases/contribution-not-in-case');
    given(caseDecider, [...history, ending])
      .when(linkIt())
      .thenThrows('cases/contribution-ending');
  });

  it('have a role of the closed list', () => {
    given(caseDecider, history)
      .when(linkIt({ role: 'cousin' as SubjectRole }))
      .thenThrows('cases/code-unknown');
  });

  it('are shielded by a mark, set and taken away, each once', () => {
    const set = (value: boolean): CaseEvent => ({
      type: 'ShieldingSet',
      data: { ...ref, subject: uuid(20), mark: 'possible-victim', set: value },
    });
    const shielded = [...history, linked, set(true)];
    given(caseDecider, [...history, linked])
      .when(shield(true))
      .then([set(true)]);
    given(caseDecider, shielded).when(shield(true)).thenNothing();
    given(caseDecider, shielded)
      .when(shield(false))
      .then([set(false)]);
    given(caseDecider, [...history, linked])
      .when(shield(false))
      .thenNothing();
    given(caseDecider, [...history, linked, suspended])
      .when(shield(true))
      .then([set(true)]);
    const marked = given(caseDecider, shielded).state.subjects[uuid(20)];
    expect(marked && isPossibleVictim(marked)).toBe(true);
  });

  it('are not shielded when unknown, by an unknown mark, or after closing', () => {
    given(caseDecider, history).when(shield(true)).thenThrows('cases/subject-not-in-case');
    given(caseDecider, [...history, linked])
      .when({ type: 'SetShielding', data: { ...ref, subject: uuid(20), mark: 'shy' as ShieldingMark, set: true } })
      .thenThrows('cases/code-unknown');
    given(caseDecider, [...history, linked, closed])
      .when(shield(true))
      .thenThrows('cases/case-not-open');
  });
});

describe('necessity', () => {
  it('is recorded for who holds a grant, once', () => {
    given(caseDecider, [opened]).when(recordNeed()).then([needed]);
    given(caseDecider, [opened, needed]).when(recordNeed()).thenNothing();
    expect(given(caseDecider, [opened, needed]).state.necessities).toStrictEqual([
      {
        necessity: uuid(30),
        recipient: police,
        purpose: 'POL.opsporing',
        payloadType: 'S2',
        categories: ['ID', 'RES'],
      },
    ]);
  });

  it('is recorded for the bureau, which is in every set', () => {
    given(caseDecider, [opened])
      .when(recordNeed({ recipient: bureau, purpose: 'RIEC.voorbereiding' }, 'RIEC'))
      .then([{ type: 'NecessityRecorded', data: { ...need, recipient: bureau, purpose: 'RIEC.voorbereiding' } }]);
  });

  it('is not recorded for anyone else, or after the grant ended', () => {
    given(caseDecider, [opened])
      .when(recordNeed({ recipient: tax }, 'BD'))
      .thenThrows('cases/outside-need-to-know-set');
    given(caseDecider, [opened]).when(recordNeed(), until).thenThrows('cases/outside-need-to-know-set');
  });

  it('names categories, and says why unless a request does (R08)', () => {
    given(caseDecider, [opened])
      .when(recordNeed({ categories: [] }))
      .thenThrows('cases/list-invalid');
    given(caseDecider, [opened])
      .when(recordNeed({ length: 0 }))
      .thenThrows('cases/text-missing');
    given(caseDecider, [opened])
      .when(recordNeed({ length: 0, request: uuid(40) }))
      .then([{ type: 'NecessityRecorded', data: { ...need, length: 0, request: uuid(40) } }]);
  });
});

describe('phases', () => {
  const advisedOn2 = [opened, takenIn, advised('2')];
  const inPhase2 = [...advisedOn2, phaseOpened('2')];

  it('are advised on by the privacy officer, and again with another text', () => {
    given(caseDecider, [opened])
      .when(advise('2'))
      .then([advised('2')]);
    given(caseDecider, [opened, advised('2')])
      .when(advise('2'))
      .thenNothing();
    given(caseDecider, [opened, advised('2')])
      .when(advise('2', { textDigest: 'b3RoZXI' }))
      .then([
        {
          type: 'PrivacyAdviceGiven',
          data: { ...ref, phase: '2', advice: 'positief', length: 40, textDigest: 'b3RoZXI' },
        },
      ]);
    given(caseDecider, [opened])
      .when(advise('2', { length: 0 }))
      .thenThrows('cases/text-missing');
    given(caseDecider, [opened])
      .when(advise('2', { phase: '4' }))
      .thenThrows('cases/code-unknown');
  });

  it('open one after another', () => {
    given(caseDecider, advisedOn2)
      .when(openPhase('2'))
      .then([phaseOpened('2')]);
    given(caseDecider, inPhase2).when(openPhase('2')).thenNothing();
    given(caseDecider, [...advisedOn2, advised('3')])
      .when(openPhase('3'))
      .thenThrows('cases/phase-not-next');
    given(caseDecider, [...inPhase2, advised('3')])
      .when(openPhase('3'))
      .then([phaseOpened('3')]);
    given(caseDecider, inPhase2).when(openPhase('1')).thenThrows('cases/phase-not-next');
  });

  it('do not open without advice on that phase', () => {
    given(caseDecider, [opened, takenIn]).when(openPhase('2')).thenThrows('cases/advice-missing');
    given(caseDecider, inPhase2).when(openPhase('3')).thenThrows('cases/advice-missing');
  });

  it('do not open where the one before yielded nothing, or nothing that stays (R16)', () => {
    given(caseDecider, [opened, advised('2')])
      .when(openPhase('2'))
      .thenThrows('cases/phase-without-yield');
    given(caseDecider, [...advisedOn2, ending])
      .when(openPhase('2'))
      .thenThrows('cases/phase-without-yield');
  });

  it('do not open without necessity, proportionality and subsidiarity in words', () => {
    given(caseDecider, advisedOn2).when(openPhase('2', 0)).thenThrows('cases/text-missing');
  });

  it.each(['gebiedscan', 'thematische-scan', 'something-new'])('stop at 2 for %s (WGS 2.23(6)(c))', (activity) => {
    const scan: CaseEvent = { type: 'CaseOpened', data: { ...opening, activity } };
    const history = [scan, takenIn, advised('2'), phaseOpened('2'), advised('3')];
    given(caseDecider, history).when(openPhase('3')).thenThrows('cases/phase-not-for-activity');
    expect(isScan(given(caseDecider, history).state)).toBe(true);
  });
});

describe('a case that is not open', () => {
  it.each(onlyWhileOpen)('takes no $type while suspended', (command) => {
    given(caseDecider, [opened, suspended]).when(command).thenThrows('cases/case-not-open');
  });

  it.each([...onlyWhileOpen, suspend, resume])('takes no $type once closed', (command) => {
    given(caseDecider, [opened, closed]).when(command).thenThrows('cases/case-not-open');
  });

  it('stays quiet when closed again, and on repeats of what it took before', () => {
    given(caseDecider, [opened, closed]).when(close).thenNothing();
    given(caseDecider, [opened, takenIn, closed]).when(takeIn()).thenNothing();
    given(caseDecider, [opened, closed]).when(open()).thenNothing();
  });
});
