import { describe, expect, it } from '@jest/globals';
import { Dimension } from './dimension.js';

describe('a dimension of questions', () => {
  const values = ['POL', 'BD', 'COLL'];
  const dimension = new Dimension([], values);

  it('gives each of its values a number, and all others one together', () => {
    expect([...values, 'KVK', 'POL', 'OM'].map((value) => dimension.numberOf(value))).toEqual([1, 2, 3, 0, 1, 0]);
    expect(dimension.size).toBe(4);
  });

  it('makes of every key and every value another key', () => {
    const keys = Array.from({ length: 40 }, (_, key) =>
      [...values, 'KVK'].map((value) => dimension.keyWith(key, value)),
    );
    expect(new Set(keys.flat()).size).toBe(160);
  });
});
