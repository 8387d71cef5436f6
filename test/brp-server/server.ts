import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FictitiousRegister } from './persons.js';
import { isField, misfitsOf, misfitsOfAnswer } from './specification.js';

/** What the server does with a question; `answers` is what the specification says. `held` waits for `release`. */
export type Behaviour =
  | 'answers'
  | 'silent'
  | 'held'
  | 'too-many'
  | 'error'
  | 'away'
  | 'unauthorised'
  | 'forbidden'
  | 'no-json'
  | 'wrong-shape'
  | 'wrong-media'
  | 'somebody-else'
  | 'too-long'
  | 'half'
  | 'reset'
  | 'redirect';

/** One question as it came in; the number itself is not kept. */
export type Asked = {
  readonly key: string;
  readonly fields: readonly string[];
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
};

const question = 'RaadpleegMetBurgerservicenummer';
type Query = { readonly burgerservicenummer: readonly string[]; readonly fields: readonly string[] };
type Turn = { readonly query: Query; readonly response: ServerResponse };

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const problem = (response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void => {
  const body = JSON.stringify({ title: 'Fout', status, code: 'fout' });
  response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(body);
};

const json = (response: ServerResponse, body: string, type = 'application/json; charset=utf-8'): void => {
  response.writeHead(200, { 'content-type': type }).end(body);
};

/**
 * The BRP API for tests: answers from the official fictitious register, takes only questions that fit the specification,
 * and can be put into every state in which a partner fails. Listens on loopback on a port of its own, which it keeps.
 */
export class FakeBrp {
  behaviour: Behaviour = 'answers';
  /** Answer only so many of the next questions badly; then as the specification says. */
  badTurns = Number.POSITIVE_INFINITY;
  retryAfter = '1';
  readonly register = new FictitiousRegister();
  readonly asked: Asked[] = [];
  /** What went wrong in the server itself: nothing, in a test that means anything. */
  readonly faults: unknown[] = [];
  private server: Server | undefined;
  private port = 0;
  private held: (() => void)[] = [];
  private waiting: (() => void)[] = [];

  private constructor(readonly apiKey: string) {}

  static async start(apiKey = 'sleutel-van-de-proef'): Promise<FakeBrp> {
    const brp = new FakeBrp(apiKey);
    await brp.listen();
    return brp;
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${this.port}/haalcentraal/api/brp`);
  }

  /** Takes connections again, on the same port. */
  async listen(): Promise<void> {
    this.server = createServer((request, response) => void this.serveSafely(request, response)).listen(
      this.port,
      '127.0.0.1',
    );
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Refuses connections from now on, and drops those that are open. */
  async refuse(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  /** Resolves once so many questions have come in. */
  async hasAsked(count: number): Promise<void> {
    while (this.asked.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Lets the held answers go. */
  release(): void {
    for (const go of this.held.splice(0)) go();
  }

  stop(): Promise<void> {
    this.release();
    return this.refuse();
  }

  private async serveSafely(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.serve(request, response);
    } catch (error) {
      this.faults.push(error);
      response.destroy();
    }
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const query = this.queryOf(request, body);
    this.note(request, query);
    if (typeof query === 'number') return problem(response, query);
    const isBad = this.behaviour !== 'answers' && this.badTurns > 0;
    if (isBad) this.badTurns -= 1;
    await this.turns[isBad ? this.behaviour : 'answers']({ query, response });
  }

  /** The question, or the status with which it is refused. */
  private queryOf(request: IncomingMessage, body: string): Query | number {
    if (request.method !== 'POST' || request.url !== `${this.url.pathname}/personen`) return 404;
    if (request.headers['x-api-key'] !== this.apiKey) return 401;
    if (request.headers['content-type'] !== 'application/json; charset=utf-8') return 415;
    const query = JSON.parse(body) as Query & { readonly type: string };
    const fits = query.type === question && misfitsOf(question, query).length === 0;
    return fits && query.fields.every(isField) ? query : 400;
  }

  private note(request: IncomingMessage, query: Query | number): void {
    const { headers, url = '' } = request;
    const fields = typeof query === 'number' ? [] : query.fields;
    this.asked.push({ key: String(headers['idempotency-key']), fields, path: url, headers });
    for (const tell of this.waiting.splice(0)) tell();
  }

  private answerTo({ burgerservicenummer, fields }: Query): string {
    const personen = burgerservicenummer.flatMap((bsn) => this.register.find(bsn, fields) ?? []);
    const answer = { type: question, personen };
    const misfits = misfitsOfAnswer(answer);
    if (misfits.length > 0) throw new TypeError(`the server's own answer is unfit: ${misfits.join(', ')}`);
    return JSON.stringify(answer);
  }

  private readonly turns: Readonly<Record<Behaviour, (turn: Turn) => void | Promise<void>>> = {
    answers: ({ query, response }) => json(response, this.answerTo(query)),
    silent: () => undefined,
    held: async ({ query, response }) => {
      await new Promise<void>((resolve) => this.held.push(resolve));
      json(response, this.answerTo(query));
    },
    'too-many': ({ response }) => problem(response, 429, { 'retry-after': this.retryAfter }),
    error: ({ response }) => problem(response, 500),
    away: ({ response }) => problem(response, 503, { 'retry-after': this.retryAfter }),
    unauthorised: ({ response }) => problem(response, 401),
    forbidden: ({ response }) => problem(response, 403),
    'no-json': ({ response }) => json(response, '{"type":"Raadpleeg'),
    'wrong-shape': ({ response }) =>
      json(response, JSON.stringify({ type: question, personen: { burgerservicenummer: 1 } })),
    'wrong-media': ({ response }) => json(response, '<html></html>', 'text/html'),
    'somebody-else': ({ query, response }) => {
      const other = this.register.numbers.find((bsn) => !query.burgerservicenummer.includes(bsn)) ?? '';
      json(response, this.answerTo({ ...query, burgerservicenummer: [other] }));
    },
    'too-long': ({ response }) => json(response, `"${'x'.repeat(300 * 1024)}"`),
    half: ({ query, response }) => {
      const body = this.answerTo(query);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) });
      response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
    },
    reset: ({ response }) => void response.socket?.resetAndDestroy(),
    redirect: ({ response }) => problem(response, 307, { location: `${this.url.href}/elders` }),
  };
}
