import { Agent, request } from 'node:http';

/** One HTTP request that a benchmark sends. */
export type Ask = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};
/** How it went: moments in milliseconds since 1970, with fractions, comparable between processes of one machine. */
export type Exchange = { readonly startedAt: number; readonly endedAt: number; readonly text: string };

/** The present moment as every process of this machine reads it. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** The server said no. */
export class RequestRefused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const exchange = (agent: Agent, base: string, { method, path, headers = {}, body }: Ask): Promise<Exchange> =>
  new Promise((resolve, reject) => {
    const startedAt = nowMs();
    const asked = request(base + path, { agent, method, headers: { 'content-type': 'application/json', ...headers } });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const endedAt = nowMs();
        const { statusCode = 0 } = answer;
        // A benchmark times answers, never refusals.
        if (statusCode < 300) resolve({ startedAt, endedAt, text });
        else reject(new RequestRefused(statusCode, `${method} ${path}: ${statusCode} ${text.slice(0, 500)}`));
      });
    });
    asked.end(body);
  });

/** So many connections to one server, kept open; each sends its next request when the last one has been answered. */
export class Load {
  private readonly agent: Agent;

  constructor(
    private readonly base: string,
    private readonly connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Sends all; the exchanges come back in the order of the requests. Rejects on the first refusal. */
  async send(asks: readonly Ask[]): Promise<readonly Exchange[]> {
    const exchanges: Exchange[] = [];
    let next = 0;
    const connection = async (): Promise<void> => {
      for (let at = next++; at < asks.length; at = next++) {
        exchanges[at] = await exchange(this.agent, this.base, asks[at] as Ask);
      }
    };
    await Promise.all(Array.from({ length: this.connections }, connection));
    return exchanges;
  }

  /** Sends one. */
  async one(ask: Ask): Promise<Exchange> {
    return exchange(this.agent, this.base, ask);
  }

  close(): void {
    this.agent.destroy();
  }
}
