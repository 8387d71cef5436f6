import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { OrganisationId } from '@knooppunt/kernel';
import { AgencyAnswerInvalid, AgencyUnavailable } from '../errors.js';

/** Certificate, key and authorities in PEM, for partners that want to know who connects (mTLS). */
export type ClientTls = { readonly cert?: Buffer; readonly key?: Buffer; readonly ca?: Buffer };

/** An answer in full, whatever its status. `retryAfter` as it was sent. */
export type HttpAnswer = {
  readonly status: number;
  readonly mediaType: string;
  readonly retryAfter?: string;
  readonly body: string;
};

/** Posts a body and gives the whole answer. */
export type Exchange = {
  post(url: URL, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<HttpAnswer>;
  close(): void;
};

const longestAnswer = 256 * 1024;
const notReached: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

const mediaTypeOf = ({ headers }: IncomingMessage): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** The whole body, UTF-8; an answer that is cut short, too long or no text rejects. */
const bodyOf = async (partner: OrganisationId, answer: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestAnswer) throw new AgencyAnswerInvalid(partner, 'length');
    chunks.push(chunk);
  }
  if (!answer.complete) throw new AgencyUnavailable(partner, 'broken-off');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AgencyAnswerInvalid(partner, 'encoding');
  }
};

/** Errors of sockets and of TLS as errors of the domain. Their texts stay behind: an URL or a certificate may be in them. */
const converted = (partner: OrganisationId, error: unknown): Error => {
  if (error instanceof AgencyAnswerInvalid || error instanceof AgencyUnavailable) return error;
  const { code = '' } = error as { readonly code?: string };
  return new AgencyUnavailable(partner, notReached.has(code) ? 'not-reached' : 'broken-off');
};

/**
 * HTTP to one partner over connections that are kept. Follows no redirect: what was meant for the partner goes nowhere
 * else. Throws `agencies/unavailable` and `agencies/answer-invalid`.
 */
export const exchangeWith = (partner: OrganisationId, capacity: number, tls: ClientTls = {}): Exchange => {
  const limits = { keepAlive: true, maxSockets: capacity };
  const plain = new HttpAgent(limits);
  const secure = new HttpsAgent({ ...limits, ...tls, minVersion: 'TLSv1.2' });
  const send = (url: URL, options: RequestOptions, body: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const isSecure = url.protocol === 'https:';
      const sent = isSecure
        ? httpsRequest(url, { ...options, agent: secure }, resolve)
        : httpRequest(url, { ...options, agent: plain }, resolve);
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    post: async (url, headers, body, signal) => {
      try {
        const length = Buffer.byteLength(body).toString();
        const options = { method: 'POST', headers: { ...headers, 'content-length': length }, signal };
        const answer = await send(url, options, body);
        const retryAfter = answer.headers['retry-after'];
        return {
          status: answer.statusCode ?? 0,
          mediaType: mediaTypeOf(answer),
          body: await bodyOf(partner, answer),
          ...(retryAfter === undefined ? {} : { retryAfter }),
        };
      } catch (error) {
        throw converted(partner, error);
      }
    },
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
};
