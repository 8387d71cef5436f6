import { describe, expect, it } from '@jest/globals';
import { list, map, misfits, optional, record } from './clear.js';

const shape = record({
  id: 'uuid',
  kinds: list('code'),
  facts: map(record({ value: 'code' })),
  until: optional('instant'),
  length: 'count',
});
const fitting = {
  id: '00000000-0000-8000-8000-000000000001',
  kinds: ['S1', 'S2'],
  facts: { minor: { value: 'true' } },
  length: 3,
};

describe('clear data', () => {
  it('fits its shape, with and without what is optional', () => {
    expect(misfits(shape, fitting)).toEqual([]);
    expect(misfits(shape, { ...fitting, until: '2026-03-01T12:00:00.000Z' })).toEqual([]);
  });

  it('has no room for free text, and is told so without the text', () => {
    const found = misfits(shape, { ...fitting, kinds: ['Jan Jansen, geboren in Delft'] });
    expect(found).toEqual(['data.kinds[0]']);
  });

  it('names every misfit at once', () => {
    const found = misfits(shape, {
      id: 'x',
      kinds: 'S1',
      facts: { minor: {} },
      length: -1,
      until: '2026-13-41T00:00:00.000Z',
    });
    expect(found).toEqual(
      ['data.id', 'data.kinds', 'data.facts.minor.value', 'data.until', 'data.length'].toSorted(
        (a, b) => found.indexOf(a) - found.indexOf(b),
      ),
    );
    expect(found).toHaveLength(5);
  });

  it('refuses members that the shape does not name, those that every object has among them', () => {
    expect(misfits(shape, { ...fitting, extra: 1 })).toHaveLength(1);
    expect(misfits(shape, Object.assign(Object.create(null) as object, fitting, { toString: 'x' }))).toHaveLength(1);
  });
});
