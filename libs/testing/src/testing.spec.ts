import { describe, expect, it } from '@jest/globals';
import type { Decider, Message, Projection, RowChange } from '@knooppunt/kernel';
import { DomainError } from '@knooppunt/kernel';
import { given } from './given.js';
import { recorded } from './recorded.js';
import { rowsAfter } from './tables.js';

class Full extends DomainError {
  readonly code = 'testing/full';
}
type Added = Message<'Added', { readonly count: number; readonly note?: string | undefined }>;
const counter: Decider<number, Message<'Add', { readonly count: number }>, Added> = {
  initial: 0,
  decide: ({ data }, state) => {
    if (state + data.count > 3) throw new Full('full');
    return data.count === 0 ? [] : [{ type: 'Added', data }];
  },
  evolve: (state, { data }) => (Object.hasOwn(data, 'note') ? Number.NaN : state + data.count),
};
const add = (count: number) => ({ type: 'Add', data: { count } }) as const;
const added = (count: number): Added => ({ type: 'Added', data: { count } });

describe('given / when / then', () => {
  it('passes given events through JSON, which drops what is undefined', () => {
    expect(given(counter, [{ type: 'Added', data: { count: 2, note: undefined } }]).state).toBe(2);
  });

  it('tells events, silence and refusals apart', () => {
    given(counter, [added(1)])
      .when(add(1))
      .then([added(1)]);
    given(counter, []).when(add(0)).thenNothing();
    given(counter, [added(3)])
      .when(add(1))
      .thenThrows('testing/full');
  });

  it('fails where the decision is another', () => {
    expect(() => given(counter, []).when(add(1)).then([])).toThrow('toStrictEqual');
    expect(() => given(counter, []).when(add(1)).thenNothing()).toThrow('toStrictEqual');
    expect(() => given(counter, []).when(add(1)).thenThrows('testing/full')).toThrow('expected `testing/full`');
    expect(() =>
      given(counter, [added(3)])
        .when(add(1))
        .thenThrows('testing/other'),
    ).toThrow('testing/full');
    expect(() =>
      given(counter, [added(3)])
        .when(add(1))
        .then([]),
    ).toThrow('full');
  });
});

describe('tables in memory', () => {
  const projectionOf = (...changes: RowChange[]): Projection => ({
    name: 'spec',
    version: 1,
    tables: { rows: { columns: { id: 'text', count: 'integer' }, key: ['id'] } },
    handles: ['Happened'],
    evolve: () => changes,
  });
  const rowsOf = (...changes: RowChange[]) =>
    rowsAfter(projectionOf(...changes), recorded([{ type: 'Happened', data: {} }]));
  const row = (id: string, count: number | null) => ({ id, count });

  it('put, keep, change and remove rows, in key order', () => {
    expect(
      rowsOf(
        { do: 'upsert', table: 'rows', row: row('b', 1) },
        { do: 'upsert', table: 'rows', row: row('a', 2) },
        { do: 'insert-new', table: 'rows', row: row('a', 9) },
        { do: 'upsert', table: 'rows', row: row('c', null) },
        { do: 'update', table: 'rows', where: { count: 1 }, set: { count: 5 } },
        { do: 'delete', table: 'rows', where: { id: 'c' } },
      ),
    ).toStrictEqual({ rows: [row('a', 2), row('b', 5)] });
  });

  it('pass by events of types that the projection does not handle', () => {
    const projection = projectionOf({ do: 'upsert', table: 'rows', row: row('a', 1) });
    expect(rowsAfter(projection, recorded([{ type: 'Other', data: {} }]))).toStrictEqual({ rows: [] });
  });

  it.each<[string, RowChange]>([
    ['no table `other`', { do: 'upsert', table: 'other', row: row('a', 1) }],
    ['no column `size`', { do: 'update', table: 'rows', where: { id: 'a' }, set: { size: 1 } }],
    ['no column `constructor`', { do: 'delete', table: 'rows', where: { constructor: 'a' } }],
    ['is not integer', { do: 'upsert', table: 'rows', row: { id: 'a', count: '1' } }],
    ['is not integer', { do: 'upsert', table: 'rows', row: row('a', 0.5) }],
    ['is not text', { do: 'upsert', table: 'rows', row: { id: 1, count: 1 } }],
    ['lacks count', { do: 'upsert', table: 'rows', row: { id: 'a' } }],
    ['is null', { do: 'upsert', table: 'rows', row: { id: null, count: 1 } }],
    ['cannot be set', { do: 'update', table: 'rows', where: { count: 1 }, set: { id: 'b' } }],
  ])('hold changes to the definition: %s', (message, change) => {
    expect(() => rowsOf(change)).toThrow(message);
  });
});
