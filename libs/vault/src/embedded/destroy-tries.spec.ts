import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SqliteCallFailed } from '@knooppunt/sqlite';
import { KeysNotDestroyed } from '../errors.js';
import { destroyedInTries } from './destroy-tries.js';

const owner = randomUUID();
const destroyed = [{ keyId: randomUUID(), block: 'p1', wrappedKeyDigest: 'sha256:1', receipt: 'gone' }];
const busy = new SqliteCallFailed('vault/checkpoint-busy', 'refused');

/** What comes of a destruction that fails in these ways first, and how often it was tried. */
const triedAfter = async (...failures: readonly Error[]) => {
  const left = [...failures];
  let tries = 0;
  const outcome = await destroyedInTries(owner, () => {
    tries += 1;
    const failure = left.shift();
    return failure ? Promise.reject(failure) : Promise.resolve(destroyed);
  }).catch((error: unknown) => error);
  return { outcome, tries };
};

describe('a destruction', () => {
  it('that succeeds is not tried again', async () => {
    expect(await triedAfter()).toEqual({ outcome: destroyed, tries: 1 });
  });

  it('is tried again while a reader holds the older pages, and ends when it is gone', async () => {
    expect(await triedAfter(busy)).toEqual({ outcome: destroyed, tries: 2 });
    expect(await triedAfter(busy, busy)).toEqual({ outcome: destroyed, tries: 3 });
  });

  it('is given up after three tries, and says why', async () => {
    const { outcome, tries } = await triedAfter(busy, busy, busy);
    expect([outcome, tries]).toEqual([new KeysNotDestroyed(owner), 3]);
    expect(outcome).toMatchObject({ owner, cause: busy });
  });

  it.each([
    ['the engine refuses it for another reason', new SqliteCallFailed('sqlite/commit-failed', 'refused')],
    ['something that is no answer of the engine fails', Object.assign(new Error('refused'), { code: busy.code })],
  ])('is not tried again where %s', async (_why, fault) => {
    const { outcome, tries } = await triedAfter(fault);
    expect(tries).toBe(1);
    expect(outcome).toMatchObject({ code: 'vault/keys-not-destroyed', owner, cause: fault });
  });
});
