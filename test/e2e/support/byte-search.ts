import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

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

/** Every file under a folder, whole. */
export const filesUnder = (folder: string): readonly Haystack[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name: name.slice(folder.length + 1), bytes: readFileSync(name) }));

/** The same without those that look the same. */
const distinct = (needles: readonly Needle[]): readonly Needle[] => [
  ...new Map(needles.map((needle) => [needle.bytes.toString('hex'), needle])).values(),
];

/** What is found where. */
export const findAll = (haystacks: readonly Haystack[], needles: readonly Needle[]): readonly string[] =>
  haystacks.flatMap(({ name: place, bytes }) =>
    distinct(needles).flatMap(({ name, bytes: needle }) => (bytes.includes(needle) ? [`${name} in ${place}`] : [])),
  );
