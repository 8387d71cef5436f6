import { describe, expect, it } from '@jest/globals';
import { fold, isDomainError, misfits } from '@knooppunt/kernel';
import type { ClearShape, Decider, Instant, Message } from '@knooppunt/kernel';
import { digest, noon, oin, uuid } from '@knooppunt/testing';
import * as fc from 'fast-check';
import { caseDecider } from './case.decider.js';
import { activities, shieldingMarks, subjectRoles } from './case.js';
import type { CaseCommand } from './case.js';
import { contributionDecider } from './contribution.js';
import type { ContributionCommand, ContributionStreamEvent } from './contribution.js';
import { covenantDecider } from './covenant.decider.js';
import { covenantAdvices, refusalsOfCovenant, withdrawalsOfCovenant } from './covenant.js';
import type { CovenantCommand, CovenantEvent } from './covenant.js';
import { erasureDecider, erasureGrounds } from './erasure.js';
import type { ErasureCommand } from './erasure.js';
import { caseEvents, meetingEvents, requestEvents } from './events/case.events.js';
import type { CaseEvent } from './events/case.events.js';
import { eventCatalogue } from './events/catalogue.js';
import { covenantEvents } from './events/covenant.events.js';
import { signalEvents } from './events/signal.events.js';
import { meetingDecider } from './meeting.js';
import type { MeetingCommand } from './meeting.js';
import { keyRevocations, partyDecider } from './party.js';
import type { PartyCommand } from './party.js';
import { personDecider } from './person.js';
import type { PersonCommand } from './person.js';
import { refusalReasons, requestDecider } from './request.js';
import type { RequestCommand } from './request.js';
import { signalDecider } from './signal.js';
import type { SignalCommand } from './signal.js';

// Small pools, so that sequences meet themselves again; the times lie on both sides of the terms.
const id = fc.constantFrom(uuid(1), uuid(2));
const organisation = fc.constantFrom(oin(1), oin(2), oin(3));
/** Mostly a list of different values, now and then empty or with a repetition. */
const listOf = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(value, { maxLength: 3 }) },
  );
const organisations = listOf(organisation);
const instant = fc.constantFrom(noon, '2026-03-05T00:00:00.000Z', '2026-04-01T00:00:00.000Z');
const later = fc.constantFrom('2026-03-20T00:00:00.000Z', '2026-04-02T00:00:00.000Z', '2026-06-01T00:00:00.000Z');
const day = fc.constantFrom('2026-03-01', '2026-03-04', '2026-05-01');
const type = fc.constantFrom('S1', 'S6');
const code = fc.constantFrom('ID', 'CRIM');
const codes = listOf(code);
const blockName = fc.constantFrom('p1', 'p2', 'matter');
const flag = fc.boolean();
const mostly = fc.integer({ min: 0, max: 29 }).map((roll) => roll > 0);
const text = { length: mostly.map((isThere) => (isThere ? 40 : 0)), textDigest: fc.constantFrom('YQ', 'Yg') };
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const grants = organisations.chain((list) =>
  fc.tuple(...list.map((each) => fc.record({ organisation: fc.constant(each), until: later }))),
);

const command = <Type extends string, Data>(name: Type, data: { [Key in keyof Data]: fc.Arbitrary<Data[Key]> }) =>
  fc.record({ type: fc.constant(name), data: fc.record(data) });
const anyOf = <Command>(...commands: fc.Arbitrary<unknown>[]) =>
  fc.oneof(...commands) as unknown as fc.Arbitrary<Command>;

const theId = fc.constant(uuid(1));
const signalCommand = anyOf<SignalCommand>(
  command('SubmitSignal', {
    signal: theId,
    contribution: theId,
    supplier: organisation,
    supplierKind: fc.constant('COLL'),
    payloadType: type,
    phenomenon: fc.constant('mensenhandel'),
    receivedOn: day,
  }),
  command('PrepareWeighing', {
    signal: theId,
    weighers: organisations,
    criteria: fc.record({
      indications: mostly,
      phenomenon: mostly,
      necessity: mostly,
      parties: mostly,
      region: mostly,
    }),
    factors: fc.record({ type: mostly, extent: mostly, weight: mostly, reporters: mostly }),
    ...text,
  }),
  command('RecordCriteriaMet', { signal: theId, organisation }),
  command('RejectSignal', {
    signal: theId,
    organisation,
    reason: code,
    length: maybe(text.length),
    textDigest: maybe(text.textDigest),
  }),
  command('WithdrawWeigher', { signal: theId, organisation }),
  command('TakeSignalIntoCase', { signal: theId, case: id }),
);
const caseRef = { case: theId };
const caseCommand = anyOf<CaseCommand>(
  command('OpenCase', {
    ...caseRef,
    signals: listOf(id),
    activity: fc.constantFrom(...activities),
    phenomenon: fc.constant('mensenhandel'),
    director: id,
    grants,
  }),
  command('DecideGrants', { ...caseRef, grants }),
  command('WithdrawGrant', { ...caseRef, organisation }),
  command('TakeInContribution', {
    ...caseRef,
    contribution: id,
    way: fc.constantFrom('signal', 'answer', 'supply', 'process'),
    payloadType: type,
    supplier: organisation,
    supplierKind: fc.constant('POL'),
    receivedOn: day,
    firstProcessed: day,
    request: maybe(id),
    blocks: fc.constant([
      { name: 'p1', kind: 'person' },
      { name: 'p2', kind: 'person' },
      { name: 'matter', kind: 'matter' },
    ]),
  }),
  command('LinkSubject', {
    ...caseRef,
    subject: id,
    contribution: id,
    block: blockName,
    role: fc.constantFrom(...subjectRoles),
  }),
  command('SetShielding', { ...caseRef, subject: id, mark: fc.constantFrom(...shieldingMarks), set: flag }),
  command('RecordNecessity', {
    ...caseRef,
    ...text,
    necessity: id,
    recipient: organisation,
    recipientKind: fc.constantFrom('POL', 'RIEC'),
    purpose: fc.constant('POL.opsporing'),
    payloadType: type,
    categories: codes,
    request: maybe(id),
  }),
  command('GivePrivacyAdvice', { ...caseRef, ...text, phase: fc.constantFrom('2', '3'), advice: code }),
  command('OpenPhase', { ...caseRef, ...text, phase: fc.constantFrom('1', '2', '3') }),
  fc.oneof(
    { weight: 3, arbitrary: command('SuspendCase', { ...caseRef, reason: code }) },
    { weight: 6, arbitrary: command('ResumeCase', caseRef) },
    { weight: 1, arbitrary: command('MarkUnderDestruction', { ...caseRef, contribution: id }) },
    { weight: 1, arbitrary: command('CloseCase', { ...caseRef, reason: code }) },
  ),
);
const requestCommand = anyOf<RequestCommand>(
  command('PutRequest', {
    request: theId,
    case: id,
    asked: organisations,
    payloadTypes: listOf(type),
    categories: codes,
    subjects: listOf(id),
    recipients: listOf(fc.record({ organisation, purpose: fc.constant('POL.opsporing') })),
    dueOn: fc.constantFrom('2026-03-01', '2026-05-01', '2026-05-02'),
    ...text,
  }),
  command('RecordAnswer', { request: theId, contribution: id, organisation, payloadType: type }),
  command('RefuseRequest', { request: theId, organisation, reason: fc.constantFrom(...refusalReasons) }),
  command('LapseRequest', { request: theId, organisation }),
);
const meetingRef = { meeting: theId, case: mostly.map((isOwn) => uuid(isOwn ? 1 : 2)) };
const meetingCommand = anyOf<MeetingCommand>(
  command('ConveneMeeting', {
    ...meetingRef,
    invitees: organisations,
    plannedFor: instant,
    chair: id,
    needToKnow: fc.constant([oin(1), oin(2)]),
  }),
  command('OpenMeeting', meetingRef),
  fc.oneof(
    { weight: 5, arbitrary: command('RecordAttendance', { ...meetingRef, organisation }) },
    {
      weight: 1,
      arbitrary: command('CloseMeeting', {
        ...meetingRef,
        length: maybe(text.length),
        textDigest: maybe(text.textDigest),
      }),
    },
  ),
  command('EndAttendance', { ...meetingRef, organisation }),
  command('WithdrawInvitation', { ...meetingRef, organisation }),
);
const membership = {
  organisation: fc.constant(oin(1)),
  kind: fc.constantFrom('COLL', 'BURG'),
  region: fc.constant('national'),
  name: fc.constant('Gemeente'),
  municipality: maybe(fc.constant('0363')),
  memberFrom: instant,
};
const partyKey = { organisation: fc.constant(oin(1)), key: fc.constantFrom(digest(21), digest(22), digest(23)) };
const partyCommand = anyOf<PartyCommand>(
  command('JoinParty', membership),
  command('AccedeParty', {
    ...membership,
    publicKey: fc.constant('cHVibGlj'),
    signed: fc.record({
      covenant: fc.constant(digest(1)),
      key: fc.constant(digest(21)),
      at: fc.constant(noon),
      signature: fc.constant('c2ln'),
    }),
  }),
  command('RegisterKey', { ...partyKey, publicKey: fc.constant('cHVibGlj') }),
  command('RevokeKey', { ...partyKey, reason: fc.constantFrom(...keyRevocations) }),
  command('LeaveParty', { organisation: fc.constant(oin(1)), memberUntil: instant }),
);
const personCommand = anyOf<PersonCommand>(
  command('DesignatePerson', {
    person: theId,
    organisation,
    roles: codes,
    mandate: fc.record({ from: instant, until: instant }),
    screenedUntil: instant,
  }),
  command('WithdrawPerson', { person: theId }),
);
const document = {
  version: fc.constantFrom('1.0.0', '1.1.0', '2.0.0'),
  semantics: fc.constant('covenant-1'),
  digest: fc.constantFrom(digest(1), digest(2)),
  document: fc.constantFrom('', '{}'),
};
const theCovenant = { covenant: fc.constant('riec'), ...document };
const asSeen = { version: document.version, digest: document.digest };
const submissionOfCovenant = {
  law: fc.constant(digest(1)),
  registry: fc.constant(digest(9)),
  base: fc.constantFrom(undefined, digest(1), digest(2)),
  validFrom: fc.constantFrom('2026-01-01', '2026-04-01'),
  validUntil: fc.constantFrom('2026-03-04', '2030-12-31'),
  parties: fc.constant(['POL']),
  widens: fc.constantFrom([], ['COLL']),
  newProcessing: fc.constantFrom([], ['type:S30']),
};
const draftCommand = anyOf<CovenantCommand>(
  command('BringLawIntoForce', { law: fc.constant('wgs'), ...document, digest: fc.constant(digest(1)) }),
  command('BringCovenantIntoForce', { registry: fc.constant(digest(9)), ...theCovenant }),
  command('DraftCovenant', theCovenant),
  command('AmendCovenant', theCovenant),
  command('SubmitCovenant', { ...asSeen, ...submissionOfCovenant }),
  command('WithdrawCovenant', { ...asSeen, reason: fc.constantFrom(...withdrawalsOfCovenant) }),
);
const adopting = { version: fc.constant('2.0.0'), digest: mostly.map((isSeen) => digest(isSeen ? 2 : 3)) };
const adoptCommand = anyOf<CovenantCommand>(
  command('GiveCovenantAdvice', {
    ...adopting,
    advice: fc.constantFrom(...covenantAdvices),
    document: fc.constant(digest(7)),
  }),
  command('AdoptCovenant', { ...adopting, members: fc.constant([]), reasons: maybe(fc.constant(digest(8))) }),
  command('RefuseCovenant', { ...adopting, reason: fc.constantFrom(...refusalsOfCovenant) }),
  command('WithdrawCovenant', { ...adopting, reason: fc.constantFrom(...withdrawalsOfCovenant) }),
  command('BringAdoptedIntoForce', { ...adopting, on: fc.constantFrom('2026-03-31', '2026-04-01') }),
  command('AnnounceExpiry', { ...adopting, until: day, days: fc.constantFrom(30, 90) }),
  command('ExpireCovenant', {
    ...adopting,
    until: fc.constant('2026-03-31'),
    on: fc.constantFrom('2026-03-31', '2026-04-01'),
  }),
);
const lawInForce: CovenantEvent = {
  type: 'LawCameIntoForce',
  data: { law: 'wgs', version: '1.0.0', semantics: 'covenant-1', digest: digest(1), document: '{}' },
};
const covenantText = (version: string, of: number) => ({
  covenant: 'riec',
  version,
  semantics: 'covenant-1',
  digest: digest(of),
  document: '{}',
});
const submittedVersion: readonly CovenantEvent[] = [
  lawInForce,
  { type: 'CovenantCameIntoForce', data: { ...covenantText('1.0.0', 4), registry: digest(9) } },
  { type: 'CovenantDrafted', data: covenantText('2.0.0', 2) },
  {
    type: 'CovenantSubmitted',
    data: {
      covenant: 'riec',
      version: '2.0.0',
      digest: digest(2),
      law: digest(1),
      registry: digest(9),
      base: digest(4),
      validFrom: '2026-04-01',
      validUntil: '2030-12-31',
      parties: ['POL'],
      widens: [],
      newProcessing: ['type:S30'],
    },
  },
];
const contributionCommand = anyOf<ContributionCommand>(
  command('RefuseContribution', { contribution: theId, code, rules: codes }),
  command('RecordKeysDestroyed', {
    contribution: theId,
    keys: fc.array(
      fc.record({
        block: blockName,
        keyId: fc.constantFrom(uuid(11), uuid(12), uuid(13)),
        wrappedKeyDigest: fc.constant(digest(1)),
        receipt: fc.constant('register'),
      }),
      { maxLength: 3 },
    ),
  }),
);
const erasureCommand = anyOf<ErasureCommand>(
  command('RequestErasure', {
    erasure: theId,
    contribution: id,
    ground: fc.constantFrom(...erasureGrounds),
    cause: id,
  }),
  command('CompleteErasure', { erasure: theId, contribution: id, keys: fc.nat(3) }),
);
const supplied: ContributionStreamEvent = {
  type: 'ContributionSupplied',
  data: {
    contribution: uuid(1),
    way: 'supply',
    payloadType: 'S6',
    registry: digest(1),
    supplier: oin(1),
    supplierKind: 'POL',
    declaration: { lawful: true, quality: true },
    firstProcessed: '2026-02-01',
    blocks: [
      { name: 'p1', kind: 'person', keyId: uuid(11) },
      { name: 'p2', kind: 'person', keyId: uuid(12) },
    ],
  },
};

const openedCase: CaseEvent = {
  type: 'CaseOpened',
  data: {
    case: uuid(1),
    signals: [uuid(1)],
    activity: 'casusoverleg',
    phenomenon: 'mensenhandel',
    director: uuid(2),
    grants: [oin(1), oin(2), oin(3)].map((each) => ({ organisation: each, until: '2026-06-01T00:00:00.000Z' })),
  },
};

const shapes: Readonly<Record<string, ClearShape>> = Object.fromEntries(
  Object.entries(eventCatalogue).map(([name, { data }]) => [name, { record: data }]),
);
const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** The events that a decider makes of this command, or none where it refuses; any error but a refusal gets through. */
const accepted = <State, Command extends Message, Event extends Message>(
  decider: Decider<State, Command, Event>,
  state: State,
  step: { readonly command: Command; readonly at: Instant },
): readonly Event[] => {
  try {
    return decider.decide(step.command, state, { at: step.at });
  } catch (error) {
    if (isDomainError(error)) return [];
    throw error;
  }
};

/**
 * Plays the commands one after another and holds every step to the three rules; gives the types of all events that came
 * about, so that a spec can tell whether the commands reached every corner.
 */
const expectRules = <State, Command extends Message, Event extends Message>(
  decider: Decider<State, Command, Event>,
  commands: fc.Arbitrary<Command>,
  before: readonly Event[] = [],
): readonly string[] => {
  const seen = new Set<string>();
  const steps = fc.array(fc.record({ command: commands, at: instant }), { minLength: 20, maxLength: 40, size: 'max' });
  const property = fc.property(steps, (played) => {
    let log: readonly Event[] = throughJson(before);
    for (const step of played) {
      const events = accepted(decider, fold(decider, log), step);
      for (const event of events) {
        seen.add(event.type);
        expect(misfits(shapes[event.type] ?? 'flag', event.data)).toStrictEqual([]);
      }
      log = throughJson([...log, ...events]);
      if (events.length > 0) {
        expect(decider.decide(step.command, fold(decider, log), { at: step.at })).toStrictEqual([]);
      }
    }
  });
  fc.assert(property, { numRuns: 300 });
  return [...seen].toSorted();
};
const typesOf = (catalogue: object): readonly string[] => Object.keys(catalogue).toSorted();

describe('whatever is asked, a decider emits only what fits the catalogue, folds it, and stays quiet on repeat', () => {
  it('signal', () => expect(expectRules(signalDecider, signalCommand)).toStrictEqual(typesOf(signalEvents)));

  it('case', () =>
    expect(expectRules(caseDecider, caseCommand, [openedCase])).toStrictEqual(
      typesOf(caseEvents).filter((name) => name !== 'CaseOpened'),
    ));

  it('case from nothing', () => expect(expectRules(caseDecider, caseCommand)).toContain('CaseOpened'));

  it('request', () => expect(expectRules(requestDecider, requestCommand)).toStrictEqual(typesOf(requestEvents)));

  it('meeting', () => expect(expectRules(meetingDecider, meetingCommand)).toStrictEqual(typesOf(meetingEvents)));

  it('party', () =>
    expect(expectRules(partyDecider, partyCommand)).toStrictEqual([
      'PartyJoined',
      'PartyKeyRegistered',
      'PartyKeyRevoked',
      'PartyLeft',
    ]));

  it('person', () =>
    expect(expectRules(personDecider, personCommand)).toStrictEqual(['PersonDesignated', 'PersonWithdrawn']));

  it('covenant that is drafted', () =>
    expect(expectRules(covenantDecider, draftCommand, [lawInForce])).toStrictEqual([
      'CovenantAmended',
      'CovenantCameIntoForce',
      'CovenantDrafted',
      'CovenantSubmitted',
      'CovenantWithdrawn',
    ]));

  // a signature that comes twice is refused, not quiet: covenant.life.spec.ts
  it('covenant that is adopted', () =>
    expect(expectRules(covenantDecider, adoptCommand, submittedVersion)).toStrictEqual(
      [...typesOf(covenantEvents), 'CovenantCameIntoForce']
        .filter((name) => !/Signed|Drafted|Amended|Submitted/.test(name))
        .toSorted(),
    ));

  it('contribution', () =>
    expect(expectRules(contributionDecider, contributionCommand, [supplied])).toStrictEqual([
      'ContributionRefused',
      'KeyDestroyed',
    ]));

  it('contribution that was never stored', () =>
    expect(expectRules(contributionDecider, contributionCommand)).toStrictEqual([
      'ContributionRefused',
      'KeyDestroyed',
    ]));

  it('erasure', () =>
    expect(expectRules(erasureDecider, erasureCommand)).toStrictEqual(['ErasureCompleted', 'ErasureRequested']));
});
