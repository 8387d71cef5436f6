import { describe, expect, it } from '@jest/globals';
import { shapePlaceOf } from './shape-place.js';
import type { ShapePlace } from './shape-place.js';

describe('the words of a fault of shape', () => {
  it.each<[string, ShapePlace]>([
    ['law: no object', { document: 'law', path: [], what: 'no object' }],
    ['covenant: no `parties`', { document: 'covenant', path: [], what: 'no `parties`' }],
    ['law.guards: no list', { document: 'law', path: ['guards'], what: 'no list' }],
    ['covenant.rules[3].when: no list', { document: 'covenant', path: ['rules', 3, 'when'], what: 'no list' }],
    [
      'covenant.rules[12].in[0]: no calendar day',
      { document: 'covenant', path: ['rules', 12, 'in', 0], what: 'no calendar day' },
    ],
    [
      'covenant.groups.Eigen_regio-2[0]: no text',
      { document: 'covenant', path: ['groups', 'Eigen_regio-2', 0], what: 'no text' },
    ],
    ['law.facts.x.of: no text', { document: 'law', path: ['facts', 'x', 'of'], what: 'no text' }],
    ['law.acts: ', { document: 'law', path: ['acts'], what: '' }],
    [
      'covenant.rules[0]: unknown member `a: b\nlaw.c: d`',
      { document: 'covenant', path: ['rules', 0], what: 'unknown member `a: b\nlaw.c: d`' },
    ],
  ])('say where it lies and what should be there: %j', (detail, place) => {
    expect(shapePlaceOf(detail)).toEqual(place);
  });

  it.each([
    '',
    'the law: no object',
    'law',
    'law:no object',
    'laws: no object',
    'statute: no object',
    'law.: no object',
    'law.9: no object',
    'law..facts: no object',
    'law.facts[]: no object',
    'law.facts[a]: no object',
    'law.facts x: no object',
    'to: unknown `KVK`',
  ])('are none of those: %j', (detail) => {
    expect(shapePlaceOf(detail)).toBeUndefined();
  });
});
