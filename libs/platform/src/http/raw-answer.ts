import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { CorrelationSource } from './correlation.js';
import { Refused } from './platform-errors.js';
import type { PlatformCode } from './platform-errors.js';
import { problemBody, verdictOf } from './problem.js';
import { securityHeaders } from './security-headers.js';

type RawTools = { readonly apiVersion: string; readonly correlation: CorrelationSource; readonly date: () => string };
type RawAnswer = { readonly status: number; readonly headers: Record<string, string>; readonly body: string };

// in Dutch: nothing of such a request can be trusted, its language neither
const rawAnswer = (code: PlatformCode, { apiVersion, correlation, date }: RawTools): RawAnswer => {
  const verdict = verdictOf(new Refused(code));
  const id = correlation();
  const body = problemBody(verdict, id, 'nl');
  const headers = {
    ...securityHeaders(),
    'api-version': apiVersion,
    'x-correlation-id': id,
    'content-type': 'application/problem+json',
    'content-language': 'nl',
    'content-length': String(Buffer.byteLength(body)),
    date: date(),
    connection: 'close',
  };
  return { status: verdict.status, headers, body };
};

const codeOfClientError = (error: NodeJS.ErrnoException): PlatformCode => {
  if (error.code === 'HPE_HEADER_OVERFLOW') return 'platform/kop-te-groot';
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'platform/te-lang-gewacht' : 'platform/adres-ongeldig';
};

/** Answers on a bare connection in the same problem form, and ends it. */
export const answerSocket = (code: PlatformCode, socket: Socket, tools: RawTools): void => {
  const { status, headers, body } = rawAnswer(code, tools);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  // without a reason phrase: Node's are English and say no more than the status
  socket.end(`HTTP/1.1 ${status} \r\n${lines.join('\r\n')}\r\n\r\n${body}`);
};

/** Answers what is no HTTP request at all. */
export const answerClientError = (error: NodeJS.ErrnoException, socket: Socket, tools: RawTools): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) socket.destroy();
  else answerSocket(codeOfClientError(error), socket, tools);
};

/** Answers a request that the server's own router never gets. */
export const answerRaw = (code: PlatformCode, response: ServerResponse, tools: RawTools): void => {
  const { status, headers, body } = rawAnswer(code, tools);
  response.writeHead(status, headers).end(body);
};
