import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { positionName } from '../src/index.js';
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

  describe('positions of many projections', () => {
    const others = () => [2, 3].map((version) => filesProjection(scene.name, version));
    const parts = (weight: number) =>
      [scene.projection, ...others()].map((projection) => ({ projection, changes: [row('a', weight)] }));
    beforeEach(() => scene.store.migrate(others()));

    it('move together with the rows of all', async () => {
      await scene.store.applyAll(parts(1), { from: undefined, to: at(1) });
      await scene.store.applyAll(parts(2), { from: at(1), to: at(3) });
      const names = [...parts(1).map(({ projection }) => positionName(projection)), 'nobody_v1'];
      const stands = await scene.store.positions(names);
      expect(stands).toEqual(new Map(names.slice(0, 3).map((name) => [name, at(3)])));
      for (const { projection } of parts(2)) {
        expect(await scene.rows('files', filesProjection(projection.name, projection.version))).toMatchObject([
          { weight: 2 },
        ]);
      }
      expect(await scene.store.positions([])).toEqual(new Map());
    });

    it.each([
      ['one of them stands elsewhere', at(1)],
      ['one of them stands somewhere and the others nowhere', undefined],
    ])('stay, rows and all, when %s', async (_where, from) => {
      if (from !== undefined) await scene.store.applyAll(parts(1), { from: undefined, to: from });
      const [last] = others().toReversed();
      await scene.store.apply(last ?? scene.projection, [], { from, to: at(2) });
      await expect(scene.store.applyAll(parts(9), { from, to: at(4) })).rejects.toMatchObject(moved);
      expect(await scene.position()).toBe(from);
      expect((await scene.rows()).map(({ weight }) => weight)).toEqual(from === undefined ? [] : [1]);
    });

    it('stay, rows and all, when one change does not fit', async () => {
      const wild = { ...row('a', 1), table: 'nowhere' };
      const [first, ...rest] = parts(1);
      const mixed = [...(first ? [first] : []), ...rest.map((part) => ({ ...part, changes: [wild] }))];
      await expect(scene.store.applyAll(mixed, { from: undefined, to: at(1) })).rejects.toMatchObject({
        code: 'read-store/invalid-change',
      });
      expect([await scene.position(), await scene.rows()]).toEqual([undefined, []]);
    });
  });

  describe('leases', () => {
    const long = 30_000;
    const ask = async (holder: string, names: readonly string[], ttlMs = long) =>
      [...(await scene.store.lease(names, holder, ttlMs))].toSorted();

    it('belong to one holder, who renews them', async () => {
      const name = `${scene.name}-lease`;
      expect(await ask('one', [name])).toEqual([name]);
      expect(await ask('two', [name])).toEqual([]);
      expect(await ask('one', [name])).toEqual([name]);
    });

    it('run out by the clock of the store', async () => {
      const name = `${scene.name}-lease`;
      const since = performance.now();
      await ask('one', [name], 150);
      while ((await ask('two', [name], long)).length === 0) expect(performance.now() - since).toBeLessThan(30_000);
      expect(performance.now() - since).toBeGreaterThan(140);
      expect(await ask('one', [name])).toEqual([]);
    });

    it('are given name by name, those that are free', async () => {
      const [first, second, third] = ['a', 'b', 'c'].map((name) => `${scene.name}-${name}`) as [string, string, string];
      await ask('one', [second]);
      expect(await ask('two', [third, second, first])).toEqual([first, third]);
      expect(await ask('one', [first, second, third])).toEqual([second]);
    });

    it('are given to one of many that ask at once', async () => {
      const name = `${scene.name}-lease`;
      const answers = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => ask(holder, [name])));
      expect(answers.flat()).toEqual([name]);
    });

    it('end at once when their holder gives them up, and nobody else can', async () => {
      const [one, other] = [`${scene.name}-one`, `${scene.name}-other`] as const;
      await ask('one', [one, other]);
      await scene.store.release([one, other], 'two');
      expect(await ask('two', [one, other])).toEqual([]);
      await scene.store.release([one], 'one');
      expect(await ask('two', [one, other])).toEqual([one]);
    });
  });

  it('says that it is there', async () => {
    await scene.store.ping(10_000);
    await scene.store.close();
    await expect(scene.store.ping(10_000)).rejects.toMatchObject({ code: 'read-store/unavailable', retriable: true });
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
