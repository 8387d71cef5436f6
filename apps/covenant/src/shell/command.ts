import type { InBoth, Language, Terminal } from '@knooppunt/platform';

/** 0 in order, 1 found something that the reader must know, 2 nothing could be done: wrongly asked, or refused input. */
export type ExitCode = 0 | 1 | 2;

/** An option of one command. `value` is what stands for its value in the help, such as `FILE`; a flag has none. */
export type Option = {
  readonly value?: InBoth;
  readonly says: InBoth;
  /** May be given more than once. */
  readonly multiple?: true;
  readonly required?: true;
};

/**
 * The options of every command that reads a covenant: `--law`, `--previous`, `--cooperation`. A command that says
 * `readsCovenant` takes them; `readCovenant` of `reading/` heeds them.
 */
export type DocumentOption = 'law' | 'previous' | 'cooperation';

/** What a run of a command was asked. `Name`: the options that the command declares. */
export type Asked<Name extends string = string> = {
  readonly language: Language;
  /** Was the language named? A command that writes for others may then write in that one only. */
  readonly namesLanguage: boolean;
  readonly json: boolean;
  /** What stands on the command line without a dash, after the name of the command. */
  readonly files: readonly string[];
  /** The value of an option, undefined where it was not given; of one that was given often, the first. */
  readonly text: (name: Name | DocumentOption) => string | undefined;
  /** All values of an option, in order. */
  readonly texts: (name: Name) => readonly string[];
  readonly flag: (name: Name) => boolean;
};

/** One command of the command line: its help in both languages, what it takes, and what it does. */
export type Command<Name extends string = string> = {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: InBoth;
  /** What it does, for its own help: a few lines. */
  readonly says: InBoth;
  /** How its files are called in the help, and how many it takes: at least and at most. */
  readonly files: { readonly shown: InBoth; readonly least: number; readonly most: number };
  readonly readsCovenant: boolean;
  readonly options: Readonly<Record<Name, Option>>;
  /** May throw `Wrong` or `DocumentRefused`: the shell tells why, and ends with 2. */
  readonly run: (asked: Asked<Name>, terminal: Terminal) => ExitCode | Promise<ExitCode>;
};
