import { requireNode } from '@knooppunt/platform';

// A reader that has seen enough, such as `head`, is no fault of the log.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// An older Node must not end with 1: that says findings.
if (requireNode(24, 15)) {
  const { audit } = await import('./cli.js');
  process.exitCode = await audit(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTty: process.stderr.isTTY,
  });
}
