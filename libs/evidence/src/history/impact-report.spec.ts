import { describe, expect, it } from '@jest/globals';
import { byDimension, groupOrder } from './impact-report.js';
import type { ImpactGroup } from './impact-report.js';

const group: ImpactGroup = {
  change: 'refused',
  recipientKind: 'POL',
  supplierKind: 'NLA',
  payloadType: 'S2',
  field: 'name',
  purpose: 'POL.opsporing',
  phase: '2',
  from: 'reveal',
  to: 'withhold',
  because: 'cap',
  rule: 'C-1',
  count: 3,
  unsure: 0,
  examples: [],
};

describe('the order of groups', () => {
  it('puts widenings first, then the larger number, then the name', () => {
    const inOrder: readonly ImpactGroup[] = [
      { ...group, change: 'allowed', count: 1 },
      { ...group, change: 'raised', count: 1, field: 'a' },
      { ...group, change: 'raised', count: 1, field: 'b' },
      { ...group, count: 9 },
      { ...group, recipientKind: 'IND' },
      { ...group, supplierKind: 'IND' },
      { ...group, payloadType: 'S1' },
      { ...group, field: 'age' },
      { ...group, purpose: 'POL.analyse' },
      { ...group, phase: '1' },
      { ...group, to: 'exists' },
      { ...group, rule: 'C-0' },
      group,
      { ...group, change: 'lowered', count: 99 },
    ];
    expect(inOrder.toReversed().toSorted(groupOrder)).toEqual(inOrder);
    expect(inOrder.toSorted(groupOrder)).toEqual(inOrder);
  });
});

describe('groups of one number', () => {
  it('stand by the name of one dimension after the other', () => {
    const inOrder = [
      { ...group, supplierKind: 'ZOR' },
      { ...group, recipientKind: 'POLX', supplierKind: 'AAA' },
    ];
    expect(inOrder.toReversed().toSorted(groupOrder)).toEqual(inOrder);
  });

  it('stand in one order also where only the level of then, or the cause, tells them apart', () => {
    const inOrder: readonly ImpactGroup[] = [
      { ...group, from: 'mask', because: 'guard' },
      { ...group, from: 'reveal', because: 'cap' },
      { ...group, from: 'reveal', because: 'envelope' },
    ];
    expect(inOrder.toReversed().toSorted(groupOrder)).toEqual(inOrder);
    expect(inOrder.toSorted(groupOrder)).toEqual(inOrder);
  });
});

describe('changes by dimension', () => {
  it('are added up by value, values in order, and a change without a rule stands under a dash', () => {
    const groups: readonly ImpactGroup[] = [
      group,
      { ...group, field: 'age', count: 2 },
      { ...group, change: 'allowed', rule: null, recipientKind: 'IND', count: 5 },
    ];
    const by = byDimension(groups);
    expect(by).toEqual({
      recipientKind: { IND: { allowed: 5 }, POL: { refused: 5 } },
      supplierKind: { NLA: { refused: 5, allowed: 5 } },
      payloadType: { S2: { refused: 5, allowed: 5 } },
      field: { age: { refused: 2 }, name: { refused: 3, allowed: 5 } },
      purpose: { 'POL.opsporing': { refused: 5, allowed: 5 } },
      phase: { 2: { refused: 5, allowed: 5 } },
      rule: { '-': { allowed: 5 }, 'C-1': { refused: 5 } },
    });
    expect([Object.keys(by.recipientKind), Object.keys(by.field)]).toEqual([
      ['IND', 'POL'],
      ['age', 'name'],
    ]);
    expect(Object.keys(byDimension(groups.toReversed()).field)).toEqual(['age', 'name']);
  });
});
