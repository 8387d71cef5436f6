/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const isIllFormed = (text: string): boolean => !text.isWellFormed();

const canonicalString = (text: string): string => {
  if (isIllFormed(text)) throw new TypeError('a lone surrogate has no canonical form');
  return JSON.stringify(text);
};

/**
 * Canonical JSON (RFC 8785, JCS): keys sorted by UTF-16 code units, numbers as ECMAScript prints them, no white space.
 * Throws on NaN, infinities, undefined and lone surrogates.
 */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a number without canonical form');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`no canonical form for \`${typeof value}\``);
  const object = value as { readonly [key: string]: Json };
  const members = Object.keys(object)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((key) => `${canonicalString(key)}:${canonicalJson(object[key] as Json)}`);
  return `{${members.join(',')}}`;
};

/** SHA-256 as pure code receives it: the bytes of a text or a buffer in, a `sha256:` digest out. */
export type DigestOf = (bytes: string | Uint8Array) => string;
