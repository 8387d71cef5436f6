import type { Uuid } from '@knooppunt/kernel';
import type { Data } from './narrator.js';

/** Contributions of the Amsterdam history by name. */
const contributionNames = [
  's0',
  's1',
  's2',
  's19',
  's24',
  'sW',
  'sV',
  'sA',
  'sR',
  'sR2',
  'sN',
  'sH',
  'sU',
  's6',
  's15',
  'silent',
] as const;
export type ContributionName = (typeof contributionNames)[number];

/** What a world may have or lack. The others are in every world. */
export type Part =
  | 's24'
  | 's6'
  | 's15'
  /** A case, a meeting and a request of others, with the signal behind it. */
  | 'hiddenCase'
  | 'hiddenMeeting'
  | 'hiddenRequest'
  /** A signal that nobody weighs yet. */
  | 'unweighed'
  /** A case of others that begins with a signal which the reader once weighed. */
  | 'caseOfWeighed'
  /** A contribution under code c of Bpg 2:11, which nobody sees, about somebody of the case. */
  | 'silent'
  /** Others at a table at which the reader does not sit, and in a set of which it is. */
  | 'otherMembers'
  /** Necessity that others recorded, and what others read. */
  | 'othersNecessity'
  | 'othersReading';

/** One world: its payloads, its words, and the parts that it has. */
export type Plot = {
  readonly payloads: Readonly<Record<ContributionName, Data>>;
  /** The text of the process for this purpose; never shown to a reader from whom a world hides it. */
  readonly words: (what: string) => string;
  readonly parts: ReadonlySet<Part>;
};

/** The ids of a history by name: contributions (and so signals), cases, meetings, requests, disclosures. */
export type Ids = Readonly<Record<string, Uuid>>;
