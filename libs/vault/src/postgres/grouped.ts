/** What became of one of a group: its result, or why there is none. */
export type Settled<Result> = { readonly result: Result } | { readonly error: unknown };

/**
 * `work` does many at once, all in one transaction, and answers in their order. `nameOf`: two of one name never go together.
 * `lanes`: groups under way at the same time; `size`: most of one group.
 */
export type Grouping<Item, Result> = {
  readonly work: (items: readonly Item[]) => Promise<readonly Settled<Result>[]>;
  readonly nameOf: (item: Item) => string;
  readonly isPassing: (error: unknown) => boolean;
  readonly lanes: number;
  readonly size: number;
};

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Calls that come while others are under way go together: one transaction, one flush of the log, for all of them. A single
 * call on a quiet machine waits for nobody. What the server refuses of a group is done again one by one, so that each hears
 * its own refusal and none that of a neighbour.
 */
export class Grouped<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private busy = 0;
  private onIdle: (() => void)[] = [];

  constructor(private readonly grouping: Grouping<Item, Result>) {}

  /** Resolves or rejects as if the call had been made alone. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // What the same turn of the loop still brings goes along.
      if (this.waiting.length === 1) queueMicrotask(() => this.start());
    });
  }

  /** Resolves once nothing waits and nothing is under way. */
  async idle(): Promise<void> {
    if (this.busy === 0 && this.waiting.length === 0) return;
    await new Promise<void>((resolve) => {
      this.onIdle.push(resolve);
    });
  }

  private start(): void {
    while (this.busy < this.grouping.lanes && this.waiting.length > 0) void this.run(this.take());
  }

  private take(): readonly Waiting<Item, Result>[] {
    const { nameOf, size } = this.grouping;
    const names = new Set<string>();
    const taken: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    for (const one of this.waiting) {
      const name = nameOf(one.item);
      if (taken.length < size && !names.has(name)) taken.push(one);
      else left.push(one);
      names.add(name);
    }
    this.waiting = left;
    return taken;
  }

  private async run(group: readonly Waiting<Item, Result>[]): Promise<void> {
    this.busy += 1;
    try {
      await this.settle(group);
    } finally {
      this.busy -= 1;
      this.start();
      if (this.busy === 0 && this.waiting.length === 0) for (const resolve of this.onIdle.splice(0)) resolve();
    }
  }

  private async settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const answers = await this.grouping.work(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, at) => {
        const answer = answers[at] ?? { error: new RangeError('a group answered for too few') };
        if ('error' in answer) reject(answer.error);
        else resolve(answer.result);
      });
    } catch (error) {
      if (group.length === 1 || this.grouping.isPassing(error)) for (const { reject } of group) reject(error);
      else for (const one of group) await this.settle([one]);
    }
  }
}
