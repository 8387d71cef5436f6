import { LogUnreadable } from '@knooppunt/event-store';
import { assertNever } from '@knooppunt/kernel';
import { languageOf } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import { runAsSeen } from './commands/as-seen.command.js';
import { runProve } from './commands/prove.command.js';
import { runRebuild } from './commands/rebuild.command.js';
import { runRedecide } from './commands/redecide.command.js';
import { runTiles } from './commands/tiles.command.js';
import { runVerify } from './commands/verify.command.js';
import { readOptions } from './options.js';
import type { Options } from './options.js';
import { sentenceOf } from './report/unreadable.texts.js';
import { usage } from './report/usage.texts.js';
import { Unreadable } from './unreadable.js';

/** 0 nothing found, 1 findings, 2 unreadable or wrongly asked. */
export type ExitCode = 0 | 1 | 2;

const run = (options: Options, terminal: Terminal): Promise<ExitCode> => {
  switch (options.command) {
    case 'verify':
      return runVerify(options, terminal);
    case 'redecide':
      return runRedecide(options, terminal);
    case 'rebuild':
      return runRebuild(options, terminal);
    case 'prove':
      return runProve(options, terminal);
    case 'tiles':
      return runTiles(options, terminal);
    case 'as-seen':
      return runAsSeen(options, terminal);
    case 'help':
      terminal.out(usage[options.language]);
      return Promise.resolve(0);
    default:
      return assertNever(options.command);
  }
};

/** Runs the audit with these arguments (without node and script). Ends with a sentence on `err` where it cannot read. */
export const audit = async (args: readonly string[], terminal: Terminal): Promise<ExitCode> => {
  try {
    return await run(readOptions(args), terminal);
  } catch (error) {
    const why = error instanceof LogUnreadable ? new Unreadable(error.fault, error.what, error.where) : error;
    if (!(why instanceof Unreadable)) throw error;
    terminal.err(`${sentenceOf(why, languageOf(args))}\n`);
    return 2;
  }
};
