import { existsSync, readFileSync } from 'node:fs';

const wholeFiles = (file: string): readonly Buffer[] =>
  ['', '-wal', '-shm', '-journal']
    .map((suffix) => `${file}${suffix}`)
    .filter((name) => existsSync(name))
    .map((name) => readFileSync(name));

/** The bytes as they could lie in a file: raw (whole and in thirds), base64, base64url, hexadecimal in both cases. */
const formsOf = (bytes: Buffer): readonly Buffer[] => {
  const third = Math.floor(bytes.length / 3);
  const texts = [
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
  return [
    bytes,
    bytes.subarray(0, third),
    bytes.subarray(third, 2 * third),
    bytes.subarray(2 * third),
    ...texts.map((text) => Buffer.from(text)),
  ];
};

/** How many of these stand anywhere in a database file, its -wal or its -shm, in any form. */
export const countFound = (file: string, needles: readonly Uint8Array[]): number => {
  const files = wholeFiles(file);
  return needles.filter((needle) =>
    formsOf(Buffer.from(needle)).some((form) => files.some((content) => content.includes(form))),
  ).length;
};

/** The same for thousands at once, raw only: every run of twelve bytes of the files is looked up. */
export const countFoundRaw = (file: string, needles: readonly Uint8Array[]): number => {
  const runs = new Set(needles.map((needle) => Buffer.from(needle).toString('latin1', 0, 12)));
  let count = 0;
  for (const content of wholeFiles(file)) {
    const text = content.toString('latin1');
    for (let at = 0; at + 12 <= text.length; at += 1) if (runs.has(text.slice(at, at + 12))) count += 1;
  }
  return count;
};
