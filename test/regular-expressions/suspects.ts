/** An expression that the checker does not call linear: how long its longest text is, and texts that are worst for it. */
export type Suspect = { readonly longest: number; readonly worst: readonly ((length: number) => string)[] };

const repeated =
  (part: string, end = '\u0000') =>
  (length: number): string =>
    `${part.repeat(Math.ceil(length / part.length)).slice(0, length)}${end}`;
const behind =
  (start: string, part: string, end = '\u0000') =>
  (length: number): string =>
    start + repeated(part, end)(length);

/** Most of an attribute of a CloudEvent that is looked through; see `cloud-event.rules.ts`. */
const attribute = 512;
/** Most of all headers together, and so of an address or of one header. */
const header = 16_384;
/** A line of what an operator or a tool of ours writes. */
const line = 4_096;

/**
 * What the checker cannot call linear, mostly because it looks for a match from every place of a text: each is held to the
 * longest text that ever reaches it. A new one needs a line here, or a better form.
 */
export const suspects: Readonly<Record<string, Suspect>> = {
  [String.raw`/[^\s@/:]+@[^\s@/:]+\.[a-z]{2,}/i`]: {
    longest: attribute,
    worst: [repeated('a'), behind('a@', 'a.'), repeated('a@'), behind('a@', 'a')],
  },
  [String.raw`/(?<!\d)06-?\d{8}(?!\d)|(?<!\d)(?:\+|00)31\d{9}(?!\d)/`]: {
    longest: attribute,
    worst: [repeated('06'), repeated('0031'), repeated('06-')],
  },
  [String.raw`/(?<![\p{L}])\p{Lu}\p{Ll}+[ ._+-](?:(?:van|de|der|den|ten|ter|het|el|al|bin|von|la|le)[ ._+-]){0,3}\p{Lu}\p{Ll}+/u`]:
    { longest: attribute, worst: [repeated('Aa '), repeated('Aa van '), behind('A', 'a'), repeated('Aa de der ')] },
  [String.raw`/^at (?:async )?(?:(?:new )?[\w$.<>#]+ (?:\[as [\w$]+\] )?\()?(?:node:|file:\/\/|\/)[^\s()|]+:\d+:\d+\)?$/`]:
    {
      longest: line,
      worst: [behind('at /', ':1'), behind('at node:', '1'), behind('at a', 'a'), behind('at /', ':1:1')],
    },
  [String.raw`/^(?:at [^|\n]+:\d+:\d+\)?(?: \| at [^|\n]+:\d+:\d+\)?)*)?$/`]: {
    longest: line,
    worst: [repeated('at a:1:1'), repeated('at a:1:1 | '), behind('at ', ':1'), behind('at a:', '1')],
  },
  [String.raw`/\/(docs|index\.html|swagger-ui[a-z-]*\.(js|css)|favicon-\d+x\d+\.png)?$/`]: {
    longest: header,
    worst: [repeated('/'), repeated('/swagger-ui'), behind('/swagger-ui', 'a'), behind('/favicon-', '1')],
  },
  [String.raw`/;\s*charset="?([^";]*)/i`]: {
    longest: header,
    worst: [repeated(';'), behind(';', ' '), repeated('; charset'), repeated('; ')],
  },
  [String.raw`/(?:W\/)?"[^"]*"/g`]: { longest: 2_048, worst: [repeated('"'), repeated('W/"'), behind('"', 'a')] },
  [String.raw`/^([A-Za-z][A-Za-z-]*):\s*(.*?)\s*$/`]: {
    longest: line,
    worst: [behind('a:', ' '), behind('a:', 'a '), repeated('a'), behind('a:', ' ', 'a\n')],
  },
  [String.raw`/action="([^"]+)"/`]: { longest: line, worst: [repeated('action="'), behind('action="', 'a')] },
  [String.raw`/name="prompt" value="([^"]+)"/`]: { longest: line, worst: [repeated('name="prompt" value="')] },
  [String.raw`/^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/`]: {
    longest: line,
    worst: [behind('P', '1'), behind('PT', '1')],
  },
  [String.raw`/\/\/[^@/]*@/`]: { longest: line, worst: [repeated('/'), behind('//', 'a'), repeated('//a')] },
  [String.raw`/\?.*$/`]: { longest: line, worst: [repeated('?', '\n'), repeated('?a', '\n')] },
  [String.raw`/'([^']+)'/`]: { longest: line, worst: [repeated("'"), behind("'", 'a')] },
  [String.raw`/\/p\d+$/`]: { longest: line, worst: [repeated('/p1'), behind('/p', '1')] },
  [String.raw`/^([0-9a-f]{64})(?:[ *]+\S+)?\s*$/i`]: {
    longest: line,
    worst: [behind('a'.repeat(64), ' '), behind('a'.repeat(64), '*'), behind(`${'a'.repeat(64)} `, '*')],
  },
  [String.raw`/(\{\w+\})/`]: { longest: line, worst: [repeated('{'), behind('{', 'a'), repeated('{a')] },
  [String.raw`/<[^>]*>/g`]: { longest: line, worst: [repeated('<'), behind('<', 'a')] },
  [String.raw`/\.([A-Za-z][\w-]*)|\[(\d+)\]/g`]: {
    longest: line,
    worst: [repeated('['), behind('[', '1'), repeated('.a'), behind('.', 'a')],
  },
  ['/`([^`]*)`/']: { longest: line, worst: [repeated('`'), behind('`', 'a')] },
  ['/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g']: {
    longest: header,
    worst: [
      repeated('-----BEGIN PRIVATE KEY-----'),
      repeated('-----BEGIN PRIVATE KEY-----a'),
      behind('-----BEGIN PRIVATE KEY-----', 'a'),
    ],
  },
  [String.raw`/\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}/g`]: {
    longest: line,
    worst: [repeated('{'), behind('{', 'a'), repeated('{a'), repeated('{a:'), behind('{a:', 'b'), behind('{a:b|', 'c')],
  },
};
