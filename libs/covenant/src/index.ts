export { basisOf } from './basis.js';
export { cedarExport } from './cedar/export.js';
export type { CedarExport } from './cedar/export.js';
export {
  applicabilityText as cedarApplicability,
  coverageText as cedarCoverage,
  policyText as cedarPolicyText,
} from './cedar/policies.js';
export type { CedarPolicy, Documents } from './cedar/policies.js';
export {
  fieldEntity as cedarFieldEntity,
  kindEntities as cedarKindEntities,
  requestOf as cedarRequest,
} from './cedar/world.js';
export type { CedarEntity, CedarId, CedarRequest } from './cedar/world.js';
export { fieldTransforms } from './filter/field-transforms.js';
export { ByteFilter, FieldNames } from './filter/filter.js';
export type { NormalForm, Planes, Transforms, Unfiltered } from './filter/filter.js';
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
