import type { LogRecord } from '../../eventstoredb-server/log.js';

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/** What has become of contributions, read from the log of the server as it grows. */
export class LogWatch {
  private readonly inOrder: string[] = [];
  private readonly supplied = new Map<string, number>();
  private readonly refused = new Set<string>();
  private readonly weighing = new Set<string>();
  private read = 0;

  constructor(private readonly records: readonly LogRecord[]) {}

  /** When a contribution came into the log, in milliseconds since 1970. */
  suppliedAt(id: string): number | undefined {
    this.follow();
    return this.supplied.get(id);
  }

  isWeighed(id: string): boolean {
    this.follow();
    return this.weighing.has(id);
  }

  isRefused(id: string): boolean {
    this.follow();
    return this.refused.has(id);
  }

  /** Signals whose weighing began, the first of them first. */
  get weighed(): readonly string[] {
    this.follow();
    return this.inOrder;
  }

  get suppliedCount(): number {
    this.follow();
    return this.supplied.size;
  }

  /** Events of one type in one stream. */
  count(stream: string, type: string): number {
    return this.records.filter((record) => record.stream === stream && record.type === type).length;
  }

  private follow(): void {
    for (; this.read < this.records.length; this.read += 1) {
      const { stream, type, createdMs } = this.records[this.read] as LogRecord;
      const id = idOf(stream);
      if (type === 'ContributionSupplied') this.supplied.set(id, createdMs);
      if (type === 'ContributionRefused') this.refused.add(id);
      if (type === 'SignalSubmitted' && !this.weighing.has(id)) {
        this.weighing.add(id);
        this.inOrder.push(id);
      }
    }
  }
}
