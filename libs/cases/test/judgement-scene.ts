import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { fold } from '@knooppunt/kernel';
import type { Instant } from '@knooppunt/kernel';
import { caseDecider } from '../src/case.decider.js';
import type { SubjectRole } from '../src/case.js';
import type { CaseEvent, MeetingEvent } from '../src/events/case.events.js';
import { meetingDecider } from '../src/meeting.js';
import { partyDecider } from '../src/party.js';
import type { PartyEvent } from '../src/party.js';
import { signalDecider } from '../src/signal.js';
import type { SignalEvent } from '../src/events/signal.events.js';
import type { Asking, Fact, Item, Placed } from '../src/judgement/facts.js';

/** A scene for specs of the judgement: the police ask about what the college supplied, in a case of two contributions. */
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const oin = (number: number): string => `00000099${String(number).padStart(12, '0')}`;
const until = '2026-06-01T00:00:00.000Z';
const meeting = uuid(3);
export const noon: Instant = '2026-03-02T12:00:00.000Z';
export const reader = oin(3);
export const college = oin(1);
export const caseId = uuid(1);
export const first = uuid(11);
export const second = uuid(12);
export const subject = uuid(21);

export const law: LawDocument = {
  wet: 'voorbeeldwet',
  version: '1',
  semantics: 'covenant/1',
  kinds: { participants: ['POL', 'COLL', 'BURG'], bureau: ['RIEC'] },
  acts: { levering: 'WGS 1.5', inzage: 'WGS 1.6' },
  facts: {},
  guards: [
    { id: 'G-34', phase: '1+', require: { inNeedToKnowSet: true }, in: ['2025-01-01', 'open'], basis: 'WGS 2.23(5)' },
    { id: 'G-09', at: ['levering'], require: { declared: true }, in: ['2025-01-01', 'open'], basis: 'BGS 1.5' },
  ],
  caps: [
    {
      id: 'W-12',
      cap: 'withhold',
      at: ['levering', 'inzage'],
      phase: ['weging', '1'],
      fields: ['CRIM'],
      in: ['2025-01-01', 'open'],
      basis: 'WGS 2.22',
    },
    { id: 'W-20', cap: 'withhold', when: { directCircle: false }, in: ['2025-01-01', 'open'], basis: 'WGS 2.22(1)(b)' },
    { id: 'W-45', cap: 'withhold', when: { silent: true }, in: ['2025-01-01', 'open'], basis: 'Bpg 2:11' },
    { id: 'W-63', cap: 'withhold', when: { expired: true }, in: ['2025-01-01', 'open'], basis: 'WGS 1.8(7)' },
  ],
};

export const covenant: CovenantDocument = {
  covenant: 'voorbeeld',
  version: '1',
  semantics: 'covenant/1',
  under: { law: 'voorbeeldwet', checkedAgainst: '1' },
  valid: { from: '2026-01-01', until: '2030-12-31', zone: 'Europe/Amsterdam' },
  phases: ['weging', '1', '2', '3'],
  levels: ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'],
  categories: ['ID', 'RES', 'CRIM'],
  parties: {
    POL: { name: 'Politie', law: 'WGS 2.19', secrecy: ['Wpg 7'], purposes: { opsporing: 'Politiewet 3' } },
    COLL: { name: 'College', law: 'WGS 2.19', secrecy: ['Awb 2:5'], purposes: { wonen: 'WGS 2.19', brp: 'BRP 1.4' } },
    RIEC: { name: 'Bureau', law: 'WGS 1.4', secrecy: ['WGS 1.11'], purposes: { voorbereiding: 'WGS 2.17' } },
  },
  groups: {},
  facts: {},
  obligations: { onward: { combine: 'strictest', order: ['forbidden', 'allowed'] } },
  defaults: { level: 'withhold', obligations: { onward: 'forbidden' } },
  rules: [
    {
      id: 'P-1',
      permit: 'exists',
      from: ['COLL'],
      type: ['S2'],
      fields: ['_exists'],
      to: ['POL'],
      purpose: 'own',
      phase: '1+',
      when: { asked: true },
      basis: 'convenant art. 1',
    },
    {
      id: 'P-2',
      permit: 'reveal',
      from: ['COLL'],
      type: ['S2'],
      fields: ['ID', 'RES'],
      to: ['POL'],
      purpose: 'own',
      phase: '1+',
      when: { asked: true },
      basis: 'convenant art. 2',
    },
    {
      id: 'C-26',
      cap: 'pseudonymise',
      fields: ['ID'],
      when: { minor: true },
      observable: ['shielded'],
      basis: 'convenant art. 3',
    },
    {
      id: 'C-27',
      cap: 'pseudonymise',
      fields: ['ID'],
      when: { possibleVictim: true },
      observable: ['shielded'],
      basis: 'convenant art. 4',
    },
  ],
};

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
const places = <State>(stream: string, state: State, count: number): Placed<State> => ({
  stream,
  revision: BigInt(count - 1),
  state,
});

/** The case of the scene, opened the day before, with these events after. */
export const caseWith = (...events: readonly CaseEvent[]) => {
  const opened: CaseEvent = {
    type: 'CaseOpened',
    data: {
      case: caseId,
      signals: [first],
      activity: 'casusoverleg',
      phenomenon: 'mensenhandel',
      director: uuid(2),
      grants: [
        { organisation: reader, until },
        { organisation: college, until },
      ],
    },
  };
  const history = [opened, ...events].map((event) => ({ ...event, recordedAt: '2026-03-01T12:00:00.000Z' }));
  return places(`case-${caseId}`, fold(caseDecider, throughJson(history)), history.length);
};

export const takenIn = (contribution: string, way: 'signal' | 'answer' = 'signal'): CaseEvent => ({
  type: 'ContributionTakenIn',
  data: {
    case: caseId,
    contribution,
    way,
    payloadType: 'S2',
    supplier: college,
    supplierKind: 'COLL',
    receivedOn: '2026-03-01',
    firstProcessed: '2026-02-20',
    blocks: [{ name: 'p1', kind: 'person' }],
  },
});
export const linked = (contribution: string, role: SubjectRole, to = subject, block = 'p1'): CaseEvent => ({
  type: 'SubjectLinked',
  data: { case: caseId, subject: to, contribution, block, role },
});
export const needed = (categories: readonly string[], changes: Readonly<Record<string, string>> = {}): CaseEvent => ({
  type: 'NecessityRecorded',
  data: {
    case: caseId,
    necessity: uuid(31),
    recipient: reader,
    purpose: 'POL.opsporing',
    payloadType: 'S2',
    categories,
    length: 40,
    textDigest: 'ZGlnZXN0',
    ...changes,
  },
});

export const partyWith = (...events: readonly PartyEvent[]) => {
  const joined: PartyEvent = {
    type: 'PartyJoined',
    data: {
      organisation: reader,
      kind: 'POL',
      region: 'national',
      name: 'Politie',
      memberFrom: '2025-03-01T00:00:00.000Z',
    },
  };
  const history = [joined, ...events];
  return places(`party-rotterdam-${reader}`, fold(partyDecider, throughJson(history)), history.length);
};

export const meetingWith = (...events: readonly MeetingEvent[]) =>
  places(`meeting-${meeting}`, fold(meetingDecider, throughJson(events)), events.length);

export const signalWith = (...events: readonly SignalEvent[]) =>
  places(`signal-${first}`, fold(signalDecider, throughJson(events)), events.length);

export const asking = (changes: Partial<Asking> = {}): Asking => ({
  at: noon,
  act: 'inzage',
  cooperation: 'amsterdam-amstelland',
  recipient: reader,
  recipientKind: 'POL',
  purpose: 'POL.opsporing',
  law,
  covenant,
  party: partyWith(),
  ...changes,
});

/** What the college supplied about two persons, with a text. */
export const contribution = (changes: Partial<Item> = {}): Item => ({
  payloadType: 'S2',
  supplier: college,
  supplierKind: 'COLL',
  phase: '1',
  source: { stream: `contribution-${first}`, revision: 0n },
  contribution: first,
  way: 'signal',
  declaration: { lawful: true, quality: true },
  firstProcessed: '2026-02-20',
  blocks: [
    { name: 'p1', kind: 'person' },
    { name: 'p2', kind: 'person' },
    { name: 'text', kind: 'text' },
  ],
  ...changes,
});

export const person = { name: 'p1', kind: 'person', categories: ['ID', 'RES'] };
export const text = { name: 'text', kind: 'text', categories: ['_'] };
export const head = { name: 'head', kind: 'head', categories: ['_'] };
export const matter = { name: 'matter', kind: 'matter', categories: ['RES'] };
export const outsider = oin(77);
export const valueOf = (fact: Fact | undefined): string => fact?.value ?? 'absent';
