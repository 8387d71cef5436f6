/** How often something came up, by name. */
export type Tally = { readonly [name: string]: number };

/** What a run of redecide went through. */
export type RedecideSummary = {
  readonly events: number;
  /** Records decided again, and how many of them the hub itself broke off before anything left. */
  readonly disclosures: number;
  readonly aborted: number;
  readonly refusals: number;
  readonly items: number;
  readonly blocks: number;
  readonly fields: number;
  readonly levels: Tally;
  /** Uses of facts that were computed again from the log, by name. */
  readonly recomputed: Tally;
  /** Uses of facts that were taken as recorded, for their source is sealed, by name. */
  readonly asRecorded: Tally;
  readonly semantics: Tally;
  /** Field decisions that an engine beside the interpreter made too; absent where none was asked. */
  readonly compared?: number;
  readonly findings: number;
};

/** Counts by name. */
export class Counter {
  private readonly counts = new Map<string, number>();

  add(name: string, times = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + times);
  }

  /** By name, in order; what was taken back as often as it came up is not there. */
  tally(): Tally {
    const counted = [...this.counts].filter(([, times]) => times !== 0);
    return Object.fromEntries(counted.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** The counters of one run. */
export class Totals {
  events = 0;
  disclosures = 0;
  aborted = 0;
  refusals = 0;
  items = 0;
  blocks = 0;
  fields = 0;
  compared: number | undefined;
  findings = 0;
  readonly levels = new Counter();
  readonly recomputed = new Counter();
  readonly asRecorded = new Counter();
  readonly semantics = new Counter();

  summary(): RedecideSummary {
    const { events, disclosures, aborted, refusals, items, blocks, fields, compared, findings } = this;
    return {
      events,
      disclosures,
      aborted,
      refusals,
      items,
      blocks,
      fields,
      levels: this.levels.tally(),
      recomputed: this.recomputed.tally(),
      asRecorded: this.asRecorded.tally(),
      semantics: this.semantics.tally(),
      ...(compared === undefined ? {} : { compared }),
      findings,
    };
  }
}
