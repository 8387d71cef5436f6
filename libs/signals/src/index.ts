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
