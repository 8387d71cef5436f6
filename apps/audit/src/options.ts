import { parseArgs } from 'node:util';
import { argumentsFault, languages } from '@knooppunt/platform';
import type { Language } from '@knooppunt/platform';
import { Unreadable, wrongUsage } from './unreadable.js';

const commands = ['verify', 'redecide', 'rebuild', 'prove', 'tiles', 'as-seen'] as const;
type Command = (typeof commands)[number];

const texts = {
  data: { type: 'string', default: 'var' },
  key: { type: 'string' },
  eventstore: { type: 'string' },
  postgres: { type: 'string' },
  cooperation: { type: 'string' },
  event: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  out: { type: 'string' },
  leaf: { type: 'string' },
  check: { type: 'string' },
  older: { type: 'string' },
  case: { type: 'string' },
  party: { type: 'string' },
  at: { type: 'string' },
  purpose: { type: 'string' },
  base: { type: 'string', default: 'http://127.0.0.1:3000' },
  token: { type: 'string' },
  'root-key': { type: 'string' },
  lang: { type: 'string', default: 'nl' },
} as const;
const flags = {
  json: { type: 'boolean', default: false },
  entries: { type: 'boolean', default: false },
  release: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;
type Name = keyof typeof texts | keyof typeof flags;

const common: readonly Name[] = ['data', 'json', 'lang', 'help'];
const logOptions: readonly Name[] = [...common, 'eventstore'];
/** What each command takes; anything else is a slip that must not be passed over in silence. */
const taken: Readonly<Record<Command, readonly Name[]>> = {
  verify: [...logOptions, 'key'],
  redecide: [...logOptions, 'key', 'release', 'root-key', 'postgres'],
  rebuild: [...logOptions, 'postgres'],
  prove: [...logOptions, 'key', 'cooperation', 'event', 'from', 'to', 'out', 'leaf', 'check', 'older'],
  tiles: [...logOptions, 'key', 'cooperation', 'to', 'entries'],
  'as-seen': [...common, 'case', 'party', 'at', 'purpose', 'base', 'token'],
};

/** The texts that were given, each undefined where it was not. */
type Given = { readonly [Option in Exclude<keyof typeof texts, 'data' | 'base' | 'lang'>]: string | undefined };

/**
 * What a run of the audit is asked to do.
 *
 * - `eventstore`: the connection string of an EventStoreDB that is read instead of `events.sqlite`, or a file that holds it;
 *   `postgres` the same for the read models.
 * - `event`: a position; `from` and `to`: sizes of a tree (`to` of `tiles`: a folder). `check`, `older`, `leaf`, `out`: files.
 */
export type Options = Given & {
  readonly command: Command | 'help';
  readonly data: string;
  readonly base: string;
  readonly json: boolean;
  readonly entries: boolean;
  readonly release: boolean;
  readonly language: Language;
};

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, tokens: true, options: { ...texts, ...flags } });
  } catch (error) {
    throw new Unreadable('usage', argumentsFault(error));
  }
};

/** Reads the arguments of a run. Throws `Unreadable`: usage. */
export const readOptions = (args: readonly string[]): Options => {
  const { values, positionals, tokens } = parsed(args);
  const { help, lang, ...given } = values;
  const language = languages.find((known) => known === lang);
  if (!language) throw wrongUsage(`--lang ${lang} is onbekend: nl of en`, `--lang ${lang} is unknown: nl or en`);
  const absent = Object.fromEntries(Object.keys(texts).map((name) => [name, undefined])) as Given;
  const options = { ...absent, ...given, language };
  if (help) return { ...options, command: 'help' };
  const command = commands.find((known) => known === positionals[0]);
  const [word, more] = positionals;
  if (word === undefined) throw wrongUsage('er staat geen opdracht', 'no command is given');
  if (!command) throw wrongUsage(`onbekende opdracht ${word}`, `unknown command ${word}`);
  if (more !== undefined) throw wrongUsage(`${more} staat er te veel`, `${more} is one word too many`);
  const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const strange = names.find((name) => !taken[command].some((known) => known === name));
  if (strange !== undefined) {
    throw wrongUsage(`--${strange} hoort niet bij ${command}`, `--${strange} does not belong to ${command}`);
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw wrongUsage(`--${twice} staat er tweemaal`, `--${twice} is given twice`);
  return { ...options, command };
};
