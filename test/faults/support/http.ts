import { Agent, request } from 'node:http';

/** An answer, or none: the connection broke, or nothing came in time. */
export type Reply =
  | {
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly correlation: string;
      readonly body: Readonly<Record<string, unknown>>;
    }
  | { readonly status: 0; readonly reason: string };

export type Question = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Told at once when the head of the answer is there. */
  readonly onHead?: (status: number, correlation: string) => void;
};

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};

/** A caller with connections of its own that are kept; whatever happens to a question, it gets a reply. */
export class Caller {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(
    readonly base: string,
    private readonly patienceMs = 20_000,
  ) {}

  ask({ method, path, headers, body, onHead }: Question): Promise<Reply> {
    const { agent, patienceMs } = this;
    return new Promise((resolve) => {
      const fail = (error: Error): void => resolve({ status: 0, reason: error.message });
      const asked = request(this.base + path, { agent, method, headers, signal: AbortSignal.timeout(patienceMs) });
      asked.on('error', fail);
      asked.on('response', (answer) => {
        const { statusCode = 0, headers: given } = answer;
        const correlation = String(given['x-correlation-id'] ?? '');
        onHead?.(statusCode, correlation);
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', fail);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: statusCode, retryAfter: given['retry-after'], correlation, body: parsed(text) });
        });
      });
      asked.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
