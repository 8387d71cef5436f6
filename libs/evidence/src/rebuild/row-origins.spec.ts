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

  it('is none that inserts a row which is there already, and one that inserts it again once it is gone', () => {
    const insert = (id: string, state: string): RowChange => ({ do: 'insert-new', table: 't', row: row(id, state) });
    const log = [put('a', 'new'), insert('a', 'other')];
    expect(firstOf(log, row('a', 'forged'), row('a', 'new'))?.position).toBe(at(1));
    expect(firstOf([...log, drop('a'), insert('a', 'other')], undefined, row('a', 'other'))?.position).toBe(at(4));
  });

  it('is found where a condition finds several rows, though only one of them differs', () => {
    const origins = new RowOrigins({ t: definition });
    origins.add({ table: 't', live: row('a', 'new'), rebuilt: row('a', 'open') });
    origins.add({ table: 't', live: row('b', 'open'), rebuilt: row('b', 'open') });
    const open: RowChange = { do: 'update', table: 't', where: { state: 'new' }, set: { state: 'open' } };
    for (const [step, change] of [put('a', 'new'), put('b', 'new'), open].entries())
      origins.apply(at(step + 1), [change]);
    expect(origins.first()?.position).toBe(at(3));
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
const anyStep: fc.Arbitrary<RowChange> = fc.oneof(
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
      fc.property(fc.array(anyStep, { maxLength: 30 }), fc.nat({ max: 30 }), (log, stop) => {
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

describe('several rows that differ', () => {
  const tables = { t: definition, u: definition };
  const made = (id: string, table: string): RowChange => ({ do: 'upsert', table, row: row(id, 'new') });
  /** Rows that are lacking, in this order; each was made by the event of its number, or by none. */
  const firstOfLacking = (lacking: readonly (readonly [id: string, table: string, at: number | null])[]) => {
    const origins = new RowOrigins(tables);
    for (const [id, table] of lacking) origins.add({ table, live: undefined, rebuilt: row(id, 'new') });
    for (const step of [1, 2, 3]) {
      const now = lacking.flatMap(([id, table, when]) => (when === step ? [made(id, table)] : []));
      origins.apply(at(step), now);
    }
    return origins.first();
  };

  it('differ since the earliest event of all, in whatever order they are found', () => {
    const first = { position: at(1), table: 'u' };
    expect(
      firstOfLacking([
        ['a', 't', 2],
        ['b', 'u', 1],
        ['c', 'u', 3],
      ]),
    ).toEqual(first);
    expect(
      firstOfLacking([
        ['c', 'u', 3],
        ['b', 'u', 1],
        ['a', 't', 2],
      ]),
    ).toEqual(first);
    expect(
      firstOfLacking([
        ['b', 'u', 1],
        ['c', 'u', 3],
        ['a', 't', 2],
      ]),
    ).toEqual(first);
  });

  it('differ since an event, where one of them does; those that no event accounts for say nothing of when', () => {
    expect(
      firstOfLacking([
        ['a', 't', null],
        ['b', 'u', 2],
      ]),
    ).toEqual({ position: at(2), table: 'u' });
    expect(
      firstOfLacking([
        ['b', 't', 2],
        ['a', 'u', null],
      ]),
    ).toEqual({ position: at(2), table: 't' });
    expect(
      firstOfLacking([
        ['a', 't', null],
        ['b', 'u', null],
      ]),
    ).toEqual({ position: null, table: 't' });
  });

  it('by one event differ in the first table', () => {
    expect(
      firstOfLacking([
        ['b', 'u', 2],
        ['a', 't', 2],
      ]),
    ).toEqual({ position: at(2), table: 't' });
  });

  it('are none where nothing was added, or where neither side has a row', () => {
    expect(firstOfLacking([])).toBeUndefined();
    const origins = new RowOrigins(tables);
    origins.add({ table: 't', live: undefined, rebuilt: undefined });
    expect(origins.first()).toBeUndefined();
  });

  it('of a table that is not defined are passed over', () => {
    const origins = new RowOrigins(tables);
    origins.add({ table: 'elsewhere', live: undefined, rebuilt: row('a', 'new') });
    origins.apply(at(1), [made('a', 'elsewhere')]);
    expect(origins.first()).toBeUndefined();
  });
});

describe('a table whose key has two columns', () => {
  it('has rows that conditions on one of them find too', () => {
    const origins = new RowOrigins({ t: { ...definition, key: ['id', 'owner'] } });
    origins.add({ table: 't', live: row('a', 'new'), rebuilt: row('a', 'open') });
    origins.apply(at(1), [put('a', 'new')]);
    origins.apply(at(2), [set('a', { state: 'open' })]);
    origins.apply(at(3), [{ do: 'update', table: 't', where: { id: 'a', owner: 'x' }, set: { state: 'lost' } }]);
    expect(origins.first()).toEqual({ position: at(2), table: 't' });
  });
});

describe('the event since which a row differs, whatever the log', () => {
  type Seen = Row | undefined;
  const wheres = fc.oneof(
    ids.map((id): Row => ({ id })),
    states.map((state): Row => ({ state })),
    fc.tuple(ids, states).map(([id, state]): Row => ({ id, state })),
    fc.tuple(states, fc.nat({ max: 2 })).map(([state, seen]): Row => ({ state, seen })),
    fc.constant<Row>({ owner: null }),
    fc.constant<Row>({}),
  );
  const sets = fc.oneof(
    states.map((state): Row => ({ state })),
    fc.nat({ max: 2 }).map((seen): Row => ({ seen })),
    fc.constantFrom<Row>({ owner: null }, { owner: 'o' }, { state: null }, { seen: null }),
  );
  const anyChange = fc.oneof(
    anyStep,
    fc.tuple(wheres, sets).map(([where, values]): RowChange => ({ do: 'update', table: 't', where, set: values })),
    wheres.map((where): RowChange => ({ do: 'delete', table: 't', where })),
  );
  const anyRow = fc.option(
    fc.record({
      id: fc.constant('a'),
      owner: fc.constantFrom('o', null),
      state: fc.oneof(states, fc.constant(null)),
      seen: fc.constantFrom(0, 1, null),
    }),
    { nil: undefined },
  );

  /** Looks back from the end for the last step that does this. */
  const lastStep = (seen: readonly Seen[], does: (before: Seen, after: Seen) => boolean): number | undefined => {
    for (let step = seen.length - 1; step > 0; step--) if (does(seen[step - 1], seen[step])) return step;
    return undefined;
  };
  const sinceOf = (seen: readonly Seen[], live: Seen): number | undefined => {
    const rebuilt = seen.at(-1);
    if (!live) return lastStep(seen, (before, after) => !before && after !== undefined);
    if (!rebuilt) return lastStep(seen, (before, after) => before !== undefined && !after);
    const steps = Object.keys(rebuilt)
      .filter((column) => rebuilt[column] !== live[column])
      .map((column) => {
        const agrees = (one: Seen): boolean => one !== undefined && one[column] === live[column];
        return (
          lastStep(seen, (before, after) => agrees(before) && !agrees(after)) ??
          lastStep(seen, (before, after) => (before?.[column] ?? null) !== (after?.[column] ?? null))
        );
      })
      .filter((step) => step !== undefined);
    return steps.length === 0 ? undefined : Math.min(...steps);
  };

  it('is the last at which the log left what is live; for a value that it never gave, the last that set it', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 12 }), anyRow, (log, live) => {
        const seen = [undefined, ...log.map((_, step) => rowsAfter(log.slice(0, step + 1)).get('a'))];
        const rebuilt = seen.at(-1);
        fc.pre(JSON.stringify(live) !== JSON.stringify(rebuilt));
        const origins = new RowOrigins({ t: definition });
        origins.add({ table: 't', live, rebuilt });
        for (const id of ['b', 'c']) origins.add({ table: 't', live: row(id, 'x'), rebuilt: row(id, 'x') });
        for (const [step, change] of log.entries()) origins.apply(at(step + 1), [change]);
        const since = sinceOf(seen, live);
        expect(origins.first()?.position ?? null).toBe(since === undefined ? null : at(since));
      }),
      { numRuns: 500 },
    );
  });
});
