import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';
import { argumentsFault, languages } from '@knooppunt/platform';
import type { Asked, Command, Option } from './command.js';
import { wrongUsage } from './wrong.js';

/** Options that every command takes. */
const commonOptions: Readonly<Record<string, Option>> = {
  json: {
    says: {
      nl: 'antwoord voor machines: één regel JSON per bevinding, en een samenvatting',
      en: 'answer for machines: one line of JSON per finding, and a summary',
    },
  },
  lang: {
    value: { nl: 'nl|en', en: 'nl|en' },
    says: { nl: 'taal van het antwoord (standaard: nl)', en: 'language of the answer (default: nl)' },
  },
  help: { says: { nl: 'toont deze tekst', en: 'shows this text' } },
};

const file = { nl: 'BESTAND', en: 'FILE' };

/** Options of every command that reads a covenant. */
const documentOptions: Readonly<Record<string, Option>> = {
  law: {
    value: file,
    says: {
      nl: 'de wet boven het convenant (standaard: tweede document in hetzelfde bestand, anders `law-<wet>.yaml` of `wet-<wet>.yaml` in dezelfde map, met <wet> zoals `under: { law: … }` hem noemt)',
      en: 'the law above the covenant (default: second document of the same file, else `law-<law>.yaml` or `wet-<law>.yaml` in the same folder, where <law> is what `under: { law: … }` names)',
    },
  },
  previous: {
    value: file,
    says: {
      nl: 'de versie die hieraan voorafging: het convenant moet daarop volgen',
      en: 'the version before this one: the covenant must follow upon it',
    },
  },
  cooperation: {
    value: { nl: 'VERBAND', en: 'COOPERATION' },
    says: {
      nl: 'het samenwerkingsverband waarvoor het convenant moet zijn',
      en: 'the cooperation that the covenant must be for',
    },
  },
};

/** Everything that a command takes, in the order of its help. */
export const optionsOf = (command: Command): Readonly<Record<string, Option>> => ({
  ...command.options,
  ...(command.readsCovenant ? documentOptions : {}),
  ...commonOptions,
});

const configOf = (options: Readonly<Record<string, Option>>): ParseArgsOptionsConfig =>
  Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [
      name,
      value === undefined
        ? { type: 'boolean' as const, ...(name === 'help' && { short: 'h' }) }
        : { type: 'string' as const, multiple: true },
    ]),
  );

const parsed = (args: readonly string[], options: Readonly<Record<string, Option>>) => {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: configOf(options) });
  } catch (error) {
    throw wrongUsage(argumentsFault(error));
  }
};

/** Does a command line ask for help? */
export const asksForHelp = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h');

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

const textsIn = (values: Values, name: string): readonly string[] => {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};

const requireEach = (options: Readonly<Record<string, Option>>, values: Values): void => {
  for (const [name, { value, required, multiple }] of Object.entries(options)) {
    const given = textsIn(values, name);
    if (required === true && given.length === 0) {
      throw wrongUsage({ nl: `--${name} ${value?.nl ?? ''} ontbreekt`, en: `--${name} ${value?.en ?? ''} is missing` });
    }
    if (value !== undefined && multiple !== true && given.length > 1) {
      throw wrongUsage({ nl: `--${name} staat er meer dan één keer`, en: `--${name} is given more than once` });
    }
    if (given.some((text) => text.trim() === '')) {
      throw wrongUsage({ nl: `--${name} is leeg`, en: `--${name} is empty` });
    }
  }
};

/** Reads what stands behind the name of a command. Throws `Wrong`: usage. */
export const readAsked = (command: Command, args: readonly string[]): Asked => {
  const options = optionsOf(command);
  const { values, positionals } = parsed(args, options);
  const given = values as Values;
  requireEach(options, given);
  const [lang = 'nl'] = textsIn(given, 'lang');
  const language = languages.find((known) => known === lang);
  if (language === undefined) throw wrongUsage(`--lang ${lang}`);
  const { shown, least, most } = command.files;
  if (positionals.length < least || positionals.length > most) {
    throw wrongUsage({
      nl: `${command.name} vraagt ${shown.nl === '' ? 'geen bestanden' : shown.nl}`,
      en: `${command.name} asks for ${shown.en === '' ? 'no files' : shown.en}`,
    });
  }
  return {
    language,
    namesLanguage: textsIn(given, 'lang').length > 0,
    json: given['json'] === true,
    files: positionals,
    text: (name) => textsIn(given, name)[0],
    texts: (name) => textsIn(given, name),
    flag: (name) => given[name] === true,
  };
};
