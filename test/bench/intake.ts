import type { Bench, Benchmark } from './bench.js';
import { cloudEventOf } from './deliveries.js';
import { interleave, middleOf, quantile, ratioOf } from './harness.js';
import type { Running, Sample } from './harness.js';
import { Load } from './http-load.js';
import type { Exchange } from './http-load.js';
import { intakeParts } from './intake.parts.js';
import type { Table } from './report.js';

const connections = 16;
/** The peers are so much faster that a round of theirs would be over before it means anything. */
const peerTimes = 3;

type Where = { readonly base: string; readonly headers: Readonly<Record<string, string>> };
type Durable = { readonly moments: readonly number[]; readonly loopP99Ms: number; readonly loopMaxMs: number };
/** Sends so many deliveries; `number` is where the numbering of payloads stands. */
type Sender = (path: string, count: number) => Promise<readonly Exchange[]>;

let number = 0;

const senderTo = async (running: Running): Promise<Sender> => {
  const { base, headers } = await running.ask<Where>('where');
  const load = new Load(base, connections);
  return (path, count) => {
    const asks = Array.from({ length: count }, () => ({
      method: 'POST' as const,
      path,
      headers,
      body: cloudEventOf('S2', number++),
    }));
    return load.send(asks);
  };
};

/** `ms` is the time of the whole round over its deliveries. */
const spans = (exchanges: readonly Exchange[], ends: readonly number[]): Sample => {
  const started = Math.min(...exchanges.map(({ startedAt }) => startedAt));
  const each = exchanges.map(({ startedAt }, at) => (ends[at] ?? Number.NaN) - startedAt);
  const ms = (Math.max(...ends) - started) / exchanges.length;
  return { ms, p50Ms: quantile(each, 0.5), p99Ms: quantile(each, 0.99) };
};

const contributionOf = ({ text }: Exchange): string => (JSON.parse(text) as { readonly id: string }).id;

/** One round on the hub: from the first POST until the last event lies durably in the event store. */
const hubRound = (hub: Running, send: Sender, count: number) => async (): Promise<Sample> => {
  await hub.ask('begin');
  const exchanges = await send('/v1/leveringen', count);
  const { moments, ...loop } = await hub.ask<Durable>('durable', exchanges.map(contributionOf));
  const answered = spans(
    exchanges,
    exchanges.map(({ endedAt }) => endedAt),
  );
  // Read models and reactions follow; their work is part of the cost, and must not run into the next one's round.
  const { cpuMs = Number.NaN } = await hub.ask<Sample>('settled');
  return { ...spans(exchanges, moments), ...loop, answeredMs: answered['ms'] ?? Number.NaN, cpuMs: cpuMs / count };
};

const peerRound = (peer: Running, send: Sender, path: string, count: number) => async (): Promise<Sample> => {
  await peer.ask('begin');
  const exchanges = await send(path, count);
  const { cpuMs = Number.NaN } = await peer.ask<Sample>('settled');
  return {
    ...spans(
      exchanges,
      exchanges.map(({ endedAt }) => endedAt),
    ),
    cpuMs: cpuMs / count,
  };
};

type Rounds = Readonly<Record<string, readonly Sample[]>>;

const rowOf = (label: string, samples: readonly Sample[], peakRss: number | string) => [
  label,
  1000 / middleOf(samples, 'ms'),
  middleOf(samples, 'p50Ms'),
  middleOf(samples, 'p99Ms'),
  middleOf(samples, 'cpuMs'),
  middleOf(samples, 'loopP99Ms'),
  middleOf(samples, 'loopMaxMs'),
  peakRss,
];

const tableOf = (sizes: readonly [number, number], count: number, rounds: Rounds, peaks: Rounds): Table => {
  const [small, large] = sizes.map((size) => size.toLocaleString('en-GB')) as [string, string];
  const of = (name: string): readonly Sample[] => rounds[name] ?? [];
  const peak = (name: string): number => peaks[name]?.[0]?.['mb'] ?? Number.NaN;
  return {
    title: 'Intake: from POST to durable sealed event',
    columns: ['part', 'per s', 'p50 ms', 'p99 ms', 'CPU ms each', 'loop p99 ms', 'loop max ms', 'peak MB'],
    rows: [
      rowOf(`hub, ${small} events`, of('hub small'), peak('hub small')),
      rowOf(`hub, ${large} events`, of('hub large'), peak('hub large')),
      rowOf(`bare POST and raw append, ${small}`, of('append small'), peak('peer small')),
      rowOf(`bare POST and raw append, ${large}`, of('append large'), peak('peer large')),
      rowOf('bare POST alone', of('plain'), ''),
      rowOf(`event store alone, ${large}`, of('store'), peak('limits')),
      rowOf('bare file, a sync per 16', of('file'), ''),
    ],
    ratios: {
      [`hub over bare POST and raw append, time, ${small} events`]: ratioOf('ms', of('hub small'), of('append small')),
      [`hub over bare POST and raw append, time, ${large} events`]: ratioOf('ms', of('hub large'), of('append large')),
      [`hub over bare POST and raw append, CPU, ${small} events`]: ratioOf(
        'cpuMs',
        of('hub small'),
        of('append small'),
      ),
      [`hub, ${large} over ${small} events, time`]: ratioOf('ms', of('hub large'), of('hub small')),
      [`bare POST and raw append, ${large} over ${small} events, time`]: ratioOf(
        'ms',
        of('append large'),
        of('append small'),
      ),
      'hub until 202 over hub until durable, time': ratioOfTwo(of('hub small')),
    },
    notes: [
      `${count} S2 deliveries per round (peers and limits ${count * peerTimes}) over ${connections} connections, ${of('hub small').length} rounds; medians. Each delivery also starts a weighing: a second event, not waited for.`,
      'CPU of the hub holds everything that a delivery sets off, read models and reactions too, in all threads.',
      'The limits know no HTTP: the store alone with 16 appends under way, and the same bytes in a bare file.',
    ],
  };
};

const ratioOfTwo = (samples: readonly Sample[]): number =>
  ratioOf(
    'ms',
    samples.map(({ answeredMs = Number.NaN }) => ({ ms: answeredMs })),
    samples,
  );

const run = async (bench: Bench): Promise<Table> => {
  const [count, rounds] = bench.short ? [40, 2] : [400, 5];
  const [small, large] = [await bench.fixture(bench.sizes[0]), await bench.fixture(bench.sizes[1])];
  const start = (part: string, fixture: typeof small): Promise<Running> => bench.start(part, bench.copyOf(fixture));
  const parts = {
    'hub small': await start('hub', small),
    'hub large': await start('hub', large),
    'peer small': await start('peer', small),
    'peer large': await start('peer', large),
    limits: await start('limits', large),
  };
  const { limits } = parts;
  const [toSmall, toLarge] = [await senderTo(parts['peer small']), await senderTo(parts['peer large'])];
  const peerCount = count * peerTimes;
  const round = { count: peerCount, together: connections };
  const samples = await interleave(rounds, {
    'hub small': hubRound(parts['hub small'], await senderTo(parts['hub small']), count),
    'append small': peerRound(parts['peer small'], toSmall, '/append', peerCount),
    'hub large': hubRound(parts['hub large'], await senderTo(parts['hub large']), count),
    'append large': peerRound(parts['peer large'], toLarge, '/append', peerCount),
    plain: peerRound(parts['peer small'], toSmall, '/plain', peerCount),
    store: () => limits.ask<Sample>('append', round),
    file: () => limits.ask<Sample>('file', round),
  });
  const peaks: Record<string, Sample[]> = {};
  for (const [name, part] of Object.entries(parts)) peaks[name] = [{ mb: await part.stop() }];
  return tableOf(bench.sizes, count, samples, peaks);
};

/** Intake to durable sealed event, beside a bare Nest POST of the same body with a raw append of the same bytes. */
export const intake: Benchmark = { parts: intakeParts, run };
