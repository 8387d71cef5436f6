import 'reflect-metadata';
import { KafkaMessaging } from '@knooppunt/messaging';
import type { ConsumeOptions, Consumer } from '@knooppunt/messaging';
import { readWorkerConfig, runProgram } from '@knooppunt/platform';
import { startWorker } from '../../../apps/worker/src/start.js';

// A worker with a bug that the checker has to find: a message counts as handled before its effect.
const lateMs = 60_000;
type Consume = (this: KafkaMessaging, options: ConsumeOptions) => Promise<Consumer>;
const consume: Consume = Reflect.get(KafkaMessaging.prototype, 'consume');
KafkaMessaging.prototype.consume = function commitFirst(this: KafkaMessaging, options: ConsumeOptions) {
  const onMessage: ConsumeOptions['onMessage'] = async (message) => {
    setTimeout(() => void options.onMessage(message).catch(() => undefined), lateMs);
  };
  return consume.call(this, { ...options, onMessage });
};

await runProgram({
  name: 'worker',
  read: readWorkerConfig,
  start: startWorker,
  where: ({ data }) => ({ port: 0, data }),
});
