import type { Bench, Benchmark } from './bench.js';
import { dossierParts } from './dossier.parts.js';
import { interleave, middleOf, quantile, ratioOf } from './harness.js';
import type { Running, Sample } from './harness.js';
import { Load } from './http-load.js';
import type { Ask } from './http-load.js';
import type { Table } from './report.js';

const many = 8;
/** The peer is so much faster that a round of its own would be over before it means anything. */
const peerTimes = 5;

type Where = Pick<Ask, 'path' | 'headers'> & { readonly base: string };
type Reader = (connections: number, count: number) => Promise<Sample>;

const readerOf = async (running: Running): Promise<Reader> => {
  const { base, path, headers = {} } = await running.ask<Where>('where');
  return async (connections, count) => {
    const load = new Load(base, connections);
    await running.ask('begin');
    const exchanges = await load.send(Array.from({ length: count }, () => ({ method: 'GET', path, headers })));
    const { cpuMs = Number.NaN } = await running.ask<Sample>('settled');
    load.close();
    const each = exchanges.map(({ startedAt, endedAt }) => endedAt - startedAt);
    const started = Math.min(...exchanges.map(({ startedAt }) => startedAt));
    const ms = (Math.max(...exchanges.map(({ endedAt }) => endedAt)) - started) / count;
    return { ms, cpuMs: cpuMs / count, p50Ms: quantile(each, 0.5), p99Ms: quantile(each, 0.99) };
  };
};

type Dossier = { readonly stukken: readonly { readonly blokken: readonly unknown[] }[] };

const blocksOf = async (running: Running): Promise<{ readonly blocks: number; readonly bytes: number }> => {
  const { base, path, headers = {} } = await running.ask<Where>('where');
  const load = new Load(base, 1);
  const { text } = await load.one({ method: 'GET', path, headers });
  load.close();
  const { stukken } = JSON.parse(text) as Dossier;
  return { blocks: stukken.reduce((sum, { blokken }) => sum + blokken.length, 0), bytes: text.length };
};

const rowOf = (label: string, samples: readonly Sample[], peak: number | string) => [
  label,
  1000 / middleOf(samples, 'ms'),
  middleOf(samples, 'p50Ms'),
  middleOf(samples, 'p99Ms'),
  middleOf(samples, 'cpuMs'),
  peak,
];

const run = async (bench: Bench): Promise<Table> => {
  const [count, rounds] = bench.short ? [10, 2] : [60, 7];
  const fixture = await bench.fixture(bench.sizes[0]);
  const hub = await bench.start('hub', bench.copyOf(fixture));
  const peer = await bench.start('peer', bench.copyOf(fixture));
  const [shown, opened] = [await blocksOf(hub), await blocksOf(peer)];
  // The comparison stands only where both open the same.
  if (shown.blocks === 0 || shown.blocks !== opened.blocks) {
    throw new Error(`the hub shows ${shown.blocks} blocks, its peer ${opened.blocks}`);
  }
  const grown = await bench.start('hub', bench.copyOf(await bench.fixture(bench.sizes[1])));
  const [fromHub, fromPeer, fromGrown] = [await readerOf(hub), await readerOf(peer), await readerOf(grown)];
  const samples = await interleave(rounds, {
    hub: () => fromHub(1, count),
    peer: () => fromPeer(1, count * peerTimes),
    hubMany: () => fromHub(many, count),
    peerMany: () => fromPeer(many, count * peerTimes),
    grown: () => fromGrown(1, count),
    limit: () => peer.ask<Sample>('inProcess', count * peerTimes),
  });
  const [hubMb, peerMb, grownMb] = [await hub.stop(), await peer.stop(), await grown.stop()];
  const [small, large] = bench.sizes.map((size) => `${size.toLocaleString('en-GB')} events`);
  return {
    title: 'Dossier: one read through the gate',
    columns: ['part', 'per s', 'p50 ms', 'p99 ms', 'CPU ms each', 'peak MB'],
    rows: [
      rowOf(`hub, one reader, ${small}`, samples.hub, hubMb),
      rowOf(`hub, one reader, ${large}`, samples.grown, grownMb),
      rowOf(`hub, ${many} readers`, samples.hubMany, ''),
      rowOf('opening and serialising, one reader', samples.peer, peerMb),
      rowOf(`opening and serialising, ${many} readers`, samples.peerMany, ''),
      rowOf('the same without HTTP', samples.limit, ''),
    ],
    ratios: {
      'hub over opening and serialising, time, one reader': ratioOf('ms', samples.hub, samples.peer),
      [`hub over opening and serialising, time, ${many} readers`]: ratioOf('ms', samples.hubMany, samples.peerMany),
      'hub over opening and serialising, CPU, one reader': ratioOf('cpuMs', samples.hub, samples.peer),
      'hub, tenfold events, time': ratioOf('ms', samples.grown, samples.hub),
    },
    notes: [
      `${shown.blocks} blocks of one case at ${bench.sizes[0].toLocaleString('en-GB')} events, read by the labour inspectorate; the answer of the hub holds ${shown.bytes} characters, with level, article and duties per field.`,
      `${count} reads per round (the peer ${count * peerTimes}), ${rounds} rounds; medians. Each read of the hub is one durable record before it answers.`,
    ],
  };
};

/** The dossier of a case, beside a route that opens and serialises the same blocks and does nothing else. */
export const dossier: Benchmark = { parts: dossierParts, run };
