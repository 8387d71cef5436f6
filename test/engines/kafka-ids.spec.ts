import { describe, expect, it } from '@jest/globals';
import { kafkaId } from '../../tools/engines/kafka-id.mjs';

describe('an id that we give a Kafka cluster or a folder of it', () => {
  it('is 16 bytes as Kafka writes them', () => {
    expect(Buffer.from(kafkaId(), 'base64url')).toHaveLength(16);
  });

  it('never begins with a dash, which the storage tool of Kafka would read as an option', () => {
    const drawn = [Buffer.alloc(16, 0xf8), Buffer.alloc(16, 0xfb), Buffer.alloc(16, 0x2a)];
    const id = kafkaId(() => drawn.shift() ?? Buffer.alloc(16));
    expect(id).toBe(Buffer.alloc(16, 0x2a).toString('base64url'));
    expect(drawn).toHaveLength(0);
  });
});
