import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import type { RateLimits } from '../config/edge.js';
import type { Metrics } from '../metrics/metrics.js';
import { TooManyRequests } from './platform-errors.js';

/** A caller was over its limit. `isFirst`: for the first time in a minute. */
export type Excess = { readonly refusal: TooManyRequests; readonly isFirst: boolean };

type Kind = keyof RateLimits;
/** Counts a request; the seconds to wait when that was one too many. */
type Counter = (request: FastifyRequest, key?: string) => Promise<number | undefined>;

const windowMs = 60_000;

const keyOf = (caller: Caller): string => {
  const { cooperation, organisation } = caller;
  return JSON.stringify(
    caller.kind === 'person' ? [cooperation, organisation, caller.provider, caller.sub] : [cooperation, organisation],
  );
};

/**
 * How many requests each caller may make in a minute: a person, the systems of an organisation, an address from which nobody
 * known asks. A minute begins with the first request of it. Counted in this process, for the 5,000
 * callers of each kind that asked last. Nothing of it stands
 * in an answer but `Retry-After`: what is left would tell colleagues how busy each is. Source: RFC 6585 §4, RFC 9110 §10.2.3.
 */
export class RequestLimits {
  private readonly counters = new Map<Kind | 'noted', Counter>();

  constructor(
    private readonly limits: RateLimits,
    private readonly metrics: Metrics,
  ) {}

  /** Makes the counters of a server. */
  install(server: FastifyInstance): void {
    const keys = new WeakMap<FastifyRequest, string>();
    const keyGenerator = (request: FastifyRequest): string => keys.get(request) ?? '';
    // without a key: the address of the client, or its network of 2^64 where it is IPv6
    const counter = (max: number, by: { readonly keyGenerator?: typeof keyGenerator }): Counter => {
      const check = server.createRateLimit({ max, timeWindow: windowMs, ...by });
      return async (request, key) => {
        if (key !== undefined) keys.set(request, key);
        const count = await check(request);
        return count.isAllowed || !count.isExceeded ? undefined : Math.max(1, count.ttlInSeconds);
      };
    };
    void server.register(rateLimit, { global: false });
    void server.after(() => {
      const { person, organisation, address } = this.limits;
      if (person > 0) this.counters.set('person', counter(person, { keyGenerator }));
      if (organisation > 0) this.counters.set('organisation', counter(organisation, { keyGenerator }));
      if (address > 0) this.counters.set('address', counter(address, {}));
      this.counters.set('noted', counter(1, { keyGenerator }));
    });
  }

  /** Counts a request of nobody known. Error: `platform/te-veel-verzoeken`. */
  async stranger(request: FastifyRequest): Promise<void> {
    const seconds = await this.count('address', request);
    if (seconds !== undefined) throw new TooManyRequests(seconds);
  }

  /** Counts a request of a caller; how it is refused, if it is. */
  async caller(request: FastifyRequest, caller: Caller): Promise<Excess | undefined> {
    const key = keyOf(caller);
    const seconds = await this.count(caller.kind, request, key);
    if (seconds === undefined) return undefined;
    const isNoted = (await this.counters.get('noted')?.(request, key)) !== undefined;
    return { refusal: new TooManyRequests(seconds), isFirst: !isNoted };
  }

  private async count(kind: Kind, request: FastifyRequest, key?: string): Promise<number | undefined> {
    const seconds = await this.counters.get(kind)?.(request, key);
    if (seconds !== undefined) this.metrics.increment('knooppunt_http_limited_total', { limit: kind });
    return seconds;
  }
}
