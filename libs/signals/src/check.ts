import { isCalendarDate } from '@knooppunt/kernel';
import type { BlockKind, Fault, FieldDefinition, Payload, PayloadType } from './model.js';
import { checkField } from './checks/field-check.js';
import { isUuid } from './checks/numbers.js';
import { fault, isPlainObject, member, unknownMembers } from './checks/shape.js';
import type { PlainObject } from './checks/shape.js';
import { checkParties } from './check-parties.js';
import { bpgCodes, handlingCodes } from './registry/codes/shared.js';
import { findPhenomenon } from './registry/phenomena.js';
import { categoriesOf, fieldsOfBlock } from './registry/registry.js';

type Way = Payload['way'];
const waysIn: readonly unknown[] = ['signal', 'answer', 'supply'];
const members = [
  'way',
  'request',
  'case',
  'declaration',
  'report',
  'handling',
  'persons',
  'companies',
  'matter',
  'text',
] as const;

/** An object whose members all have their own check; each is required unless its name ends in `?`. */
type MemberChecks = Readonly<Record<string, (value: unknown) => string | undefined>>;

const checkMembers = (value: unknown, pointer: string, checks: MemberChecks): readonly Fault[] => {
  if (!isPlainObject(value)) return [fault(pointer, 'wrong-type')];
  const names = Object.keys(checks).map((name) => name.replace('?', ''));
  const found = Object.entries(checks).flatMap(([key, check]) => {
    const name = key.replace('?', '');
    const given = member(value, name);
    const code = given === undefined ? (key.endsWith('?') ? undefined : 'required') : check(given);
    return code === undefined ? [] : [fault(`${pointer}/${name}`, code)];
  });
  return [...unknownMembers(value, names, pointer), ...found];
};

const flag = (value: unknown) => (typeof value === 'boolean' ? undefined : 'wrong-type');
const day = (value: unknown) => (isCalendarDate(value) ? undefined : 'no-such-date');
const textForm = (form: RegExp) => (value: unknown) => {
  if (typeof value !== 'string') return 'wrong-type';
  return form.test(value) ? undefined : 'wrong-form';
};
const listed = (codes: readonly unknown[]) => (value: unknown) => (codes.includes(value) ? undefined : 'unknown-code');

const declarationChecks: MemberChecks = { lawful: flag, quality: flag, firstProcessed: day };
const reportChecks: MemberChecks = {
  phenomenon: (value) =>
    typeof value === 'string' && findPhenomenon(value) !== undefined ? undefined : 'unknown-phenomenon',
  region: textForm(/^[a-z][a-z0-9-]{1,59}$/),
  task: textForm(/^([A-Z]{2,4}\.)?[a-z][a-z0-9-]{0,59}$/),
};
const handlingChecks: MemberChecks = { 'handlingCode?': listed(handlingCodes), 'bpgCode?': listed(bpgCodes) };

/** A member that belongs to some ways in: required there, refused elsewhere. */
const checkPlace = (data: PlainObject, name: string, place: 'required' | 'refused'): readonly Fault[] => {
  const given = member(data, name) !== undefined;
  if (place === 'refused') return given ? [fault(`/${name}`, 'not-for-this-way')] : [];
  return given ? [] : [fault(`/${name}`, 'required')];
};

const checkIdentifier = (data: PlainObject, name: string): readonly Fault[] => {
  const value = member(data, name);
  return value === undefined || (typeof value === 'string' && isUuid(value)) ? [] : [fault(`/${name}`, 'wrong-form')];
};

const checkWay = (type: PayloadType, data: PlainObject, way: Way): readonly Fault[] => [
  ...(type.ways.includes(way) ? [] : [fault('/way', 'way-not-allowed')]),
  ...checkPlace(data, 'request', way === 'answer' ? 'required' : 'refused'),
  ...checkPlace(data, 'case', way === 'signal' ? 'refused' : 'required'),
  ...checkPlace(data, 'report', way === 'signal' ? 'required' : 'refused'),
  ...checkIdentifier(data, 'request'),
  ...checkIdentifier(data, 'case'),
];

const checkReport = (data: PlainObject): readonly Fault[] => {
  const report = member(data, 'report');
  return report === undefined ? [] : checkMembers(report, '/report', reportChecks);
};

/** Handling codes go with any payload; the codes of Bpg 2:11 only with criminal data, and always with that of Wpg 9 and 10. */
const checkHandling = (type: PayloadType, data: PlainObject): readonly Fault[] => {
  const handling = member(data, 'handling');
  const hasCode = isPlainObject(handling) && member(handling, 'bpgCode') !== undefined;
  const missing = type.needsBpgCode === true && !hasCode ? [fault('/handling/bpgCode', 'required')] : [];
  return handling === undefined ? missing : [...missing, ...checkHandlingCodes(type, handling)];
};

const checkHandlingCodes = (type: PayloadType, handling: unknown): readonly Fault[] => {
  const misplaced =
    isPlainObject(handling) && member(handling, 'bpgCode') !== undefined && !categoriesOf(type).includes('CRIM');
  return [
    ...checkMembers(handling, '/handling', handlingChecks),
    ...(misplaced ? [fault('/handling/bpgCode', 'not-for-this-type')] : []),
  ];
};

/** Fields of the one matter or text block of a payload. */
const checkBlock = (
  value: unknown,
  pointer: string,
  fields: readonly FieldDefinition[],
  isRequired: (field: FieldDefinition) => boolean,
): readonly Fault[] => {
  if (fields.length === 0) return [fault(pointer, 'not-for-this-type')];
  if (!isPlainObject(value)) return [fault(pointer, 'wrong-type')];
  const names = fields.map(({ name }) => name);
  return [
    ...unknownMembers(value, names, pointer),
    ...fields.flatMap((field) => {
      const given = member(value, field.name);
      if (given !== undefined) return checkField(field, given, `${pointer}/${field.name}`);
      return isRequired(field) ? [fault(`${pointer}/${field.name}`, 'required')] : [];
    }),
  ];
};

const blockOrder = ['person', 'matter', 'company'] as const;

/** What a payload of this type cannot do without: the first of persons, matter and companies with a required field, else the first there is. */
export const subjectBlock = (type: PayloadType): BlockKind =>
  blockOrder.find((kind) => fieldsOfBlock(type, kind).some((field) => field.required === true)) ??
  blockOrder.find((kind) => fieldsOfBlock(type, kind).length > 0) ??
  'text';

const checkMatter = (type: PayloadType, data: PlainObject): readonly Fault[] => {
  const matter = member(data, 'matter');
  if (matter === undefined) return subjectBlock(type) === 'matter' ? [fault('/matter', 'required')] : [];
  return checkBlock(matter, '/matter', fieldsOfBlock(type, 'matter'), (field) => field.required === true);
};

/** The explanations go with a signal and with nothing else; other texts are as their field says. */
const checkText = (type: PayloadType, data: PlainObject, way: Way | undefined): readonly Fault[] => {
  const text = member(data, 'text');
  const fields = fieldsOfBlock(type, 'text');
  const isRequired = (field: FieldDefinition): boolean =>
    field.required === true || (field.name === '_text' && way === 'signal');
  if (text === undefined) return way === 'signal' || fields.some(isRequired) ? [fault('/text', 'required')] : [];
  const faults = checkBlock(text, '/text', fields, isRequired);
  const misplaced = way !== undefined && way !== 'signal' && isPlainObject(text) && member(text, '_text') !== undefined;
  return misplaced ? [...faults, fault('/text/_text', 'not-for-this-way')] : faults;
};

/**
 * Checks `data` of a CloudEvent against its payload type: all faults at once, each a JSON pointer within `data` and a
 * code of `faultTexts`, never a value and never the name of an unknown member. `payload` is there when there is no fault.
 * Source: domain §2a, design §2; identifiers: standards of the registers (11-test, BAG, KvK, BRP table 56).
 */
export const checkPayload = (
  type: PayloadType,
  data: unknown,
): { readonly faults: readonly Fault[]; readonly payload?: Payload } => {
  if (!isPlainObject(data)) return { faults: [fault('', 'wrong-type')] };
  const given = member(data, 'way');
  const way = waysIn.includes(given) ? (given as Way) : undefined;
  const declaration = member(data, 'declaration');
  const subject = subjectBlock(type);
  const faults = [
    ...unknownMembers(data, members, ''),
    ...(way === undefined ? [fault('/way', given === undefined ? 'required' : 'unknown-code')] : []),
    ...(way === undefined ? [] : checkWay(type, data, way)),
    ...(declaration === undefined
      ? [fault('/declaration', 'required')]
      : checkMembers(declaration, '/declaration', declarationChecks)),
    ...checkReport(data),
    ...checkHandling(type, data),
    ...checkParties(type, data, { way, subject }),
    ...checkMatter(type, data),
    ...checkText(type, data, way),
  ];
  return faults.length === 0 ? { faults, payload: data as unknown as Payload } : { faults };
};
