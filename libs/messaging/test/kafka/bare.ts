import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import type { Kafka, Producer } from 'kafkajs';
import type { Broker } from './broker.js';

/** A kafkajs client as its manual shows it; by default with short patience. */
export const bareClient = (
  { addresses }: Pick<Broker, 'addresses'>,
  patience: { readonly requestTimeout: number; readonly retries: number } = { requestTimeout: 2000, retries: 1 },
): Kafka =>
  new kafkajs.Kafka({
    brokers: [...addresses],
    clientId: `bare-${randomUUID()}`,
    logLevel: kafkajs.logLevel.NOTHING,
    requestTimeout: patience.requestTimeout,
    connectionTimeout: 1000,
    retry: { retries: patience.retries, initialRetryTime: 100 },
  });

/** The strictest producer that kafkajs has: idempotent, all replicas, one request at a time. */
export const strictProducer = async (kafka: Kafka): Promise<Producer> => {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return producer;
};

/** Makes a topic with as many replicas as the broker has nodes (at most three). */
export const makeTopic = async (broker: Broker, numPartitions: number): Promise<string> => {
  const topic = `topic-${randomUUID()}`;
  const admin = bareClient(broker, { requestTimeout: 10_000, retries: 5 }).admin();
  await admin.connect();
  const replicationFactor = Math.min(3, broker.addresses.length);
  await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor }], waitForLeaders: true });
  await admin.disconnect();
  return topic;
};

/** Waits for a fact about the outside world; looks again every 20 ms. */
export const eventually = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
};
