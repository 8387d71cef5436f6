import { describe, expect, it } from '@jest/globals';
import { smallCovenants } from '@knooppunt/testing';
import * as fc from 'fast-check';
import type { CovenantDocument, LawDocument, Rule } from '../model.js';
import { check } from './check.js';
import { diff } from './difference.js';
import { newProcessing, suppliersWidened, widenings } from './widenings.js';

const { allFacts, fatesOf, pairs, questionsOf, registry } = smallCovenants;

const law: LawDocument = {
  wet: 'wet',
  version: '1',
  semantics: 'covenant/1',
  kinds: { participants: ['POL', 'NLA'], bureau: ['RIEC'] },
  acts: { levering: 'WGS 1.5', inzage: 'WGS 1.6', resultaat: 'WGS 1.7' },
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
};
const permit: Rule = {
  id: 'P-1',
  permit: 'reveal',
  from: ['POL'],
  to: ['NLA'],
  type: ['S1'],
  fields: ['bsn'],
  purpose: 'own',
  phase: '1+',
  when: { open: true },
  basis: 'convenant art. 1',
};
const ofNla: Rule = { ...permit, id: 'P-2', from: ['NLA'], to: ['POL'], type: ['S2'], fields: ['ID'] };
const party = (name: string) => ({ name, law: 'WGS 2.19', secrecy: ['geheim'], purposes: { een: 'WGS' } });
const covenant: CovenantDocument = {
  covenant: 'c',
  version: '1',
  semantics: 'covenant/1',
  under: { law: 'wet', checkedAgainst: '1' },
  valid: { from: '2026-01-01', until: '2030-12-31', zone: 'Europe/Amsterdam' },
  phases: ['weging', '1', '2', '3'],
  levels: ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'],
  categories: ['ID', 'FISC'],
  parties: { POL: party('POL'), NLA: party('NLA'), RIEC: party('RIEC') },
  groups: {},
  facts: { open: { of: 'case', from: 'case', is: 'open', known: 'recipient' } },
  obligations: { retain: { combine: 'shortest' }, use: { combine: 'union' } },
  defaults: { level: 'withhold', obligations: { retain: 'P90D', onward: 'participants' } },
  rules: [permit, ofNla],
};
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

  it('are exactly those of whom some question shows, or lets in, more', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(pairs, ({ law: ofLaw, before, after }) => {
        const raised = new Set<string>();
        for (const bare of questionsOf(ofLaw, before, after)) {
          if (raised.has(bare.from)) continue;
          for (const facts of allFacts) {
            const question = { ...bare, facts };
            const [old, now] = [fatesOf(ofLaw, before, question), fatesOf(ofLaw, after, question)];
            const isMore = question.fields.some(({ name, levels }) => {
              const ladder = question.act === 'levering' ? ['withhold', 'reveal'] : ['withhold', 'exists', ...levels];
              return ladder.indexOf(now.get(name)?.level ?? '') > ladder.indexOf(old.get(name)?.level ?? '');
            });
            if (isMore) raised.add(question.from);
          }
        }
        const found = widenings(diff({ law: ofLaw, covenant: before }, { law: ofLaw, covenant: after }, registry));
        const levels = found.filter(({ aspect }) => aspect.kind !== 'duty').flatMap(({ suppliers }) => suppliers);
        expect([...new Set(levels)].toSorted()).toEqual([...raised].toSorted());
      }),
      { numRuns: 3 },
    );
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
    const parties = { ...covenant.parties, RIEC: { ...party('RIEC'), purposes: { een: 'WGS', twee: 'WGS' } } };
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
