export { appliedRules } from './applied.js';
export { basisOf } from './basis.js';
export { canonicalDocument, covenantDigest } from './canonical.js';
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
