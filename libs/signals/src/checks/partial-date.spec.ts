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

describe('an age', () => {
  it('counts the birthday itself', () => {
    expect([ageOn('2000-09-16', '2018-09-15'), ageOn('2000-09-16', '2018-09-16')]).toEqual([17, 18]);
  });

  it('grows on 1 March for who was born on a leap day', () => {
    expect([ageOn('2008-02-29', '2026-02-28'), ageOn('2008-02-29', '2026-03-01')]).toEqual([17, 18]);
  });
});
