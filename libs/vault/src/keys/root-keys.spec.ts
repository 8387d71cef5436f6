import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { RandomPool } from '../cipher/random-pool.js';
import { SealBroken } from '../errors.js';
import { RootKeys } from './root-keys.js';

const rootOf = (byte: number): KeyObject => createSecretKey(Buffer.alloc(32, byte));
const rootsOf = (first: number, ...others: readonly number[]): RootKeys =>
  new RootKeys(rootOf(first), new RandomPool(), others.map(rootOf));
const checkOf = (byte: number): string => rootsOf(byte).check;
const aad = Buffer.from('month');
const key = Buffer.alloc(32, 9);
const opened = (roots: RootKeys, wrapped: string): Buffer => roots.unwrap(aad, 'month', wrapped).export();

describe('one root key', () => {
  it('opens what it wrapped, in its place alone', () => {
    const roots = rootsOf(1);
    const wrapped = roots.wrap(aad, key);
    expect(opened(roots, wrapped)).toEqual(key);
    expect(() => roots.unwrap(Buffer.from('other'), 'other', wrapped)).toThrow(new SealBroken('other'));
    expect(() => rootsOf(2).unwrap(aad, 'month', wrapped)).toThrow(new SealBroken('month'));
  });

  it('has a check that names it and no other', () => {
    expect(rootsOf(1).check).toBe(checkOf(1));
    expect(checkOf(2)).not.toBe(checkOf(1));
    expect(rootsOf(1).checks).toEqual([checkOf(1)]);
    expect(new RootKeys(rootOf(1), new RandomPool()).checks).toEqual([checkOf(1)]);
  });

  it('has no successor when it is retired, and says so', () => {
    const roots = rootsOf(1);
    expect(roots.pass(checkOf(1))).toBe(false);
    expect(roots.check).toBe(checkOf(1));
  });
});

describe('root keys while one is being replaced', () => {
  it('are each one root, however often it was named', () => {
    expect(rootsOf(1, 2, 1, 2, 3).checks).toEqual([checkOf(1), checkOf(2), checkOf(3)]);
  });

  it('wrap under the one at work, and open what lies under any', () => {
    const [former, both] = [rootsOf(1), rootsOf(1, 2)];
    expect(opened(both, rootsOf(2).wrap(aad, key))).toEqual(key);
    expect(opened(former, both.wrap(aad, key))).toEqual(key);
  });

  it('go over to the next one once theirs is retired, and to the one after it', () => {
    const roots = rootsOf(1, 2, 3);
    expect(roots.pass(checkOf(1))).toBe(true);
    expect(roots.check).toBe(checkOf(2));
    expect(opened(rootsOf(2), roots.wrap(aad, key))).toEqual(key);
    expect(roots.pass(checkOf(2))).toBe(true);
    expect(roots.check).toBe(checkOf(3));
    expect(roots.pass(checkOf(3))).toBe(false);
  });

  it('stay where they are when one is retired that they have left already', () => {
    const roots = rootsOf(1, 2, 3);
    roots.pass(checkOf(1));
    expect(roots.pass(checkOf(1))).toBe(true);
    expect(roots.check).toBe(checkOf(2));
  });

  it('bring what lies under the former one under the present one, the same key', () => {
    const roots = rootsOf(1, 2);
    const under = rootsOf(2).wrap(aad, key);
    const moved = roots.rewrap(aad, 'month', under);
    expect(opened(rootsOf(1), moved)).toEqual(key);
    expect(() => rootsOf(2).unwrap(aad, 'month', moved)).toThrow(SealBroken);
  });
});
