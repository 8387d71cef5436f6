import { describe, expect, it } from '@jest/globals';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { textOf } from './source-tree.js';

type Publiccode = {
  readonly softwareVersion: string;
  readonly description: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly legal: object;
  readonly maintenance: object;
};

const file = (): Publiccode => parse(textOf('publiccode.yml')) as Publiccode;
const validator = (): ValidateFunction => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
  formats.default(ajv);
  return ajv.compile(JSON.parse(textOf('test/docs/publiccode.schema.json')) as object);
};
const validate = validator();

describe('publiccode.yml', () => {
  it('holds to the standard, version 0.5', () => {
    expect([validate(file()), validate.errors]).toEqual([true, null]);
  });

  it('is in Dutch and in English', () => {
    expect(Object.keys(file().description)).toEqual(['nl', 'en']);
  });

  it('names the version of this software', () => {
    expect(JSON.parse(textOf('package.json'))).toMatchObject({ version: file().softwareVersion });
  });

  const nl = file().description['nl'] ?? {};
  it.each<readonly [string, object]>([
    ['no licence', { legal: {} }],
    ['no contact where a community maintains it', { maintenance: { type: 'community' } }],
    ['a name that the standard does not know', { colour: 'orange' }],
    ['a description that is too long', { description: { nl: { ...nl, shortDescription: 'x'.repeat(151) } } }],
    ['a feature that is too long', { description: { nl: { ...nl, features: ['x'.repeat(101)] } } }],
    ['no address', { url: 'nowhere' }],
  ])('would be refused with %s', (_what, change) => {
    expect(validate({ ...file(), ...change })).toBe(false);
  });
});
