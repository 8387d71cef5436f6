import type { Attempts } from '../messaging.procedures.js';

/**
 * How far a group came in one partition. Offsets from `committed` up to `begun` may have been under way when the process
 * ended; those in `done` were finished out of order; `attempts` counts deliveries that failed.
 */
export type Progress = {
  readonly committed: number;
  readonly begun: number;
  readonly done: ReadonlySet<number>;
  readonly attempts: ReadonlyMap<number, Attempts>;
};

// Brokers take 4096 bytes of metadata with an offset (offset.metadata.max.bytes).
const maxMetadata = 4000;
const maxDoneBits = 8 * 1024;

type Written = { readonly v: 1; readonly b: number; readonly d?: string; readonly a?: readonly number[][] };

const bitsOf = ({ committed, done }: Progress): string | undefined => {
  const ahead = [...done].map((offset) => offset - committed).filter((at) => at >= 0 && at < maxDoneBits);
  if (ahead.length === 0) return undefined;
  const bytes = Buffer.alloc((Math.max(...ahead) >> 3) + 1);
  for (const at of ahead) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
  return bytes.toString('base64');
};

const offsetsOf = (bits: string, committed: number): readonly number[] =>
  [...Buffer.from(bits, 'base64')].flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bit) => (byte & (1 << bit) ? [committed + index * 8 + bit] : [])),
  );

/**
 * The text that goes with a committed offset, at most 4000 characters. What does not fit is left out, the marks of finished
 * messages first: without them they are delivered again, without counts a poison message takes longer to park.
 */
export const writeProgress = (progress: Progress): string => {
  const { committed, begun, attempts } = progress;
  const counted = [...attempts].filter(([offset]) => offset >= committed);
  const d = bitsOf(progress);
  const a = counted.map(([offset, count]) => [offset - committed, count.attempts, count.excused]);
  const full: Written = { v: 1, b: begun - committed, ...(d ? { d } : {}), ...(a.length > 0 ? { a } : {}) };
  const { d: _left, ...short } = full;
  const texts = [full, short, { v: 1, b: full.b }].map((written) => JSON.stringify(written));
  return texts.find((text) => text.length <= maxMetadata) ?? '';
};

const parse = (metadata: string | null): Partial<Written> => {
  try {
    const written: unknown = JSON.parse(metadata ?? '{}');
    const isOurs = typeof written === 'object' && written !== null && 'v' in written && written.v === 1;
    return isOurs ? (written as Written) : {};
  } catch {
    return {};
  }
};

/** Reads back what `writeProgress` wrote; metadata of anybody else counts as none. */
export const readProgress = (committed: number, metadata: string | null): Progress => {
  const { b = 0, d = '', a = [] } = parse(metadata);
  return {
    committed,
    begun: committed + b,
    done: new Set(offsetsOf(d, committed)),
    attempts: new Map(a.map(([at = 0, attempts = 0, excused = 0]) => [committed + at, { attempts, excused }] as const)),
  };
};
