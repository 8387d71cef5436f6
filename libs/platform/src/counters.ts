/** Counters of one process, by name. Names are literals of the code, never input. */
export class Counters {
  private readonly values = new Map<string, number>();

  /** Adds to a counter; unknown names start at 0. */
  increment(name: string, by = 1): void {
    this.values.set(name, this.read(name) + by);
  }

  /** The present value of a counter. */
  read(name: string): number {
    return this.values.get(name) ?? 0;
  }

  /** All counters, sorted by name. */
  snapshot(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.values].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}
