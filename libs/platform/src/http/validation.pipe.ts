import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { hasForm } from '@knooppunt/contracts';
import type { FormName } from '@knooppunt/contracts';
import { NotFound, Refused } from './platform-errors.js';
import type { InputFault } from './platform-errors.js';

// name of a class-validator rule -> code of the fault on the wire; the names of forms are our own
const codes: Readonly<Record<string, string>> = {
  isDefined: 'verplicht',
  text: 'tekst',
  choice: 'keuze',
  isIn: 'keuze',
  equals: 'keuze',
  date: 'datum',
  moment: 'tijdstip',
  isBoolean: 'vlag',
  isInt: 'getal',
  min: 'getal',
  max: 'getal',
  isObject: 'object',
  nestedValidation: 'object',
  isArray: 'lijst',
  arrayMinSize: 'aantal',
  arrayMaxSize: 'aantal',
  arrayUnique: 'dubbel',
  persoonsgegeven: 'persoonsgegeven',
  'ander-schema': 'ander-schema',
  volgnummer: 'volgnummer',
  base64: 'base64',
  dataref: 'dataref',
};

const unknownMember = 'whitelistValidation';
const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

// an absent or misplaced value breaks many rules; the first that explains is enough
const telling = ['isDefined', 'isArray', 'isObject', 'nestedValidation'];

const codesOf = (rules: readonly string[]): readonly string[] => {
  const first = telling.find((name) => rules.includes(name));
  return [...new Set((first ? [first] : rules).map((rule) => codes[rule] ?? 'vorm'))];
};

const faultsOf = (errors: readonly ValidationError[], parent: string): InputFault[] => {
  const isUnknown = (error: ValidationError) => error.constraints?.[unknownMember] !== undefined;
  const known = errors
    .filter((error) => !isUnknown(error))
    .flatMap((error) => {
      const pointer = `${parent}/${escape(error.property)}`;
      const own = codesOf(Object.keys(error.constraints ?? {})).map((code) => ({ pointer, code }));
      return [...own, ...faultsOf(error.children ?? [], pointer)];
    });
  // the name of an unknown member is input: only its parent is told
  return errors.some(isUnknown) ? [...known, { pointer: parent, code: 'onbekend' }] : known;
};

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// class fields exist as own undefined members; absent must stay absent
const withoutUndefined = (value: unknown): void => {
  if (Array.isArray(value)) value.forEach(withoutUndefined);
  if (!isPlainObject(value) || Object.getPrototypeOf(value) === Object.prototype) return;
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) Reflect.deleteProperty(value, name);
    else withoutUndefined(member);
  }
};

/** A body that came as a batch, before its items are checked. */
export class JsonBatch {
  constructor(readonly items: unknown) {}
}

type Shape = new () => object;
const primitives = new Set<unknown>([String, Boolean, Number, Array, Object]);
/** Is this a class of rules, and not what the compiler puts where it knows no class? */
export const isShape = (metatype: unknown): metatype is Shape =>
  typeof metatype === 'function' && !primitives.has(metatype);

const byPlace = (a: InputFault, b: InputFault): number => (a.pointer < b.pointer ? -1 : Number(a.pointer > b.pointer));

const membersByShape = new WeakMap<Shape, ReadonlySet<string>>();
const membersOf = (shape: Shape): ReadonlySet<string> => {
  const rules = () => getMetadataStorage().getTargetValidationMetadatas(shape, '', true, false);
  const members = membersByShape.get(shape) ?? new Set(rules().map(({ propertyName }) => propertyName));
  membersByShape.set(shape, members);
  return members;
};

/**
 * A class of rules may know more that can be wrong with a value than the rules of its members say. It is asked only where
 * these found something, so that whoever mends it is told everything at once.
 */
type FurtherFaults = { readonly furtherFaults?: (value: object) => readonly InputFault[] };

/** Checks a value against a class of rules; throws `platform/invoer-ongeldig` with every fault, sorted by place. */
export const checkShape = async <T extends object>(shape: new () => T, value: unknown): Promise<T> => {
  // A route that takes no batch does not know this media type.
  if (value instanceof JsonBatch) throw new Refused('platform/mediatype-onbekend');
  if (!isPlainObject(value)) throw new Refused('platform/invoer-ongeldig', [{ pointer: '', code: 'object' }]);
  const members = membersOf(shape);
  // unknown members go no further: building and checking them costs by the member
  const known = Object.entries(value).filter(([name]) => members.has(name));
  const unknown = known.length === Object.keys(value).length ? [] : [{ pointer: '', code: 'onbekend' }];
  const instance = plainToInstance(shape, Object.fromEntries(known) as T);
  const errors = await validate(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
  });
  const faults = [...unknown, ...faultsOf(errors, '')];
  if (faults.length > 0) {
    const further = (shape as FurtherFaults).furtherFaults?.(value) ?? [];
    throw new Refused('platform/invoer-ongeldig', [...faults, ...further].toSorted(byPlace));
  }
  withoutUndefined(instance);
  return instance;
};

/** Checks bodies and queries against their classes; a request without a body has an empty one. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if (type === 'custom' || !isShape(metatype)) return value;
    return checkShape(metatype, value === undefined ? {} : value);
  }
}

/** For ids in paths: what is no UUID is unknown, with the answer of every unknown id. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!hasForm('uuid', value)) throw new NotFound();
    return value;
  }
}

/** For other names in paths: what has not the form is unknown, with the answer of every unknown id. */
@Injectable()
export class FormPipe implements PipeTransform<string, string> {
  constructor(private readonly form: FormName) {}

  transform(value: string): string {
    if (!hasForm(this.form, value)) throw new NotFound();
    return value;
  }
}
