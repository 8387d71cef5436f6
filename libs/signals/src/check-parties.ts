import type { BlockKind, Fault, FieldDefinition, Payload, PayloadType } from './model.js';
import { checkField } from './checks/field-check.js';
import { isSubjectReference } from './checks/numbers.js';
import { fault, isPlainObject, member, unknownMembers } from './checks/shape.js';
import type { PlainObject } from './checks/shape.js';
import { fieldsOfBlock } from './registry/registry.js';

type Way = Payload['way'] | undefined;
type Side = {
  readonly kind: 'person' | 'company';
  readonly letter: 'p' | 'c';
  readonly pointer: string;
  readonly most: number;
  readonly extra: readonly string[];
};

const personsOf = (type: PayloadType): Side => ({
  kind: 'person',
  letter: 'p',
  pointer: '/persons',
  most: type.maxPersons,
  extra: ['ref', 'about', 'possibleVictim'],
});

const companiesOf = (type: PayloadType): Side => ({
  kind: 'company',
  letter: 'c',
  pointer: '/companies',
  most: type.maxCompanies,
  extra: ['ref'],
});

const isRef = (value: unknown, letter: string): value is string =>
  typeof value === 'string' && value.startsWith(letter) && /^[1-9]\d?$/.test(value.slice(1));

const checkRef = (party: PlainObject, side: Side, pointer: string): readonly Fault[] => {
  const ref = member(party, 'ref');
  if (ref === undefined) return [fault(`${pointer}/ref`, 'required')];
  return isRef(ref, side.letter) ? [] : [fault(`${pointer}/ref`, 'wrong-form')];
};

/** `about` names a subject of the request by the reference that the asked organisation was shown, so it has no place in a signal, which comes before any case. */
const checkAbout = (party: PlainObject, way: Way, pointer: string): readonly Fault[] => {
  const about = member(party, 'about');
  if (about === undefined) return [];
  if (way === 'signal') return [fault(`${pointer}/about`, 'not-for-this-way')];
  return typeof about === 'string' && isSubjectReference(about) ? [] : [fault(`${pointer}/about`, 'wrong-form')];
};

const checkMark = (party: PlainObject, pointer: string): readonly Fault[] => {
  const mark = member(party, 'possibleVictim');
  return mark === undefined || typeof mark === 'boolean' ? [] : [fault(`${pointer}/possibleVictim`, 'wrong-type')];
};

const checkOwnFields = (party: PlainObject, fields: readonly FieldDefinition[], pointer: string): readonly Fault[] =>
  fields.flatMap((field) => {
    const value = member(party, field.name);
    if (value !== undefined) return checkField(field, value, `${pointer}/${field.name}`);
    return field.required === true ? [fault(`${pointer}/${field.name}`, 'required')] : [];
  });

const checkParty = (
  party: unknown,
  side: Side,
  fields: readonly FieldDefinition[],
  place: { readonly way: Way; readonly pointer: string },
): readonly Fault[] => {
  if (!isPlainObject(party)) return [fault(place.pointer, 'wrong-type')];
  const marks =
    side.kind === 'person' ? [...checkAbout(party, place.way, place.pointer), ...checkMark(party, place.pointer)] : [];
  return [
    ...unknownMembers(party, [...side.extra, ...fields.map(({ name }) => name)], place.pointer),
    ...checkRef(party, side, place.pointer),
    ...marks,
    ...checkOwnFields(party, fields, place.pointer),
  ];
};

const refsOf = (list: unknown): readonly unknown[] =>
  Array.isArray(list) ? list.map((party) => (isPlainObject(party) ? member(party, 'ref') : undefined)) : [];

const duplicateRefs = (list: readonly unknown[], pointer: string): readonly Fault[] => {
  const refs = refsOf(list);
  return refs.flatMap((ref, at) =>
    ref !== undefined && refs.indexOf(ref) !== at ? [fault(`${pointer}/${at}/ref`, 'duplicate-ref')] : [],
  );
};

type Holder = { readonly fields: readonly FieldDefinition[]; readonly value: unknown; readonly pointer: string };

/** Everything in a payload that can hold a reference: its persons, its companies and its matter. */
const holdersOf = (type: PayloadType, data: PlainObject): readonly Holder[] => {
  const sides = [personsOf(type), companiesOf(type)].flatMap(({ kind, pointer }): readonly Holder[] => {
    const list = member(data, pointer.slice(1));
    const fields = fieldsOfBlock(type, kind);
    return Array.isArray(list)
      ? list.map((value: unknown, at): Holder => ({ fields, value, pointer: `${pointer}/${at}` }))
      : [];
  });
  return [...sides, { fields: fieldsOfBlock(type, 'matter'), value: member(data, 'matter'), pointer: '/matter' }];
};

/** References to local persons and companies: they resolve, and not to the party itself. */
const unresolved = (type: PayloadType, data: PlainObject): readonly Fault[] => {
  const refs = [...refsOf(member(data, 'persons')), ...refsOf(member(data, 'companies'))];
  return holdersOf(type, data).flatMap(({ fields, value, pointer }) => {
    if (!isPlainObject(value)) return [];
    const references = fields.filter(({ type: kind }) => kind === 'reference');
    return references.flatMap(({ name }) => {
      const target = member(value, name);
      const isKnown = target !== member(value, 'ref') && refs.includes(target);
      return target === undefined || isKnown ? [] : [fault(`${pointer}/${name}`, 'unresolved-reference')];
    });
  });
};

const checkSide = (
  type: PayloadType,
  data: PlainObject,
  side: Side,
  context: { readonly way: Way; readonly subject: BlockKind },
): readonly Fault[] => {
  const name = side.pointer.slice(1);
  const list = member(data, name);
  if (list === undefined) return context.subject === side.kind ? [fault(side.pointer, 'required')] : [];
  if (side.most === 0) return [fault(side.pointer, 'not-for-this-type')];
  if (!Array.isArray(list)) return [fault(side.pointer, 'wrong-type')];
  if (list.length === 0) return [fault(side.pointer, 'empty')];
  if (list.length > side.most) return [fault(side.pointer, 'too-many')];
  const fields = fieldsOfBlock(type, side.kind);
  return [
    ...duplicateRefs(list, side.pointer),
    ...list.flatMap((party: unknown, at) =>
      checkParty(party, side, fields, { way: context.way, pointer: `${side.pointer}/${at}` }),
    ),
  ];
};

/** Every fault in the local persons and companies of a payload. `subject`: the block that the type cannot do without. */
export const checkParties = (
  type: PayloadType,
  data: PlainObject,
  context: { readonly way: Way; readonly subject: BlockKind },
): readonly Fault[] => [
  ...checkSide(type, data, personsOf(type), context),
  ...checkSide(type, data, companiesOf(type), context),
  ...unresolved(type, data),
];
