const longestTurnMs = 8;

/**
 * Work in many small steps that gives way to others: no turn of the event loop is longer than some milliseconds and one step.
 * Giving way after each step would cost more than the step.
 */
export class Turns {
  private since = performance.now();

  /** After a step: resolves in this turn while it is short, and otherwise in the next one. */
  async next(): Promise<void> {
    if (performance.now() - this.since < longestTurnMs) return;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    this.since = performance.now();
  }
}
