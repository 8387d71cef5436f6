import { check } from './check/command.js';
import { diff } from './diff/command.js';
import { coverage } from './coverage/command.js';
import { exportCommand } from './export/command.js';
import { impact } from './impact/command.js';
import { keygen } from './keygen/command.js';
import type { Command } from './shell/command.js';

/**
 * Every command, in the order of the help: reading and judging first, then signing. Each lies in a folder of its own and
 * gives one `Command`; adding one is a folder and a line here.
 */
export const commands: readonly Command[] = [
  // reading and judging
  check,
  diff,
  impact,
  coverage,
  exportCommand,
  // signing
  keygen,
];
