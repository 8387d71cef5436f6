/** Longest texts per kind of value, in UTF-16 code units. */
export const longest = { name: 200, address: 200, text: 500, explanation: 4000, 'long-text': 8000 } as const;

/** Control characters, and the direction marks that make a text read as another. */
const forbidden = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;
const forbiddenInLongText = /[\p{Cc}\u202A-\u202E\u2066-\u2069\uFEFF]/u;

/** The code of the first rule that a text breaks, or nothing. `multiline` allows line breaks and tabs. */
export const textFault = (text: unknown, most: number, multiline = false): string | undefined => {
  if (typeof text !== 'string') return 'wrong-type';
  if (text.length > most) return 'too-long';
  if (!text.isWellFormed()) return 'ill-formed-unicode';
  if (text.trim() === '') return 'empty';
  const bad = multiline ? forbiddenInLongText.test(text.replaceAll(/[\n\r\t]/g, ' ')) : forbidden.test(text);
  return bad ? 'control-character' : undefined;
};
