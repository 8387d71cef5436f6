import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@knooppunt/kernel';
import * as errors from './errors.js';

const all: readonly (readonly [string, boolean, DomainError])[] = [
  ['vault/root-key-open', false, new errors.RootKeyOpen('root.key', '0644')],
  ['vault/root-key-missing', false, new errors.RootKeyMissing('root.key')],
  ['vault/root-key-wrong', false, new errors.RootKeyWrong('root.key')],
  ['vault/root-key-malformed', false, new errors.RootKeyMalformed('root.key')],
  ['vault/seal-broken', false, new errors.SealBroken('k')],
  ['vault/unknown-key', false, new errors.UnknownKey('k')],
  ['vault/key-clash', false, new errors.KeyClash('o')],
  ['vault/owner-destroyed', false, new errors.OwnerDestroyed('o')],
  ['vault/no-keys', false, new errors.NoKeys('c')],
  ['vault/unknown-contribution', false, new errors.UnknownContribution('c')],
  ['vault/keys-not-destroyed', true, new errors.KeysNotDestroyed('o')],
  ['vault/unavailable', true, new errors.VaultUnavailable()],
  ['vault/kek-retired', true, new errors.KekRetired('o')],
  ['vault/root-retired', false, new errors.RootRetired('r')],
  ['vault/not-migrated', false, new errors.VaultNotMigrated('s')],
  ['vault/invalid-schema', false, new errors.InvalidVaultSchema('S')],
  ['vault/ill-formed-text', false, new errors.IllFormedText()],
  ['vault/opaque-too-long', false, new errors.OpaqueTooLong(191)],
  ['vault/no-supplier', false, new errors.NoSupplier('e')],
];

describe('an error of the vault', () => {
  it.each(all)(
    'has a code that edges and alarms go by, and says whether to try again: %s',
    (code, retriable, error) => {
      expect([error.code, error.retriable]).toEqual([code, retriable]);
    },
  );

  it('is one of these and no other', () => {
    const made = Object.values(errors).filter((one) => one.prototype instanceof DomainError);
    expect(all.map(([, , error]) => error.constructor.name).toSorted()).toEqual(
      made.map(({ name }) => name).toSorted(),
    );
  });
});
