import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith, permitWith } from '../../test/documents.js';
import type { CovenantDocument, Guard, LawDocument, Rule } from '../model.js';
import { applicabilityText, coverageText, policiesOf, policyText } from './policies.js';
import type { CedarPolicy } from './policies.js';

const guard: Guard = {
  id: 'G-1',
  require: { inSet: true },
  in: ['2025-03-01', 'open'],
  basis: 'WGS 2.23(5)',
};
const cap: Rule = { id: 'W-1', cap: 'mask', in: ['2025-03-01', 'open'], basis: 'BGS 2.15' };

/** The policies of a law and a covenant that say nothing but this. */
const of = (more: Partial<CovenantDocument>, moreOfLaw: Partial<LawDocument> = {}): readonly CedarPolicy[] =>
  policiesOf({ law: lawWith(moreOfLaw), covenant: covenantWith(more) });
const one = (id: string, more: Partial<CovenantDocument>, moreOfLaw: Partial<LawDocument> = {}): CedarPolicy => {
  const found = of(more, moreOfLaw).find((policy) => policy.id === id);
  if (found === undefined) throw new Error(`no policy ${id}`);
  return found;
};

const isInSet = '(context.facts has inSet && context.facts.inSet)';
const sinceMarch = '!(context has day && context.day < 20250301)';

describe('the policies of a covenant and its law', () => {
  it('are one for each guard, cap and rule, law first, behind the one for names that nobody declared', () => {
    const policies = of(
      { rules: [permitWith({}), { ...cap, id: 'C-1' }] },
      { guards: [guard], caps: [cap, { ...cap, id: 'W-2' }] },
    );
    expect(policies.map(({ id, effect }) => `${id} ${effect}`)).toEqual([
      'unknown-name forbid',
      'G-1 forbid',
      'W-1 forbid',
      'W-2 forbid',
      'P-1 permit',
      'C-1 forbid',
    ]);
  });

  it('leave out what can speak of no act', () => {
    expect(of({ rules: [permitWith({ at: { of: 'inzage', except: 'inzage' } })] }).map(({ id }) => id)).toEqual([
      'unknown-name',
    ]);
  });

  it('forbid under every act what names a kind, a phase or a purpose that nobody declared', () => {
    const parties = { POL: partyWith(['opsporing', 'handhaving']), RIEC: partyWith(['voorbereiding']) };
    const kinds = '[Kind::"POL", Kind::"BD", Kind::"COLL", Kind::"RIEC"]';
    expect(one('unknown-name', { parties })).toEqual({
      id: 'unknown-name',
      effect: 'forbid',
      acts: ['levering', 'inzage', 'resultaat'],
      applies: `!(${[
        `context.from in ${kinds}`,
        `principal in ${kinds}`,
        '["weging", "1", "2", "3"].contains(context.phase)',
        '["POL.opsporing", "POL.handhaving", "RIEC.voorbereiding"].contains(context.purpose)',
      ].join(' && ')})`,
      fields: undefined,
      reach: undefined,
      annotations: { basis: 'WGS 2.19, 2.23(6)' },
    });
  });

  it('read the groups of the covenant in its own rules, and none in the law', () => {
    const groups = { veld: ['POL'] };
    const toVeld = { ...cap, to: ['veld'], fields: ['veld'] };
    const guarded = { ...guard, phase: ['veld'], at: ['veld', 'inzage'] };
    const rules = [permitWith({ to: ['veld'], fields: ['veld'] }), { ...toVeld, id: 'C-1' }];
    const policies = of({ groups, rules }, { caps: [toVeld], guards: [guarded] });
    expect(policies.slice(1).map(({ applies, fields }) => [applies, fields])).toEqual([
      [`${sinceMarch} && false && !(${isInSet})`, undefined],
      [`${sinceMarch} && principal in Kind::"veld"`, 'resource in Label::"veld"'],
      ['principal in Kind::"POL"', 'resource in Label::"POL"'],
      [`${sinceMarch} && principal in Kind::"POL"`, 'resource in Label::"POL"'],
    ]);
  });
});

describe('a permit', () => {
  it('lets through up to the height of its level, where its scope and its facts are known to hold', () => {
    const rule = permitWith({ to: ['POL'], fields: ['ID'], permit: 'mask', when: { inSet: true }, at: ['resultaat'] });
    expect(one('P-1', { rules: [rule] })).toEqual({
      id: 'P-1',
      effect: 'permit',
      acts: ['resultaat'],
      applies: `principal in Kind::"POL" && (${isInSet})`,
      fields: 'resource in Label::"ID"',
      reach: 'context.height <= resource.heights.mask',
      annotations: { basis: 'convenant art. 1' },
    });
  });

  it('of withhold lets nothing through', () => {
    expect(one('P-1', { rules: [permitWith({ permit: 'withhold' })] })).toMatchObject({
      applies: undefined,
      reach: 'false',
    });
  });

  it('notes its duties and what it lets its reader guess', () => {
    const notes = (more: Partial<Rule>) => one('P-1', { rules: [permitWith(more)] }).annotations;
    expect(notes({ obligations: { retain: 'P30D' }, observable: ['minor', 'shielded'] })).toEqual({
      basis: 'convenant art. 1',
      obligations: '{"retain":"P30D"}',
      observable: 'minor, shielded',
    });
    expect(notes({ obligations: {} })).toEqual({ basis: 'convenant art. 1' });
  });
});

describe('a cap', () => {
  it('forbids what lies above its level, on the days of the law, where its facts are not known to fail', () => {
    const rule = { ...cap, fields: ['FISC'], to: ['BD'], when: { inSet: true } };
    expect(one('W-1', {}, { caps: [rule] })).toEqual({
      id: 'W-1',
      effect: 'forbid',
      acts: ['inzage'],
      applies: `${sinceMarch} && principal in Kind::"BD" && (!(context.facts has inSet && !context.facts.inSet))`,
      fields: 'resource in Label::"FISC"',
      reach: 'context.height > resource.heights.mask',
      annotations: { basis: 'BGS 2.15' },
    });
  });

  it('of withhold forbids every height', () => {
    expect(one('W-1', {}, { caps: [{ ...cap, cap: 'withhold' }] }).reach).toBeUndefined();
  });

  it('notes its duties too', () => {
    expect(one('W-1', {}, { caps: [{ ...cap, obligations: { use: ['x'] } }] }).annotations).toEqual({
      basis: 'BGS 2.15',
      obligations: '{"use":["x"]}',
    });
  });
});

describe('a guard', () => {
  it('forbids all where what it requires is not known to hold', () => {
    expect(one('G-1', {}, { guards: [{ ...guard, at: 'any', phase: '1+' }] })).toEqual({
      id: 'G-1',
      effect: 'forbid',
      acts: ['levering', 'inzage', 'resultaat'],
      applies: `${sinceMarch} && ["1", "2", "3"].contains(context.phase) && !(${isInSet})`,
      fields: undefined,
      reach: undefined,
      annotations: { basis: 'WGS 2.23(5)' },
    });
  });

  it('that requires nothing forbids nothing', () => {
    expect(one('G-1', {}, { guards: [{ ...guard, require: {} }] }).applies).toBe(`${sinceMarch} && false`);
  });
});

describe('the text of a policy', () => {
  const policy: CedarPolicy = {
    id: 'C-1',
    effect: 'forbid',
    acts: ['inzage'],
    applies: 'a',
    fields: 'b',
    reach: 'c',
    annotations: { basis: 'convenant "art. 1"' },
  };

  it('has its id and notes first, then whom it speaks of, then when', () => {
    expect(policyText(policy)).toBe(
      [
        '@id("C-1")',
        String.raw`@basis("convenant \"art. 1\"")`,
        'forbid (principal, action == Action::"inzage", resource)',
        'when { a && b && c };',
      ].join('\n'),
    );
  });

  it.each<[readonly string[], string]>([
    [['inzage'], 'forbid (principal, action == Action::"inzage", resource)'],
    [['levering', 'inzage'], 'forbid (principal, action in [Action::"levering", Action::"inzage"], resource)'],
    [['levering', 'inzage', 'resultaat'], 'forbid (principal, action, resource)'],
  ])('names the acts %j, where they are not all', (acts, head) => {
    const always = { ...policy, acts, applies: undefined, fields: undefined, reach: undefined };
    expect(policyText(always)).toBe(`@id("C-1")\n@basis("convenant \\"art. 1\\"")\n${head};`);
  });

  it('is a permit of one part where only that part is asked for', () => {
    expect(applicabilityText(policy)).toBe('permit (principal, action == Action::"inzage", resource)\nwhen { a };');
    expect(coverageText(policy)).toBe('permit (principal, action, resource)\nwhen { b };');
    expect(coverageText({ ...policy, fields: undefined })).toBe('permit (principal, action, resource);');
  });
});
