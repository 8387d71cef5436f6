export { maxMessageBytes } from './port.js';
export type { Consumer, ConsumeOptions, DeadLetter, Delivery, Message, Messaging } from './port.js';
