import type { Problem } from '../../validate/problem.js';
import type { Block } from '../change.js';
import type { Place } from '../rows.js';

/** `fout`: the covenant may not be adopted. `waarschuwing`: look at it. `inlichting`: good to know. */
export type Severity = 'fout' | 'waarschuwing' | 'inlichting';

/** What the analysis can find in a covenant that is well-formed, in the order in which it is told. */
export const findingCodes = [
  'betrays-fact',
  'law-always-withholds',
  'looser-than-law',
  'law-duty-undefined',
  'no-retention',
  'special-without-cap',
  'never-matches',
  'never-decides',
  'supplied-and-never-seen',
  'unused-group',
  'unused-fact',
  'unused-obligation',
  'never-bites',
  'never-seen',
  'revealed-to-all',
  'overlapping-permits',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/**
 * One thing that the analysis found: how grave, which rules, where it stands in the documents, and the names that its
 * sentence is made with. The sentence itself is `sentenceOfFinding`.
 */
export type AnalysisFinding = {
  readonly severity: Severity;
  readonly code: FindingCode;
  readonly rules: readonly string[];
  readonly where: Place;
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** The questions that are meant, where they say more than the rule does. */
  readonly blocks?: readonly Block[];
};

/** What keeps a covenant from coming into force at all: form, names, duties, its own assertions. */
export type ProblemFinding = {
  readonly severity: 'fout';
  readonly code: string;
  readonly rules: readonly string[];
  readonly problem: Problem;
};

export type Finding = ProblemFinding | AnalysisFinding;

/** Where the covenant as a whole is meant. */
export const wholeCovenant: Place = { document: 'covenant', path: ['rules'] };
