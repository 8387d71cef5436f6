import type { CalendarDate, Digest, Instant, Kind, OrganisationId } from '@knooppunt/kernel';
import { VersionInvalid } from './covenant.errors.js';

/** Where a version stands. What is in force, superseded or expired by founding alone has no such life (ADR 0016). */
export type VersionStatus =
  'drafted' | 'submitted' | 'adopted' | 'in-force' | 'superseded' | 'expired' | 'refused' | 'withdrawn';

/** A signature that was verified when it came in. */
export type CountedSignature = {
  readonly kind: Kind;
  readonly key: Digest;
  readonly at: Instant;
  readonly signature: string;
};

/** What a text was checked against when it was submitted, and what follows from that. */
export type Submission = {
  readonly law: Digest;
  readonly registry: Digest;
  readonly base?: Digest;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
  readonly parties: readonly Kind[];
  readonly widens: readonly Kind[];
  readonly newProcessing: readonly string[];
};

/** One version with its text. `announced`: how many days before its end that end was announced. */
export type CovenantVersion = {
  readonly status: VersionStatus;
  readonly covenant: string;
  readonly version: string;
  readonly semantics: string;
  readonly digest: Digest;
  readonly document: string;
  readonly submission?: Submission;
  /** When it was submitted; what was signed before is no signature under the text that stands still. */
  readonly submittedAt?: Instant;
  readonly signatures: { readonly [organisation: OrganisationId]: CountedSignature };
  readonly advice?: { readonly advice: string; readonly document: Digest };
  readonly announced: readonly number[];
};

/** The lives of versions: by number, and which text has expired with nothing in its place. */
export type CovenantLife = {
  readonly versions: { readonly [version: string]: CovenantVersion };
  readonly expired: Digest | null;
};

/** A life in which nothing has happened. */
export const noLife: CovenantLife = { versions: {}, expired: null };

const form = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/;

const numbersOf = (version: string): readonly number[] => {
  const match = form.exec(version);
  if (!match) throw new VersionInvalid();
  return match.slice(1).map(Number);
};

/** Refuses what is no version number. Throws `cases/version-invalid`. */
export const requireVersion = (version: string): void => void numbersOf(version);

/** Is one version number higher than another? A number of another form is lower than any. */
export const isNewer = (version: string, other: string): boolean => {
  if (!form.test(other)) return true;
  const [one, two] = [numbersOf(version), numbersOf(other)];
  const at = one.findIndex((number, place) => number !== two[place]);
  return at >= 0 && (one[at] ?? 0) > (two[at] ?? 0);
};
