import { HealthIndicatorService } from '@nestjs/terminus';
import { DomainError } from '@knooppunt/kernel';
import type { JsonLogger } from '../logging.js';
import type { Metrics } from '../metrics/metrics.js';

/** Something that the process cannot do its work without. It fails when it says false, rejects, or is silent beyond its limit. */
export type ReadinessCheck = {
  /** A literal of the code: `event-store`, `messaging`. */
  readonly name: string;
  /** May stop when the signal aborts: nobody waits for its answer any more. */
  readonly check: (signal: AbortSignal) => Promise<boolean>;
  /** Milliseconds after which silence counts as away (1,000). */
  readonly limitMs?: number;
};

/** What the checks said. `stopping`: the process ends, whatever they say. */
export type Health = {
  readonly status: 'up' | 'down' | 'stopping';
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
};

/** What readiness tells of itself, and how long an answer of the checks holds (`cacheMs`, 500). */
export type ReadinessOptions = {
  readonly logger?: JsonLogger;
  readonly metrics?: Metrics;
  readonly cacheMs?: number;
};

const defaultLimitMs = 1_000;
/** A call that never ends is given up after so many limits; until then no second one is made beside it. */
const patience = 10;

/** A check said no. */
class CheckFailed extends DomainError {
  readonly code = 'platform/check-failed';
  constructor() {
    super('a check of readiness said no');
  }
}

/** One check, called once at a time: an engine that hangs must not gather a call for each probe. */
class Single {
  private since: number | undefined;
  private turn = 0;

  constructor(private readonly one: ReadinessCheck) {}

  get name(): string {
    return this.one.name;
  }

  get limitMs(): number {
    return this.one.limitMs ?? defaultLimitMs;
  }

  async call(signal: AbortSignal): Promise<void> {
    if (this.since !== undefined && performance.now() - this.since < patience * this.limitMs) throw new CheckFailed();
    this.since = performance.now();
    const turn = (this.turn += 1);
    try {
      if (!(await this.one.check(signal))) throw new CheckFailed();
    } finally {
      if (turn === this.turn) this.since = undefined;
    }
  }
}

/**
 * Whether this process can do its work now: all checks at the same time, each within its limit, asked again only after
 * `cacheMs`. Once `stop` was called it is not ready any more. Changes are told in the log and in `knooppunt_check_up`.
 */
export class Readiness {
  private readonly indicators = new HealthIndicatorService();
  private readonly checks: readonly Single[];
  private readonly last = new Map<string, 'up' | 'down'>();
  private stopping = false;

  constructor(
    checks: readonly ReadinessCheck[],
    private readonly options: ReadinessOptions = {},
  ) {
    this.checks = checks.map((check) => new Single(check));
    options.metrics?.declare(
      'check',
      checks.map(({ name }) => name),
    );
  }

  /** Not ready from now on: whoever sends work here must send it elsewhere. */
  stop(): void {
    this.stopping = true;
  }

  /** What `createHttpApp` wants as `health`. */
  readonly isReady = async (): Promise<boolean> => (await this.health()).status === 'up';

  /** Asks what is not known well enough any more. Never rejects. */
  async health(): Promise<Health> {
    const found = await Promise.all(this.checks.map(async (check) => [check.name, await this.ask(check)] as const));
    const checks = Object.fromEntries(found);
    if (this.stopping) return { status: 'stopping', checks };
    return { status: found.every(([, state]) => state === 'up') ? 'up' : 'down', checks };
  }

  private async ask(check: Single): Promise<'up' | 'down'> {
    const attempt = this.indicators
      .check(check.name)
      .attempt(({ signal }) => check.call(signal))
      .withTimeout(check.limitMs)
      .cacheFor(this.options.cacheMs ?? 500);
    // its words may hold anything: only up or down leaves here
    const state = (await attempt)[check.name]?.status === 'up' ? 'up' : 'down';
    this.tell(check.name, state);
    return state;
  }

  private tell(check: string, state: 'up' | 'down'): void {
    const before = this.last.get(check);
    this.last.set(check, state);
    this.options.metrics?.set('knooppunt_check_up', { check }, state === 'up' ? 1 : 0);
    if (before === state || (before === undefined && state === 'up')) return;
    if (state === 'up') this.options.logger?.info('check-up', { check });
    else this.options.logger?.warn('check-down', { check });
  }
}
