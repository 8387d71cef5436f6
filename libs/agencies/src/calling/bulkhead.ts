/** So many calls at a time and no more: one slow partner cannot take all the room there is. */
export class Bulkhead {
  private taken = 0;

  constructor(
    readonly capacity: number,
    private readonly full: () => Error,
  ) {}

  /** Is there a place? */
  get hasRoom(): boolean {
    return this.taken < this.capacity;
  }

  /** Runs work in a place of its own, or rejects at once where all are taken: nobody queues here. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.hasRoom) throw this.full();
    this.taken += 1;
    try {
      return await work();
    } finally {
      this.taken -= 1;
    }
  }
}
