/**
 * How many effects of one member may run at the same time.
 *
 * A *suspect* is a message whose last delivery ended with the process. While one is about, effects run one by one: if the
 * process falls again, the next start knows which message did it, and no neighbour is parked in its place.
 */
export class Slots {
  private busy = 0;
  private suspects = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly capacity: number) {}

  /** Resolves when the caller has a slot; every `take` needs one `give`. First come, first served. */
  take(): Promise<void> {
    return new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      this.admit();
    });
  }

  give(): void {
    this.busy -= 1;
    this.admit();
  }

  suspect(count: number): void {
    this.suspects += count;
  }

  cleared(count: number): void {
    this.suspects -= count;
    this.admit();
  }

  private admit(): void {
    const limit = this.suspects > 0 ? 1 : this.capacity;
    while (this.busy < limit) {
      const next = this.waiting.shift();
      if (!next) return;
      this.busy += 1;
      next();
    }
  }
}
