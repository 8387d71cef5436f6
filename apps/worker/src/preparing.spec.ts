import { describe, expect, it } from '@jest/globals';
import { offsetsWarnings } from './preparing.js';

const dayMs = 86_400_000;

describe('what Kafka remembers of a group', () => {
  it('is well where it outlives the messages', () => {
    expect(offsetsWarnings(30 * dayMs, 14 * dayMs)).toEqual([]);
  });

  it.each([7, 14])('is told where it does not: %i days beside 14', (days) => {
    expect(offsetsWarnings(days * dayMs, 14 * dayMs)).toEqual([
      `Kafka vergeet waar een groep was (offsets.retention.minutes ${days * 1440}) voordat zijn berichten weg zijn: kies meer dan 20160.`,
    ]);
  });

  it('is told where it cannot be seen', () => {
    expect(offsetsWarnings(undefined, 14 * dayMs)).toHaveLength(1);
  });
});
