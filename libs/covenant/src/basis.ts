import type { CovenantDocument, LawDocument } from './model.js';

/** The article that a rule rests on, such as `convenant art. 7.1` or `WGS 2.23(5)`; undefined where no such rule is. */
export const basisOf = (law: LawDocument, covenant: CovenantDocument, ruleId: string): string | undefined =>
  [...law.guards, ...law.caps, ...covenant.rules].find(({ id }) => id === ruleId)?.basis;
