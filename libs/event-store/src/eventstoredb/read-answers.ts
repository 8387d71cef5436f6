/** What this reader does not read. Thrown and caught here; it needs no stack. */
const unfit = new Error('unfit');

const lengthDelimited = 2;
const maxVarintBytes = 10;

/** A message in the wire format of Protocol Buffers, field after field. */
class Wire {
  field = 0;
  private type = 0;
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Goes on to the next field; false at the end. */
  next(): boolean {
    if (this.at >= this.bytes.length) return false;
    const tag = this.count();
    this.field = tag >>> 3;
    this.type = tag & 7;
    return true;
  }

  /** The bytes of this field, not copied. */
  inside(): Uint8Array {
    if (this.type !== lengthDelimited) throw unfit;
    const length = this.count();
    const from = this.at;
    this.at += length;
    if (this.at > this.bytes.length) throw unfit;
    return this.bytes.subarray(from, this.at);
  }

  text(): string {
    const { buffer, byteOffset, byteLength } = this.inside();
    const text = Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
    // Bytes that are no text, most probably: what becomes of them is for the client to say.
    if (text.includes('\uFFFD')) throw unfit;
    return text;
  }

  /** An unsigned whole number of 64 bits; as the client's reader gives it, or as a number where it is safe. */
  whole(): string | number {
    if (this.type !== 0) throw unfit;
    const from = this.at;
    const value = this.varint();
    if (Number.isSafeInteger(value)) return value;
    return String(BigInt.asUintN(64, this.large(from)));
  }

  private count(): number {
    const value = this.varint();
    if (value > 0x7fffffff) throw unfit;
    return value;
  }

  /** Exact where it is a safe integer. */
  private varint(): number {
    let value = 0;
    for (let scale = 1, length = 0; length < maxVarintBytes; length++, scale *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw unfit;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw unfit;
  }

  private large(from: number): bigint {
    let value = 0n;
    for (let at = from; at < this.at; at++) value |= BigInt((this.bytes[at] ?? 0) & 127) << BigInt((at - from) * 7);
    return value;
  }
}

const none = new Uint8Array();
const no = (): boolean => false;

/** An event as the client asks it: the part of the client's own class that its conversion uses. */
class RecordedAnswer {
  readonly metadata = new Map<string, string>();
  id: string | undefined;
  stream: Uint8Array | undefined;
  revision: string | number = 0;
  prepare: string | number = 0;
  commit: string | number = 0;
  custom = none;
  data = none;

  getMetadataMap(): ReadonlyMap<string, string> {
    return this.metadata;
  }
  hasId(): boolean {
    return this.id !== undefined;
  }
  getId(): { readonly hasStructured: () => boolean; readonly getString: () => string } {
    return { hasStructured: no, getString: () => this.id ?? '' };
  }
  hasStreamIdentifier(): boolean {
    return this.stream !== undefined;
  }
  getStreamIdentifier(): { readonly getStreamName: () => Uint8Array } {
    return { getStreamName: () => this.stream ?? none };
  }
  getStreamRevision(): string | number {
    return this.revision;
  }
  getPreparePosition(): string | number {
    return this.prepare;
  }
  getCommitPosition(): string | number {
    return this.commit;
  }
  getCustomMetadata_asU8(): Uint8Array {
    return this.custom;
  }
  getData(): Uint8Array {
    return this.data;
  }
  getData_asU8(): Uint8Array {
    return this.data;
  }
}

/** The answer that holds it, likewise. */
class EventAnswer {
  recorded: RecordedAnswer | undefined;
  commit: string | number | undefined;

  getEvent(): RecordedAnswer | undefined {
    return this.recorded;
  }
  hasEvent(): boolean {
    return this.recorded !== undefined;
  }
  hasLink(): boolean {
    return false;
  }
  hasCommitPosition(): boolean {
    return this.commit !== undefined;
  }
  getCommitPosition(): string | number {
    return this.commit ?? 0;
  }
}

/** An answer of a read that is one event and nothing else. */
class Answer {
  constructor(private readonly event: EventAnswer) {}

  hasEvent(): boolean {
    return true;
  }
  getEvent(): EventAnswer {
    return this.event;
  }
  hasConfirmation = no;
  hasStreamNotFound = no;
  hasCheckpoint = no;
  hasCaughtUp = no;
  hasFellBehind = no;
}

/** The one field that these bytes must hold. */
const only = (bytes: Uint8Array, field: number): Wire => {
  const wire = new Wire(bytes);
  if (!wire.next() || wire.field !== field) throw unfit;
  return wire;
};

const addMetadata = (bytes: Uint8Array, metadata: Map<string, string>): void => {
  const wire = new Wire(bytes);
  let [key, value] = ['', ''];
  while (wire.next()) {
    if (wire.field === 1) key = wire.text();
    else if (wire.field === 2) value = wire.text();
    else throw unfit;
  }
  metadata.set(key, value);
};

// By the number of the field in `ReadResp.ReadEvent.RecordedEvent` (streams.proto of 21.10 and later).
const fields: Readonly<Record<number, (wire: Wire, event: RecordedAnswer) => void>> = {
  1: (wire, event) => (event.id = only(wire.inside(), 2).text()),
  2: (wire, event) => (event.stream = only(wire.inside(), 3).inside()),
  3: (wire, event) => (event.revision = wire.whole()),
  4: (wire, event) => (event.prepare = wire.whole()),
  5: (wire, event) => (event.commit = wire.whole()),
  6: (wire, event) => addMetadata(wire.inside(), event.metadata),
  7: (wire, event) => (event.custom = new Uint8Array(wire.inside())),
  // A copy, for what is kept must not keep all that came with it.
  8: (wire, event) => (event.data = new Uint8Array(wire.inside())),
};

const recordedIn = (bytes: Uint8Array): RecordedAnswer => {
  const wire = new Wire(bytes);
  const event = new RecordedAnswer();
  while (wire.next()) {
    const read = fields[wire.field];
    if (!read) throw unfit;
    read(wire, event);
  }
  return event;
};

const eventIn = (bytes: Uint8Array): EventAnswer => {
  const wire = new Wire(bytes);
  const event = new EventAnswer();
  while (wire.next()) {
    if (wire.field === 1) event.recorded = recordedIn(wire.inside());
    else if (wire.field === 3) event.commit = wire.whole();
    else throw unfit;
  }
  return event;
};

/**
 * Reads the answer of a read or a subscription that is one event: the same as the client's own reader, at a third of its cost,
 * which is most of what an event costs on its way to us. Undefined for all else (a confirmation, a link, a field that is not
 * known here, bytes that are none): that is the client's own reader's to read or refuse. Source: streams.proto, ReadResp;
 * Protocol Buffers, encoding.
 */
export const eventAnswerOf = (bytes: Uint8Array): Answer | undefined => {
  try {
    const wire = only(bytes, 1);
    const event = eventIn(wire.inside());
    return wire.next() ? undefined : new Answer(event);
  } catch (error) {
    if (error === unfit) return undefined;
    throw error;
  }
};
