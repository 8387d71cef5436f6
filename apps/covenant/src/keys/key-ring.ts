import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parsePublicKey } from '@knooppunt/covenant';
import type { PartyKey } from '@knooppunt/covenant';
import { isCalendarDate } from '@knooppunt/kernel';
import { DocumentRefused } from '../reading/document-refused.js';
import type { DocumentFault } from '../reading/document-refused.js';
import { textOfFile } from '../reading/text-of-file.js';
import { Wrong } from '../shell/wrong.js';

const lineForm = /^(\d{20}) (\S+)(?: from (\S+))?(?: until (\S+))?$/;
const ending = '.pub';

const faultAt = (file: string, line: number): DocumentFault => ({
  file,
  line,
  column: 1,
  code: 'key-line',
  sentence: {
    nl: 'Dit is geen openbare sleutel: `OIN ed25519:… [from DAG] [until DAG]`.',
    en: 'This is no public key: `OIN ed25519:… [from DAY] [until DAY]`.',
  },
});

const keyOf = (text: string): PartyKey | undefined => {
  const [, organisation, key = '', from, until] = lineForm.exec(text) ?? [];
  const publicKey = parsePublicKey(key);
  const areDays = [from, until].every((day) => day === undefined || isCalendarDate(day));
  if (organisation === undefined || publicKey === undefined || !areDays) return undefined;
  return {
    organisation,
    publicKey,
    ...(from !== undefined && { from: `${from}T00:00:00.000Z` }),
    ...(until !== undefined && { until: `${until}T23:59:59.999Z` }),
  };
};

const keysIn = (file: string): readonly PartyKey[] => {
  const lines = textOfFile(file)
    .split('\n')
    .map((text, at) => ({ text: text.trim(), line: at + 1 }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
  const read = lines.map(({ text, line }) => keyOf(text) ?? faultAt(file, line));
  const faults = read.filter((one): one is DocumentFault => 'code' in one);
  if (faults.length > 0) throw new DocumentRefused(faults);
  return read.filter((one): one is PartyKey => 'publicKey' in one);
};

const filesIn = (place: string): readonly string[] => {
  try {
    if (!statSync(place).isDirectory()) return [place];
    return readdirSync(place)
      .filter((name) => name.endsWith(ending))
      .toSorted()
      .map((name) => join(place, name));
  } catch (error) {
    const { code = '?' } = error as NodeJS.ErrnoException;
    throw new Wrong('no-keys', {
      nl: `De openbare sleutels in ${place} zijn niet te lezen (${code}).`,
      en: `The public keys in ${place} cannot be read (${code}).`,
    });
  }
};

/**
 * The public keys of organisations: a file with a line for each key, `OIN ed25519:… [from DAY] [until DAY]`, or a folder with
 * such files, named `*.pub`. Days are whole days in UTC, both included. Throws `Wrong` (no-keys), `DocumentRefused` (key-line).
 */
export const readKeyRing = (place: string): readonly PartyKey[] => {
  const keys = filesIn(place).flatMap(keysIn);
  if (keys.length > 0) return keys;
  throw new Wrong('no-keys', {
    nl: `In ${place} staat geen enkele openbare sleutel (regels \`OIN ed25519:…\`; in een map: bestanden *${ending}).`,
    en: `There is no public key in ${place} (lines \`OIN ed25519:…\`; in a folder: files *${ending}).`,
  });
};
