import { randomUUID } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { people } from '../support/cast.js';
import { freshKey } from '../support/client.js';
import type { HeaderEdits, RequestEdits } from './corpus.js';
import type { Route } from './routes.js';
import { written } from './text.js';
import type { Words } from './text.js';

/** A request as bytes, and what must not come back. `given`: the correlation that it names, where the answer need not. */
export type Prepared = {
  readonly method: string;
  readonly bytes: Buffer;
  readonly canaries: readonly string[];
  readonly given?: string;
};

/** What a request needs of a running hub. */
export type Setting = { readonly host: string; readonly authorization: string; readonly words: Words };

type Line = readonly [name: string, value: string];

/** The headers with which its caller would send a good request. */
export const goodHeaders = (route: Route, { host, authorization }: Setting): readonly Line[] => [
  ['Host', host],
  ['Authorization', authorization],
  ['X-Correlation-Id', randomUUID()],
  ...(route.role === 'system' ? [] : [['Doelbinding', people[route.role].purpose] as const]),
  ...(route.operation.method === 'POST' && route.role !== 'system' ? [['Idempotency-Key', freshKey()] as const] : []),
  ...(route.body === undefined ? [] : [['Content-Type', 'application/json'] as const]),
];

const edited = (lines: readonly Line[], edits: HeaderEdits): readonly Line[] => {
  const named = new Set(Object.keys(edits).map((name) => name.toLowerCase()));
  const added = Object.entries(edits).flatMap(([name, value]): readonly Line[] =>
    value === null ? [] : [value].flat().map((one): Line => [name, one]),
  );
  return [...lines.filter(([name]) => !named.has(name.toLowerCase())), ...added];
};

const compressions = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;

const encoded = (bytes: Buffer, encoding: RequestEdits['encoding']): Buffer => {
  if (encoding === undefined) return bytes;
  return encoding === 'utf16le' ? Buffer.from(bytes.toString(), 'utf16le') : compressions[encoding](bytes);
};

const bodyOf = (route: Route, edits: RequestEdits, write: (text: string) => Buffer): Buffer | undefined => {
  if (edits.body !== undefined) return encoded(write(edits.body), edits.encoding);
  if (route.body === undefined && edits.member === undefined) return undefined;
  const own = JSON.stringify(route.body ?? {}).slice(1, -1);
  const more = edits.member === undefined ? '' : `${own === '' ? '' : ','}${edits.member}`;
  const bytes =
    more === '' ? Buffer.from(`{${own}}`) : Buffer.concat([Buffer.from(`{${own}`), write(more), Buffer.from('}')]);
  return encoded(bytes, edits.encoding);
};

const targetOf = (route: Route, { id, path = '{path}', query }: RequestEdits): string => {
  const good = id === undefined ? route.path : route.path.replace(/^(\/v1\/[a-z]+\/)[^/]+/, `$1${id}`);
  const [address = '', own] = good.split('?');
  const asked = path.replace('{path}', () => address);
  // the query that a route always needs stays behind what is made of its address
  const queries = [path.includes('{path}') ? own : undefined, query].filter((part) => part !== undefined).join('&');
  return queries === '' ? asked : `${asked}${asked.includes('?') ? '&' : '?'}${queries}`;
};

/** A good request to a route with the edits of a case, as bytes. The server is asked to end the connection. */
export const prepare = (route: Route, edits: RequestEdits, setting: Setting): Prepared => {
  const canaries: string[] = [];
  const write = (text: string): Buffer => {
    const { bytes, canaries: found } = written(text, setting.words);
    canaries.push(...found);
    return bytes;
  };
  const method = edits.method ?? route.operation.method;
  const body = bodyOf(route, edits, write);
  const usual: readonly Line[] = [
    ...goodHeaders(route, setting),
    ...(body === undefined ? [] : [['Content-Length', String(body.length)] as const]),
    ['Connection', 'close'],
  ];
  const lines = edited(usual, edits.headers ?? {});
  const head = [`${method} ${targetOf(route, edits)} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  const bytes = Buffer.concat([
    ...head.flatMap((line) => [write(line), Buffer.from('\r\n')]),
    Buffer.from('\r\n'),
    body ?? Buffer.alloc(0),
  ]);
  return { method, bytes, canaries };
};
