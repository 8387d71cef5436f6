/**
 * Wakes those who wait for something new. A listener reads `count` before it looks and waits for a higher one after,
 * so that a ring in between is never missed.
 */
export class Bell {
  private rings = 0;
  private readonly waiting = new Set<() => void>();

  get count(): number {
    return this.rings;
  }

  ring(): void {
    this.rings += 1;
    for (const wake of this.waiting) wake();
  }

  /** Resolves when the bell has rung more than `count` times, or when the signal aborts. */
  async after(count: number, signal: AbortSignal): Promise<void> {
    if (this.rings > count || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
