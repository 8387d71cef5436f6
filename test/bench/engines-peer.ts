import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, NO_STREAM, binaryEvent, streamNameFilter, START } from '@eventstore/db-client';
import { openPostgresReadStore, positionName } from '@knooppunt/read-store';
import { allProjections } from '@knooppunt/projections';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import kafkajs from 'kafkajs';
import type { Asked } from './harness.js';
import { nowMs } from './http-load.js';
import { startPlainApp } from './plain-app.js';

/** `topic` lies between the two halves of the peer; `bytes` is as long as a sealed delivery (base64). */
export type PeerOptions = { readonly kafka: string; readonly topic: string; readonly bytes: string };
export type PeerWorkerOptions = Pick<PeerOptions, 'kafka' | 'topic'> & { readonly eventStoreDb: string };

/** Where the streams of the peer begin, for whoever watches the log. */
export const peerStream = (id: string): string => `peer-${id}`;

const clientTo = (kafka: string, clientId: string) =>
  new kafkajs.Kafka({ brokers: kafka.split(','), clientId, logLevel: kafkajs.logLevel.NOTHING });

// A run that waits for what is lost would wait for ever.
const silenceMs = 90_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

type Plain = { readonly id: string };

/** A bare Nest POST that hands on bytes as long as a sealed delivery to Kafka, on all replicas, before it answers. */
export const peerGatewayPart = async ({ kafka, topic, bytes }: PeerOptions): Promise<Asked> => {
  const value = Buffer.from(bytes, 'base64');
  const createPartitioner = kafkajs.Partitioners.DefaultPartitioner;
  const producer = clientTo(kafka, 'peer').producer({ createPartitioner });
  await producer.connect();
  const publish = async (count: number): Promise<readonly string[]> => {
    const ids = Array.from({ length: count }, () => randomUUID());
    await producer.send({ topic, acks: -1, messages: ids.map((key) => ({ key, value, headers: { id: key } })) });
    return ids;
  };
  @Controller()
  class PeerController {
    @Post('single')
    @HttpCode(202)
    async single(@Body() _body: Plain) {
      const [id] = await publish(1);
      return { id, status: 'ontvangen' };
    }

    @Post('batch')
    @HttpCode(202)
    async batch(@Body() body: readonly Plain[]) {
      return { leveringen: (await publish(body.length)).map((id) => ({ id, status: 'ontvangen' })) };
    }
  }
  const { base, close } = await startPlainApp(PeerController, 4 * 2 ** 20);
  return {
    where: () => ({ base, headers: {} }),
    close: async () => {
      await close();
      await producer.disconnect();
    },
  };
};

/**
 * The other half: a bare consumer that appends each delivery to a stream of its own, as the journey must, with all of a batch of
 * the broker under way at the same time, and commits after it.
 */
export const peerWorkerPart = async ({ kafka, topic, eventStoreDb }: PeerWorkerOptions): Promise<Asked> => {
  const store = EventStoreDBClient.connectionString(eventStoreDb);
  const consumer = clientTo(kafka, 'peer-worker').consumer({ groupId: `peer-${randomUUID()}`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 6,
    eachBatch: async (payload) => {
      const { batch } = payload;
      await Promise.all(
        batch.messages.map(({ key, value }) => {
          const id = String(key);
          const event = binaryEvent({ id, type: 'Appended', data: value ?? Buffer.alloc(0) });
          return store.appendToStream(peerStream(id), [event], { expectedRevision: NO_STREAM, requiresLeader: true });
        }),
      );
      const { topic: of, partition } = batch;
      await consumer.commitOffsets([{ topic: of, partition, offset: String(Number(batch.lastOffset()) + 1) }]);
      await payload.heartbeat();
    },
  });
  await joined;
  return {
    close: async () => {
      await consumer.disconnect();
      await store.dispose();
    },
  };
};

/** When each stream got its first event, as subscriptions of its own hear it, and how far the read models came. */
export const watchPart = async (at: {
  readonly stores: readonly [hub: string, bare: string];
  readonly postgres: string;
}): Promise<Asked> => {
  const clients = at.stores.map((store) => EventStoreDBClient.connectionString(store));
  const readStore = await openPostgresReadStore({ connectionString: at.postgres, poolSize: 1, writingPoolSize: 1 });
  const moments = new Map<string, number>();
  const newest = { sample: '', position: '', at: 0 };
  let heard = (): void => undefined;
  const follow = (client: EventStoreDBClient, isHub: boolean) =>
    client
      .subscribeToAll({ fromPosition: START, filter: streamNameFilter({ regex: '^[^$]' }) })
      .on('error', () => undefined)
      .on('data', ({ event }) => {
        if (!event) return;
        newest.at = nowMs();
        if (isHub) newest.position = String(event.position?.commit ?? 0n).padStart(20, '0');
        const isContribution = event.streamId.startsWith('contribution-');
        if (isContribution) newest.sample = Buffer.from(event.data as Uint8Array).toString('base64');
        if (isContribution || event.streamId.startsWith(peerStream(''))) moments.set(event.streamId, newest.at);
        heard();
      });
  const subscriptions = clients.map((client, index) => follow(client, index === 0));
  const names = allProjections.map(positionName);
  const all = async (streams: readonly string[]): Promise<readonly number[]> => {
    const missingOf = (): number => streams.filter((one) => !moments.has(one)).length;
    for (let missing = missingOf(); missing > 0; missing = missingOf()) {
      const news = new Promise<string>((resolve) => {
        heard = () => resolve('news');
      });
      const silence = pause(silenceMs).then(() => 'silence');
      const isStill = (await Promise.race([news, silence])) === 'silence';
      if (isStill) throw new Error(`${missing} of ${streams.length} deliveries never came into the event store`);
    }
    const found = streams.map((stream) => moments.get(stream) ?? Number.NaN);
    for (const stream of streams) moments.delete(stream);
    return found;
  };
  const projected = async (until: string): Promise<number> => {
    for (;;) {
      const positions = await readStore.positions(names);
      if (names.every((name) => (positions.get(name) ?? '') >= until)) return nowMs();
      await pause(10);
    }
  };
  return {
    sample: () => newest.sample,
    /** Moments of the first events, once all are there. */
    durable: all,
    /** The moment at which every read model stood behind the last event that had been heard when it was asked. */
    projected: () => projected(newest.position),
    /** Resolves once nothing has happened for half a second, and everything has been followed. */
    quiet: async () => {
      do {
        await pause(100);
        await projected(newest.position);
      } while (nowMs() - newest.at < 500);
    },
    close: async () => {
      await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
      await Promise.all([...clients.map((client) => client.dispose()), readStore.close()]);
    },
  };
};
