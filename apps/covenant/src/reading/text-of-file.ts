import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { findUnseen } from '@knooppunt/covenant';
import { Wrong } from '../shell/wrong.js';
import { DocumentRefused } from './document-refused.js';
import type { DocumentFault } from './document-refused.js';

/** More than a hundred times the covenant of the demonstration. */
const mostBytes = 4_194_304;
/** Who opens a file that is no text at all learns nothing from the rest. */
const mostTold = 20;

const refused = (file: string, code: string, nl: string, en: string, at?: { line: number; column: number }): never => {
  const fault: DocumentFault = { file, ...at, code, sentence: { nl, en } };
  throw new DocumentRefused([fault]);
};

const openedBytes = (file: string): Buffer => {
  const handle = openSync(file, 'r');
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) throw Object.assign(new Error('no file'), { code: 'EISDIR' });
    if (stat.size > mostBytes) {
      refused(
        file,
        'too-large',
        `Het bestand is groter dan ${mostBytes} bytes.`,
        `The file exceeds ${mostBytes} bytes.`,
      );
    }
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
};

const bytesOf = (file: string): Buffer => {
  try {
    return openedBytes(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof DocumentRefused || code === undefined) throw error;
    throw new Wrong('no-file', {
      nl: `Het bestand ${file} is niet te lezen (${code}).`,
      en: `The file ${file} cannot be read (${code}).`,
    });
  }
};

const marks: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-8', [0xef, 0xbb, 0xbf]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
];

/** Line and column of the first byte that is no UTF-8. */
const firstBadByte = (bytes: Buffer): { line: number; column: number } => {
  const fits = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let [low, high] = [0, bytes.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle + 1)) low = middle + 1;
    else high = middle;
  }
  const before = bytes.subarray(0, low).toString('utf8').split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
};

const decoded = (file: string, bytes: Buffer): string => {
  const mark = marks.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (mark !== undefined) {
    refused(
      file,
      'encoding',
      `Het bestand begint met een bytevolgordemarkering (${mark[0]}); sla het op als UTF-8 zonder BOM.`,
      `The file begins with a byte order mark (${mark[0]}); save it as UTF-8 without a BOM.`,
      { line: 1, column: 1 },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const [nl, en] = ['Het bestand is geen UTF-8.', 'The file is no UTF-8.'];
    return refused(file, 'encoding', nl, en, firstBadByte(bytes));
  }
};

/** Every line with a character that nobody sees is told; a carriage return is part of the end of a line only. */
const refuseUnseen = (file: string, text: string): void => {
  const faults = text.split(/\r?\n/).flatMap((line, above): readonly DocumentFault[] => {
    const unseen = findUnseen(line);
    if (unseen === undefined) return [];
    const { at, name } = unseen;
    const sentence = {
      nl: `Hier staat een teken dat niemand ziet (${name}): wie tekent, moet kunnen lezen wat er staat.`,
      en: `Here stands a character that nobody sees (${name}): who signs must be able to read what it says.`,
    };
    return [{ file, line: above + 1, column: at + 1, code: 'invisible-character', sentence }];
  });
  if (faults.length > 0) throw new DocumentRefused(faults.slice(0, mostTold));
};

/** The text of a document file. Throws `DocumentRefused` (too-large, encoding, invisible-character), `Wrong` (no-file). */
export const textOfFile = (file: string): string => {
  const text = decoded(file, bytesOf(file));
  refuseUnseen(file, text);
  return text;
};
