/** Where a command writes: its report to `out`, progress and refusals to `err`. */
export type Terminal = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Is somebody looking at `err`? Only then a progress bar is drawn. */
  readonly isTty: boolean;
  /** Is `out` a terminal that shows colours? Elsewhere nothing is painted. */
  readonly hasColours?: boolean;
  /** Puts a question to whoever sits at the terminal; absent where nobody does. */
  readonly ask?: (question: string) => Promise<string>;
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

const styles = { bold: [1, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;

/** How a text can be set off on a terminal. Never the only carrier of what it says. */
export type Style = keyof typeof styles;

/** A text in a style, where the terminal shows colours; elsewhere the text as it is. */
export const painted = ({ hasColours }: Pick<Terminal, 'hasColours'>, style: Style, text: string): string =>
  hasColours === true ? `\u001B[${styles[style][0]}m${text}\u001B[${styles[style][1]}m` : text;
