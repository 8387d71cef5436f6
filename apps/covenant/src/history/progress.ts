import { counted, filled } from '@knooppunt/platform';
import type { Language, Terminal } from '@knooppunt/platform';

const line = {
  nl: '{bar} {share} %  {done} van {total} gebeurtenissen, {rate}/s, nog {left} s',
  en: '{bar} {share} %  {done} of {total} events, {rate}/s, {left} s left',
};
const width = 24;
const everyMs = 200;

/** What a long reading says of itself on one line of a terminal: how far, how fast, how long yet. Silent where nobody looks. */
export class ReadingProgress {
  private readonly began: number;
  private said: number | undefined;

  constructor(
    private readonly terminal: Terminal,
    private readonly language: Language,
    private readonly total: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.began = nowMs();
  }

  at(done: number): void {
    if (!this.terminal.isTty || this.total === 0) return;
    const now = this.nowMs();
    if (now - (this.said ?? this.began) < everyMs) return;
    this.said = now;
    const share = Math.min(1, done / this.total);
    const full = Math.round(share * width);
    const perSecond = (done * 1_000) / Math.max(1, now - this.began);
    const count = (value: number): string => counted(Math.ceil(value), this.language);
    const values = {
      bar: `${'█'.repeat(full)}${'░'.repeat(width - full)}`,
      share: String(Math.floor(share * 100)).padStart(3),
      done: count(done),
      total: count(this.total),
      rate: count(perSecond),
      left: count((this.total - done) / Math.max(1, perSecond)),
    };
    this.terminal.err(`\r\u001B[2K${filled(line, this.language, values)}`);
  }

  end(): void {
    if (this.said !== undefined) this.terminal.err('\r\u001B[2K');
  }
}
