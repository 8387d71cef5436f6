import { SystemClock, requireNode } from '@knooppunt/platform';

if (requireNode(24, 15)) {
  // imported late, so that an older Node gets its sentence first
  const { runLaw } = await import('./law/run-law.js');
  process.exitCode = await runLaw(process.argv.slice(2), {
    env: process.env,
    now: new SystemClock().now(),
    say: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
  });
}
