export { basisOf } from './basis.js';
export { canonicalDocument, covenantDigest } from './canonical.js';
export { compile, compilers, decideCompiled } from './compiled/index.js';
export type { Documents, NumberedRule } from './compiled/clauses.js';
export type { CompiledCovenant, CompiledType } from './compiled/covenant-1.js';
export type { FactWords } from './compiled/fact-words.js';
export type { Layout } from './compiled/layout.js';
export { Outcome } from './compiled/outcome.js';
export { Reasons } from './compiled/reasons.js';
export type { Scope } from './compiled/scope.js';
export type { Reader, Sweep, SweepShape } from './compiled/sweep.js';
export type { Shape } from './compiled/tables.js';
export { UnknownSemantics } from './errors.js';
export type { CovenantError } from './errors.js';
export type {
  Condition,
  CovenantDocument,
  DecidedField,
  Decision,
  FactDefinition,
  FieldDecision,
  Guard,
  LawDocument,
  ObligationDefinition,
  Obligations,
  PartyDefinition,
  Question,
  Rule,
  Selector,
  SupplyDecision,
  Truth,
} from './model.js';
export { decide, decideSupply, semanticsVersions } from './semantics/index.js';
export type { Semantics } from './semantics/index.js';
export { validateDocuments } from './validate.js';
export type { Problem, RegistryView } from './validate/problem.js';
