import type { Bench, Benchmark } from '../bench.js';
import { interleave, median, middleOf, ratioOf } from '../harness.js';
import type { Sample } from '../harness.js';
import { historyParts } from '../history/history.parts.js';
import { historyTable } from '../history/history.js';
import type { Table } from '../report.js';
import { analysisPart } from './analysis.parts.js';
import { compiledSizes, compilePart } from './compile.parts.js';
import { contest, roundsOf } from './contest.js';
import type { Contest } from './contest.js';
import { limitsPart } from './limits.parts.js';
import { ownPart } from './own.parts.js';
import { peerPart } from './peers.parts.js';
import { fieldsPerCopy } from './sample.js';

const readers = 13;

type Found = Readonly<Record<'uniform' | 'skew', Contest>>;
/** A figure with what is asked of it. */
type Aim = { readonly what: string; readonly measured: number; readonly aim: string; readonly met: boolean };

const atLeast = (what: string, measured: number, least: number): Aim => ({
  what,
  measured,
  aim: `≥ ${least}`,
  met: measured >= least,
});
const atMost = (what: string, measured: number, most: number): Aim => ({
  what,
  measured,
  aim: `≤ ${most}`,
  met: measured <= most,
});

const of = ({ samples }: Contest, name: string): readonly Sample[] => samples[name] ?? [];
/** How many times as long the one takes as the other, round by round. */
const times = (found: Contest, slow: string, fast: string): number =>
  ratioOf('cpuUs', of(found, slow), of(found, fast));

/** Of several ways to use one engine the one that is fastest. */
const best = (found: Contest, names: readonly string[], work: string): string =>
  names
    .map((name) => `${name} ${work}`)
    .filter((name) => of(found, name).length > 0)
    .toSorted((a, b) => middleOf(of(found, a), 'cpuUs') - middleOf(of(found, b), 'cpuUs'))[0] ?? '';

const casl = ['casl-fields', 'casl-can'];
const opa = ['opa-rules', 'opa-levels'];
const cedar = ['cedar-rules-few', 'cedar-rules', 'cedar-levels-few'];

/** What the extra work takes of the whole, round by round. */
const share = (found: Contest, whole: string, without: string): number =>
  median(
    of(found, whole).map(
      ({ cpuUs = Number.NaN }, round) => 1 - (of(found, without)[round]?.['cpuUs'] ?? Number.NaN) / cpuUs,
    ),
  );

/** What extra work adds to what it is added to, round by round. */
const added = (found: Contest, withIt: string, without: string): number =>
  ratioOf('cpuUs', of(found, withIt), of(found, without)) - 1;

const labels: Readonly<Record<string, string>> = {
  interpreter: 'the interpreter',
  'casl-fields': 'CASL, `permittedFieldsOf` per level',
  'casl-can': 'CASL, `can` per field and level',
  'opa-rules': 'OPA-wasm, which rules apply; levels combined here',
  'opa-levels': 'OPA-wasm, the whole decision in Rego',
  'cedar-rules-few': 'Cedar-wasm, one call per copy, only the rules in question',
  'cedar-rules': 'Cedar-wasm, one call per copy, all rules',
  'cedar-levels-few': 'Cedar-wasm, a call per field and level, only the rules in question',
};

const engineTable = (spread: string, found: Contest): Table => {
  const perSecond = (name: string, each: number): number => (1e6 * each) / middleOf(of(found, name), 'cpuUs');
  const own = [
    'the compiled engine',
    perSecond('own decide', 1),
    perSecond('own decide', fieldsPerCopy),
    1,
    perSecond('own filterNoPseudonyms', readers),
    1,
  ];
  const others = Object.entries(labels)
    .filter(([name]) => of(found, `${name} decide`).length > 0)
    .map(([name, label]) => [
      label,
      perSecond(`${name} decide`, 1),
      perSecond(`${name} decide`, fieldsPerCopy),
      times(found, `${name} decide`, 'own decide'),
      perSecond(`${name} filter`, 1),
      readers * times(found, `${name} filter`, 'own filterNoPseudonyms'),
    ]);
  return {
    title: `Covenant: decisions beside other engines, ${spread}`,
    columns: ['engine', 'copies per s', 'field decisions per s', 'own faster', 'filtered copies per s', 'own faster '],
    rows: [own, ...others],
    ratios: {},
    notes: [
      `400 rules, 12 types of 25 fields, 14 parties; a copy is one signal for one reader. Each engine first gave the levels of the interpreter for a sample (${found.checked} copies of ${fieldsPerCopy} fields in all, 0 mismatches).`,
      'Filtered: decided, transformed and written as JSON; pseudonyms cost nothing here, on neither side (the next table has them).',
      ...found.skipped.map((one) => `Left out: ${one}.`),
    ],
  };
};

const stepTable = ({ uniform, skew }: Found): Table => {
  const us = (name: string) => [middleOf(of(uniform, name), 'cpuUs'), middleOf(of(skew, name), 'cpuUs')];
  const row = (label: string, name: string) => [label, ...us(name)];
  return {
    title: 'Covenant: one signal for thirteen readers, and the limits',
    columns: ['part', 'CPU us per signal, uniform', 'skew'],
    rows: [
      ['deciding, 13 readers', ...us('own decide').map((each) => each * readers)],
      row('deciding and filtering to bytes', 'own filter'),
      row('… pseudonyms of version 1, each made anew', 'own filterEachPseudonym'),
      row('… pseudonyms for nothing', 'own filterNoPseudonyms'),
      row('… with a decision record', 'own filterRecorded'),
      row('… with a record that has a keyed digest per copy', 'own filterRecordedEach'),
      row('parsing, deciding and filtering', 'own parsedAndFiltered'),
      row('limit: JSON.stringify of the whole signal, once', 'limit stringify'),
      row('limit: JSON round trip of the whole signal', 'limit roundTrip'),
      row('limit: parsing, and 13 times JSON.stringify of the whole', 'limit unfiltered'),
      row('limit: one HMAC-SHA256 of Node', 'own hmac'),
    ],
    ratios: {},
    notes: [
      `Signals of ${Math.round(uniform.bytesPerSignal)} bytes, ten to a case; those of one case speak of the same three persons, companies and places. A case is a batch: pseudonyms are made once in it, and nothing is kept after it.`,
    ],
  };
};

type Compiled = Readonly<Record<string, readonly Sample[]>>;

const compiled = async (
  bench: Bench,
): Promise<{ readonly samples: Compiled; readonly bytes: ReadonlyMap<number, number> }> => {
  const part = await bench.start('compile', {});
  const turns = Object.fromEntries(
    compiledSizes.map((rules) => [`${rules}`, () => part.ask<Sample>('compile', rules)]),
  );
  const samples = await interleave(roundsOf(bench), turns);
  const bytes = new Map<number, number>();
  for (const rules of compiledSizes) bytes.set(rules, await part.ask<number>('heldBytes', rules));
  await part.stop();
  return { samples, bytes };
};

const analysed = async (bench: Bench): Promise<Compiled> => {
  const part = await bench.start('analysis', {});
  const ask = (what: string, name: string) => (): Promise<Sample> => part.ask<Sample>(what, name);
  const samples = await interleave(bench.short ? 1 : 5, {
    'diff workload': ask('diff', 'workload'),
    'diff demonstration': ask('diff', 'demonstration'),
    'check demonstration': ask('check', 'demonstration'),
  });
  await part.stop();
  return samples;
};

const aimsOf = (spread: keyof Found, found: Contest): readonly Aim[] => {
  const named = (what: string) => `${what}, ${spread}`;
  const peer = best(found, [...casl, ...opa, ...cedar], 'filter');
  return [
    atLeast(named('decide, times CASL'), times(found, best(found, casl, 'decide'), 'own decide'), 100),
    ...(best(found, opa, 'decide') === ''
      ? []
      : [atLeast(named('decide, times OPA-wasm'), times(found, best(found, opa, 'decide'), 'own decide'), 100)]),
    atLeast(
      named('decide, times the best way of Cedar-wasm'),
      times(found, best(found, cedar, 'decide'), 'own decide'),
      500,
    ),
    atLeast(named('whole filter, times the best other'), readers * times(found, peer, 'own filterNoPseudonyms'), 10),
    atMost(
      named('13 outputs with parsing, in JSON round trips'),
      times(found, 'own parsedAndFiltered', 'limit roundTrip'),
      5,
    ),
    atMost(
      named('… over parsing and 13 unfiltered stringifies'),
      times(found, 'own parsedAndFiltered', 'limit unfiltered'),
      1,
    ),
    atMost(named('decision record, % of the filter'), 100 * added(found, 'own filterRecorded', 'own filter'), 20),
    atMost(named('pseudonyms, % of the filter'), 100 * share(found, 'own filter', 'own filterNoPseudonyms'), 20),
  ];
};

const aimTable = (aims: readonly Aim[], rounds: number): Table => ({
  title: 'Covenant: what was aimed at',
  columns: ['figure', 'measured', 'aim', 'met'],
  rows: aims.map(({ what, measured, aim, met }) => [what, measured, aim, met ? 'yes' : 'no']),
  ratios: {},
  notes: [
    `Processor time of all threads, engines in turns, each in a process of its own; medians of ${rounds} rounds, ratios round by round. \`npm run bench -- covenant\`; the first time it builds the compiler of OPA with \`go\`.`,
  ],
});

const run = async (bench: Bench): Promise<readonly Table[]> => {
  const found: Found = { uniform: await contest(bench, 'uniform'), skew: await contest(bench, 'skew') };
  const { samples, bytes } = await compiled(bench);
  const ms = (rules: number): number => middleOf(samples[`${rules}`] ?? [], 'ms');
  const analysis = await analysed(bench);
  const analysisMs = (what: string): number => middleOf(analysis[what] ?? [], 'ms');
  const aims = [
    ...aimsOf('uniform', found.uniform),
    ...aimsOf('skew', found.skew),
    atMost('compiling 400 rules, ms', ms(400), 50),
    atMost('compiling 6,400 rules, ms', ms(6_400), 300),
    atMost('what 400 compiled rules hold, MB', (bytes.get(400) ?? Number.NaN) / 2 ** 20, 1),
    atMost('exhaustive diff of two versions, 400 rules, s', analysisMs('diff workload') / 1000, 3),
    atMost('exhaustive diff of two versions, demonstration and law, s', analysisMs('diff demonstration') / 1000, 3),
    atMost('everything that check finds, demonstration and law, s', analysisMs('check demonstration') / 1000, 5),
  ];
  return [
    aimTable(aims, roundsOf(bench)),
    engineTable('uniform', found.uniform),
    engineTable('skew', found.skew),
    stepTable(found),
    {
      title: 'Covenant: compiling',
      columns: ['rules', 'CPU ms', 'KB held'],
      rows: compiledSizes.map((rules) => [
        rules.toLocaleString('en-GB'),
        ms(rules),
        (bytes.get(rules) ?? Number.NaN) / 1024,
      ]),
      ratios: {},
      notes: ['Held: heap and arrays after a collection of garbage, the documents themselves not counted.'],
    },
    await historyTable(bench),
  ];
};

/** The covenant engine beside CASL, OPA and Cedar, and beside JSON. */
export const covenant: Benchmark = {
  parts: {
    own: ownPart,
    peer: peerPart,
    limits: limitsPart,
    compile: compilePart,
    analysis: analysisPart,
    ...historyParts,
  },
  run,
};
