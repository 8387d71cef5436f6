import { list, optional, record } from '@knooppunt/kernel';
import type { EventCatalogue, EventsOf } from '@knooppunt/kernel';

const grant = record({ organisation: 'oin', until: 'instant' });

/** Stream case: phases, need-to-know set, contributions, subjects, necessity (WGS 2.22, 2.23(5)-(6)). */
export const caseEvents = {
  CaseOpened: {
    version: 1,
    data: {
      case: 'uuid',
      signals: list('uuid'),
      /** knelpunt | casusoverleg | gebiedscan | thematische-scan (WGS 2.18(1)) */
      activity: 'code',
      phenomenon: 'code',
      director: 'uuid',
      grants: list(grant),
    },
  },
  GrantsDecided: { version: 1, data: { case: 'uuid', grants: list(grant) } },
  GrantWithdrawn: { version: 1, data: { case: 'uuid', organisation: 'oin' } },
  ContributionTakenIn: {
    version: 1,
    data: {
      case: 'uuid',
      contribution: 'uuid',
      way: 'code',
      payloadType: 'code',
      supplier: 'oin',
      supplierKind: 'code',
      receivedOn: 'date',
      firstProcessed: 'date',
      request: optional('uuid'),
      blocks: list(record({ name: 'code', kind: 'code' })),
    },
  },
  SubjectLinked: {
    version: 1,
    data: {
      case: 'uuid',
      subject: 'uuid',
      contribution: 'uuid',
      block: 'code',
      /** suspect | circle | possible-victim | third */
      role: 'code',
    },
  },
  ShieldingSet: { version: 1, data: { case: 'uuid', subject: 'uuid', mark: 'code', set: 'flag' } },
  NecessityRecorded: {
    version: 1,
    data: {
      case: 'uuid',
      necessity: 'uuid',
      recipient: 'oin',
      purpose: 'code',
      payloadType: 'code',
      categories: list('code'),
      /** Where it came with a request, the text is that request's. */
      request: optional('uuid'),
      length: 'count',
      textDigest: 'token',
    },
    sealed: { text: 'Z2' },
  },
  PrivacyAdviceGiven: {
    version: 1,
    data: { case: 'uuid', phase: 'code', advice: 'code', length: 'count', textDigest: 'token' },
    sealed: { text: 'Z3' },
  },
  PhaseOpened: {
    version: 1,
    data: { case: 'uuid', phase: 'code', length: 'count', textDigest: 'token' },
    sealed: { text: 'Z2' },
  },
  ContributionUnderDestruction: { version: 1, data: { case: 'uuid', contribution: 'uuid' } },
  CaseSuspended: { version: 1, data: { case: 'uuid', reason: 'code' } },
  CaseResumed: { version: 1, data: { case: 'uuid' } },
  CaseClosed: { version: 1, data: { case: 'uuid', reason: 'code' } },
} as const satisfies EventCatalogue;

/** Stream request: one question to one or more participants, and their answers (WGS 1.5, R08, R39). */
export const requestEvents = {
  RequestPut: {
    version: 1,
    data: {
      request: 'uuid',
      case: 'uuid',
      asked: list('oin'),
      payloadTypes: list('code'),
      categories: list('code'),
      subjects: list('uuid'),
      /** For whom it is put: each gets a necessity entry. */
      recipients: list(record({ organisation: 'oin', purpose: 'code' })),
      dueOn: 'date',
      length: 'count',
      textDigest: 'token',
    },
    sealed: { text: 'Z4' },
  },
  RequestAnswered: {
    version: 1,
    data: { request: 'uuid', contribution: 'uuid', organisation: 'oin', payloadType: 'code' },
  },
  RequestRefused: { version: 1, data: { request: 'uuid', organisation: 'oin', reason: 'code' } },
  /** What is asked of one organisation ends: it is no participant any more (R62). */
  RequestLapsed: { version: 1, data: { request: 'uuid', organisation: 'oin' } },
} as const satisfies EventCatalogue;

/** Stream meeting: one joint case meeting (WGS 2.18(1)(b)). */
export const meetingEvents = {
  MeetingConvened: {
    version: 1,
    data: { meeting: 'uuid', case: 'uuid', invitees: list('oin'), plannedFor: 'instant', chair: 'uuid' },
  },
  /** An invitation ends, and with it the seat: the organisation is no participant any more (R62). */
  InvitationWithdrawn: { version: 1, data: { meeting: 'uuid', case: 'uuid', organisation: 'oin' } },
  MeetingOpened: { version: 1, data: { meeting: 'uuid', case: 'uuid' } },
  AttendanceRecorded: { version: 1, data: { meeting: 'uuid', case: 'uuid', organisation: 'oin' } },
  AttendanceEnded: { version: 1, data: { meeting: 'uuid', case: 'uuid', organisation: 'oin' } },
  MeetingClosed: {
    version: 1,
    data: { meeting: 'uuid', case: 'uuid', length: optional('count'), textDigest: optional('token') },
    sealed: { text: 'Z5' },
  },
} as const satisfies EventCatalogue;

export type CaseEvent = EventsOf<typeof caseEvents>;
export type RequestEvent = EventsOf<typeof requestEvents>;
export type MeetingEvent = EventsOf<typeof meetingEvents>;
