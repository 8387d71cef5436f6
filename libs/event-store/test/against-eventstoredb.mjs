import { spawnSync } from 'node:child_process';

// `npm run test:eventstoredb`: the contract of the event store against a server that runs.
const suite = 'libs/event-store/src/eventstoredb/eventstoredb.int.spec.ts';
if (process.env.EVENTSTOREDB_URL === undefined) {
  process.stdout.write(
    `overgeslagen: het contract van het eventlog tegen een echte EventStoreDB (${suite}); zet EVENTSTOREDB_URL, bijvoorbeeld esdb://127.0.0.1:2113?tls=false\n`,
  );
} else {
  const { status } = spawnSync('npm', ['run', '-s', 'jest', '--', suite], {
    stdio: 'inherit',
    env: { ...process.env, EVENTSTOREDB_ONLY: '1' },
  });
  process.exitCode = status ?? 1;
}
