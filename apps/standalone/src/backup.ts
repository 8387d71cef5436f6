import { requireNode } from '@knooppunt/platform';

if (requireNode(24, 15)) {
  // imported late, so that an older Node gets its sentence first
  const { runBackup } = await import('./backup/run-backup.js');
  process.exitCode = await runBackup(process.argv.slice(2), {
    env: process.env,
    say: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
  });
}
