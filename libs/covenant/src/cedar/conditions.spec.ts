import { describe, expect, it } from '@jest/globals';
import { permitWith } from '../../test/documents.js';
import type { Rule, Selector } from '../model.js';
import { actsOf, capFacts, fieldsOf, inForce, knownToHold, permitFacts, scopeOf } from './conditions.js';

const groups = {
  opsporing: ['POL', 'FIOD'],
  allen: ['opsporing', 'BD', 'POL'],
  rond: ['rond', 'OM'],
  laat: ['2+'],
  acten: ['levering', 'resultaat'],
};

/** What a rule asks that speaks of everything but for this. */
const asked = (more: Partial<Rule>): string | undefined => scopeOf(permitWith(more), groups);

describe('who asks whom, for what and when, in the words of Cedar', () => {
  it('is nothing where a rule speaks of everything, or leaves a dimension out', () => {
    expect(asked({})).toBeUndefined();
    expect(scopeOf({ cap: 'mask' }, groups)).toBeUndefined();
  });

  it('asks every dimension of its own thing, and all of them', () => {
    expect(asked({ from: ['COLL'], to: ['POL'], type: ['S1'], purpose: ['POL.opsporing'], phase: ['1'] })).toBe(
      [
        'context.from in Kind::"COLL"',
        'principal in Kind::"POL"',
        'resource in PayloadType::"S1"',
        'context.purpose == "POL.opsporing"',
        'context.phase == "1"',
      ].join(' && '),
    );
  });

  it.each<[string, Selector, string]>([
    ['one word', 'POL', 'principal in Kind::"POL"'],
    ['a list', ['POL', 'BD'], 'principal in [Kind::"POL", Kind::"BD"]'],
    ['a group, by its members', 'opsporing', 'principal in [Kind::"POL", Kind::"FIOD"]'],
    ['a group of groups, each member once', ['allen'], 'principal in [Kind::"POL", Kind::"FIOD", Kind::"BD"]'],
    ['a group that holds itself, which ends', ['rond'], 'principal in [Kind::"rond", Kind::"OM"]'],
    ['all but a list', { except: ['POL', 'BD'] }, '!(principal in [Kind::"POL", Kind::"BD"])'],
    [
      'a group but for one of its members',
      { of: 'allen', except: 'POL' },
      'principal in [Kind::"POL", Kind::"FIOD", Kind::"BD"] && !(principal in Kind::"POL")',
    ],
  ])('reads %s', (_what, to, expression) => {
    expect(asked({ to })).toBe(expression);
  });

  it.each<[string, Selector, string]>([
    ['its own', 'own', '(principal has purposes && principal.purposes.contains(context.purpose))'],
    ['one', 'POL.opsporing', 'context.purpose == "POL.opsporing"'],
    [
      'its own or one of another',
      ['own', 'BD.inning'],
      '((principal has purposes && principal.purposes.contains(context.purpose)) || context.purpose == "BD.inning")',
    ],
    [
      'all but its own',
      { except: 'own' },
      '!((principal has purposes && principal.purposes.contains(context.purpose)))',
    ],
    ['none at all', [], 'false'],
  ])('asks for a purpose: %s', (_what, purpose, expression) => {
    expect(asked({ purpose })).toBe(expression);
  });

  it.each<[string, Selector, string]>([
    ['one', '2', 'context.phase == "2"'],
    ['one and all after it', '1+', '["1", "2", "3"].contains(context.phase)'],
    ['the last and all after it', '3+', 'context.phase == "3"'],
    ['the first and all after it', 'weging+', '["weging", "1", "2", "3"].contains(context.phase)'],
    ['some, in their order', ['3', 'weging'], '["weging", "3"].contains(context.phase)'],
    ['a group', 'laat', '["2", "3"].contains(context.phase)'],
    ['one that there is not', '4', 'false'],
    ['one that there is not, and all after it', '4+', 'false'],
    ['all but one and those after it', { except: '2+' }, '!(["2", "3"].contains(context.phase))'],
  ])('asks for a phase: %s', (_what, phase, expression) => {
    expect(asked({ phase })).toBe(expression);
  });
});

describe('the field that a rule speaks of', () => {
  it('lies within one of its names, or is every one', () => {
    const of = (fields: Selector) => fieldsOf({ fields }, { veld: ['ID', 'RES'] });
    expect(of('any')).toBeUndefined();
    expect(fieldsOf({}, {})).toBeUndefined();
    expect(of('content')).toBe('resource in Label::"content"');
    expect(of(['veld', 'bsn'])).toBe('resource in [Label::"ID", Label::"RES", Label::"bsn"]');
    expect(of({ except: 'veld' })).toBe('!(resource in [Label::"ID", Label::"RES"])');
  });
});

describe('the acts that a rule speaks of', () => {
  it.each<[string, Selector | undefined, readonly string[]]>([
    ['inzage where it says nothing', undefined, ['inzage']],
    ['all of them', 'any', ['levering', 'inzage', 'resultaat']],
    ['one', 'levering', ['levering']],
    ['some, in their order', ['resultaat', 'levering'], ['levering', 'resultaat']],
    ['a group', 'acten', ['levering', 'resultaat']],
    ['all but one', { except: 'inzage' }, ['levering', 'resultaat']],
    ['all but a group', { except: ['acten'] }, ['inzage']],
    ['a list but for one of it', { of: ['inzage', 'resultaat'], except: ['resultaat'] }, ['inzage']],
    ['a group but for one of it', { of: 'acten', except: 'levering' }, ['resultaat']],
    ['none that there is', ['verkoop'], []],
  ])('are %s', (_what, at, acts) => {
    expect(actsOf(at === undefined ? {} : { at }, groups)).toEqual(acts);
  });
});

describe('the facts of a rule', () => {
  const isTrue = (fact: string) => `(context.facts has ${fact} && context.facts.${fact})`;
  const isFalse = (fact: string) => `(context.facts has ${fact} && !context.facts.${fact})`;

  it('are known to hold where it permits, and not known to fail where it caps: what nobody knows is absent', () => {
    const rule = permitWith({ when: { asked: true, minor: false } });
    expect(permitFacts(rule)).toBe(`(${isTrue('asked')} && ${isFalse('minor')})`);
    expect(capFacts(rule)).toBe(`(!${isFalse('asked')} && !${isTrue('minor')})`);
  });

  it('hold in one of several clauses', () => {
    const rule = permitWith({ when: [{ asked: true }, { minor: false }] });
    expect(permitFacts(rule)).toBe(`((${isTrue('asked')}) || (${isFalse('minor')}))`);
    expect(capFacts(rule)).toBe(`((!${isFalse('asked')}) || (!${isTrue('minor')}))`);
  });

  it('are none where it asks for none, in any of its clauses', () => {
    for (const rule of [permitWith({}), permitWith({ when: {} }), permitWith({ when: [{ asked: true }, {}] })]) {
      expect([permitFacts(rule), capFacts(rule)]).toEqual([undefined, undefined]);
    }
  });

  it('are asked by names that Cedar takes', () => {
    expect(knownToHold({ 'eigen-regio': true })).toBe(
      '(context.facts has "eigen-regio" && context.facts["eigen-regio"])',
    );
    expect(knownToHold({})).toBeUndefined();
  });
});

describe('the days of a rule of law', () => {
  it('are those from its first to its last; a question without a day meets it always', () => {
    expect(inForce({ in: ['2025-03-01', '2027-06-30'] })).toBe(
      '!(context has day && (context.day < 20250301 || context.day > 20270630))',
    );
    expect(inForce({ in: ['2025-03-01', 'open'] })).toBe('!(context has day && context.day < 20250301)');
    expect(inForce({})).toBeUndefined();
  });
});
