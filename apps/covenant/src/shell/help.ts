import type { InBoth, Language } from '@knooppunt/platform';
import type { Command, Option } from './command.js';
import { optionsOf } from './options.js';

const words = {
  usage: { nl: 'Gebruik: npm run covenant -- ', en: 'Usage: npm run covenant -- ' },
  all: { nl: '<opdracht> [opties]', en: '<command> [options]' },
  options: { nl: '[opties]', en: '[options]' },
  required: { nl: ' (verplicht)', en: ' (required)' },
  multiple: { nl: ' (mag vaker)', en: ' (may be repeated)' },
  each: {
    nl: '`npm run covenant -- <opdracht> --help` zegt wat een opdracht vraagt; `--lang en` spreekt Engels.',
    en: '`npm run covenant -- <command> --help` tells what a command asks for; `--lang nl` speaks Dutch.',
  },
  exit: {
    nl: 'Einde: 0 in orde, 1 er is iets gevonden, 2 niet te lezen of verkeerd gevraagd.',
    en: 'Exit: 0 in order, 1 something was found, 2 unreadable or wrongly asked.',
  },
} as const satisfies Readonly<Record<string, InBoth>>;

const width = 100;
const indent = 26;

/** A text broken into lines that begin at the same column. */
const wrapped = (text: string, from: number): string => {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > width - from) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join(`\n${' '.repeat(from)}`);
};

const entry = (head: string, text: string): string =>
  head.length < indent - 3
    ? `  ${head.padEnd(indent - 2)}${wrapped(text, indent)}`
    : `  ${head}\n${' '.repeat(indent)}${wrapped(text, indent)}`;

const optionLine = (name: string, option: Option, language: Language): string => {
  const head = option.value === undefined ? `--${name}` : `--${name} ${option.value[language]}`;
  const marks = `${option.required ? words.required[language] : ''}${option.multiple ? words.multiple[language] : ''}`;
  return entry(head, `${option.says[language]}${marks}`);
};

/** What `--help` prints of all commands. */
export const helpOfAll = (commands: readonly Command[], language: Language): string =>
  [
    `${words.usage[language]}${words.all[language]}`,
    '',
    ...commands.map(({ name, summary }) => entry(name, summary[language])),
    '',
    words.each[language],
    words.exit[language],
    '',
  ].join('\n');

/** What `--help` prints of one command. */
export const helpOf = (command: Command, language: Language): string => {
  const { name, files, says } = command;
  const head = [name, files.shown[language], words.options[language]].filter((part) => part !== '').join(' ');
  return [
    `${words.usage[language]}${head}`,
    '',
    says[language],
    '',
    ...Object.entries(optionsOf(command)).map(([option, told]) => optionLine(option, told, language)),
    '',
    words.exit[language],
    '',
  ].join('\n');
};
