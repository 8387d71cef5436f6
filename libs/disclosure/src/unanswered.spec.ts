import { describe, expect, it } from '@jest/globals';
import { NoSupplier, RootKeyMissing, SealBroken, UnknownKey, VaultUnavailable } from '@knooppunt/vault';
import { uuid } from '@knooppunt/testing';
import { openedOr } from './unanswered.js';

describe('opening one seal', () => {
  it('gives what was in it', async () => {
    expect(await openedOr(() => Promise.resolve(new Uint8Array([7])))).toEqual(new Uint8Array([7]));
    expect(await openedOr(() => Promise.resolve(''))).toBe('');
  });

  it.each<[string, () => Promise<never>]>([
    ['seal-broken', () => Promise.reject(new SealBroken(uuid(1)))],
    ['seal-broken', () => Promise.reject(new NoSupplier(uuid(1)))],
    ['key-unknown', () => Promise.reject(new UnknownKey(uuid(1)))],
    ['vault-unavailable', () => Promise.reject(new VaultUnavailable('away'))],
  ])('gives no more than %s where it fails', async (reason, open) => {
    expect(await openedOr(open)).toEqual({ unanswered: reason });
  });

  it('under a key that was destroyed says so', async () => {
    expect(await openedOr(() => Promise.resolve('destroyed' as const))).toEqual({ unanswered: 'key-destroyed' });
  });

  it('throws on any other fault: that is not the fault of one block', async () => {
    const others = [new RootKeyMissing('root'), new TypeError('vault/seal-broken'), { code: 'vault/seal-broken' }];
    for (const fault of others) {
      await expect(openedOr(() => Promise.reject(fault as Error))).rejects.toBe(fault);
    }
  });
});
