import type { StukDto } from '@knooppunt/contracts';
import type { CalendarDate, Uuid } from '@knooppunt/kernel';
import type { AuditTotals } from './audit-program.js';
import type { Part, ReaderName } from './cast.js';

/** A delivery that was taken in: who brought which type, and the id that the edge gave. */
export type Delivered = { readonly part: Part; readonly type: string; readonly id: Uuid };

/** A delivery that was refused, with the articles that the answer named. */
export type RefusedDelivery = {
  readonly part: Part;
  readonly type: string;
  readonly status: number;
  readonly code: string;
  readonly basis: readonly string[];
};

/** What a municipality found in the register. */
export type Imported = {
  readonly municipality: string;
  readonly residents: number;
  readonly overcrowded: number;
  readonly anomalies: number;
};

/** Two answers laid side by side: status, headers and body, to the byte. */
export type SideBySide = {
  readonly route: string;
  readonly status: number;
  readonly bytes: number;
  readonly isEqual: boolean;
};

/** The signals: imported, delivered, repeated, refused. */
export type SignalsPlayed = {
  readonly imported: readonly Imported[];
  /** Registrations at the overcrowded address of Amsterdam, as S1 counts them. */
  readonly registrations: number;
  readonly delivered: readonly Delivered[];
  /** The signals of Amsterdam that belong together: address, its residents, the child, inspection, residence positions. */
  readonly cluster: readonly Uuid[];
  /** Signals of Amsterdam that the rules found at other addresses. */
  readonly elsewhere: readonly Uuid[];
  readonly rotterdam: readonly Uuid[];
  /** The signal about the child. */
  readonly child: Uuid;
  /** Two adult residents, by the name that the immigration service knows too; the second is shielded in the case. */
  readonly residents: readonly string[];
  readonly repeated: { readonly id: Uuid; readonly isSame: boolean };
  readonly refused: RefusedDelivery;
};

/** The weighing: what became of each signal. */
export type WeighingPlayed = {
  readonly accepted: readonly Uuid[];
  readonly rejected: readonly Uuid[];
  /** What a weigher was shown of one signal, before the decision. */
  readonly weigherSaw: readonly { readonly field: string; readonly level: string }[];
  /** Own deliveries of Rotterdam and of Amsterdam that were rejected, with their status as the supplier reads it. */
  readonly fates: readonly { readonly part: Part; readonly id: Uuid; readonly status: string }[];
  /** Amsterdam asks for Rotterdam's signal and for one that never was. */
  readonly unknownElsewhere: SideBySide;
};

/** The case, up to its second phase. */
export type CasePlayed = {
  readonly case: Uuid;
  readonly participants: readonly Part[];
  readonly contributions: number;
  readonly subjects: number;
  /** Links that were made from a proposal by blind token. */
  readonly proposalsLinked: number;
  /** Proposals about companies: shown, not linked, for only persons are subjects. */
  readonly companyProposals: number;
  readonly necessities: number;
  readonly refused: RefusedDelivery;
};

/** The requests and their answers. */
export type RequestsPlayed = {
  /** Subjects that the requests are about, and how many of them the police knew from what they were shown. */
  readonly subjects: number;
  readonly recognised: number;
  readonly requests: readonly {
    readonly asked: Part;
    readonly type: string;
    readonly id: Uuid;
    readonly answer: Uuid;
  }[];
};

/** The dossier of the meeting as one reader was shown it. */
export type Reading = {
  readonly reader: ReaderName;
  readonly atTable: boolean;
  readonly disclosure: Uuid;
  readonly items: readonly StukDto[];
};

/** The meeting. */
export type MeetingPlayed = {
  readonly meeting: Uuid;
  readonly readings: readonly Reading[];
  /** What the KMar was shown, beside what it is shown of things that are not there. */
  readonly outsider: readonly SideBySide[];
  readonly outsiderLists: readonly { readonly route: string; readonly items: number }[];
};

/** The auditor: what the hub tells over HTTP, and what the log itself says. */
export type AuditPlayed = {
  readonly checkpoints: number;
  /** The newest checkpoint, its signature checked against the public key in the data folder; absent without that folder. */
  readonly signature?: 'good' | 'bad';
  /** Marks that the recorded decisions used and that nothing sets yet. */
  readonly unset: readonly string[];
  readonly totals: readonly AuditTotals[];
};

/** Everything that one run of the demonstration did and saw. */
export type DemoResult = {
  readonly run: string;
  readonly seed: number;
  readonly today: CalendarDate;
  readonly referenceDate: CalendarDate;
  readonly signals: SignalsPlayed;
  readonly weighing: WeighingPlayed;
  readonly case: CasePlayed;
  readonly requests: RequestsPlayed;
  readonly meeting: MeetingPlayed;
  readonly audit: AuditPlayed;
};

/** Did everything come out as it must: equal where it must be equal, destroyed, and an audit without findings? */
export const isSound = ({ signals, weighing, meeting, audit }: DemoResult): boolean =>
  signals.repeated.isSame &&
  weighing.unknownElsewhere.isEqual &&
  meeting.outsider.every(({ isEqual }) => isEqual) &&
  meeting.outsiderLists.every(({ items }) => items === 0) &&
  audit.signature !== 'bad' &&
  audit.totals.every(({ exit, findings }) => exit === 0 && findings === 0);
