export { maxMessageBytes } from './port.js';
export type { Consumer, ConsumeOptions, DeadLetter, Delivery, Message, Messaging, Topic } from './port.js';
export {
  InvalidTopic,
  MessagesLost,
  MessageTooLarge,
  MessagingUnavailable,
  parkingReasons,
  TopicDiffers,
  UnknownTopic,
} from './errors.js';
export type { MessagingError, TopicDifference } from './errors.js';
export { keysInEmbeddedMessaging } from './embedded-keys.js';
export { EmbeddedMessaging, openEmbeddedMessaging } from './embedded.js';
export type { EmbeddedMessagingOptions } from './embedded.js';
export type { Delay } from './delay.js';
export { KafkaMessaging, openKafkaMessaging } from './kafka/kafka.js';
export type { KafkaMessagingOptions } from './kafka/options.js';
export { deadLetterTopic } from './kafka/dead-letters.js';
export type { Entry as ParkedMessage, Origin as ParkedOrigin } from './kafka/dead-letters.js';
export type { ConsumerState, MessagingFact, Observe } from './kafka/facts.js';
export type { GroupStatus, PartitionLag } from './kafka/lag.js';
export type { Preparation } from './kafka/topics.js';
