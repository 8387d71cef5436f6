import { isCalendarDate, isInstant } from '@knooppunt/kernel';
import type { Fault, FieldDefinition, FieldType } from '../model.js';
import { isBagId, isBsn, isContributionId, isKvkNumber, isOpaqueToken } from './numbers.js';
import { isRsin, isVNumber, isWageTaxNumber } from './numbers.js';
import { isPartialDate } from './partial-date.js';
import {
  isBranchNumber,
  isCadastralId,
  isDocumentNumber,
  isFlightNumber,
  isNumberPlate,
  isProsecutionNumber,
  isTurnoverTaxNumber,
} from './registers.js';
import { fault, isPlainObject, member, unknownMembers } from './shape.js';
import { longest, textFault } from './text.js';

/** The five explanations of a signal, one per criterion of BGS 2.16(1). */
export const explanationNames = ['indications', 'phenomenon', 'necessity', 'parties', 'region'] as const;

type FieldCheck = (value: unknown, pointer: string, field: FieldDefinition) => readonly Fault[];

const oneFault = (pointer: string, code: string | undefined): readonly Fault[] =>
  code === undefined ? [] : [fault(pointer, code)];

const textOf =
  (most: number, multiline = false): FieldCheck =>
  (value, pointer) =>
    oneFault(pointer, textFault(value, most, multiline));

/** A number in text form; `digits` says whether the form is right, so that a failed check digit gets its own code. */
const numberIn =
  (isValid: (text: string) => boolean, digits: RegExp, failed: string): FieldCheck =>
  (value, pointer) => {
    if (typeof value !== 'string') return [fault(pointer, 'wrong-type')];
    if (!digits.test(value)) return [fault(pointer, 'wrong-form')];
    return isValid(value) ? [] : [fault(pointer, failed)];
  };

const checkBsn = numberIn(isBsn, /^\d{9}$/, 'eleven-test');
const checkRsin = numberIn(isRsin, /^\d{9}$/, 'eleven-test');
const checkKvk = numberIn(isKvkNumber, /^\d{8}$/, 'wrong-form');
/** Of a number whose form is all that can be checked. */
const formOf = (isValid: (text: string) => boolean): FieldCheck => numberIn(isValid, /^/, 'wrong-form');

const dateIf =
  (exists: (text: string) => boolean): FieldCheck =>
  (value, pointer) => {
    if (typeof value !== 'string') return [fault(pointer, 'wrong-type')];
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return [fault(pointer, 'wrong-form')];
    return exists(value) ? [] : [fault(pointer, 'no-such-date')];
  };

/** Counts and whole euros: safe integers from zero. */
const checkWhole: FieldCheck = (value, pointer) => {
  if (typeof value !== 'number') return [fault(pointer, 'wrong-type')];
  return Number.isSafeInteger(value) && value >= 0 ? [] : [fault(pointer, 'out-of-range')];
};

/** A whole number within the bounds of its field. */
const checkCount: FieldCheck = (value, pointer, field) => {
  const faults = checkWhole(value, pointer, field);
  const isWithin = typeof value === 'number' && value >= (field.least ?? 0) && value <= (field.most ?? value);
  return faults.length > 0 || isWithin ? faults : [fault(pointer, 'out-of-range')];
};

const checkCode: FieldCheck = (value, pointer, { codes }) => {
  if (typeof value !== 'string') return [fault(pointer, 'wrong-type')];
  return codes !== undefined && Object.hasOwn(codes, value) ? [] : [fault(pointer, 'unknown-code')];
};

/**
 * One fault per wrong code, at its place; a code that stands there twice says nothing more than one. Of a list that is
 * longer than all codes together nothing more is said, for each fault costs.
 */
const checkCodeList: FieldCheck = (value, pointer, field) => {
  if (!Array.isArray(value)) return [fault(pointer, 'wrong-type')];
  if (value.length === 0) return [fault(pointer, 'empty')];
  if (value.length > Object.keys(field.codes ?? {}).length) return [fault(pointer, 'too-many')];
  return value.flatMap((code: unknown, at) =>
    value.indexOf(code) === at ? checkCode(code, `${pointer}/${at}`, field) : [fault(`${pointer}/${at}`, 'repeated')],
  );
};

const companyMembers: Readonly<Record<string, FieldCheck>> = {
  name: textOf(longest.name),
  kvkNr: checkKvk,
  rsin: checkRsin,
  vestigingsNr: formOf(isBranchNumber),
};

const checkCompany: FieldCheck = (value, pointer, field) => {
  if (!isPlainObject(value)) return [fault(pointer, 'wrong-type')];
  const names = Object.keys(companyMembers);
  const given = names.filter((name) => member(value, name) !== undefined);
  if (given.length === 0 && Object.keys(value).length === 0) return [fault(pointer, 'empty')];
  return [
    ...unknownMembers(value, names, pointer),
    ...given.flatMap((name) => companyMembers[name]?.(member(value, name), `${pointer}/${name}`, field) ?? []),
  ];
};

const checkExplanations: FieldCheck = (value, pointer) => {
  if (!isPlainObject(value)) return [fault(pointer, 'wrong-type')];
  return [
    ...unknownMembers(value, explanationNames, pointer),
    ...explanationNames.flatMap((name) => {
      const text = member(value, name);
      const at = `${pointer}/${name}`;
      return text === undefined ? [fault(at, 'required')] : oneFault(at, textFault(text, longest.explanation, true));
    }),
  ];
};

const checkReference: FieldCheck = (value, pointer) => {
  if (typeof value !== 'string') return [fault(pointer, 'wrong-type')];
  return /^[pc][1-9]\d?$/.test(value) ? [] : [fault(pointer, 'wrong-form')];
};

const checkFlag: FieldCheck = (value, pointer) => (typeof value === 'boolean' ? [] : [fault(pointer, 'wrong-type')]);

const checkInstant: FieldCheck = (value, pointer) => (isInstant(value) ? [] : [fault(pointer, 'wrong-form')]);

const checkIdList: FieldCheck = (value, pointer) =>
  Array.isArray(value) && value.every((item) => textFault(item, longest.text) === undefined)
    ? []
    : [fault(pointer, 'wrong-type')];

const checks: Readonly<Record<FieldType, FieldCheck>> = {
  name: textOf(longest.name),
  'birth-date': dateIf(isPartialDate),
  bsn: checkBsn,
  'v-number': numberIn(isVNumber, /^\d{10}$/, 'wrong-form'),
  text: textOf(longest.text),
  'long-text': textOf(longest['long-text'], true),
  address: textOf(longest.address),
  'bag-id': numberIn(isBagId, /^\d{16}$/, 'wrong-form'),
  company: checkCompany,
  'wage-tax-number': numberIn(isWageTaxNumber, /^\d{9}L\d{2}$/, 'eleven-test'),
  'company-name': textOf(longest.name),
  'kvk-number': checkKvk,
  'turnover-tax-number': numberIn(isTurnoverTaxNumber, /^\d{9}B(?!00)\d{2}$/, 'eleven-test'),
  'prosecution-number': formOf(isProsecutionNumber),
  'document-number': formOf(isDocumentNumber),
  'number-plate': formOf(isNumberPlate),
  'cadastral-id': formOf(isCadastralId),
  'flight-number': formOf(isFlightNumber),
  'contribution-id': formOf(isContributionId),
  'opaque-token': formOf(isOpaqueToken),
  date: dateIf(isCalendarDate),
  count: checkCount,
  money: checkWhole,
  flag: checkFlag,
  code: checkCode,
  'code-list': checkCodeList,
  reference: checkReference,
  explanations: checkExplanations,
  id: textOf(longest.text),
  'id-list': checkIdList,
  instant: checkInstant,
};

/**
 * Every fault of one field's value, as pointers and codes, never the value. `pointer` is where the value lies.
 * A reference is checked for its form here; whether it resolves is checked over the whole payload.
 */
export const checkField = (field: FieldDefinition, value: unknown, pointer: string): readonly Fault[] =>
  checks[field.type](value, pointer, field);
