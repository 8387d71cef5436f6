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

  /** Nothing when the caller has a slot at once, else a promise of one; every `take` needs one `give`. First come, first served. */
  take(): Promise<void> | undefined {
    if (this.waiting.length === 0 && this.busy < this.limit) {
      this.busy += 1;
      return undefined;
    }
    return new Promise<void>((resolve) => {
      this.waiting.push(resolve);
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

  private get limit(): number {
    return this.suspects > 0 ? 1 : this.capacity;
  }

  private admit(): void {
    while (this.busy < this.limit) {
      const next = this.waiting.shift();
      if (!next) return;
      this.busy += 1;
      next();
    }
  }
}
