const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
/** Names whose value is random, or follows from something random. */
const random = new Set(['keyId', 'check', 'iv', 'ct', 'registry', 'kenmerk', 'betrokkene', 'subject']);
const width = 110;

const plain = (name: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  return random.has(name) && typeof value === 'string' ? '…' : value;
};

const onOneLine = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${onOneLine(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
};

/** JSON that breaks only what does not fit on a line. */
const laidOut = (value: unknown, indent: string): string => {
  const flat = onOneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= width) return flat;
  const deeper = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((member) => laidOut(member, deeper))
    : Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${laidOut(member, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${members.map((member) => deeper + member).join(',\n')}\n${indent}${close}`;
};

/**
 * A value as the walkthrough shows it: real, but ids are numbered in the order in which they appear, moments lose what
 * follows the day, and what is random by nature (keys, seals, digests, pseudonyms) is an ellipsis.
 */
export const shownJson = (value: unknown): string =>
  shownText(laidOut(JSON.parse(JSON.stringify(value, plain)) as unknown, ''));

/** The same for a text: roots, key ids and where a folder lies are random too. */
export const shownText = (text: string): string => {
  const ids = new Map<string, string>();
  return text
    .replaceAll(uuid, (id) => {
      const known = ids.get(id) ?? `id-${ids.size + 1}`;
      ids.set(id, known);
      return known;
    })
    .replaceAll(instant, (moment) => `${moment.slice(0, 10)}T…Z`)
    .replaceAll(/^( {2}root +)\S+$/gm, '$1…')
    .replaceAll(/(knooppunt\+)[0-9a-f]{8} \(from \S+\/(checkpoint\.pub)\)/g, '$1… (from …/$2)')
    .trimEnd();
};
