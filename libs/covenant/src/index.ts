export type {
  Aspect,
  Block as QuestionBlock,
  Change as CovenantChange,
  Difference as CovenantDifference,
  TermChange,
} from './analysis/change.js';
export { check, mayBeAdopted } from './analysis/check.js';
export { findingCodes } from './analysis/check/finding.js';
export type { AnalysisFinding, Finding, FindingCode, ProblemFinding, Severity } from './analysis/check/finding.js';
export type { FactCondition } from './analysis/conditions.js';
export { diff } from './analysis/difference.js';
export type { Place } from './analysis/rows.js';
export type { Period } from './analysis/space.js';
export { newProcessing, suppliersWidened, widenings } from './analysis/widenings.js';
export type { NewProcessing, Widening } from './analysis/widenings.js';
export { basisOf } from './basis.js';
export { cedarExport } from './cedar/export.js';
export type { CedarExport } from './cedar/export.js';
export {
  applicabilityText as cedarApplicability,
  coverageText as cedarCoverage,
  policyText as cedarPolicyText,
} from './cedar/policies.js';
export type { CedarPolicy } from './cedar/policies.js';
export {
  fieldEntity as cedarFieldEntity,
  kindEntities as cedarKindEntities,
  requestOf as cedarRequest,
} from './cedar/world.js';
export type { CedarEntity, CedarId, CedarRequest } from './cedar/world.js';
export { BatchTransforms } from './filter/field-transforms.js';
export type { Names } from './filter/field-transforms.js';
export { ByteFilter } from './filter/filter.js';
export type { Planes, Unfiltered } from './filter/filter.js';
export { FilteredType } from './filter/filtered-type.js';
export type { Transforms } from './filter/filtered-type.js';
export { canonicalDocument, covenantDigest } from './canonical.js';
export { compile, compilers, decideCompiled } from './compiled/index.js';
export type { Documents, NumberedRule } from './compiled/clauses.js';
export type { CompiledCovenant, CompiledType } from './compiled/covenant-1.js';
export type { FactWords } from './compiled/fact-words.js';
export type { Layout } from './compiled/layout.js';
export { Outcome } from './compiled/outcome.js';
export { Reasons } from './compiled/reasons.js';
export type { Scope } from './compiled/scope.js';
export type { Reader } from './compiled/slice.js';
export type { Sweep, SweepShape } from './compiled/sweep.js';
export type { Shape } from './compiled/tables.js';
export { UnknownSemantics } from './errors.js';
export type { CovenantError } from './errors.js';
export { explain } from './explain/explain.js';
export type {
  Change,
  Explanation,
  FactUsed,
  FieldExplanation,
  NearMiss,
  RecipientExplanation,
  RuleReference,
} from './explain/explanation.js';
export { reachOf } from './explain/reach.js';
export type { Reach } from './explain/reach.js';
export { explainToRecipient } from './explain/to-recipient.js';
export { unhinderedFacts } from './explain/unhindered.js';
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
export {
  designationBytes,
  designationForm,
  designationOf,
  faultOfDesignation,
  formatDesignation,
  parseDesignation,
} from './signatures/designation.js';
export type {
  DesignationContext,
  DesignationFault,
  DesignationSignature,
  DesignationStatement,
} from './signatures/designation.js';
export { formatPublicKey, keyIdOf, parsePublicKey } from './signatures/party-key.js';
export type { PartyKey } from './signatures/party-key.js';
export { formatSignature, parseSignature, signatureForm, signatureOf, signedBytes } from './signatures/statement.js';
export type { CovenantSignature, SignatureStatement } from './signatures/statement.js';
export { judgeSignature, judgeSignatures } from './signatures/verdict.js';
export type {
  ExpectedText,
  SignatureContext,
  SignatureFault,
  SignatureVerdict,
  SignaturesJudged,
  VerifyBytes,
} from './signatures/verdict.js';
export { validateDocuments } from './validate.js';
export type { ValidationDepth } from './validate.js';
export type { Problem, RegistryView } from './validate/problem.js';
export { shapePlaceOf } from './validate/shape-place.js';
export type { ShapePlace } from './validate/shape-place.js';
export { findUnseen } from './validate/unseen.js';
export { versionProblems } from './validate/versions.js';
export type { DigestedCovenant, VersionContext } from './validate/versions.js';
