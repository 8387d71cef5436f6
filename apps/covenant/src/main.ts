import { createInterface } from 'node:readline/promises';
import { requireNode } from '@knooppunt/platform';

// A reader that has seen enough, such as `head`, is no fault of the document.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const asksPeople = process.stdin.isTTY && process.stderr.isTTY;

const ask = async (question: string): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
};

// An older Node must not end with 1: that says findings.
if (requireNode(24, 15)) {
  const { covenant } = await import('./cli.js');
  process.exitCode = await covenant(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTty: process.stderr.isTTY,
    hasColours: process.stdout.isTTY && process.stdout.hasColors(),
    ...(asksPeople && { ask }),
  });
}
