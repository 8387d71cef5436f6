import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { FileRefused } from './errors.js';
import { chunksOf } from './open-file.js';

/** Largest file, in bytes; a delivery is at most 64 kB, so this is many thousands of them. */
export const fileLimit = 1_073_741_824;

const lineFeed = 0x0a;

/** SHA-256 of an open file, hexadecimal. Error: `gateway/file-too-large`. */
export const digestOfFile = async (handle: FileHandle): Promise<string> => {
  if ((await handle.stat()).size > fileLimit) throw new FileRefused('gateway/file-too-large');
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(handle)) hash.update(chunk);
  return hash.digest('hex');
};

const linesIn = (bytes: Buffer): number => {
  let lines = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) lines += 1;
  return lines;
};

/** UTF-16 has a mark in front, or a NUL in nearly every second byte of what is mostly ASCII. */
const isUtf16 = (start: Buffer): boolean => {
  const mark = start.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return true;
  const sample = start.subarray(0, 256);
  const zeros = [0, 1].map((parity) => sample.filter((byte, at) => byte === 0 && at % 2 === parity).length);
  return sample.length >= 4 && zeros.some((count) => count * 3 > sample.length);
};

/** Bytes at the end that may be the beginning of a character which goes on in the next chunk: at most three. */
const unfinished = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return back;
    if (byte < 0x80) return 0;
  }
  return 0;
};

const firstBadLine = (bytes: Buffer): number => {
  let line = 0;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(lineFeed, from);
    const to = end < 0 ? bytes.length : end;
    if (!isUtf8(bytes.subarray(from, to))) return line;
    from = to + 1;
  }
  return line;
};

/**
 * Reads a file whole before any row of it goes in: is it text in UTF-8, with or without a mark in front? Errors:
 * `gateway/file-utf-16`, `gateway/file-nul-byte`, `gateway/file-not-utf-8` (each with the line), `gateway/file-empty`.
 */
export const requireText = async (handle: FileHandle): Promise<void> => {
  let line = 1;
  let carried = Buffer.alloc(0);
  let isFirst = true;
  const require = (bytes: Buffer): void => {
    if (!isUtf8(bytes)) throw new FileRefused('gateway/file-not-utf-8', line + firstBadLine(bytes));
  };
  for await (const chunk of chunksOf(handle)) {
    if (isFirst && isUtf16(chunk)) throw new FileRefused('gateway/file-utf-16', 1);
    isFirst = false;
    const nul = chunk.indexOf(0);
    if (nul >= 0) throw new FileRefused('gateway/file-nul-byte', line + linesIn(chunk.subarray(0, nul)));
    const bytes = Buffer.concat([carried, chunk]);
    const whole = bytes.subarray(0, bytes.length - unfinished(bytes));
    require(whole);
    carried = Buffer.from(bytes.subarray(whole.length));
    line += linesIn(whole);
  }
  if (isFirst) throw new FileRefused('gateway/file-empty');
  require(carried);
};
