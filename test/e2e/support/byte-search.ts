import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateRawSync } from 'node:zlib';

/** A value to be looked for, and what to call it when it is found. */
export type Needle = { readonly name: string; readonly bytes: Buffer };
export type Haystack = { readonly name: string; readonly bytes: Buffer };

const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** The middle of a base64 text that holds these bytes at an offset of 0, 1 or 2: what does not depend on the neighbours. */
const aligned = (bytes: Buffer, offset: number): string => {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const first = Math.ceil((offset * 8) / 6);
  const whole = Math.floor(((offset + bytes.length) * 8) / 6);
  return text.slice(first, whole);
};

const urlForm = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

/** Bytes as they could lie in a file: raw, hexadecimal in both cases, base64 and base64url at every alignment. */
const formsOfBytes = (bytes: Buffer): readonly Buffer[] => {
  const base64 = [0, 1, 2].map((offset) => aligned(bytes, offset));
  const hex = bytes.toString('hex');
  return [bytes, ...[hex, hex.toUpperCase(), ...base64, ...base64.map(urlForm)].map((text) => Buffer.from(text))];
};

/** A text as it could lie in a file: in UTF-8 with all forms of its bytes, percent-encoded, and in UTF-16 of both orders. */
export const needlesOfText = (name: string, text: string): readonly Needle[] =>
  [
    ...formsOfBytes(Buffer.from(text)),
    Buffer.from(encodeURIComponent(text)),
    Buffer.from(text, 'utf16le'),
    swapped(text),
  ].map((bytes) => ({ name, bytes }));

/** Bytes as they could lie in a file. */
export const needlesOfBytes = (name: string, bytes: Buffer): readonly Needle[] =>
  formsOfBytes(bytes).map((form) => ({ name, bytes: form }));

/** The SHA-256 of a text, alone and as a JSON string: who knows the value could test it against either. */
export const needlesOfDigest = (name: string, text: string): readonly Needle[] =>
  [text, JSON.stringify(text)].flatMap((input) =>
    needlesOfBytes(`sha-256 of ${name}`, createHash('sha256').update(input).digest()),
  );

/** Every file under a folder, whole. */
export const filesUnder = (folder: string): readonly Haystack[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name: name.slice(folder.length + 1), bytes: readFileSync(name) }));

const unpackLimit = 16_777_216;
const [extraFlag, nameFlag, commentFlag, checkFlag] = [0x04, 0x08, 0x10, 0x02];

/** Where the packed bytes of a member of gzip begin (RFC 1952), which may have a name and more in its head. */
const behindHead = (bytes: Buffer): number => {
  const flags = bytes[3] ?? 0;
  const behindText = (from: number): number => bytes.indexOf(0, from) + 1;
  let at = 10;
  if (flags & extraFlag) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  if (flags & nameFlag) at = behindText(at);
  if (flags & commentFlag) at = behindText(at);
  return flags & checkFlag ? at + 2 : at;
};
/** How packed bytes begin: gzip, and zlib at its usual levels. */
const packings: readonly (readonly [magic: Buffer, begins: (bytes: Buffer) => number])[] = [
  [Buffer.from('1f8b08', 'hex'), behindHead],
  ...['7801', '789c', '78da'].map((magic) => [Buffer.from(magic, 'hex'), () => 2] as const),
];
/** How base64 of gzip begins, where it begins with the text. */
const packedText = /H4sI[A-Za-z0-9+/_-]{16,}/g;

const unpacked = (bytes: Buffer, begins: (bytes: Buffer) => number): readonly Buffer[] => {
  try {
    const settings = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: unpackLimit };
    return [inflateRawSync(bytes.subarray(begins(bytes)), settings)];
  } catch {
    return [];
  }
};

/** What lies compressed in bytes (gzip, zlib, base64 of gzip), wherever it begins and whatever follows it. */
const unpackedIn = (bytes: Buffer): readonly Buffer[] => {
  const found: Buffer[] = [];
  for (const [magic, begins] of packings) {
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
      found.push(...unpacked(bytes.subarray(at), begins));
    }
  }
  for (const [text] of bytes.toString('latin1').matchAll(packedText)) {
    found.push(...unpacked(Buffer.from(text, 'base64'), behindHead));
  }
  return found;
};

/** A row of digits so short that some run draws it: eight of them stand once in four thousand million hexadecimal digits. */
const isShortNumber = (bytes: Buffer): boolean => /^\d{1,12}$/.test(bytes.toString('latin1'));
/** What is drawn or measured anew in each run: UUIDs, other hexadecimal texts of the usual lengths, nanoseconds, fractions, memory. */
const drawn =
  /(?<hex>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=sha256:)[0-9a-f]{64}|(?<![0-9a-f])(?:[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{64})(?![0-9a-f]))|(?<!\d)1\d{18}(?!\d)|(?<=\d\.)\d{8,}|(?<=_bytes(?:\{[^}\n]*\})? )\d+/gi;
const longestDrawn = 72;

/** Lies this row of digits wholly within something drawn, which shows by the letters beside it where it is hexadecimal? */
const isWithinDrawn = (bytes: Buffer, at: number, length: number): boolean => {
  const from = Math.max(0, at - longestDrawn);
  const around = bytes.toString('latin1', from, at + length + longestDrawn);
  const begin = at - from;
  return [...around.matchAll(drawn)].some(({ 0: text, index, groups }) => {
    if (index > begin || begin + length > index + text.length) return false;
    return groups?.['hex'] === undefined || /[a-f]/i.test(text);
  });
};

const prefixLength = 4;
const prefixOf = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at);

/** Needles by how they begin, so that a haystack is read once however many there are. */
class Index {
  private readonly begins = new Uint8Array(65_536);
  private readonly byPrefix = new Map<number, Needle[]>();

  constructor(needles: readonly Needle[]) {
    for (const needle of needles) {
      if (needle.bytes.length < prefixLength) throw new TypeError(`too short to be looked for: ${needle.name}`);
      const prefix = prefixOf(needle.bytes, 0);
      this.begins[prefix >>> 16] = 1;
      this.byPrefix.set(prefix, [...(this.byPrefix.get(prefix) ?? []), needle]);
    }
  }

  /** The needles that lie in these bytes. */
  in(bytes: Buffer): ReadonlySet<Needle> {
    const found = new Set<Needle>();
    const last = bytes.length - prefixLength;
    for (let at = 0; at <= last; at += 1) {
      if (this.begins[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] === 0) continue;
      for (const needle of this.byPrefix.get(prefixOf(bytes, at)) ?? []) {
        if (!found.has(needle) && this.stands(needle, bytes, at)) found.add(needle);
      }
    }
    return found;
  }

  private stands({ bytes: sought }: Needle, bytes: Buffer, at: number): boolean {
    const { length } = sought;
    if (!bytes.subarray(at, at + length).equals(sought)) return false;
    return !isShortNumber(sought) || !isWithinDrawn(bytes, at, length);
  }
}

/** The same without those that look the same. */
const distinct = (needles: readonly Needle[]): readonly Needle[] => [
  ...new Map(needles.map((needle) => [needle.bytes.toString('hex'), needle])).values(),
];

/** What is found where, also where it lies compressed. */
export const findAll = (haystacks: readonly Haystack[], needles: readonly Needle[]): readonly string[] => {
  const index = new Index(distinct(needles));
  return haystacks.flatMap(({ name: place, bytes }) => {
    const inside = [bytes, ...unpackedIn(bytes)].flatMap((part) => [...index.in(part)]);
    return [...new Set(inside.map(({ name }) => `${name} in ${place}`))];
  });
};
