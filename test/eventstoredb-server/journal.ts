import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { LogRecord } from './log.js';

type Head = Omit<LogRecord, 'data' | 'dataBytes' | 'customMetadata' | 'revision' | 'position'> & {
  readonly revision: string;
  readonly position: string;
  readonly dataBytes: number;
  readonly metadataBytes: number;
};

// A frame: length and CRC-32 of what follows; a count of events; for each the length of its head, the head, its bytes.
const frameHead = 8;
const noBytes = new Uint8Array(0);

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** A record whose bytes stay in the file until somebody asks for them: only its head takes memory. */
class StoredRecord implements LogRecord {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly stream: string;
  readonly createdMs: number;
  readonly revision: bigint;
  readonly position: bigint;
  readonly dataBytes: number;
  private readonly metadataBytes: number;

  constructor(
    private readonly handle: number,
    head: Head,
    private readonly at: number,
  ) {
    this.id = head.id;
    this.type = head.type;
    this.contentType = head.contentType;
    this.stream = head.stream;
    this.createdMs = head.createdMs;
    this.revision = BigInt(head.revision);
    this.position = BigInt(head.position);
    this.dataBytes = head.dataBytes;
    this.metadataBytes = head.metadataBytes;
  }

  get data(): Uint8Array {
    return this.read(this.at, this.dataBytes);
  }

  get customMetadata(): Uint8Array {
    return this.read(this.at + this.dataBytes, this.metadataBytes);
  }

  private read(from: number, length: number): Uint8Array {
    if (length === 0) return noBytes;
    const bytes = Buffer.allocUnsafe(length);
    if (readSync(this.handle, bytes, 0, length, from) !== length) throw new Error('the journal is shorter than it was');
    return bytes;
  }
}

/**
 * A log on disk: one file that only grows, a frame for each write. `flush` makes all frames since the last one durable
 * with one write and one sync; whoever acknowledges before it loses what it acknowledged. What a crash left of a frame
 * at the end is cut off when the file is opened; a damaged frame before the end is refused.
 */
export class Journal {
  private readonly handle: number;
  private size = 0;
  private pending: Buffer[] = [];
  private pendingBytes = 0;

  private constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.handle = openSync(join(folder, 'events.journal'), 'a+');
  }

  /** Opens the journal of a folder and gives what it holds, in order, to `take`. */
  static open(folder: string, take: (record: LogRecord) => void): Journal {
    const journal = new Journal(folder);
    journal.load(take);
    return journal;
  }

  /** Takes a write. It is durable after the next `flush`; the records given back read from the file after that. */
  add(records: readonly LogRecord[]): readonly LogRecord[] {
    const parts: Buffer[] = [uint32(records.length)];
    let at = this.size + this.pendingBytes + frameHead + 4;
    const kept = records.map((record) => {
      const { data, customMetadata, revision, position, dataBytes: _given, ...rest } = record;
      const head: Head = {
        ...rest,
        revision: String(revision),
        position: String(position),
        dataBytes: data.length,
        metadataBytes: customMetadata.length,
      };
      const text = Buffer.from(JSON.stringify(head));
      parts.push(uint32(text.length), text, Buffer.from(data), Buffer.from(customMetadata));
      at += 4 + text.length;
      const stored = new StoredRecord(this.handle, head, at);
      at += data.length + customMetadata.length;
      return stored;
    });
    const body = Buffer.concat(parts);
    const frame = Buffer.concat([uint32(body.length), uint32(crc32(body)), body]);
    this.pending.push(frame);
    this.pendingBytes += frame.length;
    // The rules of a stream are read by the next write to it, which may be part of the same flush.
    if (records.some(({ stream }) => stream.startsWith('$$'))) this.flush();
    return kept;
  }

  /** Writes and syncs what was taken. A failure is for good: what the disk holds is not known any more. */
  flush(): void {
    if (this.pending.length === 0) return;
    const bytes = Buffer.concat(this.pending);
    for (let from = 0; from < bytes.length;) from += writeSync(this.handle, bytes, from);
    fdatasyncSync(this.handle);
    this.size += bytes.length;
    this.pending = [];
    this.pendingBytes = 0;
  }

  close(): void {
    closeSync(this.handle);
  }

  private load(take: (record: LogRecord) => void): void {
    const end = fstatSync(this.handle).size;
    for (let body = this.frameAt(this.size, end); body; body = this.frameAt(this.size, end)) {
      this.records(body, this.size + frameHead, take);
      this.size += frameHead + body.length;
    }
    if (this.size === end) return;
    this.refuseHole(end);
    ftruncateSync(this.handle, this.size);
    fdatasyncSync(this.handle);
  }

  private frameAt(at: number, end: number): Buffer | undefined {
    const head = this.bytesAt(at, frameHead, end);
    const body = head && this.bytesAt(at + frameHead, head.readUInt32LE(0), end);
    return body && crc32(body) === head.readUInt32LE(4) ? body : undefined;
  }

  private bytesAt(at: number, length: number, end: number): Buffer | undefined {
    if (at + length > end) return undefined;
    const bytes = Buffer.allocUnsafe(length);
    return readSync(this.handle, bytes, 0, length, at) === length ? bytes : undefined;
  }

  // A whole frame behind a broken one: no crash leaves that behind.
  private refuseHole(end: number): void {
    const head = this.bytesAt(this.size, frameHead, end);
    const next = head ? this.size + frameHead + head.readUInt32LE(0) : end;
    if (next < end && this.frameAt(next, end)) throw new Error(`the journal is damaged at byte ${this.size}`);
  }

  private records(body: Buffer, start: number, take: (record: LogRecord) => void): void {
    let at = 4;
    for (let left = body.readUInt32LE(0); left > 0; left -= 1) {
      const length = body.readUInt32LE(at);
      const head = JSON.parse(body.toString('utf8', at + 4, at + 4 + length)) as Head;
      at += 4 + length;
      take(new StoredRecord(this.handle, head, start + at));
      at += head.dataBytes + head.metadataBytes;
    }
  }
}
