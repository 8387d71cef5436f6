import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { interleave, middleOf, ratioOf } from '../harness.js';
import type { Running, Sample } from '../harness.js';
import type { Table } from '../report.js';
import type { PastDecisions } from './history.parts.js';

type Size = 'small' | 'large';
type Parts = { readonly log: PastDecisions; readonly command: Running; readonly parse: Running };

/** Past decisions in a full run and in a short one: a million, and a tenth of it. */
const sizesOf = (short: boolean): Readonly<Record<Size, number>> =>
  short ? { small: 2_000, large: 20_000 } : { small: 100_000, large: 1_000_000 };

/** `impact` and `coverage` over a stored history, beside parsing the same bytes. `folder` is where logs are made. */
export const historyTable = async (bench: Bench): Promise<Table> => {
  const sizes = sizesOf(bench.short);
  const rounds = bench.short ? 2 : 5;
  const open = async (size: Size): Promise<Parts> => {
    const maker = await bench.start('history-maker', {});
    const folder = join(bench.folder, `decisions-${sizes[size]}`);
    const log = await maker.ask<PastDecisions>('make', { folder, decisions: sizes[size] });
    await maker.stop();
    return { log, command: await bench.start('history-command', log), parse: await bench.start('history-parse', log) };
  };
  const parts: Readonly<Record<Size, Parts>> = { small: await open('small'), large: await open('large') };
  const of = (size: Size, what: 'impact' | 'coverage') => (): Promise<Sample> =>
    parts[size].command.ask<Sample>('run', what);
  const samples = await interleave(rounds, {
    'small impact': of('small', 'impact'),
    'large impact': of('large', 'impact'),
    'small parse': () => parts.small.parse.ask<Sample>('parse'),
    'large parse': () => parts.large.parse.ask<Sample>('parse'),
    'large coverage': of('large', 'coverage'),
  });
  const megabytes = Math.round((await parts.large.parse.ask<number>('bytes')) / 1e6);
  const shown = parts.large.log.decisions.toLocaleString('en-GB');
  const row = (label: string, decisions: number, of_: readonly Sample[], peak: number | string) => [
    label,
    middleOf(of_, 'ms'),
    (decisions * 1000) / middleOf(of_, 'ms'),
    (middleOf(of_, 'cpuMs') * 1e6) / decisions,
    peak,
  ];
  const [small, large] = [parts.small.log.decisions, parts.large.log.decisions];
  const peaks = { small: await parts.small.command.stop(), large: await parts.large.command.stop() };
  const rows = [
    row(`impact, ${small.toLocaleString('en-GB')} past decisions`, small, samples['small impact'], peaks.small),
    row(`impact, ${shown} past decisions`, large, samples['large impact'], peaks.large),
    row('… coverage of the same', large, samples['large coverage'], ''),
    row('… JSON.parse of its rows', large, samples['large parse'], await parts.large.parse.stop()),
  ];
  await parts.small.parse.stop();
  return {
    title: 'A draft over the stored history',
    columns: ['part', 'ms', 'field decisions per s', 'CPU ns per decision', 'peak MB'],
    rows,
    ratios: {
      'impact, over JSON.parse of its rows, time': ratioOf('ms', samples['large impact'], samples['large parse']),
      'impact, over the same, CPU': ratioOf('cpuMs', samples['large impact'], samples['large parse']),
      'impact, tenfold decisions, time': ratioOf('ms', samples['large impact'], samples['small impact']),
      'coverage, over JSON.parse of its rows, time': ratioOf('ms', samples['large coverage'], samples['large parse']),
    },
    notes: [
      `As \`npm run covenant -- impact\` does it, a private copy of the log (${megabytes} MB) and its report included; a run that did not judge every decision is no measurement. Bar: a million past decisions in under five seconds.`,
      'The facts of every record are drawn anew and its levels are what the covenant in force gives: no two records need be alike, which is worse than life for what is remembered from record to record. The draft drops a permit, adds one and adds a cap.',
      `${rounds} rounds; medians. Peak of the command over all its runs.`,
    ],
  };
};
