import { check } from './check/command.js';
import { coverage } from './coverage/command.js';
import { designate } from './designate/command.js';
import { diff } from './diff/command.js';
import { explain } from './explain/command.js';
import { exportCommand } from './export/command.js';
import { impact } from './impact/command.js';
import { keygen } from './keygen/command.js';
import { render } from './render/command.js';
import type { Command } from './shell/command.js';
import { sign } from './sign/command.js';
import { verify } from './verify/command.js';

/**
 * Every command, in the order of the help: reading and judging first, then signing. Each lies in a folder of its own and
 * gives one `Command`; adding one is a folder and a line here.
 */
export const commands: readonly Command[] = [
  // reading and judging
  check,
  diff,
  explain,
  render,
  impact,
  coverage,
  exportCommand,
  // signing
  keygen,
  sign,
  verify,
  designate,
];
