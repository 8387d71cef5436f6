import { createInterface } from 'node:readline/promises';
import { requireNode } from '../node-version.js';
import { languageOf } from './language.js';
import type { Terminal } from './terminal.js';

/** A program with a report: gives its exit code, 0 in order, 1 something was found, 2 nothing could be done. */
export type CommandLine = (args: readonly string[], terminal: Terminal) => Promise<number>;

// 1 says that something was found, and must say nothing else
const notDone = 2;

const unforeseen = {
  nl: 'Dit had niet mogen gebeuren; er is geen oordeel. Meld het met wat hieronder staat.',
  en: 'This should not have happened; there is no verdict. Report it with what stands below.',
} as const;
const notWritten = {
  nl: 'Het verslag is niet te schrijven',
  en: 'The report cannot be written',
} as const;

const ask = async (question: string): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
};

/** A reader that has seen enough, such as `head`, is no fault of what is read; a full disk leaves half a report. */
const heedBrokenOutput = (args: readonly string[]): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') return;
      process.stderr.write(`${notWritten[languageOf(args)]} (${code ?? '?'}).\n`);
      process.exit(notDone);
    });
  }
};

/**
 * Runs a command line in this process, with its arguments, on its terminal, and ends with its exit code: with 2 where its
 * report cannot be written, or where something happens that nobody foresaw. `load` is called on a Node that can run it.
 */
export const runOnTerminal = async (load: () => Promise<CommandLine>): Promise<void> => {
  // An older Node must not end with 1: that says findings.
  if (!requireNode(24, 15)) return;
  const args = process.argv.slice(2);
  heedBrokenOutput(args);
  try {
    const run = await load();
    process.exitCode = await run(args, {
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      isTty: process.stderr.isTTY,
      hasColours: process.stdout.isTTY && process.stdout.hasColors(),
      ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
    });
  } catch (error) {
    process.stderr.write(`${unforeseen[languageOf(args)]}\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = notDone;
  }
};
