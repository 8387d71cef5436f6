import { Pace } from '@knooppunt/kernel';
import type { Rhythm } from '@knooppunt/kernel';

type Line = {
  running: Promise<unknown> | undefined;
  next: Promise<unknown> | undefined;
  readonly pace: Pace | undefined;
};

/** So many names are remembered that nobody asks for at this moment, so that a rhythm holds from one question to the next. */
const remembered = 1_000;

const realPause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/**
 * Reads of one thing by many at a time: one is under way, and all who ask meanwhile share the next. Nobody is given an answer
 * that was under way before the question. With a `rhythm` a name that is asked for again and again is read no oftener than
 * that, so that more share each read; without it whoever asks never waits longer than for the read before.
 */
export class SharedReads {
  private readonly lines = new Map<string, Line>();

  constructor(
    private readonly rhythm?: Rhythm,
    private readonly pause = realPause,
  ) {}

  /** What `read` of this name gives, begun after this call. A rejection goes to all who share it, and to nobody later. */
  share<Result>(name: string, read: () => Promise<Result>): Promise<Result> {
    const line = this.lines.get(name) ?? this.lineOf(name);
    line.next ??= this.after(line, name, read);
    return line.next as Promise<Result>;
  }

  private lineOf(name: string): Line {
    const pace = this.rhythm && new Pace(this.rhythm, () => performance.now());
    const line = { running: undefined, next: undefined, pace };
    this.lines.set(name, line);
    return line;
  }

  private async after<Result>(line: Line, name: string, read: () => Promise<Result>): Promise<Result> {
    await line.running?.catch(() => undefined);
    const waitMs = line.pace?.take() ?? 0;
    if (waitMs > 0) await this.pause(waitMs);
    // What the same turn of the loop still asks goes along.
    await Promise.resolve();
    line.running = line.next;
    line.next = undefined;
    try {
      return await read();
    } finally {
      if (line.next === undefined) this.forget(line, name);
    }
  }

  private forget(line: Line, name: string): void {
    if (line.pace && this.lines.size <= remembered) return;
    this.lines.delete(name);
  }
}
