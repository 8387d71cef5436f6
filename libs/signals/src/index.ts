export { fieldCategories, levels } from './model.js';
export type {
  BlockKind,
  Fault,
  FieldCategory,
  FieldDefinition,
  FieldType,
  Level,
  LocalParty,
  Payload,
  PayloadType,
  Way,
} from './model.js';
export {
  categoriesOf,
  cloudEventTypeOf,
  fieldsOfBlock,
  findPayloadType,
  payloadTypeOfCloudEvent,
  payloadTypes,
  registryDigest,
  registryDocument,
  registryVersion,
} from './registry/registry.js';
export { Registries } from './registry/registries.js';
export { releasedRegistries } from './registry/released/index.js';
export type { Registry } from './registry/registries.js';
export { kinds } from './registry/kinds.js';
export { activities, bpgCodes, handlingCodes } from './registry/codes/shared.js';
export { findPhenomenon, phenomena } from './registry/phenomena.js';
export type { Phenomenon } from './registry/phenomena.js';
export { checkPayload } from './check.js';
export { checkField, explanationNames } from './checks/field-check.js';
export { textFault } from './checks/text.js';
export { faultTexts } from './checks/fault-codes.js';
export type { FaultCode } from './checks/fault-codes.js';
export {
  isBranchNumber,
  isCadastralId,
  isDocumentNumber,
  isFlightNumber,
  isNumberPlate,
  isPostcode,
  isProsecutionNumber,
  isTurnoverTaxNumber,
  numberPlateSeries,
} from './checks/registers.js';
export { isCountryCode, isMunicipalityCode, isNationalityCode } from './registry/codes/territories.js';
export { isBagId, isBsn, isKvkNumber, isRsin, isVNumber, isWageTaxNumber } from './checks/numbers.js';
export { holdsPersonalData } from './checks/personal-data.js';
export { ageOn, earliestDayOf, isPartialDate, latestDayOf } from './checks/partial-date.js';
export type { PartialDate } from './checks/partial-date.js';
export { payloadSchema, publishedSchema, publishedTypes, schemaAddress } from './schemas/payload-schema.js';
export { compareSchemas } from './schemas/evolution.js';
export type { Narrowing, NarrowingKind } from './schemas/evolution.js';
export { blocksOf } from './blocks.js';
export type { Block } from './blocks.js';
export { adultFromOf, factsOf } from './facts.js';
export type { ContributionFacts } from './facts.js';
export { tokenValuesOf } from './tokens.js';
export type { TokenKind, TokenValue } from './tokens.js';
export { foldAddress, foldName } from './normal-form.js';
export { foldId } from './normal-ids.js';
export type { IdKind } from './normal-ids.js';
export { nameTokenKinds, nameTokens } from './name-tokens.js';
export type { NameTokenKind } from './name-tokens.js';
export { colognePhonetics, dutchSound, soundex } from './phonetics.js';
export { roundDown, transformField } from './transforms.js';
export type { Pseudonym, TransformContext } from './transforms.js';
