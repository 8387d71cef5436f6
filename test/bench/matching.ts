import type { Bench, Benchmark } from './bench.js';
import { interleave, middleOf, ratioOf } from './harness.js';
import type { Sample } from './harness.js';
import { matchingParts } from './matching.parts.js';
import type { Table } from './report.js';

type Sizes = {
  readonly perPayload: number;
  readonly tokens: number;
  readonly ofCase: number;
  readonly proposals: number;
};

const rowOf = (label: string, samples: readonly Sample[]) => [
  label,
  1e6 / middleOf(samples, 'us'),
  middleOf(samples, 'us'),
  middleOf(samples, 'cpuUs'),
];

const run = async (bench: Bench): Promise<Table> => {
  const [rounds, payloads, questions] = bench.short ? [2, 500, 20] : [7, 5_000, 200];
  const [small, large] = bench.sizes;
  const at = {
    small: await bench.start('match', bench.copyOf(await bench.fixture(small))),
    large: await bench.start('match', bench.copyOf(await bench.fixture(large))),
  };
  const found = { small: await at.small.ask<Sizes>('sizes'), large: await at.large.ask<Sizes>('sizes') };
  if (found.small.ofCase === 0 || found.large.tokens <= found.small.tokens) throw new Error('nothing was matched');
  const samples = await interleave(rounds, {
    tokens: () => at.small.ask<Sample>('tokens', payloads),
    hashes: () => at.small.ask<Sample>('hashes', payloads),
    smallProposals: () => at.small.ask<Sample>('proposals', questions),
    smallLookups: () => at.small.ask<Sample>('lookups', questions),
    largeProposals: () => at.large.ask<Sample>('proposals', questions),
    largeLookups: () => at.large.ask<Sample>('lookups', questions),
  });
  const peak = Math.max(await at.small.stop(), await at.large.stop());
  const label = (tokens: number): string => `${tokens.toLocaleString('en-GB')} tokens in the log`;
  const { tokens, hashes, smallProposals, smallLookups, largeProposals, largeLookups } = samples;
  return {
    title: 'Matching: blind tokens',
    columns: ['part', 'per s', 'us each', 'CPU us each'],
    rows: [
      rowOf('tokens of one delivery', tokens),
      rowOf('… a keyed hash of each normal form, and a look into a set', hashes),
      rowOf(`proposals of a case, ${label(found.small.tokens)}`, smallProposals),
      rowOf('… a keyed hash of each of its tokens, and a look into a map of all', smallLookups),
      rowOf(`proposals of a case, ${label(found.large.tokens)}`, largeProposals),
      rowOf('… a keyed hash of each of its tokens, and a look into a map of all', largeLookups),
    ],
    ratios: {
      'tokens over keyed hashes, CPU': ratioOf('cpuUs', tokens, hashes),
      'proposals over hashes and a map, time': ratioOf('us', smallProposals, smallLookups),
      'proposals, tenfold log, time': ratioOf('us', largeProposals, smallProposals),
    },
    notes: [
      `A delivery of S2 has ${Math.round(found.small.perPayload)} tokens: ids and names of its persons, folded, in parts and by sound. The case has ${found.small.ofCase} tokens and ${found.small.proposals} proposed pairs.`,
      `Proposals are read from the read store's file at every question; the map of the peer lies in memory. Peak ${Math.round(peak)} MB, the map included. ${rounds} rounds; medians.`,
    ],
  };
};

/** Tokens and proposals, beside a keyed hash and a map. */
export const matching: Benchmark = { parts: matchingParts, run };
