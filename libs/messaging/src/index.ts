export { maxMessageBytes } from './port.js';
export type { Consumer, ConsumeOptions, DeadLetter, Delivery, Message, Messaging } from './port.js';
export { InvalidTopic, MessageTooLarge, MessagingUnavailable, parkingReasons, UnknownTopic } from './errors.js';
export type { MessagingError } from './errors.js';
export { EmbeddedMessaging, openEmbeddedMessaging } from './embedded.js';
export type { EmbeddedMessagingOptions } from './embedded.js';
export type { Delay } from './delay.js';
