import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { filesProjection, at } from './fixtures.js';
import type { ReadStoreBench } from './fixtures.js';
import { Scene } from './scene.js';

const moved = { code: 'read-store/projection-moved', retriable: true };
const row = (file: string, weight: number) => ({ do: 'upsert', table: 'files', row: { file, weight } }) as const;

export const positionsContract = (prepare: () => Promise<ReadStoreBench>): void => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open(await prepare());
  });
  afterEach(() => scene.close());

  describe('positions', () => {
    it('stands nowhere before the first event', async () => {
      expect(await scene.position()).toBeUndefined();
    });

    it('moves with the rows, also when there are none', async () => {
      await scene.apply(row('a', 1));
      await scene.apply();
      expect([await scene.position(), await scene.rows()]).toMatchObject([at(2), [{ file: 'a' }]]);
    });

    it.each([
      ['from a position that it left', { from: at(1), to: at(3) }],
      ['from a position ahead of it', { from: at(3), to: at(4) }],
      ['from nowhere', { from: undefined, to: at(3) }],
      ['backwards', { from: at(2), to: at(1) }],
      ['to where it stands', { from: at(2), to: at(2) }],
    ])('refuses to move %s, rows included', async (_how, move) => {
      await scene.apply(row('a', 1));
      await scene.apply(row('a', 2));
      await expect(scene.store.apply(scene.projection, [row('a', 3)], move)).rejects.toMatchObject(moved);
      await scene.store.advance('reaction:x', { from: undefined, to: at(2) });
      await expect(scene.store.advance('reaction:x', move)).rejects.toMatchObject(moved);
      expect(await scene.rows()).toMatchObject([{ weight: 2 }]);
      expect([await scene.position(), await scene.store.position('reaction:x')]).toEqual([at(2), at(2)]);
    });

    it('refuses a first move from somewhere', async () => {
      await expect(scene.store.advance('reaction:x', { from: at(1), to: at(2) })).rejects.toMatchObject(moved);
    });

    it('lets one of two workers move it, whole', async () => {
      await scene.apply(row('a', 1));
      const attempts = [2, 3, 4, 5].map((weight) =>
        scene.store.apply(scene.projection, [row('a', weight), row(`b${weight}`, weight)], {
          from: at(1),
          to: at(weight),
        }),
      );
      const results = await Promise.allSettled(attempts);
      const won = results.findIndex(({ status }) => status === 'fulfilled') + 2;
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await scene.rows()).toMatchObject([
        { file: 'a', weight: won },
        { file: `b${won}`, weight: won },
      ]);
      expect(await scene.position()).toBe(at(won));
    });

    it('takes a position in its own form only', async () => {
      await expect(scene.store.advance('reaction:x', { from: undefined, to: '7' })).rejects.toThrow(TypeError);
    });
  });

  describe('leases', () => {
    it('belong to one holder until they run out', async () => {
      const name = `${scene.name}-lease`;
      const ask = (holder: string, nowMs: number) => scene.store.lease(name, holder, 100, nowMs);
      expect(await ask('one', 1000)).toBe(true);
      expect(await ask('two', 1099)).toBe(false);
      expect(await ask('one', 1050)).toBe(true);
      expect(await ask('two', 1149)).toBe(false);
      expect(await ask('two', 1150)).toBe(true);
      expect(await ask('one', 1160)).toBe(false);
    });

    it('are given to one of many that ask at once', async () => {
      const name = `${scene.name}-lease`;
      const answers = await Promise.all(
        ['a', 'b', 'c', 'd'].map((holder) => scene.store.lease(name, holder, 100, 1000)),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
    });

    it('end at once when their holder gives them no time, and leave other names alone', async () => {
      const name = `${scene.name}-lease`;
      await scene.store.lease(name, 'one', 100, 1000);
      await scene.store.lease(`${name}-other`, 'one', 100, 1000);
      await scene.store.lease(name, 'one', 0, 1010);
      expect(await scene.store.lease(name, 'two', 100, 1010)).toBe(true);
      expect(await scene.store.lease(`${name}-other`, 'two', 100, 1010)).toBe(false);
    });
  });

  describe('digests', () => {
    const files = ['b', 'a', 'é', 'z', 'Z', '𝄞', '\uffee', 'a b', ''];

    it('is the same whatever the order of writing, the version and the engine', async () => {
      const other = filesProjection(`${scene.name}-other`, 7);
      await scene.store.migrate([other]);
      const rows = files.map((file, weight) => row(file, weight));
      await scene.apply(...rows);
      await scene.store.apply(other, rows.toReversed(), { from: undefined, to: at(5) });
      const digest = await scene.store.digest(scene.projection);
      expect(await scene.store.digest(other)).toBe(digest);
      const inByteOrder = files.toSorted((one, two) => Buffer.compare(Buffer.from(one), Buffer.from(two)));
      const lines = [
        '["file-members",["file","member","since"]]',
        '["files",["file","opened_at","status","weight"]]',
        ...inByteOrder.map(
          (file) =>
            `{"file":${JSON.stringify(file)},"opened_at":null,"status":null,"weight":${String(files.indexOf(file))}}`,
        ),
      ];
      const text = lines.map((line) => `${line}\n`).join('');
      expect(digest).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
    });

    it('differs for every other value, and nothing is not an empty text', async () => {
      await scene.apply(row('a', 1));
      const digests = [await scene.store.digest(scene.projection)];
      const sets = [{ weight: 2 }, { weight: null }, { status: '' }, { status: '2' }];
      for (const set of sets) {
        await scene.apply({ do: 'update', table: 'files', where: { file: 'a' }, set });
        digests.push(await scene.store.digest(scene.projection));
      }
      await scene.apply({ do: 'insert-new', table: 'file-members', row: { file: 'a', member: 'm' } });
      digests.push(await scene.store.digest(scene.projection));
      await scene.apply({ do: 'delete', table: 'files', where: { file: 'a' } });
      digests.push(await scene.store.digest(scene.projection));
      expect(new Set(digests).size).toBe(7);
      expect(digests.every((digest) => /^sha256:[0-9a-f]{64}$/.test(digest))).toBe(true);
    });
  });
};
