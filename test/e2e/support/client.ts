import { randomUUID } from 'node:crypto';

/** An answer, read whole. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
};

export type Ask = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};

/** Sends one request as it is given. */
export const send = async (url: string, { method = 'GET', headers = {}, body }: Ask): Promise<Answer> => {
  const answer = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : Uint8Array.from(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
};

/** The answer, which must be a success. */
export const accepted = (answer: Answer): Answer => {
  if (answer.status >= 300) throw new Error(`answer ${answer.status}: ${answer.text}`);
  return answer;
};

/** The id in the answer of a command that must have succeeded. */
export const idOf = (answer: Answer): string => String(accepted(answer).body['id']);

/** A key for one command. */
export const freshKey = (): string => `sleutel-${randomUUID()}`;

/** One caller of a hub: its token, and for a person the purpose. */
export class Client {
  constructor(
    readonly base: string,
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return send(this.base + path, { headers: { ...this.headers, ...headers } });
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.raw('POST', path, JSON.stringify(body), { 'idempotency-key': freshKey(), ...headers });
  }

  /** Any method with a body as given. */
  raw(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return send(this.base + path, {
      method,
      headers: { 'content-type': 'application/json', ...this.headers, ...headers },
      ...(body === undefined ? {} : { body }),
    });
  }
}
