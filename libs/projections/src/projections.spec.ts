import { describe, expect, it } from '@jest/globals';
import { eventCatalogue } from '@knooppunt/cases';
import { misfits } from '@knooppunt/kernel';
import type { Recorded } from '@knooppunt/kernel';
import { journey, recorded, rowsAfter } from '@knooppunt/testing';
import * as fc from 'fast-check';
import { allProjections } from './index.js';

const log = recorded(journey);
const twice = (events: readonly Recorded[]) => events.flatMap((event) => [event, event]);
const definitions: Readonly<Record<string, { readonly data: Parameters<typeof misfits>[0] & object }>> =
  Object.fromEntries(Object.entries(eventCatalogue).map(([type, { data }]) => [type, { data: { record: data } }]));

describe('the journey that the projections are held to', () => {
  it('has every event type of the catalogue', () => {
    expect([...new Set(journey.map(({ type }) => type))].toSorted()).toStrictEqual(
      Object.keys(eventCatalogue).toSorted(),
    );
  });

  it.each(log)('fits the catalogue: $type', ({ type, data }) => {
    expect(misfits(definitions[type]?.data ?? 'flag', data)).toStrictEqual([]);
  });
});

describe('all projections', () => {
  it('have names of their own and keys of their own columns', () => {
    expect(new Set(allProjections.map(({ name }) => name)).size).toBe(allProjections.length);
    for (const { tables } of allProjections) {
      for (const { columns, key, indexes = [] } of Object.values(tables)) {
        expect(Object.keys(columns)).toStrictEqual(expect.arrayContaining([...key, ...indexes.flat()]));
      }
    }
  });

  it.each(allProjections)('$name fills every table of its own from the journey', (projection) => {
    const { tables, handles } = projection;
    // The last event that removes rows stays out, or the need-to-know sets would be empty.
    const open = log.filter(({ type }) => type !== 'CaseClosed');
    expect(Object.keys(rowsAfter(projection, open))).toStrictEqual(Object.keys(tables));
    for (const rows of Object.values(rowsAfter(projection, open))) expect(rows).not.toStrictEqual([]);
    expect(journey.filter(({ type }) => handles.includes(type))).not.toStrictEqual([]);
  });

  it.each(allProjections)('$name gives the same rows when each event comes twice', (projection) => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...log]), (events) => {
        expect(rowsAfter(projection, twice(events))).toStrictEqual(rowsAfter(projection, events));
      }),
    );
  });

  it.each(allProjections)('$name throws on a type that it does not handle', ({ evolve }) => {
    const [first] = log;
    const strange = (type: string) => () => evolve({ ...(first as Recorded), type });
    expect(strange('SomethingElse')).toThrow('unexpected value `SomethingElse`');
    expect(strange('constructor')).toThrow('unexpected value `constructor`');
  });
});
