import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import type { EngineAddresses } from '../../apps/standalone/src/engines/cluster.js';
import type { Bench } from './bench.js';
import type { ClusterAddress } from './engines-cluster.js';
import { offer, perBatch, sendAll } from './engines-load.js';
import type { Offered, Sent, Target } from './engines-load.js';
import { peerStream } from './engines-peer.js';
import { interleave, median, middleOf, quantile, ratioOf } from './harness.js';
import type { Running, Sample } from './harness.js';
import type { Table } from './report.js';

/** `bareStore`: an event store of the bare clients' own. */
type Place = { readonly engines: EngineAddresses; readonly bareStore: string; readonly folder: string };
type Way = 'single' | 'batch';
type Side = { readonly target: Target; readonly streamOf: (id: string) => string };

/** The programs, their bare peers and who watches the log, all at work. */
export type Journey = {
  readonly cluster: Running;
  readonly watch: Running;
  readonly hub: Side;
  readonly peer: Side;
  readonly close: () => Promise<void>;
};

const contributionStream = (id: string): string => `contribution-${id}`;

const makeTopic = async (broker: string): Promise<string> => {
  const kafka = new kafkajs.Kafka({ brokers: broker.split(','), logLevel: kafkajs.logLevel.NOTHING });
  const topic = `peer-${randomUUID()}`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 6, replicationFactor: 1 }] });
  await admin.disconnect();
  return topic;
};

/** Starts the programs on these engines, and the bare peers beside them. */
export const openJourney = async (bench: Bench, { engines, bareStore, folder }: Place): Promise<Journey> => {
  const cluster = await bench.start('cluster', { engines, folder });
  const { base, headers, postgres } = await cluster.ask<ClusterAddress>('where');
  const { eventStoreDb, kafka } = engines;
  const watch = await bench.start('watch', { stores: [eventStoreDb, bareStore], postgres });
  const hub: Side = {
    target: { base, headers, single: '/v1/leveringen', batch: '/v1/leveringen' },
    streamOf: contributionStream,
  };
  const warm = await sendAll(hub.target, 'single', bench.short ? 20 : 600);
  await watch.ask('durable', warm.ids.map(contributionStream));
  const topic = await makeTopic(kafka);
  const worker = await bench.start('peer-worker', { kafka, topic, eventStoreDb: bareStore });
  const gateway = await bench.start('peer-gateway', { kafka, topic, bytes: await watch.ask<string>('sample') });
  const where = await gateway.ask<Pick<Target, 'base' | 'headers'>>('where');
  const peer: Side = { target: { ...where, single: '/single', batch: '/batch' }, streamOf: peerStream };
  return {
    cluster,
    watch,
    hub,
    peer,
    close: async () => {
      for (const part of [gateway, worker, watch, cluster]) await part.stop();
    },
  };
};

const answeredIn = ({ exchanges }: Sent): Sample => {
  const waits = exchanges.map(({ startedAt, endedAt }) => endedAt - startedAt);
  return { p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) };
};

/** From the first POST until the last event lies in the event store, and until the read models have it. */
const roundOf =
  ({ watch }: Journey, { target, streamOf }: Side, way: Way, count: number) =>
  async (): Promise<Sample> => {
    const sent = await sendAll(target, way, count);
    const began = Math.min(...sent.exchanges.map(({ startedAt }) => startedAt));
    const acknowledged = Math.max(...sent.exchanges.map(({ endedAt }) => endedAt));
    const moments = await watch.ask<readonly number[]>('durable', sent.ids.map(streamOf));
    const isOurs = streamOf === contributionStream;
    const projectedAt = isOurs ? await watch.ask<number>('projected') : Number.NaN;
    // Reactions follow; their work must not run into the round of somebody else.
    await watch.ask('quiet');
    const each = (until: number): number => (until - began) / sent.ids.length;
    const ms = each(Math.max(...moments));
    return { ms, ackMs: each(acknowledged), projectedMs: each(projectedAt), ...answeredIn(sent) };
  };

const perSecondOf = (samples: readonly Sample[], figure: string): number => 1000 / middleOf(samples, figure);

const rowOf = (label: string, samples: readonly Sample[]) => [
  label,
  perSecondOf(samples, 'ackMs'),
  perSecondOf(samples, 'ms'),
  perSecondOf(samples, 'projectedMs'),
  middleOf(samples, 'p50Ms'),
  middleOf(samples, 'p99Ms'),
];

/** HTTP to Kafka to the event store to the read models, beside a bare POST, raw kafkajs and raw appends of the same bytes. */
export const intakeOnEngines = async (bench: Bench, journey: Journey): Promise<Table> => {
  const [singles, batched, rounds] = bench.short ? [40, 200, 1] : [600, 3_000, 3];
  const { hub, peer } = journey;
  const samples = await interleave(rounds, {
    single: roundOf(journey, hub, 'single', singles),
    'bare single': roundOf(journey, peer, 'single', singles),
    batch: roundOf(journey, hub, 'batch', batched),
    'bare batch': roundOf(journey, peer, 'batch', batched),
  });
  const { single, batch } = samples;
  const ofPeer = (way: Way): readonly Sample[] => samples[`bare ${way}`];
  // The peer has no read models: it has come to its end when all lies in the store.
  const projected = (of: readonly Sample[]): readonly Sample[] =>
    of.map(({ projectedMs }) => ({ ms: projectedMs ?? Number.NaN }));
  return {
    title: 'The journey on engines: HTTP, Kafka, event store, read models',
    columns: ['part', 'answered per s', 'in the store per s', 'in read models per s', 'answer p50 ms', 'answer p99 ms'],
    rows: [
      rowOf('Knooppunt, one by one', single),
      rowOf('bare POST, kafkajs, append, one by one', ofPeer('single')),
      rowOf(`Knooppunt, batches of ${perBatch}`, batch),
      rowOf(`bare POST, kafkajs, append, batches of ${perBatch}`, ofPeer('batch')),
    ],
    ratios: {
      'one by one, until in the store, rate over bare': ratioOf('ms', ofPeer('single'), single),
      'one by one, until in the read models, rate over bare until in the store': ratioOf(
        'ms',
        ofPeer('single'),
        projected(single),
      ),
      'one by one, until answered, rate over bare': ratioOf('ackMs', ofPeer('single'), single),
      [`batches of ${perBatch}, until in the store, rate over bare`]: ratioOf('ms', ofPeer('batch'), batch),
      [`batches of ${perBatch}, until in the read models, rate over bare until in the store`]: ratioOf(
        'ms',
        ofPeer('batch'),
        projected(batch),
      ),
      [`batches of ${perBatch}, until answered, rate over bare`]: ratioOf('ackMs', ofPeer('batch'), batch),
    },
    notes: [
      `${singles} S2 deliveries one by one over 32 connections, ${batched} in batches over 2, ${rounds} rounds in turns; medians. One gateway, one worker, one hub, one broker, all on this machine with the load itself.`,
      'Bare: a Nest POST that sends bytes as long as a sealed delivery with kafkajs (acks=all) before it answers, and a consumer in a second process that appends each to a stream of its own with the EventStoreDB client, one event and one append per delivery, all of a fetch under way at the same time. It checks, seals, registers, decides and projects nothing.',
      'Each delivery of Knooppunt also starts a weighing (a second event) and fills read models; that work falls into its time.',
    ],
  };
};

const offeredRates = [500, 300, 200, 100, 50];
const patienceMs = 1_000;

const highest = async (
  { watch, hub }: Journey,
  way: Way,
  { rates, seconds }: { readonly rates: readonly number[]; readonly seconds: number },
): Promise<Offered> => {
  let last: Offered | undefined;
  for (const perSecond of rates) {
    last = await offer(hub.target, way, { perSecond, seconds });
    await watch.ask('durable', last.ids.map(contributionStream));
    await watch.ask('quiet');
    if (last.behindMs < patienceMs) return last;
  }
  if (!last) throw new Error('no rate to offer');
  return last;
};

/** How long an acknowledgement takes while so many signals a second are offered, whatever the answers do. */
export const pressureOnEngines = async (bench: Bench, journey: Journey): Promise<Table> => {
  const asked = bench.short ? { rates: [20], seconds: 2 } : { rates: offeredRates, seconds: 4 };
  const batchAsked = bench.short ? { rates: [100], seconds: 2 } : asked;
  const single = await highest(journey, 'single', asked);
  const batch = await highest(journey, 'batch', {
    ...batchAsked,
    rates: batchAsked.rates.filter((rate) => rate >= perBatch),
  });
  const row = (label: string, { perSecond, p50Ms, p99Ms }: Offered) => [label, perSecond, p50Ms, p99Ms];
  return {
    title: 'Acknowledgement under steady load',
    columns: ['part', 'offered per s', 'p50 ms', 'p99 ms'],
    rows: [row('one by one', single), row(`batches of ${perBatch}`, batch)],
    ratios: { 'one by one, offered over the 500 that were wanted': single.perSecond / 500 },
    notes: [
      `Offered for ${asked.seconds} s at a fixed rate, whatever the answers do; times count from the moment at which a delivery was due. Tried from 500 down: the first rate that the gateway bore without 503 and at which the last answer came within ${patienceMs} ms of its due moment.`,
      'The worker follows on the same cores meanwhile.',
    ],
  };
};

type Outage = {
  readonly perSecond: number;
  readonly projectedPerSecond: number;
  readonly readyMs: number;
  readonly peakMb: number;
};

/** Deliveries pile up while no worker runs; then so many workers start. */
const outage = async ({ cluster, watch, hub }: Journey, backlog: number, workers: number): Promise<Outage> => {
  await cluster.ask('stopWorkers');
  const { ids } = await sendAll(hub.target, 'batch', backlog);
  const asked = performance.now();
  await cluster.ask('startWorkers', workers);
  const readyMs = performance.now() - asked;
  const moments = await watch.ask<readonly number[]>('durable', ids.map(contributionStream));
  const projectedAt = await watch.ask<number>('projected');
  await watch.ask('quiet');
  const { workerPeakMb = Number.NaN } = await cluster.ask<Sample>('memory');
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const rate = (until: number): number => (ids.length * 1000) / (until - first);
  return { perSecond: rate(last), projectedPerSecond: rate(projectedAt), readyMs, peakMb: workerPeakMb };
};

/** What an outage of the worker leaves, made up by one worker and by two; and what a tenfold backlog costs in memory. */
export const outageOnEngines = async (bench: Bench, journey: Journey): Promise<Table> => {
  const [backlog, rounds] = bench.short ? [100, 1] : [2_000, 2];
  const found: Record<'one' | 'two', Outage[]> = { one: [], two: [] };
  for (let round = 0; round < rounds; round++) {
    found.one.push(await outage(journey, backlog, 1));
    found.two.push(await outage(journey, backlog, 2));
  }
  const small = await outage(journey, backlog / 5, 1);
  const large = await outage(journey, backlog * 2, 1);
  const { gatewayPeakMb = Number.NaN } = await journey.cluster.ask<Sample>('memory');
  const middle = (of: readonly Outage[], figure: keyof Outage): number => median(of.map((one) => one[figure]));
  const row = (label: string, of: readonly Outage[]) => [
    label,
    middle(of, 'perSecond'),
    middle(of, 'projectedPerSecond'),
    middle(of, 'readyMs'),
    middle(of, 'peakMb'),
  ];
  return {
    title: 'After an outage of the worker',
    columns: ['part', 'in the store per s', 'in read models per s', 'ready after ms', 'worker peak MB'],
    rows: [
      row(`one worker, backlog of ${backlog}`, found.one),
      row(`two workers, backlog of ${backlog}`, found.two),
      row(`one worker, backlog of ${backlog / 5}`, [small]),
      row(`one worker, backlog of ${backlog * 2}`, [large]),
    ],
    ratios: {
      'two workers over one, rate': median(
        found.two.map(({ perSecond }, at) => perSecond / (found.one[at]?.perSecond ?? Number.NaN)),
      ),
      'tenfold backlog, memory of the worker': large.peakMb / small.peakMb,
      'tenfold backlog, rate': large.perSecond / small.perSecond,
    },
    notes: [
      `Rates from the first event after the start to the last; ${rounds} rounds in turns, medians (the last two rows: one round). Peak: the most that the worker that caught up held (RSS) since its start; the gateway held at most ${Math.round(gatewayPeakMb)} MB in the whole run.`,
      'Two workers, gateway and three engines share the two cores of this machine: what a second machine adds is not seen here.',
    ],
  };
};
