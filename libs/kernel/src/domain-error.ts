/**
 * A broken rule of the domain. Carries a literal code `<lib>/<kebab-case>`, never a value of a person, and knows no HTTP.
 * Messages are lower case, one line, ids and domain words only.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  /** May the same request succeed later without change? */
  readonly retriable: boolean = false;
  /** Articles and rules that the refusal rests on, such as `WGS 2.23(5)`. */
  readonly basis: readonly string[] = [];

  override get name(): string {
    return this.constructor.name;
  }
}

/** Is this an error of the domain, whichever copy of the class made it? */
export const isDomainError = (error: unknown): error is DomainError =>
  error instanceof Error && typeof (error as { code?: unknown }).code === 'string' && 'retriable' in error;
