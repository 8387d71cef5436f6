import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { openKafkaMessaging } from '@knooppunt/messaging';

// A consumer in a process of its own: node ... kafka-consumer.ts <brokers> <topic> <group> <inbox file> <port|commit-first>
const [, , brokers = '', topic = '', group = '', inbox = '', how = ''] = process.argv;

const database = new DatabaseSync(inbox, { timeout: 10_000 });
// Only processes are killed here, never the machine.
database.exec('PRAGMA synchronous = OFF');
const known = database.prepare('INSERT OR IGNORE INTO inbox (id) VALUES (?)');
const apply = database.prepare('INSERT INTO effect (id, message_key, seq) VALUES (?, ?, ?)');

/** The effect and its inbox row in one transaction: at least once comes to once. */
const effect = (id: string): void => {
  const [key = '', seq = ''] = id.split('#');
  database.exec('BEGIN IMMEDIATE');
  if (known.run(id).changes === 1) apply.run(id, key, Number(seq));
  database.exec('COMMIT');
};
const idOf = (value: Uint8Array | null): string => Buffer.from(value ?? []).toString();
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const throughThePort = async (): Promise<() => Promise<void>> => {
  const messaging = await openKafkaMessaging({
    brokers: brokers.split(','),
    clientId: `child-${process.pid}`,
    replication: 1,
    minInsync: 1,
    sessionMs: 3000,
    rebalanceMs: 3000,
    heartbeatMs: 200,
    fetchWaitMs: 50,
  });
  await messaging.consume({
    topics: [topic],
    group,
    onMessage: async ({ value }) => {
      await sleep(1);
      effect(idOf(value));
    },
    onFailure: (error) => {
      // A consumer that cannot go on ends its process: whoever watches processes starts another.
      say(`failed ${(error as { readonly code?: string }).code}`);
      process.exit(1);
    },
  });
  return () => messaging.close();
};

/** The fault that the checker must catch: the offset moves before the effect. */
const commitFirst = async (): Promise<() => Promise<void>> => {
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
  const timing = { sessionTimeout: 3000, rebalanceTimeout: 3000, heartbeatInterval: 200, maxWaitTimeInMs: 50 };
  const consumer = kafka.consumer({ groupId: group, ...timing });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: async (payload) => {
      const { batch } = payload;
      const { partition } = batch;
      await consumer.commitOffsets([{ topic, partition, offset: String(Number(batch.lastOffset()) + 1) }]);
      for (const { offset, value } of batch.messages) {
        await sleep(5);
        effect(idOf(value));
        payload.resolveOffset(offset);
        await payload.heartbeat();
      }
    },
  });
  return () => consumer.disconnect();
};

const stop = await (how === 'commit-first' ? commitFirst() : throughThePort());
say('ready');
process.once('SIGTERM', () => {
  void stop().then(() => process.exit());
});
// Nothing stays behind when the test is gone.
process.stdin.on('end', () => process.exit()).resume();
