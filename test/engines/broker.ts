import { brokerMissing as missing, startBroker as startNodes } from '../../libs/messaging/test/kafka/broker.js';

/** Why no broker can be started here, or undefined. */
export const brokerMissing = (): string | undefined => missing;

/** A Kafka broker of one node for as long as the test runs: its address, and how to end it. */
export type Broker = { readonly address: string; stop(): Promise<void> };

/** Starts a real broker. */
export const startBroker = async (): Promise<Broker> => {
  const broker = await startNodes();
  return { address: broker.addresses.join(','), stop: () => broker.stop() };
};
