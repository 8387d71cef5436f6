import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { isCalendarDate } from '@knooppunt/kernel';
import type { CalendarDate } from '@knooppunt/kernel';

export const languages = ['nl', 'en'] as const;
export type Language = (typeof languages)[number];

/** What a run of the demonstration is asked to do. */
export type DemoOptions = {
  readonly language: Language;
  /** Ends after the account instead of staying in the foreground. */
  readonly once: boolean;
  readonly help: boolean;
  readonly seed: number;
  readonly referenceDate: CalendarDate;
};

/** The arguments are wrong; `argument` names the one. */
export class OptionInvalid extends Error {
  constructor(readonly argument: string) {
    super(`\`${argument}\` is not understood`);
  }
}

/** The day on which the municipalities read the register, unless another is given: both then have an overcrowded address. */
const defaultReferenceDate: CalendarDate = '2017-06-01';
const largestSeed = 2_147_483_647;

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        lang: { type: 'string', default: 'nl' },
        once: { type: 'boolean', default: false },
        seed: { type: 'string' },
        'reference-date': { type: 'string', default: defaultReferenceDate },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new OptionInvalid(/'([^']+)'/.exec((error as Error).message)?.[1] ?? '');
  }
};

const seedOf = (text: string | undefined): number => {
  if (text === undefined) return randomInt(1, 1_000_000);
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : -1;
  if (seed < 0 || seed > largestSeed) throw new OptionInvalid('--seed');
  return seed;
};

/** The language that the arguments ask for, whatever else is wrong with them. */
export const languageOf = (args: readonly string[]): Language =>
  args.some((arg, at) => arg === '--lang=en' || (arg === '--lang' && args[at + 1] === 'en')) ? 'en' : 'nl';

/** Reads the arguments of the demonstration. Throws `OptionInvalid`. */
export const readDemoOptions = (args: readonly string[]): DemoOptions => {
  const { lang, once, seed, 'reference-date': referenceDate, help } = parsed(args);
  const language = languages.find((known) => known === lang);
  if (!language) throw new OptionInvalid('--lang');
  if (!isCalendarDate(referenceDate)) throw new OptionInvalid('--reference-date');
  return { language, once, help, seed: seedOf(seed), referenceDate };
};
