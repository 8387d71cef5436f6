import { describe, expect, it } from '@jest/globals';
import type { Row, RowChange, TableDefinition } from '@knooppunt/kernel';
import * as fc from 'fast-check';
import { RowOrigins } from './row-origins.js';

const definition: TableDefinition = {
  columns: { id: 'text', owner: 'text', state: 'text', seen: 'integer' },
  key: ['id'],
};
const at = (step: number): string => String(step).padStart(20, '0');
const row = (id: string, state: string, seen = 0): Row => ({ id, owner: 'o', state, seen });
const put = (id: string, state: string): RowChange => ({ do: 'upsert', table: 't', row: row(id, state) });
const set = (id: string, values: Row): RowChange => ({ do: 'update', table: 't', where: { id }, set: values });
const drop = (id: string): RowChange => ({ do: 'delete', table: 't', where: { id } });

const firstOf = (log: readonly RowChange[], live: Row | undefined, rebuilt: Row | undefined) => {
  const origins = new RowOrigins({ t: definition });
  origins.add({ table: 't', live, rebuilt });
  for (const [step, change] of log.entries()) origins.apply(at(step + 1), [change]);
  return origins.first();
};

describe('the event since which a row differs', () => {
  it('is the one that made it, where the live tables lack it', () => {
    const log = [put('b', 'new'), put('a', 'new'), set('a', { seen: 1 })];
    expect(firstOf(log, undefined, row('a', 'new', 1))).toEqual({ position: at(2), table: 't' });
  });

  it('is the one that removed it, where the live tables still have it', () => {
    expect(firstOf([put('a', 'new'), put('b', 'x'), drop('a')], row('a', 'new'), undefined)?.position).toBe(at(3));
  });

  it('is the one that was missed, though later ones were not', () => {
    const log = [put('a', 'new'), set('a', { state: 'open' }), set('a', { seen: 1 })];
    expect(firstOf(log, row('a', 'new', 1), row('a', 'open', 1))?.position).toBe(at(2));
  });

  it('is the one that gave a column its value, where the live value is one that the log never gave', () => {
    const log = [put('a', 'new'), set('a', { state: 'open' }), set('a', { seen: 1 })];
    expect(firstOf(log, row('a', 'forged', 1), row('a', 'open', 1))?.position).toBe(at(2));
  });

  it('is none for a row that the log never made', () => {
    expect(firstOf([put('b', 'new')], row('a', 'forged'), undefined)).toEqual({ position: null, table: 't' });
  });

  it('is found where conditions name other columns than the key', () => {
    const moved: RowChange = { do: 'update', table: 't', where: { owner: 'o', state: 'new' }, set: { owner: 'p' } };
    const closed: RowChange = { do: 'update', table: 't', where: { owner: 'p' }, set: { state: 'closed' } };
    const live = { ...row('a', 'new'), owner: 'p' };
    expect(firstOf([put('a', 'new'), moved, closed], live, { ...live, state: 'closed' })?.position).toBe(at(3));
  });
});

const ids = fc.constantFrom('a', 'b');
const states = fc.constantFrom('x', 'y', 'z');
const changes: fc.Arbitrary<RowChange> = fc.oneof(
  fc.tuple(ids, states).map(([id, state]) => put(id, state)),
  fc.tuple(ids, states).map(([id, state]): RowChange => ({ do: 'insert-new', table: 't', row: row(id, state) })),
  fc.tuple(ids, fc.nat({ max: 3 })).map(([id, seen]) => set(id, { seen })),
  fc.tuple(states, states).map(([from, state]): RowChange => ({
    do: 'update',
    table: 't',
    where: { state: from },
    set: { state },
  })),
  ids.map(drop),
);

const rowsAfter = (log: readonly RowChange[]): ReadonlyMap<string, Row> => {
  const rows = new Map<string, Row>();
  for (const change of log) {
    if (change.do === 'upsert') rows.set(String(change.row['id']), change.row);
    else if (change.do === 'insert-new') {
      if (!rows.has(String(change.row['id']))) rows.set(String(change.row['id']), change.row);
    } else {
      for (const [id, found] of rows) {
        if (!Object.entries(change.where).every(([column, value]) => found[column] === value)) continue;
        if (change.do === 'delete') rows.delete(id);
        else rows.set(id, { ...found, ...change.set });
      }
    }
  }
  return rows;
};

describe('live tables that stopped following the log', () => {
  it('differ since an event after the one at which they stopped, and never since an earlier one', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 30 }), fc.nat({ max: 30 }), (log, stop) => {
        const live = rowsAfter(log.slice(0, stop));
        const rebuilt = rowsAfter(log);
        const origins = new RowOrigins({ t: definition });
        for (const id of ['a', 'b']) {
          const [one, other] = [live.get(id), rebuilt.get(id)];
          if (JSON.stringify(one) !== JSON.stringify(other)) origins.add({ table: 't', live: one, rebuilt: other });
        }
        for (const [step, change] of log.entries()) origins.apply(at(step + 1), [change]);
        const since = Number(origins.first()?.position ?? Infinity);
        expect(since).toBeGreaterThan(Math.min(stop, log.length));
      }),
    );
  });
});
