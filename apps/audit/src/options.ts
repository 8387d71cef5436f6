import { parseArgs } from 'node:util';
import { languages } from './report/language.js';
import type { Language } from './report/language.js';
import { Unreadable } from './unreadable.js';

const commands = ['verify', 'redecide'] as const;

/** What a run of the audit is asked to do. */
export type Options = {
  readonly command: (typeof commands)[number] | 'help';
  readonly data: string;
  readonly key: string | undefined;
  /** The connection string of an EventStoreDB that is read instead of `events.sqlite`, or a file that holds it. */
  readonly eventstore: string | undefined;
  readonly json: boolean;
  readonly language: Language;
};

/** The language that the arguments ask for, whatever else is wrong with them. */
export const languageOf = (args: readonly string[]): Language => {
  const given = args.includes('--lang') ? args[args.indexOf('--lang') + 1] : undefined;
  return given === 'en' || args.includes('--lang=en') ? 'en' : 'nl';
};

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string', default: 'var' },
        key: { type: 'string' },
        eventstore: { type: 'string' },
        json: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'nl' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new Unreadable('usage', (error as Error).message.split('. ')[0] ?? '');
  }
};

/** Reads the arguments of a run. Throws `Unreadable`: usage. */
export const readOptions = (args: readonly string[]): Options => {
  const { values, positionals } = parsed(args);
  const language = languages.find((known) => known === values.lang);
  if (!language) throw new Unreadable('usage', `--lang ${values.lang}`);
  const { data, key, eventstore, json } = values;
  const common = { data, key, eventstore, json, language };
  if (values.help) return { command: 'help', ...common };
  const command = commands.find((known) => known === positionals[0]);
  if (!command || positionals.length > 1) throw new Unreadable('usage', positionals.join(' ') || '?');
  return { command, ...common };
};

/** What `--help` prints. */
export const usage: Readonly<Record<Language, string>> = {
  nl: `Gebruik: npm run audit -- <opdracht> [opties]

  verify     controleert het logboek: volgorde, enveloppen, bomen, ijkpunten
  redecide   beslist elke vastgelegde verstrekking opnieuw, onder het recht en het convenant van toen

  --data MAP      map met events.sqlite (standaard: var)
  --key SLEUTEL   controlesleutel, of een bestand ermee (standaard: MAP/checkpoint.pub)
  --eventstore URL  leest een EventStoreDB in plaats van events.sqlite: esdb://…, of een bestand met dat adres
  --json          één regel JSON per bevinding, en een samenvatting
  --lang nl|en    taal van het verslag (standaard: nl)

Leest zonder sleutels tot de inhoud en verandert niets; het knooppunt mag blijven draaien.
Einde: 0 geen bevindingen, 1 bevindingen, 2 niet te lezen.
`,
  en: `Usage: npm run audit -- <command> [options]

  verify     checks the log: order, envelopes, trees, checkpoints
  redecide   decides every recorded disclosure again, under the law and the covenant of its moment

  --data DIR      folder that holds events.sqlite (default: var)
  --key KEY       verifier key, or a file of them (default: DIR/checkpoint.pub)
  --eventstore URL  reads an EventStoreDB instead of events.sqlite: esdb://…, or a file that holds that address
  --json          one line of JSON per finding, and a summary
  --lang nl|en    language of the report (default: nl)

Reads without keys to any content and changes nothing; the hub may go on running.
Exit: 0 no findings, 1 findings, 2 unreadable.
`,
};
