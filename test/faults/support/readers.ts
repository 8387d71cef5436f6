import { fetchPersonToken } from '@knooppunt/platform';
import { people } from '../../e2e/support/cast.js';
import type { LogRecord } from '../../eventstoredb-server/log.js';
import { Caller } from './http.js';
import type { Reply } from './http.js';
import { lasting } from './until.js';

/** The records of disclosures that lie in the log, by the request that they were for, at any moment. */
export class DisclosureLog {
  private readonly requests = new Set<string>();
  private read = 0;

  constructor(private readonly records: readonly LogRecord[]) {}

  /** Is there a record for this request now? */
  holds(correlation: string): boolean {
    for (; this.read < this.records.length; this.read += 1) {
      const { type, data } = this.records[this.read] as LogRecord;
      if (type !== 'DisclosureRecorded') continue;
      const envelope = JSON.parse(Buffer.from(data).toString()) as { readonly correlation: string };
      this.requests.add(envelope.correlation);
    }
    return this.requests.has(correlation);
  }
}

const pauseMs = 150;

/**
 * An analyst who reads the weighing list and signals of it while faults come. The server of the log runs in this process, so
 * whether the record of an answer lay there before the answer came is known exactly.
 */
export class Readers {
  /** Answers with content, by request. */
  readonly answered: string[] = [];
  /** Answers whose record was not in the log when they came. */
  readonly unrecorded: string[] = [];
  readonly unforeseen: string[] = [];
  refused = 0;
  private readonly caller: Caller;
  private headers: Readonly<Record<string, string>> | undefined;
  private readonly ending = new AbortController();
  private lanes: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly base: string,
    private readonly log: DisclosureLog,
    private readonly known: () => readonly string[],
  ) {
    this.caller = new Caller(base);
  }

  begin(): void {
    const lane = async (list: boolean): Promise<void> => {
      for (let turn = 0; !this.ending.signal.aborted; turn += 1) {
        const ids = this.known();
        const id = ids[(turn * 7_919) % Math.max(1, ids.length)];
        await this.read(list || id === undefined ? '/v1/signalen?limiet=5' : `/v1/signalen/${id}`);
        await lasting(pauseMs);
      }
    };
    this.lanes = Promise.all([lane(true), lane(false)]);
  }

  /** Reads one address once; the reply. */
  async read(path: string): Promise<Reply> {
    const onHead = (status: number, correlation: string): void => {
      if (status !== 200) return;
      this.answered.push(correlation);
      if (!this.log.holds(correlation)) this.unrecorded.push(`${path} ${correlation}`);
    };
    const reply = await this.caller.ask({ method: 'GET', path, headers: await this.identified(), onHead });
    this.judge(reply);
    return reply;
  }

  /** One command of the analyst. */
  async command(path: string, body: unknown, key: string): Promise<Reply> {
    const headers = { ...(await this.identified()), 'content-type': 'application/json', 'idempotency-key': key };
    return this.caller.ask({ method: 'POST', path, headers, body: JSON.stringify(body) });
  }

  async end(): Promise<void> {
    this.ending.abort();
    await this.lanes;
    this.caller.close();
  }

  private judge(reply: Reply): void {
    if (reply.status === 401) this.headers = undefined;
    if ('reason' in reply) return;
    if (reply.status !== 503) {
      if (![200, 401, 404].includes(reply.status)) this.unforeseen.push(`a reader got ${reply.status}`);
      return;
    }
    this.refused += 1;
    if (reply.retryAfter === undefined) this.unforeseen.push(`a reader got 503 without Retry-After`);
  }

  private async identified(): Promise<Readonly<Record<string, string>>> {
    const { sub, cooperation, purpose } = people.analyst;
    this.headers ??= {
      authorization: `Bearer ${await fetchPersonToken({ issuer: `${this.base}/oidc`, sub, cooperation })}`,
      doelbinding: purpose,
    };
    return this.headers;
  }
}
