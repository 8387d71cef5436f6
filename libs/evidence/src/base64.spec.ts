import { describe, expect, it } from '@jest/globals';
import { fromBase64, toBase64 } from './base64.js';

describe('base64', () => {
  it('gives back the bytes that it was made of, whatever they are', () => {
    for (let length = 0; length < 9; length++) {
      const bytes = Uint8Array.from({ length }, (_, at) => 255 - at * 31);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }
  });

  it.each([
    'A',
    'AA',
    'AAA',
    'AA=',
    'AAA==',
    '====',
    'AAAA=',
    'AA==AA==',
    '%AAA',
    'AAA%',
    '%%%%',
    'AA-_',
    ' AAAA',
    'AAAA\n',
    'AAé=',
  ])('is read in its one spelling alone: not “%s”', (text) => {
    expect(fromBase64(text)).toBeUndefined();
  });

  it('is not read where the bits behind the last byte are set', () => {
    expect([fromBase64('AA=='), fromBase64('AB=='), fromBase64('AAB=')]).toEqual([
      Uint8Array.of(0),
      undefined,
      undefined,
    ]);
  });
});
