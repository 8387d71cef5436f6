import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Row, RowChange } from '@knooppunt/kernel';
import { at } from './fixtures.js';
import type { ReadStoreBench } from './fixtures.js';
import { Scene } from './scene.js';

const upsert = (row: Row): RowChange => ({ do: 'upsert', table: 'files', row });
const insertNew = (row: Row): RowChange => ({ do: 'insert-new', table: 'files', row });
const update = (where: Row, set: Row): RowChange => ({ do: 'update', table: 'files', where, set });
const remove = (where: Row): RowChange => ({ do: 'delete', table: 'files', where });
const full = (file: string, weight: number): Row => ({ file, status: 'open', opened_at: at(1), weight });

export const changesContract = (prepare: () => Promise<ReadStoreBench>): void => {
  describe('row changes', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await Scene.open(await prepare());
    });
    afterEach(() => scene.close());

    it('upserts the columns that are named and leaves the others', async () => {
      await scene.apply(
        upsert(full('a', 1)),
        upsert({ file: 'a', weight: 2 }),
        upsert({ file: 'a' }),
        upsert({ file: 'b' }),
      );
      expect(await scene.rows()).toEqual([
        { ...full('a', 1), weight: 2 },
        { file: 'b', status: null, opened_at: null, weight: null },
      ]);
    });

    it('inserts only what is new', async () => {
      await scene.apply(insertNew(full('a', 1)));
      await scene.apply(insertNew(full('a', 2)), insertNew(full('b', 3)));
      expect(await scene.rows()).toEqual([full('a', 1), full('b', 3)]);
    });

    it('updates every row that fits, also where a column holds nothing', async () => {
      await scene.apply(
        upsert(full('a', 1)),
        upsert(full('b', 1)),
        upsert({ file: 'c' }),
        upsert({ file: 'd', weight: 1 }),
      );
      await scene.apply(update({ weight: 1, status: 'open' }, { status: 'closed', weight: null }));
      await scene.apply(update({ status: null, weight: null }, { status: 'empty' }));
      expect((await scene.rows()).map(({ file, status, weight }) => [file, status, weight])).toEqual([
        ['a', 'closed', null],
        ['b', 'closed', null],
        ['c', 'empty', null],
        ['d', null, 1],
      ]);
    });

    it('deletes every row that fits, also where a column holds nothing, and nothing else', async () => {
      await scene.apply(upsert(full('a', 1)), upsert(full('b', 2)), upsert({ file: 'c' }));
      await scene.apply(remove({ weight: 2 }), remove({ status: null }), remove({ file: 'x' }));
      expect(await scene.rows()).toEqual([full('a', 1)]);
    });

    it('applies changes in their order', async () => {
      await scene.apply(
        upsert(full('a', 1)),
        remove({ file: 'a' }),
        insertNew(full('a', 2)),
        update({ file: 'a' }, { weight: 3 }),
      );
      expect(await scene.rows()).toEqual([full('a', 3)]);
    });

    it('gives whole numbers back as numbers, up to the largest safe ones, and texts as they were', async () => {
      const texts = ['', 'é€𝄞', "'; drop table files; --", ' \t\n', '00012', '1e3'];
      const numbers = [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 0, -1, 2 ** 40, 7];
      await scene.apply(...texts.map((status, i) => upsert({ file: `f${i}`, status, weight: numbers[i] ?? 0 })));
      const rows = await scene.rows();
      expect(rows.map(({ status }) => status)).toEqual(texts);
      expect(rows.map(({ weight }) => weight)).toEqual(numbers);
      const table = scene.store.tableName(scene.projection, 'files');
      const count = await scene.store.db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      expect(count.count).toBe(texts.length);
    });

    it.each<[string, RowChange]>([
      ['a table that is not declared', { do: 'upsert', table: 'others', row: { file: 'a' } }],
      ['a table of the object prototype', { do: 'upsert', table: 'constructor', row: { file: 'a' } }],
      ['a column that is not declared', upsert({ file: 'a', other: 1 })],
      ['a column of the object prototype', upsert({ file: 'a', constructor: 1 })],
      ['a condition on a column that is not declared', remove({ other: 1 })],
      ['a new value for a column that is not declared', update({ file: 'a' }, { other: 1 })],
      ['a number for a text', upsert({ file: 'a', status: 1 })],
      ['a text for a number', upsert({ file: 'a', weight: '1' })],
      ['a broken number', upsert({ file: 'a', weight: 0.5 })],
      ['a number too large to be exact', upsert({ file: 'a', weight: 2 ** 53 })],
      ['not a number', upsert({ file: 'a', weight: Number.NaN })],
      ['a truth value', upsert({ file: 'a', weight: true } as unknown as Row)],
      ['a value left undefined', upsert({ file: 'a', status: undefined } as unknown as Row)],
      ['a text with NUL', upsert({ file: 'a', status: 'a\u0000b' })],
      ['a text with half a sign', upsert({ file: 'a', status: '\ud800' })],
      ['a row without its key', insertNew({ weight: 1 })],
      ['a row with an empty key', upsert({ file: null, weight: 1 })],
      ['an update of everything', update({}, { weight: 1 })],
      ['an update of nothing', update({ file: 'a' }, {})],
      ['an update of a key', update({ file: 'a' }, { file: 'b' })],
      ['a deletion of everything', remove({})],
    ])('refuses %s, and with it all of the batch', async (_fault, change) => {
      await scene.apply(upsert(full('a', 1)));
      const before = await scene.rows();
      await expect(scene.apply(upsert(full('z', 9)), change)).rejects.toMatchObject({
        code: 'read-store/invalid-change',
      });
      expect([await scene.rows(), await scene.position()]).toEqual([before, at(1)]);
    });
  });
};
