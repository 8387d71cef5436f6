import type { FileHandle } from 'node:fs/promises';
import { CloudEventDto } from '@knooppunt/contracts';
import { isDomainError } from '@knooppunt/kernel';
import { Refused, checkItem, parseJsonBody } from '@knooppunt/platform';
import type { BatchItem } from '@knooppunt/platform';
import { chunksOf } from './open-file.js';
import type { DropRow } from './row.js';

/** Longest line, in bytes: an event of 64 kB and the room that somebody may give it. What is longer is skipped as it is read. */
const lineLimit = 131_072;
const lineFeed = 0x0a;
const mark = Buffer.from('efbbbf', 'hex');

/** One line without its end, or undefined for a line that is too long. */
type Line = Buffer | undefined;

/** Gathers the lines of a file; a line that is too long is not gathered. */
class Lines {
  private parts: Buffer[] = [];
  private length = 0;

  *of(chunk: Buffer): Generator<Line> {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      this.add(chunk.subarray(from, end));
      yield this.take();
      from = end + 1;
    }
    this.add(chunk.subarray(from));
  }

  /** The last line, where the file does not end with one. */
  get rest(): readonly Line[] {
    return this.length === 0 ? [] : [this.take()];
  }

  private add(part: Buffer): void {
    this.length += part.length;
    if (this.length <= lineLimit) this.parts.push(part);
    else this.parts = [];
  }

  private take(): Line {
    const line = this.length > lineLimit ? undefined : Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    return line?.at(-1) === 0x0d ? line.subarray(0, -1) : line;
  }
}

async function* linesOf(handle: FileHandle): AsyncGenerator<Line> {
  const lines = new Lines();
  for await (const chunk of chunksOf(handle)) yield* lines.of(chunk);
  yield* lines.rest;
}

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || byte === 0x09);

const itemOf = async (line: Line): Promise<BatchItem<CloudEventDto>> => {
  if (!line) return { refusal: new Refused('platform/te-groot') };
  try {
    return await checkItem(CloudEventDto, parseJsonBody(line));
  } catch (error) {
    if (isDomainError(error) && error instanceof Refused) return { refusal: error };
    throw error;
  }
};

/** JSON lines: each line a structured CloudEvent, as it would be posted; a line of nothing but blanks is no row. */
export async function* jsonRows(handle: FileHandle): AsyncGenerator<DropRow> {
  let at = 0;
  for await (const read of linesOf(handle)) {
    at += 1;
    const line = at === 1 && read?.subarray(0, 3).equals(mark) ? read.subarray(3) : read;
    if (!line || !isBlank(line)) yield { line: at, item: await itemOf(line) };
  }
}
