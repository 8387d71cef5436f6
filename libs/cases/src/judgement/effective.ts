import type { CovenantDocument } from '@knooppunt/covenant';

/**
 * A covenant as it decides. After its last day, with none in its place, its permits give nothing; its caps, its parties with
 * their purposes, and the law above it stay. The gate and an audit ask the same. Source: ADR 0016.
 */
export const effectiveCovenant = (covenant: CovenantDocument, hasExpired: boolean): CovenantDocument =>
  hasExpired ? { ...covenant, rules: covenant.rules.filter(({ permit }) => permit === undefined) } : covenant;
