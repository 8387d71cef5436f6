import { Pace } from '@knooppunt/kernel';
import type { Rhythm } from '@knooppunt/kernel';

/** Whoever is told that there is work. */
type Sleeper = { wake(): void };

const usual: Rhythm = { atOnce: 8, everyMs: 50 };
// A fetch asks for every partition that a member has and is answered for each: a broker and its client do it for one message
// in nearly as long as for hundreds.
const fetching: Rhythm = { atOnce: 20, everyMs: 50 };
/** So many messages are worth a turn of their own. */
const worthATurn = 64;

/**
 * Tells lanes that there are messages. What comes now and then is told at once; while messages keep coming, few at a time and of
 * one partition after the other, all lanes are told together at a `rhythm`: they write down that they begin in one commit, and
 * what effects ask the same store they ask it together. `nowMs` is a clock that only ever grows.
 */
export class Waking {
  private readonly ready = new Set<Sleeper>();
  private readonly pace: Pace;
  private timer: NodeJS.Timeout | undefined;

  constructor({ rhythm = usual, nowMs = () => performance.now() }: { rhythm?: Rhythm; nowMs?: () => number } = {}) {
    this.pace = new Pace(rhythm, nowMs);
  }

  /** So many messages came for this one. */
  wake(sleeper: Sleeper, messages: number): void {
    this.ready.add(sleeper);
    if (messages >= worthATurn) return this.all();
    if (this.timer) return;
    const waitMs = this.pace.take();
    if (waitMs === 0) this.all();
    else this.timer = setTimeout(() => this.all(), waitMs);
  }

  private all(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const ready = [...this.ready];
    this.ready.clear();
    for (const sleeper of ready) sleeper.wake();
  }
}

/**
 * Pauses between fetches: what comes now and then is fetched at once; while little comes each time and keeps coming, the next
 * fetch waits a moment for more. `nowMs` is a clock that only ever grows.
 */
export class FetchPause {
  private readonly pace: Pace;
  private readonly everyMs: number;
  private readonly nowMs: () => number;
  private current: Promise<void> | undefined;
  private muchAtMs = -Infinity;
  private end = (): void => undefined;

  constructor({ rhythm = fetching, nowMs = () => performance.now() }: { rhythm?: Rhythm; nowMs?: () => number } = {}) {
    this.pace = new Pace(rhythm, nowMs);
    this.everyMs = rhythm.everyMs;
    this.nowMs = nowMs;
  }

  /**
   * So many messages came from one partition; resolves when the next fetch may go. All partitions of a fetch share a pause, and
   * where one of them brings much there is none.
   */
  async after(messages: number): Promise<void> {
    if (messages >= worthATurn) {
      this.muchAtMs = this.nowMs();
      this.end();
      return;
    }
    if (this.nowMs() - this.muchAtMs < this.everyMs) return;
    this.current ??= this.pause();
    await this.current;
  }

  private async pause(): Promise<void> {
    const waitMs = this.pace.take();
    if (waitMs > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        this.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.current = undefined;
  }
}
