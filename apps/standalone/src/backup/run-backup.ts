import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isDomainError } from '@knooppunt/kernel';
import { ConfigInvalid, exitCodes, readConfig } from '@knooppunt/platform';
import { backUp } from './back-up.js';
import type { BackedUp } from './back-up.js';

/** Where the command is run. `say` and `complain`: a line to standard output or standard error. */
export type BackupSurroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
};

const nl = {
  usage: 'Gebruik: npm run backup -- --to MAP [--lang nl|en]; de gegevensmap is KNOOPPUNT_DATA (var).',
  'standalone/nothing-to-back-up': 'In de gegevensmap staan geen gegevens van een ingebedde hub: zie KNOOPPUNT_DATA.',
  'standalone/backup-place-taken': 'De map voor de kopie bestaat al en is niet leeg: noem een nieuwe.',
  failed: (code: string) => `De kopie is niet gemaakt (${code}): is er ruimte, en mag deze gebruiker hier schrijven?`,
  done: (to: string, { head, leftOut }: BackedUp): readonly string[] => [
    `Kopie in ${to}: log tot en met ${head}, berichten en sleutels${leftOut > 0 ? `; ${leftOut} leveringen kwamen tijdens het kopiëren binnen en staan er niet in` : ''}.`,
    'root.key en checkpoint.key zitten er niet bij: die worden apart bewaard, onder andermans beheer.',
    'Met root.key erbij opent deze kopie ook wat hierna wordt gewist: bewaar haar niet langer dan de wistermijn.',
  ],
};
type Texts = typeof nl;

const en: Texts = {
  usage: 'Usage: npm run backup -- --to FOLDER [--lang nl|en]; the data folder is KNOOPPUNT_DATA (var).',
  'standalone/nothing-to-back-up': 'The data folder holds no data of an embedded hub: see KNOOPPUNT_DATA.',
  'standalone/backup-place-taken': 'The folder for the copy exists and is not empty: name a new one.',
  failed: (code) => `The copy was not made (${code}): is there space, and may this user write there?`,
  done: (to, { head, leftOut }) => [
    `Copy in ${to}: log up to ${head}, messages and keys${leftOut > 0 ? `; ${leftOut} deliveries came in during the copying and are not in it` : ''}.`,
    'root.key and checkpoint.key are not in it: they are kept apart, under the care of others.',
    'With root.key this copy opens what is erased after it, too: keep it no longer than the erasure term.',
  ],
};

const misuseCode = 2;
const read = (args: readonly string[]): { readonly to?: string; readonly lang?: string } | undefined => {
  try {
    return parseArgs({ args: [...args], options: { to: { type: 'string' }, lang: { type: 'string' } } }).values;
  } catch {
    return undefined;
  }
};

type Sentence = { readonly sentence: string; readonly exitCode: number };

const sentenceFor = (error: unknown, text: Texts): Sentence | undefined => {
  if (error instanceof ConfigInvalid) {
    return { sentence: error.faults.join('\n'), exitCode: exitCodes.configuration };
  }
  const { code } = error as { readonly code?: unknown };
  if (isDomainError(error) && Object.hasOwn(text, error.code)) {
    return { sentence: text[error.code as 'standalone/nothing-to-back-up'], exitCode: misuseCode };
  }
  return typeof code === 'string' ? { sentence: text.failed(code), exitCode: exitCodes.unexpected } : undefined;
};

/**
 * Copies the data of the embedded hub while it runs: `--to` names a new folder. Gives the exit code: 0 done, 1 the copy could not be
 * written, 2 a command that cannot be followed, 4 settings.
 */
export const runBackup = async (args: readonly string[], at: BackupSurroundings): Promise<number> => {
  const given = read(args);
  const { to, lang = 'nl' } = given ?? {};
  const text = lang === 'en' ? en : nl;
  if (to === undefined || to === '' || !['nl', 'en'].includes(lang)) {
    at.complain(text.usage);
    return misuseCode;
  }
  try {
    const done = await backUp(readConfig(at.env).data, resolve(to));
    for (const line of text.done(to, done)) at.say(line);
    return 0;
  } catch (error) {
    const found = sentenceFor(error, text);
    if (!found) throw error;
    at.complain(found.sentence);
    return found.exitCode;
  }
};
