import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith, permitWith } from '../../test/documents.js';
import type { CovenantDocument, LawDocument, Rule } from '../model.js';
import { rowsOf } from './rows.js';

const permit = permitWith({ when: [{ asked: true, open: false }, { late: true }], obligations: { use: ['a'] } });
const cap: Rule = {
  id: 'C-1',
  cap: 'mask',
  when: { minor: true },
  obligations: { label: ['supplier'] },
  basis: 'art. 2',
};
const assertion = { id: 'A-1', to: 'POL', fields: ['ID'], when: { open: true } };
const law = lawWith({
  guards: [{ id: 'G-1', require: { inSet: true }, in: ['2025-01-01', 'open'], basis: 'WGS 2.23' }],
  caps: [
    { id: 'W-0', permit: 'reveal', basis: 'WGS 2.22' },
    { id: 'W-1', cap: 'exists', basis: 'WGS 2.22' },
  ],
});
const covenant = covenantWith({
  parties: { POL: partyWith(['een'], ['Wpg 7']) },
  obligations: { retain: { combine: 'shortest' }, use: { combine: 'union' } },
  rules: [cap, permit],
  assertions: [
    { ...assertion, atMost: 'mask' },
    { ...assertion, id: 'A-2', can: 'generalise' },
  ],
});

describe('the rows of a covenant and its law', () => {
  const rows = rowsOf({ law, covenant }, 1);

  it('are guards and caps of the law, then rules and assertions, each with its place in the documents', () => {
    expect(rows.map(({ side, kind, id, place }) => [side, kind, id, place.document, ...place.path])).toEqual([
      [1, 'guard', 'G-1', 'law', 'guards', 0],
      // what permits in the law permits nothing
      [1, 'cap', 'W-1', 'law', 'caps', 1],
      [1, 'cap', 'C-1', 'covenant', 'rules', 0],
      [1, 'permit', 'P-1', 'covenant', 'rules', 1],
      [1, 'assertion', 'A-1', 'covenant', 'assertions', 0],
      [1, 'assertion', 'A-2', 'covenant', 'assertions', 1],
    ]);
  });

  it('say at which level they stand, and on what conditions', () => {
    expect(rows.map(({ level, clauses }) => [level, clauses])).toEqual([
      ['withhold', [{ inSet: true }]],
      ['exists', [{}]],
      ['mask', [{ minor: true }]],
      ['reveal', [{ asked: true, open: false }, { late: true }]],
      ['mask', [{ open: true }]],
      ['generalise', [{ open: true }]],
    ]);
  });

  it('have the duties of the covenant added to those of a permit, and of a permit alone', () => {
    const duties = rows.map(({ obligations, own }) => [obligations, own]);
    expect(duties.slice(2, 4)).toEqual([
      [{ label: ['supplier'] }, { label: ['supplier'] }],
      [{ retain: 'P90D', use: ['a'] }, { use: ['a'] }],
    ]);
    expect([...duties.slice(0, 2), ...duties.slice(4)].flat()).toEqual(Array.from({ length: 8 }, () => ({})));
  });

  it('are none of what is not there', () => {
    expect(rowsOf({ law: lawWith({}), covenant: covenantWith({}) }, 0)).toEqual([]);
  });
});

describe('two rows mean the same', () => {
  const meaningOf = (rule: Rule, more: Partial<CovenantDocument> = {}, under: LawDocument = law) =>
    rowsOf({ law: under, covenant: { ...covenant, ...more, rules: [rule] } }, 0).find(({ id }) => id === rule.id)
      ?.meaning;
  const same = meaningOf(permit);

  it('in whatever order their conditions, literals and duties are written', () => {
    const turned = { ...permit, when: [{ late: true }, { open: false, asked: true }] };
    expect(meaningOf(turned)).toBe(same);
    const duties = { retain: 'P90D', use: ['a'], label: ['b'] };
    expect(meaningOf({ ...cap, obligations: duties })).toBe(
      meaningOf({ ...cap, obligations: Object.fromEntries(Object.entries(duties).toReversed()) }),
    );
  });

  it('wherever they speak, and whatever they are called', () => {
    expect(meaningOf({ ...permit, id: 'P-9', to: ['POL'], basis: 'art. 9' })).toBe(same);
  });

  it('but not with another effect, level, condition or duty', () => {
    const { permit: _permit, ...bare } = permit;
    const others: readonly Rule[] = [
      { ...bare, cap: 'reveal' },
      { ...permit, permit: 'mask' },
      { ...permit, when: [{ asked: true, open: false }] },
      { ...permit, when: [{ asked: true, open: true }, { late: true }] },
      { ...permit, obligations: {} },
      { ...permit, obligations: { use: ['b'] } },
    ];
    expect(new Set([same, ...others.map((rule) => meaningOf(rule))]).size).toBe(others.length + 1);
  });

  it('but not where a duty of theirs is combined in another way, by the law first', () => {
    const other = meaningOf(permit, { obligations: { ...covenant.obligations, use: { combine: 'shortest' } } });
    expect(other).not.toBe(same);
    expect(meaningOf(permit, {}, { ...law, obligations: { use: { combine: 'shortest' } } })).toBe(other);
    expect(meaningOf(permit, { obligations: { retain: { combine: 'shortest' } } })).not.toBe(same);
    const elsewhere = { ...covenant.obligations, notify: { combine: 'union' as const } };
    expect(meaningOf(permit, { obligations: elsewhere })).toBe(same);
  });

  it('but not where a label names another secrecy; of other duties no secrecy is part', () => {
    const parties = { POL: partyWith(['een'], ['Wpg 8']) };
    expect(meaningOf(cap, { parties })).not.toBe(meaningOf(cap));
    expect(meaningOf(cap, { parties: { BD: partyWith(['een'], ['Wpg 7']) } })).not.toBe(meaningOf(cap));
    expect(meaningOf(permit, { parties })).toBe(same);
  });
});
