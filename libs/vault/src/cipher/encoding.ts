import { IllFormedText } from '../errors.js';

/** Writes a short text that is ASCII sign by sign, which a call into the engine does slower; false where it is not. */
const writePlain = (bytes: Buffer, text: string, from: number): boolean => {
  if (text.length > 48) return false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) return false;
    bytes[from + at] = unit;
  }
  return true;
};

/**
 * Texts as one unambiguous run of bytes: each as its length (four bytes, big-endian) and its UTF-8. Two different lists
 * never give the same bytes. Throws `IllFormedText` on a lone surrogate, which UTF-8 would silently replace.
 */
export const lengthPrefixed = (...parts: readonly string[]): Buffer => {
  let size = 0;
  for (const part of parts) {
    if (!part.isWellFormed()) throw new IllFormedText();
    size += 4 + Buffer.byteLength(part);
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const part of parts) {
    const length = writePlain(bytes, part, at + 4) ? part.length : bytes.write(part, at + 4);
    bytes.writeUInt32BE(length, at);
    at += 4 + length;
  }
  return bytes;
};

/** Bytes of a base64url text in its one canonical form; undefined for any other text, so that no bit of it is free. */
export const bytesOf = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
};
