import { applyDecorators } from '@nestjs/common';
import { ApiHideProperty } from '@nestjs/swagger';
import { IsDefined, ValidateBy, ValidateIf } from 'class-validator';
import type { ValidationArguments } from 'class-validator';
import { holdsPersonalData } from '@knooppunt/signals';
import { api } from './api.js';

/** Longest attribute that is looked through; a longer one has the form of none. */
const longestAttribute = 512;

const check = (name: string, validate: (value: unknown, event: Readonly<Record<string, unknown>>) => boolean) =>
  ValidateBy({
    name,
    validator: {
      validate: (value: unknown, args?: ValidationArguments) =>
        validate(value, (args?.object ?? {}) as Readonly<Record<string, unknown>>),
    },
  });

const isAnonymous = (value: unknown): boolean =>
  typeof value !== 'string' || value.length > longestAttribute || !holdsPersonalData(value);

/** An attribute travels in the clear, so that nobody may be read from it. Fault code: `persoonsgegeven`. Source: NL GOV profile, Privacy. */
export const Anonymous = (): PropertyDecorator => check('persoonsgegeven', isAnonymous);

/** The part of a source that its organisation chose: behind the OIN, whose digits are nobody's. */
export const AnonymousSource = (): PropertyDecorator =>
  check('persoonsgegeven', (value) => isAnonymous(typeof value === 'string' ? value.slice(value.indexOf(':sys')) : ''));

/**
 * A member that is known and not taken, with a reason of its own: it may only be absent. Fault code: the reason.
 * It stands in no description, for nobody should send it.
 */
export const NotTaken = (reason: string): PropertyDecorator =>
  applyDecorators(
    ApiHideProperty(),
    ValidateIf((_event, value) => value !== undefined),
    check(reason, () => false),
  );

/** Both or neither: this attribute is needed as soon as the other is there. Fault code of the one that lacks: `verplicht`. */
export const TogetherWith = (other: string): PropertyDecorator =>
  applyDecorators(
    ValidateIf((event: Readonly<Record<string, unknown>>, value) => value !== undefined || event[other] !== undefined),
    IsDefined(),
  );

/** A whole number from 1 that fits 32 bits, as text. Fault code: `volgnummer`. Source: CloudEvents, extension sequence. */
export const Counter = (): PropertyDecorator =>
  check(
    'volgnummer',
    (value) =>
      value === undefined || (typeof value === 'string' && /^[1-9]\d{0,9}$/.test(value) && Number(value) < 2 ** 31),
  );

/** Where the schema of a CloudEvents type is published. */
export const schemaAddressOf = (type: string): string => `${api.server}/v1/schemas/${type}`;

/** The address where the schema of this very type is published, and no other. Fault code: `ander-schema`. Source: NL GOV profile, dataschema. */
export const PublishedSchema = (): PropertyDecorator =>
  check(
    'ander-schema',
    (value, { type }) => value === undefined || (typeof type === 'string' && value === schemaAddressOf(type)),
  );
