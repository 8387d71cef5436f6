/**
 * Characters that people do not see, or that make a text read otherwise than it stands: controls, direction marks, zero
 * widths, blanks that are none, separators that only some readers break at, and all that Unicode lets a reader ignore. What
 * is signed must be what was read.
 */
const unseen: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

const isUnseen = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return code > 0x1f && code < 0x7f ? false : unseen.some(([first, last]) => first <= code && code <= last);
};

/**
 * The first character of a text that nobody sees, by its place (in characters, from 0) and its name (`U+200B`); undefined
 * where there is none. Line feeds and tabs are seen, a carriage return and half a surrogate pair are not.
 */
export const findUnseen = (text: string): { readonly at: number; readonly name: string } | undefined => {
  const characters = Array.from(text);
  const at = characters.findIndex(isUnseen);
  if (at === -1) return undefined;
  const code = characters[at]?.codePointAt(0) ?? 0;
  return { at, name: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` };
};
