import type { Level } from '@knooppunt/signals';
import type { AuditTotals } from '../audit-program.js';
import type { Part } from '../cast.js';
import type { DemoError } from '../errors.js';
import type { Progress } from '../progress.js';
import type {
  AuditPlayed,
  CasePlayed,
  DemoResult,
  Imported,
  MeetingPlayed,
  RefusedDelivery,
  RequestsPlayed,
  SideBySide,
  SignalsPlayed,
  WeighingPlayed,
} from '../result.js';
import type { Example } from '../seen.js';

/** Where a running hub is and how to use it, for the last lines on the screen. */
export type Foreground = {
  readonly base: string;
  readonly docs: string;
  readonly data: string;
  readonly log: string;
  /** Lines of the log that tell of something broken. */
  readonly errors: number;
  readonly curl: string;
  readonly token: string;
  /** Command that removes the data folder. */
  readonly afresh: string;
  /** False: the hub runs elsewhere, and goes on when the demonstration ends. */
  readonly isOwnHub: boolean;
  readonly staysOpen: boolean;
};

/** Every word that the demonstration says in one language. Sentences are whole; the code puts none together. */
export type Texts = {
  readonly locale: string;
  readonly parts: Readonly<Record<Part, string>>;
  readonly levels: Readonly<Record<Level, string>>;
  /** Facts that the account names, by the fact's name in law and covenant. */
  readonly marks: Readonly<Record<string, string>>;
  readonly progress: (progress: Progress) => string;
  readonly title: (result: DemoResult) => string;
  readonly headings: Readonly<
    Record<
      'beforehand' | 'signals' | 'weighing' | 'case' | 'requests' | 'meeting' | 'outsider' | 'audit' | 'notYet',
      string
    >
  >;
  readonly columns: Readonly<
    Record<'who' | 'type' | 'code' | 'count' | 'reader' | 'items' | 'shown' | 'article', string>
  >;
  readonly madeUp: (result: DemoResult) => string;
  readonly imported: (found: Imported, result: DemoResult) => string;
  readonly secrecy: string;
  readonly found: (signals: SignalsPlayed) => string;
  readonly repeated: (isSame: boolean) => string;
  readonly refused: (refused: RefusedDelivery) => string;
  readonly prepared: (weighing: WeighingPlayed) => string;
  readonly weigherSaw: (fields: string) => string;
  readonly decided: (weighing: WeighingPlayed, rotterdam: number) => string;
  readonly neverLearns: (compared: SideBySide) => string;
  readonly opened: (played: CasePlayed) => string;
  readonly linked: (played: CasePlayed) => string;
  readonly needed: (played: CasePlayed) => string;
  readonly tooEarly: (refused: RefusedDelivery) => string;
  readonly phase: string;
  readonly requested: (played: RequestsPlayed) => string;
  readonly convened: (played: MeetingPlayed) => string;
  readonly howToRead: string;
  readonly ownDelivery: string;
  readonly nothing: string;
  readonly atTable: string;
  readonly invited: string;
  readonly bureau: string;
  readonly example: Readonly<Record<Example['of'], string>>;
  readonly exampleOwn: string;
  readonly exampleNothing: string;
  readonly exampleSaid: (sight: { readonly level: string; readonly value: string | undefined }) => string;
  readonly outside: (meeting: MeetingPlayed) => string;
  readonly checkpoints: (audit: AuditPlayed) => string;
  /** `asRecorded`: names of the facts that were taken as recorded; empty where there are none. */
  readonly audited: (totals: AuditTotals, asRecorded: string) => string;
  readonly unreadable: (command: string) => string;
  readonly notAudited: string;
  readonly unset: (names: string) => string;
  readonly shielded: (isShielded: boolean) => string;
  readonly notYet: string;
  readonly starting: (base: string) => string;
  readonly using: (base: string) => string;
  readonly foreground: (foreground: Foreground) => readonly string[];
  readonly peopleHead: readonly [string, string, string];
  readonly broken: (error: DemoError) => string;
  readonly noToken: string;
  readonly connectionLost: string;
  readonly otherProgram: (port: number) => string;
  readonly ownProvider: string;
  readonly badOption: (argument: string) => string;
  readonly usage: string;
};
