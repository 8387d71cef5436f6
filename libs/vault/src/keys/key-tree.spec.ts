import { createSecretKey, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Uuid } from '@knooppunt/kernel';
import { RandomPool } from '../cipher/random-pool.js';
import { KekRetired, RootRetired, SealBroken, UnknownKey, VaultUnavailable } from '../errors.js';
import { KeyTree } from './key-tree.js';
import type { Kek } from './key-tree.js';
import { RootKeys } from './root-keys.js';
import type { StoredKek } from './store.js';

const random = new RandomPool();
const rootsOf = (first: number, ...others: readonly number[]): RootKeys => {
  const [root, ...further] = [first, ...others].map((byte) => createSecretKey(Buffer.alloc(32, byte)));
  return new RootKeys(root as NonNullable<typeof root>, random, further);
};
const college = '00000099000000000363';
const march = '2026-03-31T23:59:59.999Z';
const april = '2026-04-01T00:00:00.000Z';

/** A store of months' keys in memory, that keeps under one root alone and knows how often it was asked. */
class Months {
  readonly kept: StoredKek[] = [];
  asked = 0;
  constructor(public root: string) {}

  ensureKek(kek: StoredKek, root: string): Promise<StoredKek> {
    this.asked += 1;
    if (root !== this.root) return Promise.reject(new RootRetired(root));
    const there = this.kept.find(
      (one) => one.month === kek.month && one.supplier === kek.supplier && one.cooperation === kek.cooperation,
    );
    if (!there) this.kept.push(kek);
    return Promise.resolve(there ?? kek);
  }

  kek(id: Uuid): Promise<StoredKek | undefined> {
    this.asked += 1;
    return Promise.resolve(this.kept.find((one) => one.id === id));
  }
}

const planted = (roots = rootsOf(1), months = new Months(roots.check)) => ({
  months,
  tree: new KeyTree(roots, months, random),
});
const bytesOf = ({ key }: Kek): Buffer => key.export();

describe('the key of a month', () => {
  it('is asked for once, however many seals go under it', async () => {
    const { tree, months } = planted();
    const [one, other] = await Promise.all([
      tree.kekFor('rotterdam', college, march),
      tree.kekFor('rotterdam', college, march),
    ]);
    await tree.kekFor('rotterdam', college, '2026-03-01T00:00:00.000Z');
    await tree.kek(one.id);
    expect(other).toBe(one);
    expect(months.asked).toBe(1);
    expect(months.kept).toMatchObject([{ id: one.id, cooperation: 'rotterdam', supplier: college, month: '2026-03' }]);
  });

  it('is another one for another month, supplier or cooperation', async () => {
    const { tree } = planted();
    const all = await Promise.all([
      tree.kekFor('rotterdam', college, march),
      tree.kekFor('rotterdam', college, april),
      tree.kekFor('rotterdam', '00000099000000000599', march),
      tree.kekFor('amsterdam-amstelland', college, march),
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
    expect(new Set(all.map((kek) => bytesOf(kek).toString('hex'))).size).toBe(4);
  });

  it('is found by its id in a process that did not make it', async () => {
    const { tree, months } = planted();
    const made = await tree.kekFor('rotterdam', college, march);
    const { tree: other } = planted(rootsOf(1), months);
    expect(bytesOf(await other.kek(made.id))).toEqual(bytesOf(made));
    expect((await other.kek(made.id)).id).toBe(made.id);
    const unknown = randomUUID();
    await expect(other.kek(unknown)).rejects.toEqual(new UnknownKey(unknown));
  });

  it('does not open as that of another month, supplier, cooperation or id, nor under another root', async () => {
    const { tree, months } = planted();
    await tree.kekFor('rotterdam', college, march);
    const [kept] = months.kept as [StoredKek];
    for (const changed of [{ month: '2026-04' }, { supplier: '1' }, { cooperation: 'zeeland' }, { id: randomUUID() }]) {
      expect(() => tree.opened({ ...kept, ...changed })).toThrow(SealBroken);
    }
    expect(() => planted(rootsOf(2)).tree.opened(kept)).toThrow(new SealBroken(kept.id));
  });

  it('is asked for anew once a store says that it was retired, and for no other fault', async () => {
    const { tree, months } = planted();
    const former = await tree.kekFor('rotterdam', college, march);
    months.kept.length = 0;
    const away = new VaultUnavailable();
    await expect(tree.knowing(Promise.reject(away))).rejects.toBe(away);
    expect(await tree.kekFor('rotterdam', college, march)).toBe(former);
    const retired = new KekRetired(college);
    await expect(tree.knowing(Promise.reject(retired))).rejects.toBe(retired);
    expect((await tree.kekFor('rotterdam', college, march)).id).not.toBe(former.id);
    expect(await tree.knowing(Promise.resolve('kept'))).toBe('kept');
  });
});

describe('the key of a month, while the root is being replaced', () => {
  it('is made under the next root in a process that holds it', async () => {
    const next = rootsOf(2);
    const months = new Months(next.check);
    const made = await planted(rootsOf(1, 2), months).tree.kekFor('rotterdam', college, march);
    const [kept] = months.kept as [StoredKek];
    expect(bytesOf(planted(next).tree.opened(kept))).toEqual(bytesOf(made));
  });

  it('is refused where no root that is held is at work any more', async () => {
    const { tree } = planted(rootsOf(1, 2), new Months(rootsOf(3).check));
    await expect(tree.kekFor('rotterdam', college, march)).rejects.toBeInstanceOf(RootRetired);
  });

  it('is not asked for again under the next root where the store fails in another way', async () => {
    const away = new VaultUnavailable();
    let asked = 0;
    const ensureKek = (): Promise<never> => {
      asked += 1;
      return Promise.reject(away);
    };
    const tree = new KeyTree(rootsOf(1, 2), { ensureKek, kek: () => Promise.reject(away) }, random);
    await expect(tree.kekFor('rotterdam', college, march)).rejects.toBe(away);
    expect(asked).toBe(1);
  });

  it('comes under the current root, the same key', async () => {
    const { tree, months } = planted(rootsOf(2));
    const made = await tree.kekFor('rotterdam', college, march);
    const [kept] = months.kept as [StoredKek];
    const moved = planted(rootsOf(1, 2)).tree.underCurrentRoot(kept);
    expect(moved).toMatchObject({ id: made.id, cooperation: 'rotterdam', supplier: college, month: '2026-03' });
    expect(bytesOf(planted(rootsOf(1)).tree.opened(moved))).toEqual(bytesOf(made));
    expect(() => tree.opened(moved)).toThrow(SealBroken);
  });
});

describe('a data key', () => {
  const keks = async () => {
    const { tree } = planted();
    const [from, to] = await Promise.all([
      tree.kekFor('rotterdam', college, march),
      tree.kekFor('rotterdam', college, april),
    ]);
    return { tree, from, to };
  };

  it('is random, 32 bytes, and opens under its own name and month alone', async () => {
    const { tree, from, to } = await keks();
    const { key, wrapped } = tree.fresh(from, 'p1');
    expect(key).toHaveLength(32);
    expect(Buffer.from(wrapped, 'base64url')).toHaveLength(60);
    expect(tree.unwrap(from, 'p1', wrapped).export()).toEqual(key);
    expect(() => tree.unwrap(from, 'p2', wrapped)).toThrow(new SealBroken('p2'));
    expect(() => tree.unwrap(to, 'p1', wrapped)).toThrow(SealBroken);
    expect(() => tree.unwrap({ ...to, id: from.id }, 'p1', wrapped)).toThrow(SealBroken);
    expect(() => tree.unwrap({ ...from, id: to.id }, 'p1', wrapped)).toThrow(SealBroken);
    expect(tree.fresh(from, 'p1').key).not.toEqual(key);
  });

  it('is none where what opens has another length, or no canonical text', async () => {
    const { tree, from } = await keks();
    const { wrapped } = tree.fresh(from, 'p1');
    expect(() => tree.unwrap(from, 'p1', `${wrapped}=`)).toThrow(SealBroken);
    expect(() => tree.unwrap(from, 'p1', '')).toThrow(SealBroken);
    const short = rootsOf(7);
    const aad = Buffer.from('a');
    expect(() => short.unwrap(aad, 'a', short.wrap(aad, Buffer.alloc(31)))).toThrow(SealBroken);
  });

  it('moves to another month as the same key', async () => {
    const { tree, from, to } = await keks();
    const { key, wrapped } = tree.fresh(from, 'p1');
    const moved = tree.rewrap(from, to, 'p1', wrapped);
    expect(tree.unwrap(to, 'p1', moved).export()).toEqual(key);
    expect(() => tree.unwrap(from, 'p1', moved)).toThrow(SealBroken);
  });
});
