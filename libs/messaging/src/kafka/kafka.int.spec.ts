import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, jest } from '@jest/globals';
import { messagingContract } from '../../test/contract.js';
import { describeWithBroker, startBroker } from '../../test/kafka/broker.js';
import type { Broker } from '../../test/kafka/broker.js';
import { openKafkaMessaging } from '../index.js';

// A real broker on a busy machine: once more where a step of the cluster took longer than its client waits, and the first fault is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

describeWithBroker('on a real broker of one node', () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await startBroker();
  });
  afterAll(() => broker.stop());

  messagingContract('kafka', async () => ({
    open: () =>
      openKafkaMessaging({
        brokers: broker.addresses,
        clientId: `contract-${randomUUID()}`,
        replication: 1,
        minInsync: 1,
        heartbeatMs: 100,
        fetchWaitMs: 50,
        settlePollMs: 20,
        delay: () => new Promise((resolve) => setImmediate(resolve)),
      }),
    dispose: () => Promise.resolve(),
  }));
});
