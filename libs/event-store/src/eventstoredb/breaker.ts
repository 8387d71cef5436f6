import { StoreUnavailable } from '../errors.js';

/** Whether the server answers. While it is `unavailable` calls are refused at once. */
export type StoreState = 'available' | 'unavailable';

/** How a breaker judges. All times in milliseconds. */
export type BreakerOptions = {
  /** So long nothing may be heard while something is asked, before the server is asked whether it is there. */
  readonly silenceMs: number;
  /** So long that question may take before the server counts as silent. */
  readonly probeMs: number;
  /** The pause between questions while it does. */
  readonly probeEveryMs: number;
  /** So long each of those questions may take. */
  readonly recoveryMs: number;
  /** Asks the server for something cheap: resolves with whether it answered in time. Never rejects. */
  readonly probe: (timeoutMs: number) => Promise<boolean>;
  readonly onState: (state: StoreState) => void;
};

/** One call that waits for its answer. */
type Waiting = { readonly since: number; readonly refuse: (reason: StoreUnavailable) => void };

// A timer that comes so late was held up by this process itself: what the server has sent may not have been read yet.
const lateMs = 100;

/**
 * Opens when the server is silent. Not the time that one call takes decides, but whether anything is heard at all: a slow
 * server that answers others, or a cheap question, is waited for. When nothing is heard for `silenceMs` the question is
 * asked; when that stays without answer too, every waiting call is refused, and every later one at once, until the
 * question is answered. Rejected: opossum, which counts failed calls, each of which first waits for its own end, lets a
 * caller's call be the trial, and leaves the calls that wait waiting.
 */
export class Breaker {
  private state: StoreState = 'available';
  private readonly waiting = new Set<Waiting>();
  private heardAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private isAsking = false;
  private isClosed = false;

  constructor(private readonly options: BreakerOptions) {}

  /** Throws `StoreUnavailable` while the server is silent. */
  admit(): void {
    if (this.state === 'unavailable') throw this.refusal();
  }

  /** Something has come from the server. */
  heard(): void {
    this.heardAt = performance.now();
  }

  /** A call has begun to wait; `refuse` is called when waiting has no sense any more. The result ends it. */
  enter(refuse: (reason: StoreUnavailable) => void): () => void {
    const call: Waiting = { since: performance.now(), refuse };
    this.waiting.add(call);
    if (!this.timer && !this.isAsking) this.arm(this.options.silenceMs);
    return () => this.waiting.delete(call);
  }

  /** A call has failed for good without a clear answer: is the server there? */
  suspect(): void {
    if (this.isAsking || this.isClosed || this.state === 'unavailable') return;
    void this.ask();
  }

  /** Refuses what waits and asks no more. */
  close(reason: StoreUnavailable): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.refuseAll(reason);
  }

  private refusal(): StoreUnavailable {
    return new StoreUnavailable('silent', undefined, this.options.probeEveryMs * 4);
  }

  private refuseAll(reason: StoreUnavailable): void {
    for (const { refuse } of this.waiting) refuse(reason);
    this.waiting.clear();
  }

  private arm(ms: number): void {
    const due = performance.now() + ms;
    this.timer = setTimeout(() => this.look(due), ms).unref();
  }

  private look(due: number): void {
    this.timer = undefined;
    const [oldest] = this.waiting;
    if (!oldest || this.isClosed || this.isAsking) return;
    const now = performance.now();
    if (now - due > lateMs) this.heardAt = now;
    const quietMs = now - Math.max(this.heardAt, oldest.since);
    if (quietMs >= this.options.silenceMs) void this.ask();
    else this.arm(this.options.silenceMs - quietMs);
  }

  private async ask(): Promise<void> {
    this.isAsking = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    let isThere = await this.options.probe(this.options.probeMs);
    if (!isThere && !this.isClosed) {
      this.change('unavailable');
      this.refuseAll(this.refusal());
      isThere = await this.untilAnswered();
    }
    this.isAsking = false;
    if (this.isClosed || !isThere) return;
    this.heard();
    this.change('available');
    if (this.waiting.size > 0) this.arm(this.options.silenceMs);
  }

  private async untilAnswered(): Promise<boolean> {
    while (!this.isClosed) {
      await new Promise<void>((resolve) => {
        setTimeout(resolve, this.options.probeEveryMs).unref();
      });
      if (!this.isClosed && (await this.options.probe(this.options.recoveryMs))) return true;
    }
    return false;
  }

  private change(state: StoreState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.onState(state);
  }
}
