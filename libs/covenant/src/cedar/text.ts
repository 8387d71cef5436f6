/** A text as a Cedar string literal. What Cedar's grammar does not take as it stands is written as a code point. */
export const literal = (text: string): string =>
  `"${text.replaceAll(/["\\\p{Cc}]/gu, (sign) =>
    sign === '"' || sign === '\\' ? `\\${sign}` : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  )}"`;

/** Words that Cedar's grammar keeps for itself. */
const reserved = new Set(['true', 'false', 'if', 'then', 'else', 'in', 'is', 'like', 'has', '__cedar']);
const isName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text) && !reserved.has(text);

/** An attribute after `has`, or in a record of a schema: bare where it may be. */
export const attribute = (name: string): string => (isName(name) ? name : literal(name));

/** An attribute of something: `context.facts.minor`, or `context.facts["a-b"]`. */
export const member = (of: string, name: string): string =>
  isName(name) ? `${of}.${name}` : `${of}[${literal(name)}]`;

/** An entity by type and id. */
export const entity = (type: string, id: string): string => `${type}::${literal(id)}`;

/** All of these; undefined where none asks anything. What is more than one thing stands in brackets already. */
export const all = (...expressions: readonly (string | undefined)[]): string | undefined => {
  const asked = expressions.filter((one) => one !== undefined);
  return asked.length === 0 ? undefined : asked.join(' && ');
};

/** At least one of these; `false` of none. */
export const any = (expressions: readonly string[]): string => {
  if (expressions.length === 0) return 'false';
  return expressions.length === 1 ? String(expressions[0]) : `(${expressions.join(' || ')})`;
};

/** Is it one of these entities, or within one? */
export const within = (what: string, type: string, ids: readonly string[]): string => {
  if (ids.length === 0) return 'false';
  const names = ids.map((id) => entity(type, id));
  return names.length === 1 ? `${what} in ${String(names[0])}` : `${what} in [${names.join(', ')}]`;
};

/** Is this text one of these? */
export const oneOf = (what: string, texts: readonly string[]): string => {
  if (texts.length === 0) return 'false';
  const names = texts.map(literal);
  return names.length === 1 ? `${what} == ${String(names[0])}` : `[${names.join(', ')}].contains(${what})`;
};
