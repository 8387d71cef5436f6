/** An event as a client proposes it. */
export type Proposed = {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly customMetadata: Uint8Array;
  /** How many bytes `data` are, where they are not in memory. */
  readonly dataBytes?: number;
};

/** An event in the log. `position` is a place in a log of bytes: it grows, and not by one. */
export type LogRecord = Proposed & {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly createdMs: number;
};

/** What the writer expects of a stream. */
export type Expected = bigint | 'no-stream' | 'any' | 'stream-exists';

/** What became of a write. `current` is -1n where there is no stream. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: bigint; readonly position: bigint; readonly isRepeat?: boolean }
  | { readonly kind: 'wrong-version'; readonly current: bigint }
  | { readonly kind: 'deleted' };

/** What a stream's metadata say; times in seconds, counts in events. */
type StreamLimits = { readonly $tb?: number; readonly $maxCount?: number; readonly $maxAge?: number };

const lastRevision = 9_223_372_036_854_775_807n;
const softDeleted = `{"$tb":${lastRevision}}`;
// Room in a log of bytes; data count by their length, which a kept record knows without reading them.
const spaceOf = (stream: string, event: Proposed): bigint =>
  BigInt(120 + stream.length + event.type.length + (event.dataBytes ?? event.data.length));
const noBytes = new Uint8Array(0);

const jsonRecord = (type: string, id: string, text: string): Proposed => ({
  id,
  type,
  contentType: 'application/json',
  data: new TextEncoder().encode(text),
  customMetadata: noBytes,
});

/** Where records are kept besides memory; see `Journal`. */
export type Keeper = {
  add(records: readonly LogRecord[]): readonly LogRecord[];
  flush(): void;
};

/**
 * The database's log, with its rules: expected versions, idempotence by event id alone (never by content),
 * soft deletes and truncation by stream metadata, tombstones. Source: EventStoreDB 23.10, checks of the index writer.
 */
export class Log {
  readonly all: LogRecord[] = [];
  private readonly streams = new Map<string, LogRecord[]>();
  private readonly tombstones = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private end = 0n;
  private keeper: Keeper | undefined;
  private answers: (() => void)[] = [];
  private queued: (() => void)[] = [];

  constructor(private readonly nowMs: () => number = Date.now) {}

  /** A log in memory that holds what a database without a past holds: something of its own. */
  static inMemory(): Log {
    const log = new Log();
    log.begin();
    return log;
  }

  /** A log whose records lie in a keeper that has given those that it holds to `restore`. */
  static kept(open: (restore: (record: LogRecord) => void) => Keeper): Log {
    const log = new Log();
    log.keeper = open((record) => log.enter(record));
    if (log.all.length === 0) log.begin();
    log.keeper.flush();
    return log;
  }

  /**
   * Does a write and gives its outcome to `reply`, in memory at once. With a keeper all writes of one turn of the event loop
   * are done together, made durable, and only then answered; nobody reads in between.
   */
  perform<Outcome>(write: () => Outcome, reply: (outcome: Outcome) => void): void {
    if (!this.keeper) {
      reply(write());
      return;
    }
    if (this.queued.length === 0) setImmediate(() => this.drain());
    this.queued.push(() => {
      const outcome = write();
      this.answers.push(() => reply(outcome));
    });
  }

  /** Does now what waits to be done, and answers it. */
  settle(): void {
    this.drain();
  }

  /** Calls back after each write until the given function is called. */
  onWrite(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  isTombstoned(stream: string): boolean {
    return this.tombstones.has(stream);
  }

  append(stream: string, events: readonly Proposed[], expected: Expected): WriteOutcome {
    if (this.tombstones.has(stream)) return { kind: 'deleted' };
    const current = this.current(stream);
    if (expected === 'any' || expected === 'stream-exists') return this.appendLoosely(stream, events, expected);
    const at = expected === 'no-stream' ? -1n : expected;
    if (at > current) return { kind: 'wrong-version', current };
    if (at < current) return this.repeat(stream, events, at);
    return this.store(stream, events);
  }

  /** Soft delete: what is there is hidden by the stream's metadata, and the next event goes on counting. */
  delete(stream: string, expected: Expected): WriteOutcome {
    const refusal = this.refusalOf(stream, expected);
    if (refusal) return refusal;
    const written = this.store(`$$${stream}`, [jsonRecord('$metadata', crypto.randomUUID(), softDeleted)]);
    return written;
  }

  /** The end of a stream and of its name. */
  tombstone(stream: string, expected: Expected): WriteOutcome {
    const refusal = this.refusalOf(stream, expected);
    if (refusal) return refusal;
    this.tombstones.add(stream);
    return this.store(stream, [jsonRecord('$streamDeleted', crypto.randomUUID(), '')], lastRevision);
  }

  /** What a reader may see of a stream, in order; `undefined` where the stream does not exist or was deleted. */
  visible(stream: string): readonly LogRecord[] | undefined {
    const records = this.streams.get(stream);
    if (!records) return undefined;
    const limits = this.limitsOf(stream);
    if ((limits.$tb ?? 0) >= 2 ** 62) return undefined;
    const oldest = limits.$maxAge === undefined ? -Infinity : this.nowMs() - limits.$maxAge * 1000;
    if (limits.$tb === undefined && limits.$maxCount === undefined && limits.$maxAge === undefined) return records;
    const kept = records.filter((record) => record.revision >= BigInt(limits.$tb ?? 0) && record.createdMs >= oldest);
    return limits.$maxCount === undefined ? kept : kept.slice(-limits.$maxCount);
  }

  private current(stream: string): bigint {
    return this.streams.get(stream)?.at(-1)?.revision ?? -1n;
  }

  private limitsOf(stream: string): StreamLimits {
    const last = this.streams.get(`$$${stream}`)?.at(-1);
    return last ? (JSON.parse(new TextDecoder().decode(last.data)) as StreamLimits) : {};
  }

  private isSoftDeleted(stream: string): boolean {
    return (this.limitsOf(stream).$tb ?? 0) >= 2 ** 62;
  }

  private refusalOf(stream: string, expected: Expected): WriteOutcome | undefined {
    if (this.tombstones.has(stream)) return { kind: 'deleted' };
    const current = this.current(stream);
    const isRight =
      expected === 'any' ||
      (expected === 'stream-exists' && current >= 0n) ||
      (expected === 'no-stream' ? -1n : expected) === current;
    return isRight ? undefined : { kind: 'wrong-version', current };
  }

  private appendLoosely(stream: string, events: readonly Proposed[], expected: 'any' | 'stream-exists'): WriteOutcome {
    const current = this.current(stream);
    if (expected === 'stream-exists' && current < 0n) return { kind: 'wrong-version', current };
    const known = this.streams.get(stream) ?? [];
    const found = events.map((event) => known.find((record) => record.id === event.id));
    const last = found.at(-1);
    if (found[0] === undefined) return this.store(stream, events);
    if (last === undefined || found.includes(undefined)) return { kind: 'wrong-version', current };
    return { kind: 'written', revision: last.revision, position: last.position, isRepeat: true };
  }

  // The same ids at the same place are the same write, whatever their bytes: that is what the database checks.
  private repeat(stream: string, events: readonly Proposed[], at: bigint): WriteOutcome {
    const current = this.current(stream);
    const records = this.streams.get(stream) ?? [];
    const placed = events.map((event, index) => {
      // Revisions count from 0 without gaps; a stream with a tombstone has been refused before.
      const record = records[Number(at) + 1 + index];
      return record?.id === event.id ? record : undefined;
    });
    const last = placed.at(-1);
    if (last !== undefined && !placed.includes(undefined)) {
      return { kind: 'written', revision: last.revision, position: last.position, isRepeat: true };
    }
    if (placed[0] === undefined && at === -1n && this.isSoftDeleted(stream)) return this.store(stream, events);
    return { kind: 'wrong-version', current };
  }

  private begin(): void {
    this.store('$stats-127.0.0.1:2113', [jsonRecord('$statsCollected', crypto.randomUUID(), '{}')]);
  }

  private drain(): void {
    const { queued } = this;
    this.queued = [];
    for (const write of queued) write();
    this.keeper?.flush();
    const { answers } = this;
    this.answers = [];
    for (const answer of answers) answer();
  }

  private store(stream: string, events: readonly Proposed[], revision?: bigint): WriteOutcome & { kind: 'written' } {
    const before = this.current(stream);
    const wasDeleted = events.length > 0 && !stream.startsWith('$') && this.isSoftDeleted(stream);
    let position = this.end;
    const records = events.map((event, index): LogRecord => {
      const at = { revision: revision ?? before + 1n + BigInt(index), position };
      position += spaceOf(stream, event);
      return { ...event, stream, ...at, createdMs: this.nowMs() };
    });
    for (const record of this.keeper?.add(records) ?? records) this.enter(record);
    if (wasDeleted) {
      this.store(`$$${stream}`, [jsonRecord('$metadata', crypto.randomUUID(), `{"$tb":${before + 1n}}`)]);
    }
    for (const listener of this.listeners) listener();
    const last = records.at(-1);
    return { kind: 'written', revision: last?.revision ?? before, position: last?.position ?? this.end };
  }

  private enter(record: LogRecord): void {
    const records = this.streams.get(record.stream) ?? [];
    this.streams.set(record.stream, records);
    records.push(record);
    this.all.push(record);
    if (record.type === '$streamDeleted') this.tombstones.add(record.stream);
    this.end = record.position + spaceOf(record.stream, record);
  }
}
