import { randomBytes } from 'node:crypto';

/**
 * A random id of a Kafka cluster or of a folder of it: 16 bytes in base64url, as Kafka's own `Uuid.randomUuid` draws
 * them: never with a dash in front, which its storage tool takes for an option.
 */
export const kafkaId = (draw = () => randomBytes(16)) => {
  for (;;) {
    const id = draw().toString('base64url');
    if (!id.startsWith('-')) return id;
  }
};
