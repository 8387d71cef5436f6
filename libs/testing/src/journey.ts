import type { AnyEvent } from '@knooppunt/cases';
import { cast, text } from './cast.js';
import { digest, uuid } from './ids.js';
import { lives } from './journey.lives.js';
import { founding, supplied, weighing } from './journey.weighing.js';

const { college, police, tax, mayor, signal, answer, request, meeting, subject, analyst, director, until } = cast;
const theCase = cast.case;

const takenIn = (contribution: string, way: string, payloadType: string, supplier: string): AnyEvent => ({
  type: 'ContributionTakenIn',
  data: {
    case: theCase,
    contribution,
    way,
    payloadType,
    supplier,
    supplierKind: way === 'answer' ? 'POL' : 'COLL',
    receivedOn: '2026-03-02',
    firstProcessed: '2026-02-20',
    ...(way === 'answer' ? { request } : {}),
    blocks: [
      { name: 'p1', kind: 'person' },
      { name: 'facts', kind: 'facts' },
    ],
  },
});
const linked = (contribution: string, role: string): AnyEvent => ({
  type: 'SubjectLinked',
  data: { case: theCase, subject, contribution, block: 'p1', role },
});

const working: readonly AnyEvent[] = [
  {
    type: 'CaseOpened',
    data: {
      case: theCase,
      signals: [signal],
      activity: 'casusoverleg',
      phenomenon: 'mensenhandel',
      director,
      grants: [college, police, mayor].map((organisation) => ({ organisation, until })),
    },
  },
  { type: 'SignalTakenIntoCase', data: { signal, case: theCase } },
  takenIn(signal, 'signal', 'S2', college),
  linked(signal, 'circle'),
  { type: 'ShieldingSet', data: { case: theCase, subject, mark: 'possible-victim', set: true } },
  {
    type: 'NecessityRecorded',
    data: {
      case: theCase,
      necessity: uuid(205),
      recipient: police,
      purpose: 'POL.opsporing',
      payloadType: 'S2',
      categories: ['ID', 'RES'],
      ...text,
    },
  },
  { type: 'GrantsDecided', data: { case: theCase, grants: [{ organisation: tax, until }] } },
  { type: 'GrantWithdrawn', data: { case: theCase, organisation: college } },
  { type: 'PrivacyAdviceGiven', data: { case: theCase, phase: '2', advice: 'positief', ...text } },
  { type: 'PhaseOpened', data: { case: theCase, phase: '2', ...text } },
  {
    type: 'RequestPut',
    data: {
      request,
      case: theCase,
      asked: [police, tax],
      payloadTypes: ['S6'],
      categories: ['CRIM'],
      subjects: [subject],
      recipients: [{ organisation: mayor, purpose: 'BURG.openbare-orde' }],
      dueOn: '2026-03-16',
      ...text,
    },
  },
  supplied(answer, 'answer', 'S6', police),
  { type: 'RequestAnswered', data: { request, contribution: answer, organisation: police, payloadType: 'S6' } },
  { type: 'RequestRefused', data: { request, organisation: tax, reason: 'no-data' } },
  takenIn(answer, 'answer', 'S6', police),
  linked(answer, 'suspect'),
];

const meetingRef = { meeting, case: theCase };
const table: readonly AnyEvent[] = [
  {
    type: 'MeetingConvened',
    data: { ...meetingRef, invitees: [mayor, police], plannedFor: '2026-03-09T09:00:00.000Z', chair: director },
  },
  { type: 'MeetingOpened', data: meetingRef },
  { type: 'AttendanceRecorded', data: { ...meetingRef, organisation: mayor } },
  { type: 'AttendanceRecorded', data: { ...meetingRef, organisation: police } },
  { type: 'AttendanceEnded', data: { ...meetingRef, organisation: police } },
  {
    type: 'DisclosureRecorded',
    data: {
      disclosure: uuid(601),
      act: 'inzage',
      view: 'overleg-dossier',
      recipient: mayor,
      recipientKind: 'BURG',
      case: theCase,
      meeting,
      semantics: 'covenant-1',
      build: '0.1.0',
      registry: digest(3),
      folded: [{ stream: `case-${theCase}`, revision: '4' }],
      facts: { question: { true: ['attends'] } },
      circumstances: [{ case: { true: ['caseOpen'] } }],
      decisions: [
        {
          kind: 'person',
          facts: { 'facts-block': { false: ['minor'] } },
          levels: { pseudonymise: ['name'], generalise: ['birthDate'], withhold: ['bsn'], exists: ['address'] },
          permits: { 'P-102': ['name', 'birthDate'], 'P-100': ['address'] },
        },
      ],
      items: [
        {
          reference: 'r1',
          stream: `contribution-${signal}`,
          revision: '0',
          payloadType: 'S2',
          supplier: college,
          supplierKind: 'COLL',
          phase: '2',
          case: theCase,
          circumstances: 0,
          blocks: [{ block: 'p1', decision: 0, subject, digest: 'ZGlnZXN0' }],
        },
      ],
    },
  },
  { type: 'DisclosureAborted', data: { disclosure: uuid(601), moved: [`case-${theCase}`] } },
  { type: 'MeetingClosed', data: { ...meetingRef, ...text } },
];

const ending: readonly AnyEvent[] = [
  {
    type: 'ReadRefused',
    data: {
      refusal: uuid(701),
      view: 'overleg-dossier',
      recipient: tax,
      code: 'not-there',
      rules: ['G-34'],
      folded: [{ stream: `case-${theCase}`, revision: '4' }],
    },
  },
  {
    type: 'CommandRefused',
    data: { refusal: uuid(702), command: 'OpenPhase', code: 'cases/advice-missing', rules: [] },
  },
  {
    type: 'SupplyRefused',
    data: {
      refusal: uuid(703),
      contribution: uuid(104),
      supplier: police,
      supplierKind: 'POL',
      payloadType: 'S6',
      way: 'answer',
      phase: '1',
      case: theCase,
      code: 'supply-not-now',
      rules: ['W-12'],
    },
  },
  {
    type: 'SupplyRefused',
    data: { refusal: uuid(704), supplier: police, supplierKind: 'POL', code: 'envelope-invalid', rules: [] },
  },
  { type: 'ContributionRefused', data: { contribution: uuid(105), code: 'case-closed', rules: ['R17'] } },
  { type: 'LogConsulted', data: { consultation: uuid(705), question: 'ijkpunten', purpose: 'rechtmatigheid' } },
  {
    type: 'LogConsulted',
    data: {
      consultation: uuid(706),
      question: 'verstrekkingen-casus',
      purpose: 'interne-controle',
      case: theCase,
      recipient: mayor,
      until,
    },
  },
  { type: 'ContributionUnderDestruction', data: { case: theCase, contribution: answer } },
  { type: 'CaseSuspended', data: { case: theCase, reason: 'investigation' } },
  { type: 'CaseResumed', data: { case: theCase } },
  { type: 'CaseClosed', data: { case: theCase, reason: 'approach-done' } },
  { type: 'PersonWithdrawn', data: { person: analyst } },
  { type: 'PartyLeft', data: { organisation: college, memberUntil: until } },
  { type: 'PartyMembershipEnded', data: { organisation: college, memberUntil: until } },
  {
    type: 'CheckpointSigned',
    data: {
      checkpoint: uuid(801),
      origin: 'knooppunt/amsterdam-amstelland',
      size: 42,
      root: 'cm9vdA',
      keyName: 'knooppunt-1',
      signature: 'c2ln',
    },
  },
];

/** One journey with every event type of the catalogue, in an order that the log could hold. */
export const journey: readonly AnyEvent[] = [...founding, ...weighing, ...working, ...table, ...ending, ...lives];
