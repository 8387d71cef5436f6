/** Work that comes round by itself: of each kind one at a time, and what fails is told and comes round again. */
export class Ticker {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly alarm: (what: string, error: unknown) => void) {}

  /** Does this work every so many milliseconds; a round that is due while one runs is left out. */
  every(ms: number, what: string, work: () => Promise<unknown>): void {
    let busy: Promise<void> | undefined;
    const timer = setInterval(() => {
      if (busy) return;
      const one = this.round(what, work).finally(() => {
        this.running.delete(one);
        busy = undefined;
      });
      busy = one;
      this.running.add(one);
    }, ms);
    timer.unref();
    this.timers.push(timer);
  }

  /** Begins no round any more and waits for those that run. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.running);
  }

  private async round(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.alarm(what, error);
    }
  }
}
