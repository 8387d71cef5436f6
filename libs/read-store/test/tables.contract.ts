import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Projection, TableDefinition } from '@knooppunt/kernel';
import { at, filesProjection } from './fixtures.js';
import type { ReadStoreBench } from './fixtures.js';
import { Scene } from './scene.js';

const withTable = (scene: Scene, table: string, definition: TableDefinition): Projection => ({
  ...filesProjection(`${scene.name}-x`),
  tables: { [table]: definition },
});
const plain: TableDefinition = { columns: { id: 'text' }, key: ['id'] };

export const tablesContract = (prepare: () => Promise<ReadStoreBench>): void => {
  describe('tables of projections', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await Scene.open(await prepare());
    });
    afterEach(() => scene.close());

    it('names a table by projection, version and table, without dashes', () => {
      expect(scene.store.tableName({ name: 'weighing-queue', version: 3 }, 'open-signals')).toBe(
        'weighing_queue_v3__open_signals',
      );
    });

    it('leaves tables that exist as they are', async () => {
      await scene.apply({ do: 'upsert', table: 'files', row: { file: 'a', weight: 1 } });
      await scene.store.migrate([scene.projection, filesProjection(`${scene.name}-other`)]);
      expect(await scene.rows()).toHaveLength(1);
      expect(await scene.position()).toBe(at(1));
    });

    it('refuses tables that changed under the same version, and takes them in a new one, built from the start', async () => {
      await scene.apply({ do: 'upsert', table: 'files', row: { file: 'a', weight: 1 } });
      const changed = (version: number): Projection => ({
        ...scene.projection,
        version,
        tables: { files: { columns: { file: 'text', weight: 'text' }, key: ['file'] } },
      });
      await expect(scene.store.migrate([changed(1)])).rejects.toMatchObject({ code: 'read-store/projection-changed' });
      await scene.store.migrate([changed(2)]);
      await scene.store.apply(changed(2), [{ do: 'upsert', table: 'files', row: { file: 'b', weight: 'heavy' } }], {
        from: undefined,
        to: at(1),
      });
      expect(await scene.rows('files', changed(2))).toEqual([{ file: 'b', weight: 'heavy' }]);
      expect(await scene.rows()).toEqual([{ file: 'a', status: null, opened_at: null, weight: 1 }]);
      expect([await scene.position(), await scene.position(changed(2))]).toEqual([at(1), at(1)]);
    });

    it.each<[string, (scene: Scene) => Projection]>([
      ['a name with other signs', (s) => ({ ...s.projection, name: 'files"; drop' })],
      ['a version below one', (s) => ({ ...s.projection, version: 0 })],
      ['a table with other signs', (s) => withTable(s, 'files;', plain)],
      ['a name that PostgreSQL would cut off', (s) => withTable(s, 'a'.repeat(60), plain)],
      ['a column with other signs', (s) => withTable(s, 'files', { columns: { 'i d': 'text' }, key: ['i d'] })],
      ['a key without columns', (s) => withTable(s, 'files', { ...plain, key: [] })],
      ['a key column that is not declared', (s) => withTable(s, 'files', { ...plain, key: ['other'] })],
      ['an index on a column that is not declared', (s) => withTable(s, 'files', { ...plain, indexes: [['other']] })],
      [
        'two tables of one physical name',
        (s) => ({ ...withTable(s, 'a-b', plain), tables: { 'a-b': plain, a_b: plain } }),
      ],
    ])('refuses %s', async (_fault, make) => {
      await expect(scene.store.migrate([make(scene)])).rejects.toMatchObject({ code: 'read-store/invalid-projection' });
    });

    it('knows no projection that was not migrated', async () => {
      const unknown = filesProjection(`${scene.name}-unknown`);
      const refusal = { code: 'read-store/unknown-projection' };
      await expect(scene.store.apply(unknown, [], { from: undefined, to: at(1) })).rejects.toMatchObject(refusal);
      await expect(scene.store.digest(unknown)).rejects.toMatchObject(refusal);
    });

    it('empties rows and position on a reset and takes the tables as they are declared now', async () => {
      await scene.apply({ do: 'upsert', table: 'files', row: { file: 'a', weight: 1 } });
      await scene.store.reset(scene.projection);
      expect([await scene.rows(), await scene.position()]).toEqual([[], undefined]);
      const changed = { ...scene.projection, tables: { other: plain } };
      await scene.store.reset(changed);
      await scene.store.apply(changed, [{ do: 'upsert', table: 'other', row: { id: 'x' } }], {
        from: undefined,
        to: at(9),
      });
      expect(await scene.rows('other', changed)).toEqual([{ id: 'x' }]);
      await scene.store.migrate([changed]);
    });

    it('keeps rows and positions over a restart', async () => {
      await scene.apply({ do: 'upsert', table: 'files', row: { file: 'a', weight: 1 } });
      await scene.store.advance('reaction:x', { from: undefined, to: at(4) });
      const digest = await scene.store.digest(scene.projection);
      await scene.reopen();
      expect(await scene.store.digest(scene.projection)).toBe(digest);
      expect([await scene.position(), await scene.store.position('reaction:x')]).toEqual([at(1), at(4)]);
    });

    it('lets queries change nothing', async () => {
      await scene.apply({ do: 'upsert', table: 'files', row: { file: 'a', weight: 1 } });
      const table = scene.store.tableName(scene.projection, 'files');
      await expect(scene.store.db.deleteFrom(table).execute()).rejects.toThrow(/read-?only/);
      await expect(scene.store.db.insertInto(table).values({ file: 'b' }).execute()).rejects.toThrow(/read-?only/);
      expect(await scene.rows()).toHaveLength(1);
    });

    it('answers nothing after it was closed, however often', async () => {
      await scene.store.close();
      await scene.store.close();
      await expect(scene.position()).rejects.toMatchObject({ code: 'read-store/unavailable', retriable: true });
      await expect(scene.apply()).rejects.toMatchObject({ code: 'read-store/unavailable', retriable: true });
    });
  });
};
