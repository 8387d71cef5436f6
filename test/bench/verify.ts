import type { Bench, Benchmark } from './bench.js';
import { interleave, middleOf, ratioOf } from './harness.js';
import type { Running, Sample } from './harness.js';
import type { Table } from './report.js';
import { verifyParts } from './verify.parts.js';
import type { Summary } from './verify.parts.js';

type Ran = { readonly sample: Sample; readonly summary: Summary };
type Log = { readonly audit: Running; readonly sha: Running; readonly command: 'verify' | 'redecide' };

/** Takes turns over one log: the audit, and a hash over its rows and over a bare file. */
const contestants = (name: string, { audit, sha, command }: Log, summaries: Map<string, Summary>) => ({
  [`${name} audit`]: async (): Promise<Sample> => {
    const { sample, summary } = await audit.ask<Ran>('run', command);
    summaries.set(name, summary);
    return sample;
  },
  [`${name} rows`]: () => sha.ask<Sample>('rows'),
  [`${name} flat`]: () => sha.ask<Sample>('flat'),
});

const run = async (bench: Bench): Promise<Table> => {
  const rounds = bench.short ? 2 : 3;
  const [small, large] = bench.sizes;
  const [few, many] = bench.short ? [10, 100] : [50, 500];
  const fixtures = {
    small: await bench.fixture(small),
    large: await bench.fixture(large),
    few: await bench.disclosed(few),
    many: await bench.disclosed(many),
  };
  const logOf = async (name: keyof typeof fixtures, command: Log['command']): Promise<Log> => ({
    command,
    audit: await bench.start('audit', fixtures[name]),
    sha: await bench.start('sha', bench.copyOf(fixtures[name])),
  });
  const logs: Readonly<Record<string, Log>> = {
    small: await logOf('small', 'verify'),
    large: await logOf('large', 'verify'),
    few: await logOf('few', 'redecide'),
    many: await logOf('many', 'redecide'),
  };
  const summaries = new Map<string, Summary>();
  const all = Object.entries(logs).map(([name, log]) => contestants(name, log, summaries));
  const samples = await interleave(rounds, Object.assign({}, ...all) as ReturnType<typeof contestants>);
  const of = (name: string): readonly Sample[] => samples[name] ?? [];
  const labels = {
    small: `verify, ${small.toLocaleString('en-GB')} events`,
    large: `verify, ${large.toLocaleString('en-GB')} events`,
    few: `redecide, ${few} reads`,
    many: `redecide, ${many} reads`,
  };
  const rows: (string | number)[][] = [];
  const ratios: Record<string, number> = {};
  const megabytes: number[] = [];
  for (const [name, label] of Object.entries(labels)) {
    const { audit, sha } = logs[name] as Log;
    const events = summaries.get(name)?.events ?? Number.NaN;
    const row = (what: string, of_: readonly Sample[], peak: number | string) => [
      what,
      middleOf(of_, 'ms'),
      (events * 1000) / middleOf(of_, 'ms'),
      (middleOf(of_, 'cpuMs') * 1000) / events,
      peak,
    ];
    megabytes.push(Math.round((await sha.ask<number>('bytes')) / 1e6));
    rows.push(
      row(label, of(`${name} audit`), await audit.stop()),
      row('… one SHA-256 stream over its rows', of(`${name} rows`), await sha.stop()),
      row('… one SHA-256 stream over a bare file', of(`${name} flat`), ''),
    );
    ratios[`${label}, over one SHA-256 stream over its rows`] = ratioOf('ms', of(`${name} audit`), of(`${name} rows`));
    ratios[`${label}, over the same, CPU`] = ratioOf('cpuMs', of(`${name} audit`), of(`${name} rows`));
    ratios[`${label}, over one SHA-256 stream over a bare file`] = ratioOf(
      'ms',
      of(`${name} audit`),
      of(`${name} flat`),
    );
  }
  ratios['verify, tenfold events, time'] = ratioOf('ms', of('large audit'), of('small audit'));
  const [ofFew, ofMany] = ['few', 'many'].map((name) => summaries.get(name));
  ratios['redecide, tenfold reads, time'] = ratioOf('ms', of('many audit'), of('few audit'));
  return {
    title: 'Audit: verify and redecide',
    columns: ['part', 'ms', 'events per s', 'CPU us per event', 'peak MB'],
    rows,
    ratios,
    notes: [
      `${megabytes.join(', ')} MB of events. Each run makes its private copy of the log and looks through every page; verify checks order, envelopes, trees and signatures. A run with a finding is no measurement.`,
      `Redecide goes over the log of ${small.toLocaleString('en-GB')} events with reads of a dossier behind it; it judged ${ofFew?.disclosures} disclosures again (${ofFew?.fields} levels of fields), and ${ofMany?.disclosures} (${ofMany?.fields} levels).`,
      `${rounds} rounds; medians.`,
    ],
  };
};

/** The audit, beside one SHA-256 stream over the same bytes. */
export const verify: Benchmark = { parts: verifyParts, run };
