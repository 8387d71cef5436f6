import { writeFileSync } from 'node:fs';
import { isInstant } from '@knooppunt/kernel';
import { SystemClock } from '@knooppunt/platform';
import type { InBoth } from '@knooppunt/platform';
import { Wrong, wrongUsage } from '../shell/wrong.js';
import { requireOin } from './oin.js';
import type { PrivateKey } from './private-key.js';

/*
 * What every statement under the key of an organisation has: for whom, when, and the file that it goes to.
 */

/**
 * The organisation (OIN) for which a key speaks: the one that `--as` names, or that stands with the key. Throws `Wrong`: usage
 * where neither does (`what` it is asked for), `key-of-another` where the two differ.
 */
export const organisationOf = (given: string | undefined, { organisation }: PrivateKey, what: InBoth): string => {
  const named = given === undefined ? organisation : requireOin('as', given);
  if (named === undefined) {
    throw wrongUsage({
      nl: `noem met --as de organisatie (OIN) ${what.nl}`,
      en: `name with --as the organisation (OIN) that ${what.en}`,
    });
  }
  if (organisation !== undefined && organisation !== named) {
    throw new Wrong('key-of-another', {
      nl: `Deze sleutel is van organisatie ${organisation}, niet van ${named}.`,
      en: `This key belongs to organisation ${organisation}, not to ${named}.`,
    });
  }
  return named;
};

/** The instant that `--at` gives; now, where it gives none. Throws `Wrong`: usage. */
export const instantOf = (given: string | undefined): string => {
  if (given === undefined) return new SystemClock().now();
  if (isInstant(given)) return given;
  throw wrongUsage({
    nl: `--at ${given} is geen tijdstip (zoals 2026-03-01T09:00:00.000Z)`,
    en: `--at ${given} is no instant (such as 2026-03-01T09:00:00.000Z)`,
  });
};

/** Writes `what` to a file that is not there yet. Throws `Wrong`: `not-written`. */
export const writeNew = (file: string, text: string, what: InBoth): void => {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const { code = '?' } = error as NodeJS.ErrnoException;
    throw new Wrong('not-written', {
      nl: `${what.nl} is niet te schrijven naar ${file} (${code}).`,
      en: `${what.en} cannot be written to ${file} (${code}).`,
    });
  }
};
