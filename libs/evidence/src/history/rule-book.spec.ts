import { describe, expect, it } from '@jest/globals';
import { goldenCovenant, goldenLaw, oin } from '@knooppunt/testing';
import { RuleBook } from './rule-book.js';

const noon = '2026-03-02T12:00:00.000Z';
const later = '2026-03-03T12:00:00.000Z';
const bookOf = (...ids: readonly string[]): RuleBook =>
  new RuleBook({ ...goldenCovenant(), rules: ids.map((id) => ({ id, permit: 'reveal', basis: `art. ${id}` })) });
const once = { use: 'decided', times: 1, at: noon, organisation: oin(1) } as const;
const fresh = { decided: 0, applied: 0, refused: 0, last: null, organisations: 0, only: null };

describe('the rules of a document', () => {
  it('are guards and caps in a law, permits and caps in a covenant, each with nothing done yet', () => {
    const law = { ...goldenLaw(), guards: [{ id: 'G', basis: 'g', require: {}, in: ['2025-01-01', 'open'] as const }] };
    expect(new RuleBook({ ...law, caps: [{ id: 'W', cap: 'mask', basis: 'w' }] }).rules()).toEqual([
      { id: 'G', effect: 'guard', basis: 'g', ...fresh },
      { id: 'W', effect: 'cap', basis: 'w', ...fresh },
    ]);
    const rules = [
      { id: 'P', permit: 'reveal', basis: 'p' },
      { id: 'C', cap: 'mask', basis: 'c' },
    ] as const;
    expect(new RuleBook({ ...goldenCovenant(), rules }).rules()).toEqual([
      { id: 'P', effect: 'permit', basis: 'p', ...fresh },
      { id: 'C', effect: 'cap', basis: 'c', ...fresh },
    ]);
  });
});

describe('what became of a rule', () => {
  it('is counted by use, and of another document not at all', () => {
    const book = bookOf('P');
    book.note('P', { ...once, times: 3 });
    book.note('P', { ...once, use: 'applied' });
    book.note('P', { ...once, use: 'refused', times: 2 });
    book.note('Q', once);
    expect(book.rules()).toMatchObject([{ id: 'P', decided: 3, applied: 1, refused: 2 }]);
  });

  it('was last when it was latest, in whatever order it was noted', () => {
    for (const times of [
      [noon, later],
      [later, noon],
    ]) {
      const book = bookOf('P');
      for (const at of times) book.note('P', { ...once, at });
      expect(book.rules()[0]?.last).toBe(later);
    }
  });

  it('names the organisation where it was one alone', () => {
    const book = bookOf('P', 'Q');
    for (const organisation of [oin(1), oin(1), oin(2)]) book.note('P', { ...once, organisation });
    book.note('Q', once);
    book.note('Q', once);
    expect(book.rules()).toMatchObject([
      { organisations: 2, only: null },
      { organisations: 1, only: oin(1) },
    ]);
  });

  it('that is taken back did not become of it', () => {
    const book = bookOf('P', 'Q');
    book.note('P', { ...once, times: 2 });
    book.note('P', { ...once, times: 2, organisation: oin(2), at: later });
    book.note('P', { ...once, times: -2, organisation: oin(2), at: later });
    expect(book.rules()[0]).toMatchObject({ decided: 2, organisations: 1, only: oin(1) });
    book.note('Q', once);
    book.note('Q', { ...once, times: -1 });
    expect(book.rules()[1]).toEqual({ id: 'Q', effect: 'permit', basis: 'art. Q', ...fresh });
  });
});
