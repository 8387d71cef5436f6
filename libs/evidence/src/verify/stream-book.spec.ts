import { describe, expect, it } from '@jest/globals';
import { StreamBook } from './stream-book.js';

/** Enters revisions of one stream; gives for each the one that was expected, and whether a skew is new. */
const entered = (...revisions: readonly bigint[]): readonly (readonly [bigint, boolean])[] => {
  const book = new StreamBook();
  return revisions.map((revision) => {
    const { expected, isNewSkew } = book.enter('case-1', revision, 'rotterdam');
    return [expected, isNewSkew] as const;
  });
};

describe('the revisions of a stream', () => {
  it('count from zero without a gap', () => {
    expect(entered(0n, 1n, 2n)).toEqual([
      [0n, false],
      [1n, false],
      [2n, false],
    ]);
  });

  it('that run ahead, or behind, are told once for one gap', () => {
    expect(entered(0n, 5n, 6n, 9n).map(([, isNew]) => isNew)).toEqual([false, true, false, true]);
    expect(entered(0n, 0n, 1n).map(([, isNew]) => isNew)).toEqual([false, true, false]);
  });

  it('that fell into step again are told anew where the same gap comes again', () => {
    expect(entered(1n, 1n, 3n).map(([, isNew]) => isNew)).toEqual([true, false, true]);
  });

  it('are counted by stream', () => {
    const book = new StreamBook();
    book.enter('case-1', 0n, 'rotterdam');
    expect([book.isNext('case-1', 1n), book.isNext('case-1', 0n), book.isNext('case-2', 0n)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([book.has('case-1'), book.has('case-2'), book.size]).toEqual([true, false, 1]);
    expect(book.enter('case-2', 0n, 'zeeland')).toEqual({ expected: 0n, isNewSkew: false, cooperation: 'zeeland' });
    expect([book.enter('case-1', 1n, 'rotterdam').expected, book.size]).toEqual([1n, 2]);
  });
});

describe('the cooperation of a stream', () => {
  it('is that of its first event, whatever a later one claims', () => {
    const book = new StreamBook();
    const of = (claimed: string | undefined): string | undefined => book.enter('case-1', 0n, claimed).cooperation;
    expect([of('rotterdam'), of('zeeland'), of(undefined)]).toEqual(['rotterdam', 'rotterdam', 'rotterdam']);
  });

  it('is that of the first event that names one', () => {
    const book = new StreamBook();
    const of = (claimed: string | undefined): string | undefined => book.enter('case-1', 0n, claimed).cooperation;
    expect([of(undefined), of(undefined), of('zeeland'), of('rotterdam')]).toEqual([
      undefined,
      undefined,
      'zeeland',
      'zeeland',
    ]);
  });

  it('is known in however many streams', () => {
    const book = new StreamBook();
    for (let number = 0; number < 3000; number++) {
      expect(book.enter(`case-${number}`, 0n, 'rotterdam').cooperation).toBe('rotterdam');
    }
    expect(book.enter('signal-1', 0n, 'zeeland').cooperation).toBe('zeeland');
  });

  it('is known for a thousand cooperations and some; of more than can be kept apart none is made up', () => {
    const book = new StreamBook();
    const of = (number: number): string | undefined => book.enter(`case-${number}`, 0n, `c${number}`).cooperation;
    for (let number = 1; number < 1024; number++) expect(of(number)).toBe(`c${number}`);
    expect([of(1024), of(1025), of(1)]).toEqual([undefined, undefined, 'c1']);
    expect(book.enter('case-1', 2n, 'c1')).toEqual({ expected: 2n, isNewSkew: false, cooperation: 'c1' });
    expect(book.enter('case-1023', 1n, undefined).cooperation).toBe('c1023');
  });
});
