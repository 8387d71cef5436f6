import { plant } from './planted.js';
import type { Data } from './deliveries.js';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

const members = (body: Data): string => JSON.stringify(body).slice(1, -1);
/** The body with one member more, as text. */
const withMember = (body: Data, member: string): string => {
  const own = members(body);
  return `{${own}${own === '' ? '' : ','}${member}}`;
};

export type BodyAttack = {
  readonly what: string;
  readonly status: number;
  readonly code: string;
  readonly body: (good: Data) => string | Uint8Array;
};

/** Bodies that are refused before anybody looks what they mean. */
export const bodyAttacks: readonly BodyAttack[] = [
  { what: 'is cut off', status: 400, code: 'platform/json-ongeldig', body: () => `{"${plant('open')}": ` },
  {
    what: 'has a comma too many',
    status: 400,
    code: 'platform/json-ongeldig',
    body: (good) => withMember(good, `"${plant('a')}":1,`),
  },
  { what: 'is no JSON', status: 400, code: 'platform/json-ongeldig', body: () => `<a>${plant('xml')}</a>` },
  {
    what: 'is text in JSON',
    status: 400,
    code: 'platform/invoer-ongeldig',
    body: () => JSON.stringify(plant('tekst')),
  },
  { what: 'is a list', status: 400, code: 'platform/invoer-ongeldig', body: () => JSON.stringify([plant('lijst')]) },
  { what: 'is null', status: 400, code: 'platform/invoer-ongeldig', body: () => 'null' },
  { what: 'is a number', status: 400, code: 'platform/invoer-ongeldig', body: () => '42' },
  {
    what: 'has an unknown member',
    status: 400,
    code: 'platform/invoer-ongeldig',
    body: (good) => JSON.stringify({ ...good, [plant('veld')]: plant('waarde') }),
  },
  {
    what: 'names a prototype',
    status: 400,
    code: 'platform/json-verboden-naam',
    body: (good) => withMember(good, '"__proto__":{"isAdmin":true}'),
  },
  {
    what: 'names a constructor, deep inside',
    status: 400,
    code: 'platform/json-verboden-naam',
    body: (good) => withMember(good, '"x":[{"constructor":{"prototype":{"isAdmin":true}}}]'),
  },
  {
    what: 'names a member twice',
    status: 400,
    code: 'platform/json-dubbele-naam',
    body: (good) => withMember(good, `"x":1,"x":"${plant('dubbel')}"`),
  },
  {
    what: 'names a member twice, once escaped',
    status: 400,
    code: 'platform/json-dubbele-naam',
    body: (good) => withMember(good, String.raw`"x":1,"\u0078":2`),
  },
  {
    what: 'is nested too deep',
    status: 400,
    code: 'platform/json-te-diep',
    body: (good) => withMember(good, `"x":${'['.repeat(40)}${']'.repeat(40)}`),
  },
  { what: 'is nested beyond all measure', status: 400, code: 'platform/json-te-diep', body: () => '['.repeat(60_000) },
  {
    what: 'is larger than 64 KB',
    status: 413,
    code: 'platform/te-groot',
    body: (good) => withMember(good, `"x":"${plant('groot')}${'x'.repeat(70_000)}"`),
  },
  {
    what: 'is no UTF-8',
    status: 400,
    code: 'platform/json-ongeldig',
    body: () => bytes(`{"${plant('utf')}":"`, [0xc3, 0x28], '"}'),
  },
  {
    what: 'is UTF-16',
    status: 400,
    code: 'platform/json-ongeldig',
    body: (good) => Buffer.from(JSON.stringify(good), 'utf16le'),
  },
  {
    what: 'begins with a byte order mark',
    status: 400,
    code: 'platform/json-ongeldig',
    body: (good) => bytes([0xef, 0xbb, 0xbf], JSON.stringify(good)),
  },
  {
    what: 'holds half a surrogate pair',
    status: 400,
    code: 'platform/json-ongeldig',
    body: (good) => withMember(good, String.raw`"x":"\ud800"`),
  },
  {
    what: 'holds a number beyond all numbers',
    status: 400,
    code: 'platform/json-ongeldig',
    body: (good) => withMember(good, '"x":1e999'),
  },
  { what: 'holds NaN', status: 400, code: 'platform/json-ongeldig', body: (good) => withMember(good, '"x":NaN') },
];
