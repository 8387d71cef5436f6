const alphabet = Uint8Array.from('abcdefghijklmnopqrstuvwxyz234567', (sign) => sign.charCodeAt(0));
const letter = (bits: number): number => alphabet[bits & 31] as number;
const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] as number;
/** Twenty bits from the first of five bytes on, and those behind them. */
const high = (bytes: Uint8Array, at: number): number =>
  (byteAt(bytes, at) << 12) | (byteAt(bytes, at + 1) << 4) | (byteAt(bytes, at + 2) >>> 4);
const low = (bytes: Uint8Array, at: number): number =>
  ((byteAt(bytes, at + 2) & 15) << 16) | (byteAt(bytes, at + 3) << 8) | byteAt(bytes, at + 4);

/** Ten bytes from a place on as sixteen signs of base32 (RFC 4648 §6, lower case): a code that never starts with a sign. */
export const base32OfTen = (bytes: Uint8Array, from: number): string => {
  const a = high(bytes, from);
  const b = low(bytes, from);
  const c = high(bytes, from + 5);
  const d = low(bytes, from + 5);
  // one call and no concatenation: a text of two halves would have to be joined when it is read
  return String.fromCharCode(
    letter(a >>> 15),
    letter(a >>> 10),
    letter(a >>> 5),
    letter(a),
    letter(b >>> 15),
    letter(b >>> 10),
    letter(b >>> 5),
    letter(b),
    letter(c >>> 15),
    letter(c >>> 10),
    letter(c >>> 5),
    letter(c),
    letter(d >>> 15),
    letter(d >>> 10),
    letter(d >>> 5),
    letter(d),
  );
};
