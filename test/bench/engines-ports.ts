import type { EngineAddresses } from '../../apps/standalone/src/engines/cluster.js';
import type { Bench } from './bench.js';
import { fillBacklog, kafkaRates, stuckGrowth } from './engines-kafka.js';
import { measurePostgres } from './engines-postgres.js';
import type { PostgresAsking, PostgresMeasured } from './engines-postgres.js';
import { eventStoreDbPorts } from './eventstoredb.ports.js';
import type { StorePort } from './eventstoredb.ports.js';
import { interleave, middleOf, ratioOf } from './harness.js';
import type { Asked, Sample } from './harness.js';
import type { Table } from './report.js';

type Numbers = { readonly count: number; readonly rounds: number; readonly consumed?: number };

const gone = (): Promise<void> => Promise.resolve();

/** Kafka behind its port. */
export const kafkaPart = ({ kafka }: EngineAddresses): Promise<Asked> => {
  const brokers = kafka.split(',');
  return Promise.resolve({
    rates: (numbers: Numbers) => kafkaRates({ brokers, consumed: numbers.count, ...numbers }),
    fill: ({ count }: Numbers) => fillBacklog({ brokers, count }),
    close: gone,
  });
};

/** A consumer that does nothing but hold what it took. */
export const stuckPart = ({ kafka }: EngineAddresses): Promise<Asked> =>
  Promise.resolve({ growth: (topic: string) => stuckGrowth(kafka.split(','), topic), close: gone });

/** PostgreSQL behind its ports. */
export const postgresPart = ({ postgres }: EngineAddresses): Promise<Asked> =>
  Promise.resolve({
    rates: (asking: Omit<PostgresAsking, 'connectionString'>) =>
      measurePostgres({ ...asking, connectionString: postgres }),
    close: gone,
  });

const envelopeBytes = 2_600;
const appendsAtOnce = 32;
const deeds = ['append', 'read', 'readAll', 'subscribe'] as const;

type Rates = Readonly<Record<string, readonly Sample[]>>;

/** EventStoreDB behind its port. */
export const storePart = async ({ eventStoreDb }: EngineAddresses): Promise<Asked> => {
  const ports = await eventStoreDbPorts(eventStoreDb, envelopeBytes);
  const rates = async ({ count, rounds }: Numbers): Promise<Rates> => {
    const stream = await ports.fill(count);
    const turns = (way: StorePort) => ({
      append: () => way.append(Math.ceil(count / 4), appendsAtOnce),
      read: () => way.read(stream, count),
      readAll: () => way.readAll(count),
      subscribe: () => way.subscribe(count),
    });
    const [port, raw] = [turns(ports.port), turns(ports.raw)];
    const contestants = deeds.flatMap((deed) => [
      [`${deed}, port`, port[deed]] as const,
      [`${deed}, raw`, raw[deed]] as const,
    ]);
    return interleave(rounds, Object.fromEntries(contestants));
  };
  return {
    rates,
    close: async () => {
      await ports.port.close();
      await ports.raw.close();
    },
  };
};

const storeTable = (rates: Rates, { count, rounds }: Numbers): Table => ({
  title: 'EventStoreDB behind the port',
  columns: ['part', 'per s', 'us each'],
  rows: Object.entries(rates).map(([name, of]) => [name, middleOf(of, 'perSecond'), middleOf(of, 'microsecondsEach')]),
  ratios: Object.fromEntries(
    deeds.map((deed) => [
      `${deed}, port over raw, rate`,
      ratioOf('perSecond', rates[`${deed}, port`] ?? [], rates[`${deed}, raw`] ?? []),
    ]),
  ),
  notes: [
    `${count} events of ${envelopeBytes} bytes (a quarter as many appends, ${appendsAtOnce} at a time), pages of 500, ${rounds} rounds; medians.`,
    'Raw: the client that lies below the port, on the same server. The server is the stand-in unless `EVENTSTOREDB_URL` names one.',
    'The port checks each event that it reads against the digest of its bytes (ADR 0010); the raw client does not.',
  ],
});

const postgresTable = (
  { samples, ratios }: PostgresMeasured,
  asking: Omit<PostgresAsking, 'connectionString'>,
): Table => ({
  title: 'PostgreSQL behind the ports',
  columns: ['part', 'per s'],
  rows: Object.entries(samples).map(([name, of]) => [name, middleOf(of, 'perSecond')]),
  ratios: Object.fromEntries(Object.entries(ratios).map(([name, ratio]) => [`${name}, port over raw, rate`, ratio])),
  notes: [
    `${asking.calls} calls per round, ${asking.atOnce} at a time, ${asking.rounds} rounds; medians. For apply: events, in batches of 100.`,
    'Raw: pg with the same rows and the same durability, a transaction per call, over 8 connections. Both sides of `register` and `keep` make and wrap two data keys and seal two blocks per call; what differs is the way into the database.',
  ],
});

const stuckTable = async (
  bench: Bench,
  engines: EngineAddresses,
  counts: readonly [number, number],
): Promise<Table> => {
  const filler = await bench.start('kafka', engines);
  const grown: number[] = [];
  for (const count of counts) {
    const topic = await filler.ask<string>('fill', { count, rounds: 1 });
    const stuck = await bench.start('stuck', engines);
    grown.push(await stuck.ask<number>('growth', topic));
    await stuck.stop();
  }
  await filler.stop();
  const [small = Number.NaN, large = Number.NaN] = grown;
  return {
    title: 'Memory of a consumer whose effects do not end',
    columns: ['backlog', 'MB more'],
    rows: counts.map((count, at) => [`${count.toLocaleString('en-GB')} messages`, grown[at] ?? Number.NaN]),
    ratios: { 'tenfold backlog, memory': large / small },
    notes: [
      'What the process grew by (RSS) within eight seconds of the first message, in a process that did nothing else.',
    ],
  };
};

/** Each engine behind its port, beside its bare client. */
export const ratesBehindPorts = async (bench: Bench, engines: EngineAddresses): Promise<readonly Table[]> => {
  const { short } = bench;
  // Many rounds of a good part of a second: what the machine does meanwhile disturbs some of them, and the median is none of those.
  const onKafka: Numbers = short ? { count: 500, rounds: 1 } : { count: 15_000, consumed: 60_000, rounds: 7 };
  const onStore: Numbers = short ? { count: 200, rounds: 1 } : { count: 6_000, rounds: 9 };
  const onPostgres = short ? { rounds: 1, calls: 40, atOnce: 16 } : { rounds: 9, calls: 600, atOnce: 16 };
  const kafka = await bench.start('kafka', engines);
  const kafkaTable = await kafka.ask<Table>('rates', onKafka);
  await kafka.stop();
  const store = await bench.start('store', engines);
  const rates = await store.ask<Rates>('rates', onStore);
  await store.stop();
  const postgres = await bench.start('postgres', engines);
  const measured = await postgres.ask<PostgresMeasured>('rates', onPostgres);
  await postgres.stop();
  const stuck = await stuckTable(bench, engines, short ? [100, 1_000] : [3_000, 30_000]);
  return [kafkaTable, storeTable(rates, onStore), postgresTable(measured, onPostgres), stuck];
};
