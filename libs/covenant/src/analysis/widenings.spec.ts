import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith, permitWith } from '../../test/documents.js';
import type { CovenantDocument, Rule } from '../model.js';
import type { RegistryView } from '../validate/problem.js';
import { check } from './check.js';
import { diff } from './difference.js';
import { newProcessing, suppliersWidened } from './widenings.js';

const registry: RegistryView = {
  types: [
    {
      id: 'S1',
      suppliers: ['POL'],
      fields: [
        { name: 'bsn', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] },
        { name: 'arrears', category: 'FISC', levels: ['generalise', 'reveal'] },
        { name: '_text', category: '_', levels: ['reveal'] },
      ],
    },
    { id: 'S2', suppliers: ['NLA'], fields: [{ name: 'name', category: 'ID', levels: ['pseudonymise', 'reveal'] }] },
  ],
};
const law = lawWith({
  kinds: { participants: ['POL', 'NLA'], bureau: ['RIEC'] },
  facts: { ownPurpose: { of: 'question', from: 'question.purpose', is: 'x', known: 'recipient' } },
  obligations: { onward: { combine: 'strictest', order: ['forbidden', 'participants', 'allowed'] } },
  guards: [
    {
      id: 'G-1',
      at: ['inzage', 'resultaat'],
      require: { ownPurpose: true },
      in: ['2025-01-01', 'open'],
      basis: 'WGS 1.7',
    },
  ],
  caps: [{ id: 'W-1', cap: 'reveal', in: ['2025-01-01', 'open'], basis: 'WGS 1.11' }],
});
const permit = permitWith({
  from: ['POL'],
  to: ['NLA'],
  type: ['S1'],
  fields: ['bsn'],
  purpose: 'own',
  phase: '1+',
  when: { open: true },
});
const ofNla: Rule = { ...permit, id: 'P-2', from: ['NLA'], to: ['POL'], type: ['S2'], fields: ['ID'] };
const party = partyWith(['een']);
const covenant = covenantWith({
  parties: { POL: party, NLA: party, RIEC: party },
  facts: { open: { of: 'case', from: 'case', is: 'open', known: 'recipient' } },
  obligations: { retain: { combine: 'shortest' }, use: { combine: 'union' } },
  defaults: { level: 'withhold', obligations: { retain: 'P90D', onward: 'participants' } },
  rules: [permit, ofNla],
});
const withRules = (...rules: readonly Rule[]): CovenantDocument => ({ ...covenant, version: '2', rules });
const widened = (next: CovenantDocument) => suppliersWidened(law, covenant, next, registry);
const cap = (more: Partial<Rule>): Rule => ({ id: 'C-1', cap: 'mask', basis: 'convenant art. 2', ...more });

describe('the suppliers whose data a new covenant widens', () => {
  it('are none where it says the same, or less', () => {
    expect(widened(withRules(ofNla, permit))).toEqual([]);
    expect(widened(withRules(permit))).toEqual([]);
    expect(widened(withRules(permit, ofNla, cap({ fields: ['bsn'] })))).toEqual([]);
  });

  const { when: _when, ...unconditional } = permit;
  it.each<readonly [string, CovenantDocument, readonly string[]]>([
    ['a level that is higher', withRules(permit, { ...ofNla, phase: 'any' }), ['NLA']],
    ['a condition that falls away', withRules(unconditional, ofNla), ['POL']],
    ['a recipient more', withRules({ ...permit, to: ['NLA', 'RIEC'] }, ofNla), ['POL']],
    ['a longer term', withRules({ ...permit, obligations: { retain: 'P1Y' } }, ofNla), ['POL']],
    [
      'a longer term of all',
      { ...covenant, defaults: { level: 'withhold', obligations: { retain: 'P91D', onward: 'participants' } } },
      ['NLA', 'POL'],
    ],
    ['an onward that is looser', withRules(permit, { ...ofNla, obligations: { onward: 'allowed' } }), ['NLA']],
    ['a later end', { ...covenant, valid: { ...covenant.valid, until: '2031-12-31' } }, ['NLA', 'POL']],
  ])('are those of %s', (_name, next, suppliers) => {
    expect(widened(next)).toEqual(suppliers);
  });

  it('are those of a duty that is lost, and of a supply that is let in', () => {
    const bound = withRules(permit, { ...ofNla, obligations: { use: ['not-in-court'] } });
    expect(suppliersWidened(law, bound, covenant, registry)).toEqual(['NLA']);
    const shut = withRules(permit, ofNla, cap({ cap: 'withhold', at: ['levering'], from: ['POL'] }));
    expect(suppliersWidened(law, shut, covenant, registry)).toEqual(['POL']);
  });

  it('are, of a first covenant, all of whom it shows anything', () => {
    expect(suppliersWidened(law, undefined, covenant, registry)).toEqual(['NLA', 'POL']);
    expect(suppliersWidened(law, undefined, withRules(permit), registry)).toEqual(['POL']);
  });
});

describe('a new kind of processing', () => {
  const found = (next: CovenantDocument) => newProcessing(law, covenant, next, registry);
  const none = { categories: [], types: [], recipients: [], purposes: [] };

  it('is none where all could be seen by somebody before', () => {
    expect(
      found(withRules({ ...permit, phase: 'any', fields: 'any' }, ofNla, { ...ofNla, id: 'P-3', to: ['NLA'] })),
    ).toMatchObject({
      categories: ['FISC'],
    });
    expect(found(withRules({ ...permit, phase: 'any' }, ofNla, { ...ofNla, id: 'P-3', to: ['NLA'] }))).toBeUndefined();
  });

  it('is a category, a type, a recipient or a purpose of which nobody could see anything', () => {
    expect(found(withRules(permit, ofNla, { ...permit, id: 'P-3', fields: ['FISC'] }))).toEqual({
      ...none,
      categories: ['FISC'],
    });
    expect(found(withRules(permit, ofNla, { ...permit, id: 'P-3', to: ['RIEC'] }))).toEqual({
      ...none,
      recipients: ['RIEC'],
      purposes: ['RIEC.een'],
    });
    expect(newProcessing(law, withRules(permit), covenant, registry)).toMatchObject({
      types: ['S2'],
      recipients: ['POL'],
    });
  });

  it('is not what the law or a cap withholds all the same', () => {
    expect(
      found(
        withRules(
          permit,
          ofNla,
          { ...permit, id: 'P-3', fields: ['FISC'] },
          cap({ cap: 'withhold', fields: ['FISC'] }),
        ),
      ),
    ).toBeUndefined();
  });

  it('is all of a first covenant', () => {
    expect(newProcessing(law, undefined, covenant, registry)).toEqual({
      categories: ['ID'],
      types: ['S1', 'S2'],
      recipients: ['NLA', 'POL'],
      purposes: ['NLA.een', 'POL.een'],
    });
  });
});

describe('a difference', () => {
  const changesTo = (next: CovenantDocument, from = covenant) =>
    diff({ law, covenant: from }, { law, covenant: next }, registry).changes;

  it('takes for granted what both versions ask, and says what only one of them does', () => {
    const both = cap({ id: 'C-8', cap: 'withhold', when: { open: false } });
    const fresh = cap({ id: 'C-9', cap: 'withhold', when: { late: true } });
    const [change] = changesTo(withRules(both, fresh, ofNla, { ...permit, when: {} }), withRules(both, ofNla));
    expect(change).toMatchObject({ provided: ['C-8', 'G-1'], when: [{ late: [false] }] });
  });

  it('is there for a purpose that only one of them knows', () => {
    const anybody: Rule = { ...ofNla, id: 'P-3', to: 'any', purpose: 'any' };
    const parties = { ...covenant.parties, RIEC: partyWith(['een', 'twee']) };
    const before = withRules(anybody);
    const [change, ...others] = changesTo({ ...before, parties }, before);
    expect(others).toEqual([]);
    expect(change?.blocks.flatMap(({ to }) => to)).toEqual([{ to: 'RIEC', purpose: 'RIEC.twee' }]);
  });
});

describe('a cap at the level of the permits', () => {
  it('never bites, and one below it does', () => {
    const masked: Rule = { ...permit, permit: 'mask' };
    const idle = (level: Rule['cap'] & string) =>
      check(law, withRules(masked, ofNla, cap({ cap: level, fields: ['bsn'] })), registry)
        .filter(({ code }) => code === 'never-bites')
        .flatMap(({ rules }) => rules);
    expect(idle('mask')).toEqual(['C-1']);
    expect(idle('pseudonymise')).toEqual([]);
  });
});
