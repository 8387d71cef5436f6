import { languageOf } from '@knooppunt/platform';
import type { Language, Terminal } from '@knooppunt/platform';
import { commands } from './commands.js';
import { DocumentRefused } from './reading/document-refused.js';
import { faultJson, faultText } from './reading/fault.report.js';
import type { ExitCode } from './shell/command.js';
import { helpOf, helpOfAll } from './shell/help.js';
import { asksForHelp, readAsked } from './shell/options.js';
import { Wrong, wrongUsage } from './shell/wrong.js';

const run = (args: readonly string[], language: Language, terminal: Terminal): ExitCode | Promise<ExitCode> => {
  const [name, ...rest] = args;
  const command = commands.find((known) => known.name === name);
  if (asksForHelp(args) || name === 'help') {
    terminal.out(command === undefined ? helpOfAll(commands, language) : helpOf(command, language));
    return 0;
  }
  if (name === undefined) throw wrongUsage({ nl: 'er staat geen opdracht', en: 'no command is given' });
  if (command === undefined) throw wrongUsage({ nl: `onbekende opdracht ${name}`, en: `unknown command ${name}` });
  return command.run(readAsked(command, rest), terminal);
};

const tellFaults = ({ faults }: DocumentRefused, args: readonly string[], terminal: Terminal): void => {
  const language = languageOf(args);
  for (const fault of faults) {
    if (args.includes('--json')) terminal.out(`${JSON.stringify(faultJson(fault, language))}\n`);
    else terminal.err(faultText(fault, language, terminal));
  }
};

/**
 * Runs the covenant command line with these arguments (without node and script). Where it cannot do what is asked, it says
 * so in one sentence on `err`, or for a document in one line per fault (`file:line:column`), and ends with 2.
 */
export const covenant = async (args: readonly string[], terminal: Terminal): Promise<ExitCode> => {
  const language = languageOf(args);
  try {
    return await run(args, language, terminal);
  } catch (error) {
    if (error instanceof DocumentRefused) tellFaults(error, args, terminal);
    else if (error instanceof Wrong) terminal.err(`${error.sentence[language]}\n`);
    else throw error;
    return 2;
  }
};
