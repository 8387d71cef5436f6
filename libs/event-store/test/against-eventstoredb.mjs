import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import './ts-hooks.mjs';

// `npm run test:eventstoredb [-- --lang en] [-- --in-use]`: the contract of the event store against a server that runs.
const suite = 'libs/event-store/src/eventstoredb/eventstoredb.int.spec.ts';
const usage = 'EVENTSTOREDB_URL=… npm run test:eventstoredb [-- --lang nl|en] [--in-use]';
const options = { lang: { type: 'string', default: 'nl' }, 'in-use': { type: 'boolean' }, help: { type: 'boolean' } };

/** What was asked; undefined for what is not known. A suite that writes begins at no guess of what was meant. */
const asked = () => {
  try {
    const { values } = parseArgs({ options });
    return ['nl', 'en'].includes(values.lang) ? values : undefined;
  } catch {
    return undefined;
  }
};
const values = asked();
const lang = values?.lang ?? 'nl';
const url = process.env.EVENTSTOREDB_URL ?? '';
const skipped = {
  nl: `overgeslagen: het contract van het eventlog tegen een echte EventStoreDB (${suite}); zet EVENTSTOREDB_URL, bijvoorbeeld esdb://127.0.0.1:2113?tls=false`,
  en: `skipped: the contract of the event log against a real EventStoreDB (${suite}); set EVENTSTOREDB_URL, for example esdb://127.0.0.1:2113?tls=false`,
};
const left = {
  nl: 'De suite laat testgebeurtenissen achter: leeg deze EventStoreDB voordat de toepassing erop draait.',
  en: 'The suite leaves test events behind: empty this EventStoreDB before the application runs on it.',
};
const shown = url.replace(/^([^:]+:\/\/)[^@?]*@/u, '$1').replace(/\?.*$/u, '');
const fill = (sentence, what) => sentence.replace('{where}', shown).replace('{what}', what);

if (values === undefined || values.help) {
  (values ? process.stdout : process.stderr).write(`${usage}\n`);
  process.exitCode = values ? 0 : 2;
} else if (url === '') {
  process.stdout.write(`${skipped[lang]}\n`);
} else {
  // By its address: a name would draw the types of the TypeScript sources into what is known of plain scripts.
  const { exitCodes, preflight, sentences } = await import(new URL('./preflight.ts', import.meta.url).href);
  const { readiness, what } = await preflight(url, values['in-use'] === true);
  if (readiness === 'ready') {
    const { status } = spawnSync('npm', ['run', '-s', 'jest', '--', suite], {
      stdio: 'inherit',
      env: { ...process.env, EVENTSTOREDB_ONLY: '1' },
    });
    process.stdout.write(`${left[lang]}\n`);
    process.exitCode = status ?? 1;
  } else {
    process.stderr.write(`${fill(sentences[lang][readiness], what)}\n`);
    process.exitCode = exitCodes[readiness];
  }
}
