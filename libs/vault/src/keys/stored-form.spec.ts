import { createDecipheriv, createHash, createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { SealedBlock, Uuid } from '@knooppunt/kernel';
import { RandomPool } from '../cipher/random-pool.js';
import { RootedNames } from '../names/keyed-names.js';
import { KeyRing } from './key-ring.js';
import { KeyTree } from './key-tree.js';
import { KeyedRegister } from './register.js';
import { RootKeys } from './root-keys.js';
import { RingOpener, TreeSealer } from './seals.js';
import type { KeyStore, NewRow, StoredKek, StoredKey } from './store.js';

// What lies in logs and key stores is opened for as long as they are kept. Here it is opened by its description alone
// (leaks-and-faults §3), with nothing of this library: no change of code may make another form of it.

const root = Buffer.alloc(32, 7);
const context = {
  cooperation: 'rotterdam',
  supplier: '00000099000000000363',
  eventId: '11111111-1111-4111-8111-111111111111',
  eventType: 'ContributionSupplied',
  label: `sha256:${'0'.repeat(64)}`,
};

/** Each text behind its length in four bytes. */
const prefixed = (...parts: readonly string[]): Buffer =>
  Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(part));
      return [length, Buffer.from(part)];
    }),
  );
/** HKDF-Expand, one block. */
const derived = (key: Buffer, use: string): Buffer =>
  createHmac('sha256', key)
    .update(Buffer.concat([Buffer.from(use), Buffer.of(1)]))
    .digest();
const hmac = (key: Buffer, text: string | Buffer): Buffer => createHmac('sha256', key).update(text).digest();
/** AES-256-GCM with the tag behind the content. */
const opened = (key: Buffer, iv: Buffer, aad: Buffer, sealed: Buffer): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
};
const unwrapped = (parent: Buffer, aad: Buffer, wrapped: string): Buffer => {
  const bytes = Buffer.from(wrapped, 'base64url');
  return opened(parent, bytes.subarray(0, 12), aad, bytes.subarray(12));
};

/** One sealed block, with everything that is stored of it and its keys. */
const sealed = async () => {
  const random = new RandomPool();
  const keks = new Map<Uuid, StoredKek>();
  const keys = new Map<Uuid, StoredKey>();
  const store = {
    ensureKek: async (kek: StoredKek) => {
      keks.set(kek.id, kek);
      return kek;
    },
    kek: async (id: Uuid) => keks.get(id),
    keys: async (ids: readonly Uuid[]) => ids.flatMap((id) => keys.get(id) ?? []),
    keep: async () => undefined,
    discard: async () => undefined,
    applied: async () => undefined,
  };
  const tree = new KeyTree(new RootKeys(createSecretKey(root), random), store, random);
  const sealer = new TreeSealer(tree, store, random);
  const unit = await sealer.seal({ p1: Buffer.from('Jansen') }, context, '2026-03-01T09:30:00.000Z');
  const [key] = unit.keys as [(typeof unit.keys)[number]];
  keys.set(key.keyId, { keyId: key.keyId, state: 'alive', wrapped: key.wrapped, kek: key.kek });
  const [kek] = [...keks.values()] as [StoredKek];
  const opener = new RingOpener(new KeyRing(store, tree), store);
  return { unit, key, kek, block: unit.sealed['p1'] as SealedBlock, sealer, opener, tree };
};
type All = Awaited<ReturnType<typeof sealed>>;
const monthKeyOf = ({ kek }: All): Buffer => {
  const { id, cooperation, supplier, month, wrapped } = kek;
  return unwrapped(derived(root, 'kp1/kek-wrap'), prefixed('kp1/kek', id, cooperation, supplier, month), wrapped);
};
const dataKeyOf = (all: All): Buffer =>
  unwrapped(monthKeyOf(all), prefixed('kp1/key', all.key.keyId, all.kek.id), all.key.wrapped);

describe('what is stored of a sealed block', () => {
  it('opens by root, month and data key, in its own place', async () => {
    const all = await sealed();
    const { block } = all;
    const { cooperation, supplier, eventId, eventType, label } = context;
    const place = prefixed('kp1', cooperation, supplier, eventId, eventType, 'p1', block.keyId, label);
    const [iv, ct] = [Buffer.from(block.iv, 'base64url'), Buffer.from(block.ct, 'base64url')];
    expect(opened(dataKeyOf(all), iv, place, ct).toString()).toBe('Jansen');
    expect(all.kek).toMatchObject({ cooperation, supplier, month: '2026-03' });
    expect(all.key).toMatchObject({ keyId: block.keyId, block: 'p1', kek: all.kek.id });
  });

  it('names its key by a check that tells nothing of it', async () => {
    const all = await sealed();
    const check = createHash('sha256')
      .update(derived(dataKeyOf(all), 'kp1/check'))
      .digest('base64url');
    expect(all.block.check).toBe(check);
  });

  it('is digested under keys of their own for what was shown of it and for the text that it is', async () => {
    const all = await sealed();
    const dataKey = dataKeyOf(all);
    const shown = hmac(derived(dataKey, 'kp1/output'), '[]').toString('base64url');
    expect(await all.opener.outputDigest(all.block.keyId, '[]')).toBe(shown);
    const text = hmac(derived(dataKey, 'kp1/text'), 'omdat').toString('base64url');
    expect(await all.sealer.textDigest(all.unit, 'p1', 'omdat')).toBe(text);
  });
});

describe('what is stored of a delivery in the register', () => {
  it('is digested under a key of its own, wrapped under its own name', async () => {
    const all = await sealed();
    const kept: NewRow[] = [];
    const store = {
      register: async (row: NewRow) => {
        kept.push(row);
        return { row: { ...row, published: false }, digestKey: row.digestKey, inserted: true };
      },
    };
    const register = new KeyedRegister(store as unknown as KeyStore, all.tree);
    const contribution = '22222222-2222-4222-8222-222222222222';
    const bytes = Buffer.from('sealed');
    const row = { contribution, stream: `contribution-${contribution}`, topic: 'signals.college', bytes };
    await register.register({ ...row, content: Buffer.from('Jansen'), registeredAt: '2026-03-01T09:30:00.000Z' }, [
      all.key,
    ]);
    const [stored] = kept as [NewRow];
    const digestKey = unwrapped(
      monthKeyOf(all),
      prefixed('kp1/key', `digest:${contribution}`, all.kek.id),
      stored.digestKey.wrapped,
    );
    expect(stored.digest).toBe(hmac(digestKey, 'Jansen').toString('base64url'));
    expect(stored.digestKey.kek).toBe(all.kek.id);
  });
});

describe('names that are keyed under the root', () => {
  const names = new RootedNames(createSecretKey(root), new RandomPool());
  /** The first sixteen bytes as a UUID of version 8. */
  const uuidOf = (use: string, ...parts: readonly string[]): string => {
    const bytes = hmac(derived(root, use), prefixed(...parts)).subarray(0, 16);
    const hex = [...bytes]
      .map((byte, at) => (at === 6 ? 0x80 + (byte % 16) : at === 8 ? 0x80 + (byte % 64) : byte))
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };

  it('are made by their description, each use under a key of its own', () => {
    expect(names.contributionId('00000099000000000363', 'urn:bron', '1')).toBe(
      uuidOf('kp1/intake', '00000099000000000363', 'urn:bron', '1'),
    );
    expect(names.personId('urn:idp', 'anna', 'rotterdam')).toBe(uuidOf('kp1/person', 'urn:idp', 'anna', 'rotterdam'));
    expect(names.commandId('anna', 'POST /v1', 'k')).toBe(uuidOf('kp1/command', 'anna', 'POST /v1', 'k'));
    expect(names.derivedId('a', 'b')).toBe(uuidOf('kp1/derived', 'a', 'b'));
    const token = hmac(derived(root, 'kp1/index/rotterdam'), prefixed('bsn', '999990019')).toString('base64url');
    expect(names.blindToken('rotterdam', 'bsn', '999990019')).toBe(token);
  });

  it('open opaque texts that were handed out before', () => {
    const bound = prefixed('kp1/opaque', 'anna', 'cursor');
    const bytes = Buffer.from(names.sealOpaque('anna', 'cursor', 'position 7'), 'base64url');
    const key = hmac(derived(root, 'kp1/opaque'), Buffer.concat([bound, Buffer.of(1)]));
    const plain = opened(key, bytes.subarray(0, 12), bound, bytes.subarray(12));
    expect([plain.length, plain.readUInt16BE(0), plain.toString('utf8', 2, 12)]).toEqual([192, 10, 'position 7']);
    expect(plain.subarray(12).every((byte) => byte === 0)).toBe(true);
  });
});
