type Line = { running: Promise<unknown> | undefined; next: Promise<unknown> | undefined };

/**
 * Reads of one thing by many at a time: one is under way, and all who ask meanwhile share the next. Nobody is given an answer
 * that was under way before the question.
 */
export class SharedReads {
  private readonly lines = new Map<string, Line>();

  /** What `read` of this name gives, begun after this call. A rejection goes to all who share it, and to nobody later. */
  share<Result>(name: string, read: () => Promise<Result>): Promise<Result> {
    const line = this.lines.get(name) ?? { running: undefined, next: undefined };
    this.lines.set(name, line);
    line.next ??= this.after(line, name, read);
    return line.next as Promise<Result>;
  }

  private async after<Result>(line: Line, name: string, read: () => Promise<Result>): Promise<Result> {
    await line.running?.catch(() => undefined);
    // What the same turn of the loop still asks goes along.
    await Promise.resolve();
    line.running = line.next;
    line.next = undefined;
    try {
      return await read();
    } finally {
      if (line.next === undefined) this.lines.delete(name);
    }
  }
}
