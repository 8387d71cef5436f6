import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

const headerBytes = 32;
const frameHeaderBytes = 24;
const magics = new Set([0x377f0682, 0x377f0683]);

/** The header of a -wal: it changes when SQLite begins the file anew. Empty where there is no file, or nothing in it. */
export const walHeader = (file: string): string => {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
  try {
    if (fstatSync(handle).size < headerBytes) return '';
    const header = Buffer.alloc(headerBytes);
    readSync(handle, header, 0, headerBytes, 0);
    return header.toString('hex');
  } finally {
    closeSync(handle);
  }
};

type Sums = { s0: number; s1: number };

/** The running checksum of the WAL format, over words in the byte order that the magic number names. */
const addTo = (sums: Sums, bytes: Buffer, isBigEndian: boolean): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let { s0, s1 } = sums;
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    s0 = (s0 + view.getUint32(at, !isBigEndian) + s1) >>> 0;
    s1 = (s1 + view.getUint32(at + 4, !isBigEndian) + s0) >>> 0;
  }
  sums.s0 = s0;
  sums.s1 = s1;
};

const matches = (sums: Sums, bytes: Buffer, at: number): boolean =>
  sums.s0 === bytes.readUInt32BE(at) && sums.s1 === bytes.readUInt32BE(at + 4);

/** What is wrong with a -wal: its own header, or a frame (counted from 1) of this page before frames that still count. */
export type WalFault = { readonly frame: number; readonly page: number };

const validFrames = (wal: Buffer, frameBytes: number, sums: Sums): number => {
  const isBigEndian = (wal.readUInt32BE(0) & 1) === 1;
  const salts = wal.subarray(16, 24);
  let frame = 0;
  for (let at = headerBytes; at + frameBytes <= wal.length; at += frameBytes) {
    if (!wal.subarray(at + 8, at + 16).equals(salts)) break;
    addTo(sums, wal.subarray(at, at + 8), isBigEndian);
    addTo(sums, wal.subarray(at + frameHeaderBytes, at + frameBytes), isBigEndian);
    if (!matches(sums, wal, at + 16)) break;
    frame++;
  }
  return frame;
};

const hasCommitAfter = (wal: Buffer, frameBytes: number, from: number): boolean => {
  const salts = wal.subarray(16, 24);
  for (let at = from; at + frameBytes <= wal.length; at += frameBytes) {
    if (wal.subarray(at + 8, at + 16).equals(salts) && wal.readUInt32BE(at + 4) > 0) return true;
  }
  return false;
};

/**
 * Looks for a hole in a -wal. SQLite reads up to the first frame whose checksum fails and forgets the rest without a word,
 * so a changed byte there would make acknowledged events vanish. A torn last write is no hole. Source: SQLite file format §4.
 */
export const findWalFault = (file: string): WalFault | undefined => {
  const wal = readFileSync(file);
  if (wal.length < headerBytes) return undefined;
  const sums: Sums = { s0: 0, s1: 0 };
  addTo(sums, wal.subarray(0, 24), (wal.readUInt32BE(0) & 1) === 1);
  if (!magics.has(wal.readUInt32BE(0)) || !matches(sums, wal, 24)) return { frame: 0, page: 0 };
  const frameBytes = frameHeaderBytes + wal.readUInt32BE(8);
  const valid = validFrames(wal, frameBytes, sums);
  const bad = headerBytes + valid * frameBytes;
  if (!hasCommitAfter(wal, frameBytes, bad + frameBytes)) return undefined;
  return { frame: valid + 1, page: wal.readUInt32BE(bad) };
};
