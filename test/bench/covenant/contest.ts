import type { Spread } from '../../policy/workload/signals.js';
import type { Bench } from '../bench.js';
import { interleave } from '../harness.js';
import type { Running, Sample } from '../harness.js';
import { opaPolicy } from './peers/opa-compiler.js';
import type { PeerName } from './peers/peer.js';

/** Copies per round: the slow ones get fewer, so that no turn takes long. */
const copiesPerRound: Readonly<Record<PeerName | 'interpreter', number>> = {
  interpreter: 1_040,
  'casl-fields': 2_080,
  'casl-can': 1_040,
  'opa-rules': 1_300,
  'opa-levels': 650,
  'cedar-rules-few': 520,
  'cedar-rules': 130,
  'cedar-levels-few': 13,
};
/** Those whose whole filter is measured too. */
const filtering: readonly string[] = ['interpreter', 'casl-fields', 'opa-rules', 'cedar-rules-few'];

/** What a contest found: the samples of everybody by name, and what is told of the work itself. */
export type Contest = {
  readonly samples: Readonly<Record<string, readonly Sample[]>>;
  readonly bytesPerSignal: number;
  readonly checked: number;
  readonly skipped: readonly string[];
};

const scaled = (short: boolean, count: number): number => (short ? Math.max(13, Math.round(count / 10)) : count);

/** Before anything is measured: whoever gives one other level than the interpreter is no contestant. */
const checked = async (name: string, part: Running, copies: number): Promise<number> => {
  const wrong = await part.ask<number>('mismatches', copies);
  if (wrong !== 0) throw new Error(`${name}: ${wrong} field decisions are not the interpreter's`);
  return copies;
};

const openPeers = async (bench: Bench, options: object): Promise<ReadonlyMap<string, Running>> => {
  const names = Object.keys(copiesPerRound).filter((name) => !name.startsWith('opa') || opaPolicy() !== undefined);
  const opened = new Map<string, Running>();
  for (const peer of names) opened.set(peer, await bench.start('peer', { ...options, peer }));
  return opened;
};

/** So often everybody takes a turn. */
export const roundsOf = ({ short }: Bench): number => (short ? 2 : 15);

/** All engines and the limits over one workload, in turns. */
export const contest = async (bench: Bench, spread: Spread): Promise<Contest> => {
  const { short } = bench;
  const rounds = roundsOf(bench);
  const signals = scaled(short, 20_000);
  const filtered = scaled(short, 3_000);
  const options = { spread, signals };
  const own = await bench.start('own', options);
  const limits = await bench.start('limits', options);
  const peers = await openPeers(bench, options);
  let copies = await checked('compiled engine', own, scaled(short, 2_600));
  for (const [name, part] of peers) {
    copies += await checked(name, part, Math.min(scaled(short, 520), copiesPerRound[name as PeerName]));
  }
  const turns: Record<string, () => Promise<Sample>> = {};
  const take = (name: string, part: Running, ask: string, count: number): void => {
    turns[name] = () => part.ask<Sample>(ask, count);
  };
  take('own decide', own, 'decide', signals);
  for (const ask of ownTurns) take(`own ${ask}`, own, ask, filtered);
  for (const ask of ['stringify', 'roundTrip', 'unfiltered']) take(`limit ${ask}`, limits, ask, filtered);
  for (const [name, part] of peers) {
    const count = scaled(short, copiesPerRound[name as PeerName]);
    take(`${name} decide`, part, 'decide', count);
    if (filtering.includes(name)) take(`${name} filter`, part, 'filter', count);
  }
  const samples = await interleave(rounds, turns);
  const bytesPerSignal = await limits.ask<number>('bytesPerSignal');
  for (const part of [own, limits, ...peers.values()]) await part.stop();
  const skipped = peers.has('opa-rules') ? [] : ['OPA: no `go` on this machine to build its compiler with'];
  return { samples, bytesPerSignal, checked: copies, skipped };
};

const ownTurns = [
  'filter',
  'filterEachPseudonym',
  'filterNoPseudonyms',
  'filterRecorded',
  'filterRecordedEach',
  'parsedAndFiltered',
  'hmac',
];
