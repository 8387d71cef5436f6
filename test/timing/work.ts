import type { IncomingMessage } from 'node:http';
import type { StoredEvent } from '@knooppunt/event-store';
import type { FixedHub } from '../harness/fixed-hub.js';
import { WithinRequest } from '../harness/within-request.js';

/** What one request had done: durable appends and their events, reads of the log and the large events that they gave, keys asked of the vault, queries. */
export type Work = {
  appends: number;
  events: number;
  reads: number;
  large: number;
  heads: number;
  reaches: number;
  opens: number;
  digests: number;
  queries: number;
};
type Counted = keyof Work;

const nothing = (): Work => ({
  appends: 0,
  events: 0,
  reads: 0,
  large: 0,
  heads: 0,
  reaches: 0,
  opens: 0,
  digests: 0,
  queries: 0,
});

const correlationOf = ({ headers }: IncomingMessage): string => String(headers['x-correlation-id']);

type AnyMethod = (...given: readonly unknown[]) => unknown;

// The newest event of a stream that is known already is read again, and those are small. Records of what was shown are not.
const largeBytes = 8 * 1024;

const weigh = (work: Work, events: readonly StoredEvent[]): void => {
  work.large += events.filter(({ bytes }) => bytes.byteLength > largeBytes).length;
};

/** Counts what each request of a hub makes the engines do. What the worker does besides belongs to no request. */
export class WorkMeter {
  private readonly requests = new WithinRequest<Work>();
  private readonly works = new Map<string, Work>();
  private readonly undo: (() => void)[] = [];

  constructor(hub: FixedHub) {
    const { store, vault, readStore } = hub.standalone.engines;
    this.undo.push(
      this.requests.on(hub, (request) => {
        const work = nothing();
        this.works.set(correlationOf(request), work);
        return work;
      }),
    );
    this.count(store, { append: 'appends', read: 'reads', readAll: 'reads', head: 'heads' });
    this.count(vault.opener, { reach: 'reaches', open: 'opens', outputDigest: 'digests' });
    this.count(readStore.db.getExecutor(), { executeQuery: 'queries' });
  }

  /** What a request has had done by now, by its correlation. */
  workOf(correlation: string): Work {
    const work = this.works.get(correlation);
    if (!work) throw new Error(`no request ${correlation}`);
    return work;
  }

  stop(): void {
    for (const undo of this.undo) undo();
  }

  private count(owner: object, methods: Readonly<Record<string, Counted>>): void {
    for (const [name, counted] of Object.entries(methods)) {
      const real = (owner as Readonly<Record<string, AnyMethod>>)[name] as AnyMethod;
      const counting: AnyMethod = (...given) => {
        const { held } = this.requests;
        if (held) held[counted] += 1;
        if (held && counted === 'appends') held.events += (given[1] as readonly unknown[]).length;
        const answer = real.apply(owner, [...given]);
        if (held && counted === 'reads')
          void (answer as Promise<readonly StoredEvent[]>).then((events) => weigh(held, events));
        return answer;
      };
      Object.assign(owner, { [name]: counting });
      this.undo.push(() => void Reflect.deleteProperty(owner, name));
    }
  }
}
