/** How many turns may be taken at once, and how long it takes until one of them comes back, in milliseconds. */
export type Rhythm = { readonly atOnce: number; readonly everyMs: number };

/**
 * Turns that are taken now and then come at once; those that keep coming get one every `everyMs`. For work of which a large
 * piece costs hardly more than a small one: alone it waits for nobody, under load it is done in larger pieces. `nowMs` is a
 * clock that only ever grows.
 */
export class Pace {
  private left: number;
  private lastMs: number;

  constructor(
    private readonly rhythm: Rhythm,
    private readonly nowMs: () => number,
  ) {
    this.left = rhythm.atOnce;
    this.lastMs = nowMs();
  }

  /** Takes a turn; how long to wait before it, in milliseconds: never more than `everyMs`. */
  take(): number {
    const { atOnce, everyMs } = this.rhythm;
    const now = this.nowMs();
    const back = (now - this.lastMs) / everyMs;
    this.left = Math.max(-1, Math.min(atOnce, this.left + back) - 1);
    this.lastMs = now;
    return this.left < 0 ? -this.left * everyMs : 0;
  }
}
