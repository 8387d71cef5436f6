import type { Message } from './port.js';

const topicForm = /^[A-Za-z0-9._-]{1,249}$/;
const maxPartitions = 1000;
const textBytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Can every engine hold a topic of this name and number of partitions? */
export const topicFits = (name: string, partitions: number): boolean =>
  topicForm.test(name) && Number.isInteger(partitions) && partitions >= 1 && partitions <= maxPartitions;

/** Key, headers and value together, in bytes. */
export const sizeOf = ({ key, value, headers }: Message): number =>
  Object.entries(headers).reduce(
    (sum, [name, text]) => sum + textBytes(name) + textBytes(text),
    textBytes(key) + value.byteLength,
  );
