import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dutchDateOf, dutchEndOf, dutchMidnightOf, isCalendarDate, isInstant, plusDays, plusYears } from './instant.js';

describe('an instant', () => {
  it('is a moment that exists, in UTC, with milliseconds', () => {
    expect(isInstant('2026-03-01T09:30:00.000Z')).toBe(true);
    for (const text of [
      '2026-13-41T00:00:00.000Z',
      '2026-02-30T00:00:00.000Z',
      '2026-03-01',
      '2026-03-01T09:30:00Z',
      7,
      null,
    ]) {
      expect(isInstant(text)).toBe(false);
    }
  });

  it('lies on a Dutch calendar day, summer and winter', () => {
    expect(dutchDateOf('2026-07-01T22:30:00.000Z')).toBe('2026-07-02');
    expect(dutchDateOf('2026-01-01T22:30:00.000Z')).toBe('2026-01-01');
  });

  it('moves by days of twenty-four hours', () => {
    expect(plusDays('2026-03-28T12:00:00.000Z', 2)).toBe('2026-03-30T12:00:00.000Z');
  });
});

describe('a calendar date', () => {
  it('exists', () => {
    expect(isCalendarDate('2024-02-29')).toBe(true);
    for (const text of ['2026-02-29', '2026-2-1', '2026-00-10', 'gisteren', 20260301])
      expect(isCalendarDate(text)).toBe(false);
  });

  it('is the one that a calendar shows, whatever the digits', () => {
    const pair = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
    const digits = fc.tuple(fc.integer({ min: 0, max: 9_999 }), pair(15), pair(35), pair(26), pair(62), pair(62));
    fc.assert(
      fc.property(digits, ([year, month, day, hour, minute, second]) => {
        const date = `${String(year).padStart(4, '0')}-${month}-${day}`;
        const instant = `${date}T${hour}:${minute}:${second}.000Z`;
        const shown = (text: string): string =>
          Number.isNaN(Date.parse(text)) ? 'none' : new Date(text).toISOString().slice(0, text.length);
        expect([isCalendarDate(date), isInstant(instant)]).toEqual([shown(date) === date, shown(instant) === instant]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has its anniversary, on the first of March for the twenty-ninth of February', () => {
    expect(plusYears('2026-03-01', 5)).toBe('2031-03-01');
    expect(plusYears('2024-02-29', 1)).toBe('2025-03-01');
  });
});

describe('a Dutch day', () => {
  it.each([
    ['2026-01-01', '2025-12-31T23:00:00.000Z', '2026-01-01T23:00:00.000Z'],
    ['2026-07-01', '2026-06-30T22:00:00.000Z', '2026-07-01T22:00:00.000Z'],
    ['2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['2028-02-29', '2028-02-28T23:00:00.000Z', '2028-02-29T23:00:00.000Z'],
  ])('%s begins at %s and is over at %s', (day, begin, end) => {
    expect([dutchMidnightOf(day), dutchEndOf(day)]).toEqual([begin, end]);
    expect([dutchDateOf(begin), dutchDateOf(new Date(Date.parse(end) - 1).toISOString())]).toEqual([day, day]);
  });
});
