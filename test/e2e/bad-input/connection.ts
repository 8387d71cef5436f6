import { connect } from 'node:net';
import type { Answer } from '../support/client.js';

/** What came back on one connection: the first answer, and bytes behind it, which must be none. */
export type Exchange = { readonly answer: Answer; readonly rest: string };

const dechunked = (bytes: Buffer): { body: Buffer; rest: Buffer } => {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    if (line < 0 || Number.isNaN(size)) return { body: Buffer.concat(parts), rest: bytes.subarray(at) };
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
    if (size === 0) return { body: Buffer.concat(parts), rest: bytes.subarray(at) };
  }
};

const interim = /^HTTP\/1\.1 1\d\d/;

const bodyOf = (method: string, headers: Headers, bytes: Buffer): { body: Buffer; rest: Buffer } => {
  if (method === 'HEAD') return { body: Buffer.alloc(0), rest: bytes };
  if (headers.get('transfer-encoding') === 'chunked') return dechunked(bytes);
  const length = Number(headers.get('content-length') ?? bytes.length);
  return { body: bytes.subarray(0, length), rest: bytes.subarray(length) };
};

const parsed = (text: string): Answer['body'] => {
  try {
    return (JSON.parse(text) ?? {}) as Answer['body'];
  } catch {
    return {};
  }
};

/** Reads what a server said as one HTTP answer. Throws where it said none. */
const read = (method: string, said: Buffer): Exchange => {
  const end = said.indexOf('\r\n\r\n');
  const [first = '', ...lines] = said.toString('latin1', 0, Math.max(end, 0)).split('\r\n');
  const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(`${first} `) ?? [];
  if (status === undefined) throw new Error(`the server gave no answer, but ${said.length} bytes`);
  if (interim.test(first)) return read(method, said.subarray(end + 4));
  const headers = new Headers(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const { body, rest } = bodyOf(method, headers, said.subarray(end + 4));
  const text = body.toString();
  return { answer: { status: Number(status), headers, text, body: parsed(text) }, rest: rest.toString('latin1') };
};

/**
 * Writes bytes to a connection of their own and reads until the server ends it. `method` says whether the answer has a
 * body; `ends`: the client says that nothing more comes.
 */
export const exchange = (port: number, bytes: Uint8Array, method = 'GET', ends = false): Promise<Exchange> =>
  new Promise((resolve, reject) => {
    const said: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
      if (ends) socket.end(bytes);
      else socket.write(bytes);
    });
    socket.on('data', (part: Buffer) => said.push(part));
    // a server that refuses before it has read everything may cut off what is still being sent
    socket.on('error', () => undefined);
    socket.on('close', () => {
      try {
        resolve(read(method, Buffer.concat(said)));
      } catch (error) {
        reject(error);
      }
    });
  });
