import 'reflect-metadata';
import { KafkaMessaging } from '@knooppunt/messaging';
import type { Message } from '@knooppunt/messaging';
import { readGatewayConfig, runProgram } from '@knooppunt/platform';
import { startGateway } from '../../../apps/gateway/src/start.js';

// A gateway with a bug that the checker has to find: it acknowledges before the message is durable.
const lateMs = 60_000;
type Publish = (this: KafkaMessaging, topic: string, message: Message) => Promise<unknown>;
const publish: Publish = Reflect.get(KafkaMessaging.prototype, 'publish');
KafkaMessaging.prototype.publish = async function acknowledgeFirst(
  this: KafkaMessaging,
  topic: string,
  message: Message,
) {
  setTimeout(() => void publish.call(this, topic, message).catch(() => undefined), lateMs);
  return { partition: 0, offset: '0' };
};

await runProgram({
  name: 'gateway',
  read: readGatewayConfig,
  start: startGateway,
  where: ({ http }) => ({ port: http.port, data: '' }),
});
