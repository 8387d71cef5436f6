import { describe, expect, it } from '@jest/globals';
import { ageOn, earliestDayOf, isPartialDate, latestDayOf } from './partial-date.js';

describe('a date of the register', () => {
  it.each(['1985-04-02', '1985-04-00', '1985-00-00', '2000-02-29'])('%s can be a date of birth', (date) => {
    expect(isPartialDate(date)).toBe(true);
  });

  it.each(['0000-00-00', '1985-00-02', '1985-13-00', '2001-02-29', '19850402', '1985', '1985-4-2', '985-04-02'])(
    '%s can not',
    (date) => {
      expect(isPartialDate(date)).toBe(false);
    },
  );

  it('spans the days that its unknown parts allow', () => {
    expect([earliestDayOf('1985-00-00'), latestDayOf('1985-00-00')]).toEqual(['1985-01-01', '1985-12-31']);
    expect([earliestDayOf('2000-02-00'), latestDayOf('2000-02-00')]).toEqual(['2000-02-01', '2000-02-29']);
    expect([earliestDayOf('1985-04-02'), latestDayOf('1985-04-02')]).toEqual(['1985-04-02', '1985-04-02']);
  });
});

describe('the calendar that the platform keeps, as an oracle', () => {
  const two = (part: number): string => String(part).padStart(2, '0');
  const years = [1799, 1800, 1899, 1900, 1904, 1970, 1999, 2000, 2023, 2024, 2100, 2199, 2200];
  /** Every day of a year, counted by the platform and by nothing of ours. */
  const daysOf = (year: number): readonly string[] => {
    const days: string[] = [];
    for (
      const day = new Date(Date.UTC(year, 0, 1));
      day.getUTCFullYear() === year;
      day.setUTCDate(day.getUTCDate() + 1)
    )
      days.push(day.toISOString().slice(0, 10));
    return days;
  };
  const texts = Array.from({ length: 100 }, (_, month) =>
    Array.from({ length: 100 }, (_nothing, day) => `${two(month)}-${two(day)}`),
  ).flat();

  it.each(years)('knows every date of %d that can be, and no other', (year) => {
    const days = daysOf(year);
    const isKept = year >= 1800 && year <= 2199;
    const allowed = new Set(isKept ? [...days, ...days.map((day) => `${day.slice(0, 7)}-00`), `${year}-00-00`] : []);
    const found = texts.map((text) => `${year}-${text}`).filter((text) => isPartialDate(text));
    expect(found.toSorted()).toEqual([...allowed].toSorted());
  });

  it.each(years.slice(1, -1))('spans in %d what the unknown parts allow', (year) => {
    const days = daysOf(year);
    for (const known of [`${year}-00-00`, ...new Set(days.map((day) => `${day.slice(0, 7)}-00`)), ...days]) {
      // An unknown part stands for any: a date means the days that begin as its known parts do.
      const begins = known.replaceAll('-00', '');
      const meant = days.filter((day) => day.startsWith(begins));
      expect([known, earliestDayOf(known), latestDayOf(known)]).toEqual([known, meant[0], meant.at(-1)]);
    }
  });
});

describe('an age', () => {
  it('counts the birthday itself', () => {
    expect([ageOn('2000-09-16', '2018-09-15'), ageOn('2000-09-16', '2018-09-16')]).toEqual([17, 18]);
  });

  it('grows on 1 March for who was born on a leap day', () => {
    expect([ageOn('2008-02-29', '2026-02-28'), ageOn('2008-02-29', '2026-03-01')]).toEqual([17, 18]);
  });
});
