import type { CalendarDate, CooperationId, Instant, OrganisationId } from '@knooppunt/kernel';

/**
 * What became of one rule while its document was in force. `decided`: field decisions that took their level from it (permit), or
 * were lowered by it (cap). `applied`: shown fields that it spoke of, such as the duties of a cap at reveal. `refused`: blocks
 * withheld by it, and reads and supplies refused in its name (guard, and caps at a supply).
 */
export type RuleCoverage = {
  readonly id: string;
  readonly effect: 'permit' | 'cap' | 'guard';
  readonly basis: string;
  readonly decided: number;
  readonly applied: number;
  readonly refused: number;
  readonly last: Instant | null;
  /** How many organisations it decided for or against, and which, where it was one alone. */
  readonly organisations: number;
  readonly only: OrganisationId | null;
};

/** A document while it was in force in one cooperation, with every rule that it has. */
export type DocumentCoverage = {
  readonly kind: 'law' | 'covenant';
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly cooperation: CooperationId;
  readonly from: Instant;
  readonly until: Instant | null;
  readonly disclosures: number;
  readonly rules: readonly RuleCoverage[];
  /** Rules that neither decided, nor applied to anything shown, nor refused. */
  readonly never: readonly string[];
};

/** How often a fact had each value when it was asked; all three zero: no decision ever asked it. */
export type FactCoverage = {
  readonly name: string;
  readonly true: number;
  readonly false: number;
  readonly unknown: number;
};

/** Which rules and facts decided in real use. */
export type CoverageReport = {
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
  readonly disclosures: number;
  readonly aborted: number;
  readonly own: number;
  readonly refusals: number;
  readonly unjudged: Readonly<Record<string, number>>;
  readonly decisions: number;
  readonly documents: readonly DocumentCoverage[];
  readonly facts: readonly FactCoverage[];
};
