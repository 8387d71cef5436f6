import { readFileSync, writeFileSync } from 'node:fs';
import { askedOf } from '../asked.mjs';

// What the faults came to, as a table of docs/faults.md. Each run with KNOOPPUNT_FAULTS_FIGURES adds lines; those of one fault
// add up.
const page = new URL('../../docs/faults.md', import.meta.url);
const kept = new URL('../../test/faults/figures.jsonl', import.meta.url);
const [begin, end] = ['<!-- figures -->', '<!-- /figures -->'];

/** By fault: what was done, and how to do it again. */
const faults = {
  'store-kills': [
    'kill -9 van het proces van de ingebedde store, op willekeurige momenten en op drie benoemde punten',
    'faults -- store.faults -t "is killed"',
  ],
  'power-loss': [
    'stroom weg onder de ingebedde store (bij een willekeurige write of sync; wat niet gesynct was, is weg of half)',
    'faults -- store.faults -t power',
  ],
  'failing-sync': ['fdatasync van de ingebedde store faalt met EIO', 'faults -- store.faults -t "fails a sync"'],
  'embedded-hub-kills': ['kill -9 van de hele ingebedde hub onder inname', 'faults -- hub.faults -t "is killed"'],
  'full-disk': ['schijf vol en weer ruimte (ingebedde hub)', 'faults -- hub.faults -t "while it is full"'],
  'failing-disk': [
    'schijf faalt (EIO) onder de ingebedde hub, en daarna stroom weg',
    'faults -- hub.faults -t "ends by itself"',
  ],
  'clock-jumps': ['klok een uur vooruit en terug tijdens het werk', 'faults -- hub.faults -t clock'],
  'no-record': [
    'vastlegging niet schrijfbaar, elke leesroute op vier manieren',
    'faults -- hub.faults -t "cannot be written"',
  ],
  'revoke-races': ['intrekking tegen lezen geracet', 'faults -- hub.faults -t "after a revocation"'],
  consumers: [
    'Kafka-consumenten komen, gaan, staan stil en worden gedood: rebalances om de paar seconden, 5 minuten',
    'faults -- kafka-faults -t consumers',
  ],
  'broker-alone': [
    'kill -9 van de broker en SIGSTOP van 30 s (alleen de messaging-adapter)',
    'faults -- kafka-faults -t "the broker is killed"',
  ],
  'program-kills': [
    'kill -9 van gateway, hub en workers, tegelijk en door elkaar',
    'faults -- distributed.faults -t "gateway, hub and workers"',
  ],
  'broker-kills': ['kill -9 van de broker onder de hele hub', 'faults -- distributed.faults -t "the broker is killed"'],
  freeze: ['broker en daarna een worker 30 s stil (SIGSTOP)', 'faults -- distributed.faults -t "stand still"'],
  'database-gone': ['PostgreSQL weg en terug', 'faults -- distributed.faults -t "database is away"'],
  'database-rights': [
    'rollen verliezen hun rechten in PostgreSQL en krijgen ze terug',
    'faults -- distributed.faults -t "loses its rights"',
  ],
  'store-silent': [
    'EventStoreDB zwijgt 30 s (neemt verbindingen aan, antwoordt niet)',
    'faults -- distributed.faults -t silent',
  ],
  'check-kills': [
    'beide workers gedood tussen vraag aan de BRP en antwoord',
    'faults -- distributed.faults -t "under the same key"',
  ],
  leases: [
    'elke worker een keer gedood; de ander neemt alles over',
    'faults -- distributed.faults -t "goes on with one worker"',
  ],
  poison: ['een op de honderd berichten is vergif', 'faults -- distributed.faults -t poison'],
  burst: ['tienvoudige drukte, 20 s', 'faults -- distributed.faults -t burst'],
  'kafka-rights': ['ACL’s van gateway en worker ingetrokken en teruggegeven', 'faults -- rights.faults'],
  'one-of-three': ['een van drie Kafka-nodes gedood, elk op zijn beurt', 'cluster -- three-nodes -t "one node"'],
  'two-of-three': ['twee van drie Kafka-nodes gedood', 'cluster -- three-nodes -t "two nodes"'],
};

const took = (ms) => (ms < 90_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`);
const shown = (count) => (count === null ? '–' : new Intl.NumberFormat('nl-NL').format(count));
/** What else was counted, in Dutch; a name that is not here is a program's. */
const words = {
  otherFaults: 'andere fouten',
  random: 'willekeurig',
  'before-transaction': 'vóór een transactie',
  'before-commit': 'vóór een commit',
  'after-commit': 'na een commit',
  outOfOrder: 'uit volgorde',
  rebalanceMs: 'gang',
  freezeMs: 'stil',
  silenceMs: 'stil',
  refused: 'geweigerd',
  acksAfterRefusal: 'bevestigd na een weigering',
  offeredAgain: 'opnieuw aangeboden',
  slowestStartMs: 'traagste start',
  longestUntilItGoesOnMs: 'langst tot het weer ging',
  misordered: 'verkeerd geordend',
  clockSteps: 'sprongen terug in het log',
  erasedEarly: 'te vroeg gewist',
  routes: 'routes',
  before: 'getoond door een vastlegging van ervoor',
  without: 'niet getoond',
  aborted: 'vastlegging afgebroken',
  answersWithContent: 'antwoorden met inhoud',
  settledMs: 'verwerkt na',
  longestPauseMs: 'langste stilstand van de inname',
  slowestNoticedMs: 'traagst opgemerkt',
  slowestBackMs: 'traagst terug',
  slowestOpenMs: 'traagste eerste weigering',
  refusedMedianMs: 'mediaan van weigeringen',
  messages: 'berichten',
  latencyP99Ms: 'p99 tot in het log',
  falselyAcknowledged: 'ten onrechte bevestigd',
  refusedWithRetryAfter: 'geweigerd met Retry-After',
};
const ofBurst = {
  before: 'per seconde ervoor',
  during: 'tijdens',
  after: 'erna',
  busy: 'geweigerd met Retry-After',
  memoryBeforeMb: 'MB ervoor',
  memoryMostMb: 'MB hoogstens',
};
const shownAs = (name, count) => (name.endsWith('Ms') ? tookShort(count) : shown(count));
const tookShort = (ms) => (ms < 1_000 ? `${ms} ms` : `${shown(Math.round(ms / 100) / 10)} s`);
const more = (fault, counts = {}) => {
  const names = fault === 'burst' ? { ...words, ...ofBurst } : words;
  return Object.entries(counts)
    .map(([name, count]) => `${names[name] ?? name} ${shownAs(name, count)}`)
    .join(', ');
};

const head = [
  '| fout | keer | bevestigd | verloren | dubbel | verstrekt zonder vastlegging | seed | duur | verder | opnieuw: `npm run test:…` |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |',
];

/** A fault that draws no moments has no seed to tell. */
const seedsOf = (seeds) => seeds.filter((seed) => seed !== null).join(', ') || '–';

const rowOf = ({ fault, times, acknowledged, lost, doubled, unrecorded, seeds, tookMs, more: counts }) => {
  const [what, again] = faults[fault];
  const numbers = [times, acknowledged, lost, doubled, unrecorded].map(shown);
  return `| ${what} | ${numbers.join(' | ')} | ${seedsOf(seeds)} | ${took(tookMs)} | ${more(fault, counts)} | \`${again}\` |`;
};

const { values } = askedOf('node tools/faults/page.mjs [--from figures.jsonl] [--check]', {
  options: { from: { type: 'string' }, check: { type: 'boolean' } },
});
const linesOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean);
const lines = [...linesOf(kept), ...(values.from ? linesOf(values.from) : [])];
/** Runs of one fault add up; of times the longest counts. A burst is one run, the newest. */
const together = (one, other) => {
  if (one === undefined || other.fault === 'burst') return { ...other, seeds: [other.seed] };
  const add = (name) => (other[name] === null ? one[name] : one[name] + other[name]);
  const names = [...new Set([...Object.keys(one.more ?? {}), ...Object.keys(other.more ?? {})])];
  const both = (name) => [one.more?.[name] ?? 0, other.more?.[name] ?? 0];
  const sum = (name) => (name.endsWith('Ms') ? Math.max(...both(name)) : both(name)[0] + both(name)[1]);
  return {
    fault: other.fault,
    ...Object.fromEntries(
      ['times', 'acknowledged', 'lost', 'doubled', 'unrecorded', 'tookMs'].map((name) => [name, add(name)]),
    ),
    seeds: [...one.seeds, other.seed],
    more: Object.fromEntries(names.map((name) => [name, sum(name)])),
  };
};
const figures = new Map();
for (const figure of lines.map((line) => JSON.parse(line))) {
  figures.set(figure.fault, together(figures.get(figure.fault), figure));
}
const rows = Object.keys(faults).flatMap((fault) => (figures.has(fault) ? [rowOf(figures.get(fault))] : []));
const text = readFileSync(page, 'utf8');
const [before, after] = [text.slice(0, text.indexOf(begin) + begin.length), text.slice(text.indexOf(end))];
const made = `${before}\n\n<!-- prettier-ignore-start -->\n${[...head, ...rows].join('\n')}\n<!-- prettier-ignore-end -->\n\n${after}`;
if (values.check) {
  if (made !== text) {
    process.stderr.write('docs/faults.md is not what test/faults/figures.jsonl says: node tools/faults/page.mjs\n');
    process.exitCode = 1;
  }
} else {
  if (values.from) writeFileSync(kept, `${lines.join('\n')}\n`);
  writeFileSync(page, made);
}
