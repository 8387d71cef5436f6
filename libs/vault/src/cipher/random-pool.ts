import { randomFillSync } from 'node:crypto';

/**
 * Random bytes in small pieces out of one large draw: a single draw costs some 3 µs, a slice 0.1 µs (leaks-and-faults §3).
 * A piece is copied out and wiped from the pool, so no key stays behind in it.
 */
export class RandomPool {
  private readonly pool = Buffer.alloc(48 * 1024);
  private used = this.pool.length;

  /** This many fresh random bytes, given out once. */
  take(size: number): Buffer {
    if (this.used + size > this.pool.length) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    const piece = Buffer.alloc(size);
    this.pool.copy(piece, 0, this.used, this.used + size);
    this.pool.fill(0, this.used, this.used + size);
    this.used += size;
    return piece;
  }
}
