import { describe, expect, it } from '@jest/globals';
import { findUnseen } from './unseen.js';

const isUnseen = (code: number): boolean => findUnseen(String.fromCodePoint(code)) !== undefined;

describe('a character', () => {
  it.each<[string, number, number]>([
    ['controls before the tab', 0x00, 0x08],
    ['controls behind the line feed', 0x0b, 0x1f],
    ['delete, and the controls behind it', 0x7f, 0x9f],
    ['the soft hyphen', 0xad, 0xad],
    ['the grapheme joiner', 0x34f, 0x34f],
    ['the Arabic letter mark', 0x61c, 0x61c],
    ['Hangul fillers', 0x115f, 0x1160],
    ['Khmer vowels that are not written', 0x17b4, 0x17b5],
    ['Mongolian selectors', 0x180b, 0x180f],
    ['zero widths and direction marks', 0x200b, 0x200f],
    ['separators of lines and paragraphs, and turns of direction', 0x2028, 0x202e],
    ['joiners, operators and isolates', 0x2060, 0x206f],
    ['the empty Braille sign', 0x2800, 0x2800],
    ['the Hangul filler', 0x3164, 0x3164],
    ['halves of surrogate pairs', 0xd800, 0xdfff],
    ['variation selectors', 0xfe00, 0xfe0f],
    ['the byte order mark', 0xfeff, 0xfeff],
    ['the narrow Hangul filler', 0xffa0, 0xffa0],
    ['places for marks of annotation, and those marks', 0xfff0, 0xfffb],
    ['signs of shorthand', 0x1bca0, 0x1bca3],
    ['signs of musical notes', 0x1d173, 0x1d17a],
    ['tags, and selectors beyond the basic plane', 0xe0000, 0xe0fff],
  ])('is one that nobody sees among %s, from the first to the last', (_what, first, last) => {
    const around = [first - 1, first, last, last + 1].filter((code) => code >= 0);
    expect(around.map(isUnseen)).toEqual(around.map((code) => code >= first && code <= last));
  });

  it('is one that nobody sees wherever Unicode says that a reader may ignore it', () => {
    const ignored = Array.from({ length: 0x110 }, (_, block) => {
      const codes = Array.from({ length: 0x1000 }, (_code, at) => 0x1000 * block + at);
      return String.fromCodePoint(...codes).match(/\p{Default_Ignorable_Code_Point}/gu) ?? [];
    }).flat();
    expect(ignored.filter((character) => findUnseen(character) === undefined)).toEqual([]);
    expect(ignored.length).toBeGreaterThan(4_000);
  });

  it.each(['\t', '\n', ' ', '~', 'a', '\u00A0', 'é', '€', '😀'])('is seen: %j', (character) => {
    expect(findUnseen(character)).toBeUndefined();
  });
});

describe('a text', () => {
  it('has nothing unseen where all of it can be read', () => {
    expect(findUnseen('')).toBeUndefined();
    expect(findUnseen('Reden: “kade”,\n\t€ 12 – 😀')).toBeUndefined();
  });

  it('is told by its first character that nobody sees: its place in characters, and its name', () => {
    expect(findUnseen('\u0007')).toEqual({ at: 0, name: 'U+0007' });
    expect(findUnseen('wit\u200Btekst\u00AD')).toEqual({ at: 3, name: 'U+200B' });
    expect(findUnseen('😀😀\u{E0041}')).toEqual({ at: 2, name: 'U+E0041' });
  });

  it('is told by half a surrogate pair and by a carriage return', () => {
    expect(findUnseen('a\uD83D')).toEqual({ at: 1, name: 'U+D83D' });
    expect(findUnseen('a\r\n')).toEqual({ at: 1, name: 'U+000D' });
  });
});
