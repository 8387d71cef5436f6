import type { Bench, Benchmark } from './bench.js';
import { interleave, middleOf, ratioOf } from './harness.js';
import type { Running, Sample } from './harness.js';
import type { Table } from './report.js';
import { verifyParts } from './verify.parts.js';
import type { Summary } from './verify.parts.js';

type Ran = { readonly sample: Sample; readonly summary: Summary };
type Size = 'small' | 'large';
type Pair = { readonly audit: Running; readonly rows: Running };

const run = async (bench: Bench): Promise<Table> => {
  const rounds = bench.short ? 2 : 3;
  const sizes = { small: bench.sizes[0], large: bench.sizes[1] };
  const pairOf = async (events: number): Promise<Pair> => {
    const fixture = await bench.fixture(events);
    return {
      audit: await bench.start('audit', bench.copyOf(fixture)),
      rows: await bench.start('sha', bench.copyOf(fixture)),
    };
  };
  const pairs: Readonly<Record<Size, Pair>> = {
    small: await pairOf(sizes.small),
    large: await pairOf(sizes.large),
  };
  const events: Record<Size, number> = { small: Number.NaN, large: Number.NaN };
  const ours = (size: Size) => async (): Promise<Sample> => {
    const { sample, summary } = await pairs[size].audit.ask<Ran>('run', 'rebuild');
    events[size] = summary.events;
    return sample;
  };
  const samples = await interleave(rounds, {
    'small rebuild': ours('small'),
    'large rebuild': ours('large'),
    'small parse': () => pairs.small.rows.ask<Sample>('parsed'),
    'large parse': () => pairs.large.rows.ask<Sample>('parsed'),
  });
  const row = (label: string, size: Size, of: readonly Sample[], peak: number | string) => [
    label,
    middleOf(of, 'ms'),
    (events[size] * 1000) / middleOf(of, 'ms'),
    (middleOf(of, 'cpuMs') * 1000) / events[size],
    peak,
  ];
  const rows: (string | number)[][] = [];
  const ratios: Record<string, number> = {};
  for (const size of ['small', 'large'] as const) {
    const label = `rebuild, ${sizes[size].toLocaleString('en-GB')} events`;
    const [rebuilt, parsed] = [samples[`${size} rebuild`], samples[`${size} parse`]];
    rows.push(
      row(label, size, rebuilt, await pairs[size].audit.stop()),
      row('… JSON.parse of its rows', size, parsed, await pairs[size].rows.stop()),
    );
    ratios[`${label}, over JSON.parse of its rows, time`] = ratioOf('ms', rebuilt, parsed);
    ratios[`${label}, over the same, CPU`] = ratioOf('cpuMs', rebuilt, parsed);
  }
  ratios['rebuild, tenfold events, time'] = ratioOf('ms', samples['large rebuild'], samples['small rebuild']);
  return {
    title: 'Rebuild: every projection anew from the log, and its digest',
    columns: ['part', 'ms', 'events per s', 'CPU us per event', 'peak MB'],
    rows,
    ratios,
    notes: [
      `As \`npm run audit -- rebuild\` does it: a private copy of log and rows, all projections at once, the digest of every table compared with what the hub had. A run in which one differs is no measurement. ${rounds} rounds; medians.`,
      'Peer and limit: reading the same rows from the database and parsing each as JSON, with nothing done to what comes out.',
    ],
  };
};

/** Read models anew from the log, beside parsing the same bytes. */
export const rebuild: Benchmark = { parts: verifyParts, run };
