/** Where a run writes: the report to `out`, progress and refusals to `err`. */
export type Terminal = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Is somebody looking at `err`? Only then a progress bar is drawn. */
  readonly isTty: boolean;
};

const width = 40;
const stepShare = 0.005;

/** A progress bar on one line of stderr; silent where nobody looks. */
export class ProgressBar {
  private shown = -1;

  constructor(
    private readonly terminal: Terminal,
    private readonly label: string,
    private readonly total: number,
  ) {}

  at(done: number): void {
    if (!this.terminal.isTty || this.total === 0) return;
    const share = Math.min(1, done / this.total);
    if (share - this.shown < stepShare && share < 1) return;
    this.shown = share;
    const full = Math.round(share * width);
    const bar = `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
    this.terminal.err(`\r${this.label} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %`);
  }

  end(): void {
    if (this.terminal.isTty && this.shown >= 0) this.terminal.err('\r\u001B[2K');
  }
}
