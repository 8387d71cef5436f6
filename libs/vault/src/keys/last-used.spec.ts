import { describe, expect, it } from '@jest/globals';
import { LastUsed } from './last-used.js';

describe('a bounded map', () => {
  it('lets go of what was used longest ago', () => {
    const map = new LastUsed<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(map.get('a')).toBe(1);
    map.set('c', 3);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
    expect(map.size).toBe(2);
  });

  it('counts an entry that is set again as new, and keeps it once', () => {
    const map = new LastUsed<number>(2);
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['c', 4],
    ] as const)
      map.set(key, value);
    expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([3, undefined, 4, 2]);
  });

  it('makes an entry once, and again after it was cleared', () => {
    const map = new LastUsed<number>(2);
    let made = 0;
    const make = (): number => (made += 1);
    expect([map.getOr('a', make), map.getOr('a', make)]).toEqual([1, 1]);
    map.clear();
    expect(map.getOr('a', make)).toBe(2);
  });

  it('does not keep a promise that rejects', async () => {
    const map = new LastUsed<Promise<number>>(2);
    await expect(map.getOr('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await map.getOr('a', () => Promise.resolve(1))).toBe(1);
  });

  it('keeps what took the place of a promise that rejects later', async () => {
    const map = new LastUsed<Promise<number>>(2);
    const late = Promise.withResolvers<number>();
    const first = map.getOr('a', () => late.promise);
    map.set('a', Promise.resolve(2));
    late.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    expect(await map.getOr('a', () => Promise.resolve(3))).toBe(2);
  });
});
