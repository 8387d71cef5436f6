import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { maximumDepth, maximumValues, parseJsonBody, valuesIn } from './json-body.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const codeOf = (bytes: Uint8Array): string => {
  try {
    parseJsonBody(bytes);
    return 'accepted';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a JSON body', () => {
  it('gives what JSON.parse gives, for every value that I-JSON holds', () => {
    const reaches = (value: unknown) => /"(__proto__|constructor|prototype)":/.test(JSON.stringify(value));
    const values = fc.jsonValue({ maxDepth: 6 }).filter((value) => !reaches(value));
    fc.assert(
      fc.property(values, (wanted) => {
        const text = JSON.stringify(wanted);
        expect(parseJsonBody(bytesOf(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('counts no colon, brace or quote that stands in a string', () => {
    const value = { 'a:b': '{"x":1,"x":2}', c: '\\', d: '[[[[:::"' };
    expect(parseJsonBody(bytesOf(JSON.stringify(value)))).toEqual(value);
  });

  it('is refused one level beyond the deepest', () => {
    expect(codeOf(bytesOf(nested(maximumDepth)))).toBe('accepted');
    expect(codeOf(bytesOf(nested(maximumDepth + 1)))).toBe('platform/json-te-diep');
    expect(codeOf(bytesOf('{"a":'.repeat(20_000)))).toBe('platform/json-te-diep');
  });

  it('is refused with one value more than there may be, whatever they are', () => {
    const listed = (value: string, times: number) =>
      bytesOf(`[${Array.from({ length: times }, () => value).join(',')}]`);
    expect(codeOf(listed('1', maximumValues - 1))).toBe('accepted');
    expect(codeOf(listed('1', maximumValues))).toBe('platform/json-te-veel');
    expect(codeOf(listed('"a,b,c"', maximumValues - 1))).toBe('accepted');
    expect(codeOf(listed('{}', maximumValues))).toBe('platform/json-te-veel');
  });

  it('is never counted for fewer values than it has', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const has = valuesIn(JSON.parse(JSON.stringify(value)));
        const bytes = bytesOf(JSON.stringify(value));
        expect(() => parseJsonBody(bytes, has - 1)).toThrow('refused: `platform/json-');
      }),
    );
  });

  it.each([['{"a":1,"a":1}'], ['{"a":1,"\\u0061":2}'], ['[{"x":{"b":1,"c":2,"b":3}}]']])(
    'is refused when a name comes twice: %s',
    (text) => {
      expect(codeOf(bytesOf(text))).toBe('platform/json-dubbele-naam');
    },
  );

  it.each([
    ['{"__proto__":{"admin":true}}'],
    ['{"a":{"constructor":{"prototype":{}}}}'],
    ['[{"prototype":1}]'],
    ['{"\\u005f_proto__":1}'],
  ])('is refused with a name that reaches a prototype: %s', (text) => {
    expect(codeOf(bytesOf(text))).toBe('platform/json-verboden-naam');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each([
    [''],
    ['{'],
    ["{'a':1}"],
    ['{"a":1}x'],
    ['NaN'],
    ['[1,]'],
    ['{"a":1e999}'],
    ['"\\ud800"'],
    ['{"\\udc00":1}'],
  ])('is refused when it is no I-JSON: %s', (text) => {
    expect(codeOf(bytesOf(text))).toBe('platform/json-ongeldig');
  });

  it.each([
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['a cut-off character', [0x22, 0xe2, 0x82, 0x22]],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('is refused with %s', (_name, bytes) => {
    expect(codeOf(new Uint8Array(bytes))).toBe('platform/json-ongeldig');
  });

  it('never says what was in it', () => {
    const error = (() => {
      try {
        return parseJsonBody(bytesOf('{"naam": Jan de Vries}'));
      } catch (caught) {
        return caught as Error;
      }
    })() as Error;
    expect(`${error.message}${String(error.cause)}`).not.toMatch(/Jan/);
  });
});
