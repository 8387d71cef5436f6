import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith, permitWith, questionWith } from '../../test/documents.js';
import type { Question, Rule } from '../model.js';
import { explain } from './explain.js';
import { reachOf } from './reach.js';
import { explainToRecipient } from './to-recipient.js';
import { unhinderedFacts } from './unhindered.js';

const law = lawWith({
  facts: {
    inSet: { of: 'recipient', from: 'case', is: 'betrokken', known: 'recipient' },
    silent: { of: 'contribution', from: 'code', is: 'stil', known: 'hidden' },
    consent: { of: 'contribution', from: 'om', is: 'instemming', known: 'hidden' },
  },
  guards: [{ id: 'G-1', phase: '1+', require: { inSet: true }, in: ['2025-03-01', 'open'], basis: 'WGS 2.23(5)' }],
  caps: [
    { id: 'W-1', cap: 'withhold', when: { silent: true }, in: ['2025-03-01', 'open'], basis: 'Bpg 2:11' },
    {
      id: 'W-2',
      cap: 'withhold',
      type: ['S7'],
      when: { consent: false },
      in: ['2025-03-01', 'open'],
      basis: 'Bpg 4:3',
    },
  ],
});
const permit = (more: Partial<Rule>): Rule => permitWith({ purpose: 'own', fields: ['ID'], phase: '1+', ...more });
const rules: readonly Rule[] = [
  permit({ id: 'P-1', permit: 'exists', fields: ['_exists'], basis: 'art. 1' }),
  permit({ id: 'P-2', when: { asked: true }, basis: 'art. 2' }),
  permit({ id: 'P-3', permit: 'pseudonymise', phase: 'weging', basis: 'art. 3' }),
  {
    id: 'C-1',
    cap: 'pseudonymise',
    fields: ['ID'],
    when: { minor: true },
    observable: ['shielded'],
    basis: 'art. 4',
  },
];
const covenant = covenantWith({
  parties: { POL: partyWith(['opsporing']) },
  facts: {
    asked: { of: 'question', from: 'case', is: 'gevraagd', known: 'recipient' },
    minor: { of: 'subject', from: 'subject', is: 'minderjarig', known: 'hidden', seenAs: 'shielded' },
  },
  rules,
});
const bsn = { name: 'bsn', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] } as const;
const question = questionWith({
  fields: [bsn],
  facts: { inSet: true, silent: false, consent: true, asked: true, minor: true },
});
/** The question with some facts otherwise. */
const given = (facts: Question['facts']): Question => ({ ...question, facts: { ...question.facts, ...facts } });
const withRules = (...more: readonly Rule[]) => covenantWith({ ...covenant, rules: [...rules, ...more] });

describe('explain', () => {
  it('gives level, permit, cap, facts and duties, each rule with its article', () => {
    const [told] = explain(law, covenant, question).fields;
    expect(told).toMatchObject({
      field: 'bsn',
      level: 'pseudonymise',
      permit: { id: 'P-2', basis: 'art. 2' },
      cap: { id: 'C-1', basis: 'art. 4' },
      contributing: [
        { id: 'C-1', basis: 'art. 4' },
        { id: 'P-2', basis: 'art. 2' },
      ],
      obligations: { retain: 'P90D' },
    });
    expect(told?.facts).toEqual([
      { name: 'asked', value: true, known: 'recipient', is: 'gevraagd' },
      { name: 'inSet', value: true, known: 'recipient', is: 'betrokken' },
      { name: 'minor', value: true, known: 'hidden', is: 'minderjarig' },
      { name: 'silent', value: false, known: 'hidden', is: 'stil' },
    ]);
  });

  it('gives what one fact or one phase would have changed, and by which rule', () => {
    const [told] = explain(law, covenant, question).fields;
    expect(told?.nearMisses).toEqual([
      { change: { fact: 'asked', value: false }, level: 'withhold', refusedBy: [] },
      { change: { fact: 'inSet', value: false }, level: 'withhold', refusedBy: [{ id: 'G-1', basis: 'WGS 2.23(5)' }] },
      {
        change: { fact: 'minor', value: false },
        level: 'reveal',
        permit: { id: 'P-2', basis: 'art. 2' },
        refusedBy: [],
      },
      {
        change: { fact: 'silent', value: true },
        level: 'withhold',
        permit: { id: 'P-2', basis: 'art. 2' },
        cap: { id: 'W-1', basis: 'Bpg 2:11' },
        refusedBy: [],
      },
    ]);
  });

  it('names the guard that refused the whole question', () => {
    const told = explain(law, covenant, { ...question, facts: {} });
    expect(told.refusedBy).toEqual([{ id: 'G-1', basis: 'WGS 2.23(5)' }]);
    expect(told.fields).toMatchObject([{ level: 'withhold', contributing: [] }]);
  });

  it('names neither permit nor cap where none decided', () => {
    const [told] = explain(law, covenant, given({ asked: false })).fields;
    expect(Object.keys(told ?? {})).toEqual(['field', 'level', 'contributing', 'obligations', 'facts', 'nearMisses']);
    const [bare] = explain(law, covenant, given({ minor: false })).fields;
    expect(bare).toMatchObject({ level: 'reveal', permit: { id: 'P-2' } });
    expect(bare).not.toHaveProperty('cap');
  });

  it('tells by id, wherever they stand, every rule that the level or the duties rest on', () => {
    const more = withRules(
      permit({ id: 'P-0', when: { minor: true }, basis: 'art. 0' }),
      { id: 'C-0', cap: 'reveal', obligations: { retain: 'P10D' }, basis: 'art. 5' },
      { id: 'C-2', cap: 'mask', basis: 'art. 6' },
    );
    const idsOf = (facts: Question['facts']) =>
      explain(law, more, given(facts)).fields.flatMap(({ contributing }) => contributing.map(({ id }) => id));
    expect(idsOf({})).toEqual(['C-0', 'C-1', 'C-2', 'P-0', 'P-2']);
    expect(idsOf({ minor: false })).toEqual(['C-0', 'C-2', 'P-2']);
    expect(idsOf({ silent: true })).toEqual(['C-0', 'C-1', 'C-2', 'P-0', 'P-2', 'W-1']);
  });

  it('counts a fact that nobody declares as hidden, and one without a value as unknown', () => {
    const more = withRules({ id: 'C-9', cap: 'withhold', when: { strange: true }, basis: 'art. 9' });
    const [told] = explain(law, more, question).fields;
    expect(told).toMatchObject({ level: 'withhold', cap: { id: 'C-9' } });
    expect(told?.facts.at(-1)).toEqual({ name: 'strange', value: 'unknown', known: 'hidden', is: '' });
  });

  it('tells what another phase would have given', () => {
    const [told] = explain(law, covenant, given({ minor: false })).fields;
    expect(told?.nearMisses.filter(({ change }) => 'phase' in change)).toEqual([
      {
        change: { phase: 'weging' },
        level: 'pseudonymise',
        permit: { id: 'P-3', basis: 'art. 3' },
        refusedBy: [],
      },
    ]);
  });
});

describe('explain, of a supply', () => {
  const supply = { ...question, act: 'levering' } as const;
  const ofSupply = lawWith({
    ...law,
    guards: [{ id: 'G-2', at: 'levering', require: { declared: true }, in: ['2025-03-01', 'open'], basis: 'WGS 1.5' }],
    caps: [
      { id: 'W-3', at: 'levering', cap: 'withhold', when: { silent: true }, in: ['2025-03-01', 'open'], basis: 'a' },
      { id: 'W-4', at: 'levering', cap: 'mask', when: { minor: true }, in: ['2025-03-01', 'open'], basis: 'b' },
    ],
  });
  const told = (facts: Question['facts'], more: Partial<Question> = {}) =>
    explain(
      ofSupply,
      withRules(
        { id: 'C-3', at: 'levering', cap: 'withhold', fields: ['FISC'], when: { minor: true }, basis: 'art. 7' },
        { id: 'C-4', at: 'levering', cap: 'exists', when: { asked: true }, basis: 'art. 8' },
      ),
      { ...supply, facts: { declared: true, silent: false, minor: true, ...facts }, ...more },
    );
  const arrears = { name: 'arrears', category: 'FISC', levels: ['generalise', 'reveal'] } as const;

  it('needs no permit and knows no level between: a field comes in whole', () => {
    const { refusedBy, fields } = told({});
    expect(refusedBy).toEqual([]);
    expect(fields).toEqual([
      {
        field: 'bsn',
        level: 'reveal',
        contributing: [],
        obligations: {},
        facts: [
          { name: 'declared', value: true, known: 'hidden', is: '' },
          { name: 'silent', value: false, known: 'hidden', is: 'stil' },
        ],
        nearMisses: [
          {
            change: { fact: 'declared', value: false },
            level: 'withhold',
            refusedBy: [{ id: 'G-2', basis: 'WGS 1.5' }],
          },
          { change: { fact: 'silent', value: true }, level: 'withhold', cap: { id: 'W-3', basis: 'a' }, refusedBy: [] },
        ],
      },
    ]);
  });

  it('names for each field the cap that stops it', () => {
    const { fields } = told({}, { fields: [bsn, arrears] });
    expect(fields.map(({ field, level, cap, contributing }) => [field, level, cap?.id, contributing])).toEqual([
      ['bsn', 'reveal', undefined, []],
      ['arrears', 'withhold', 'C-3', [{ id: 'C-3', basis: 'art. 7' }]],
    ]);
    expect(told({ silent: true }).fields).toMatchObject([{ level: 'withhold', cap: { id: 'W-3', basis: 'a' } }]);
  });

  it('is refused whole by a guard, and where the law does not know who brings it', () => {
    expect(told({ declared: false })).toMatchObject({
      refusedBy: [{ id: 'G-2', basis: 'WGS 1.5' }],
      fields: [{ level: 'withhold' }],
    });
    expect(told({}, { from: 'OM' })).toMatchObject({
      refusedBy: [{ id: 'unknown-name', basis: 'WGS 2.19, 2.23(6)' }],
      fields: [{ level: 'withhold' }],
    });
  });
});

describe('explainToRecipient', () => {
  /** What the recipient is told, under these rules in either order: it may not hang on how a document is written. */
  const articles = (asked: Question, ...more: readonly Rule[]) => {
    const { rules: written } = withRules(...more);
    const [shown, turned] = [written, written.toReversed()].map((all) =>
      explainToRecipient(law, { ...covenant, rules: all }, asked),
    );
    expect(turned).toEqual(shown);
    return (shown ?? []).map(({ level, article }) => [level, article]);
  };

  it('names the level and the article that permits it, never the cap that lowered it', () => {
    expect(explainToRecipient(law, covenant, question)).toEqual([
      { field: 'bsn', level: 'pseudonymise', article: 'art. 2' },
    ]);
  });

  it('says nothing of what is withheld, whyever it is', () => {
    for (const facts of [{ asked: false }, { silent: true }, { inSet: false }, { inSet: 'unknown' as const }]) {
      expect(explainToRecipient(law, covenant, given(facts))).toEqual([]);
    }
  });

  it('says of each field what is shown of that one alone', () => {
    const arrears = { name: 'arrears', category: 'FISC', levels: ['generalise', 'reveal'] } as const;
    const fields = [arrears, bsn];
    expect(explainToRecipient(law, covenant, { ...question, fields })).toEqual([
      { field: 'bsn', level: 'pseudonymise', article: 'art. 2' },
    ]);
  });

  it('says nothing of a field of what the recipient may not know to be there', () => {
    const others = rules.filter(({ id }) => id !== 'P-1');
    const nameless = permit({ id: 'P-1', permit: 'exists', fields: [''] });
    for (const written of [others, [...others, nameless]]) {
      expect(explainToRecipient(law, { ...covenant, rules: written }, question)).toEqual([]);
    }
  });

  it('names an article that holds whatever is hidden, where another rests on a hidden fact', () => {
    const hidden = permit({ id: 'P-0', when: { minor: true }, basis: 'art. 0' });
    expect(articles(question, hidden)).toEqual([['pseudonymise', 'art. 2']]);
    expect(articles(given({ asked: false }), hidden)).toEqual([['pseudonymise', 'art. 0']]);
  });

  it('names only an article that reaches the level, also where one that rests on nothing hidden does not', () => {
    const partial = permit({ id: 'P-4', permit: 'mask', basis: 'art. 5' });
    const whole = permit({ id: 'P-5', when: { silent: false }, basis: 'art. 6' });
    const asked = given({ asked: false, minor: false });
    expect(articles(asked, partial)).toEqual([['mask', 'art. 5']]);
    expect(articles(asked, partial, whole)).toEqual([['reveal', 'art. 6']]);
    // a level that the partial one reaches too is told by that one, whichever of the two gave it
    expect(articles({ ...asked, facts: { ...asked.facts, minor: true } }, partial, whole)).toEqual([
      ['pseudonymise', 'art. 5'],
    ]);
  });

  it('names of several articles the one that goes furthest, and of those the first by id', () => {
    const lower = permit({ id: 'P-0', permit: 'mask', basis: 'art. 0' });
    expect(articles(question, lower)).toEqual([['pseudonymise', 'art. 2']]);
    const alike = ['P-5', 'P-4', 'P-6'].map((id) => permit({ id, basis: `art. ${id}` }));
    expect(articles(given({ asked: false }), ...alike)).toEqual([['pseudonymise', 'art. P-4']]);
  });

  it('thinks of each way in which a permit may rest on what is hidden', () => {
    const either = permit({ id: 'P-4', when: [{ minor: false }, { asked: true, silent: true }], basis: 'art. 5' });
    expect(articles(given({ asked: false, minor: false }), either)).toEqual([['reveal', 'art. 5']]);
  });

  it('takes a fact that nobody declares for a hidden one', () => {
    const strange = permit({ id: 'P-0', when: { strange: true }, basis: 'art. 0' });
    expect(articles(given({ strange: true }), strange)).toEqual([['pseudonymise', 'art. 2']]);
  });

  it('names the article of a field of which only its being there is shown', () => {
    const there = permit({ id: 'P-4', permit: 'exists', basis: 'art. 5' });
    expect(articles(given({ asked: false }), there)).toEqual([['exists', 'art. 5']]);
  });
});

describe('unhinderedFacts', () => {
  it('has guards hold and no fact make a cap withhold by itself; what only a permit asks is false', () => {
    expect(unhinderedFacts(law, covenant)).toEqual({
      inSet: true,
      silent: false,
      consent: true,
      asked: false,
      minor: false,
    });
  });

  it('leaves alone what only lowers, and what withholds with another fact at once', () => {
    const lowering: Rule = { id: 'C-2', cap: 'mask', when: { minor: false }, basis: 'art. 5' };
    const together: Rule = { id: 'C-3', cap: 'withhold', when: { asked: false, minor: false }, basis: 'art. 6' };
    const either: Rule = { ...together, id: 'C-4', when: [{ asked: false }, { minor: false, silent: false }] };
    expect(unhinderedFacts(law, withRules(lowering, together))).toEqual(unhinderedFacts(law, covenant));
    expect(unhinderedFacts(law, withRules(either))).toEqual({ ...unhinderedFacts(law, covenant), asked: true });
  });
});

describe('reachOf', () => {
  const reached = (changes: Partial<Question>, more: readonly Rule[] = [], under = law) =>
    reachOf(under, withRules(...more), { ...question, ...changes }, '2026-03-02').map(
      ({ permit: { id }, level, caps }) => [id, level, caps.map((cap) => cap.id)],
    );
  const requiring = (...required: readonly Record<string, boolean>[]) =>
    lawWith({
      ...law,
      guards: required.map((require, at) => ({ ...law.guards[0]!, id: `G-${at}`, require })),
    });

  it('gives the most that each permit can bring, with the caps that some facts bring along', () => {
    expect(reached({})).toEqual([['P-2', 'reveal', ['C-1', 'W-1']]]);
    expect(reached({ phase: 'weging' })).toEqual([['P-3', 'pseudonymise', ['W-1']]]);
    const existence = { name: '_exists', category: '_', levels: [] };
    expect(reached({ fields: [existence] })).toEqual([['P-1', 'exists', ['W-1']]]);
  });

  it('is nothing where a cap always stands above, or a guard can never hold with the permit or another guard', () => {
    expect(reached({}, [{ id: 'C-2', cap: 'withhold', fields: ['ID'], basis: 'art. 5' }])).toEqual([]);
    expect(reached({}, [], requiring({ asked: false }))).toEqual([]);
    expect(reached({}, [], requiring({ inSet: true }, { inSet: false }))).toEqual([]);
    expect(reached({}, [], requiring({ asked: true }))).toEqual([['P-2', 'reveal', ['C-1', 'W-1']]]);
  });

  it('is the level of a cap that always stands above, and names no cap that does not lower it further', () => {
    const masked: Rule = { id: 'C-2', cap: 'mask', fields: ['ID'], basis: 'art. 5' };
    expect(reached({}, [masked])).toEqual([['P-2', 'mask', ['C-1', 'W-1']]]);
  });

  it('lets a cap fail only by facts that the permit leaves open', () => {
    const ofMinors = permit({ id: 'P-4', when: { minor: true } });
    expect(reached({}, [ofMinors])).toEqual([
      ['P-2', 'reveal', ['C-1', 'W-1']],
      ['P-4', 'pseudonymise', ['W-1']],
    ]);
    const other = permit({ id: 'P-4', when: { minor: false } });
    expect(reached({}, [other])).toContainEqual(['P-4', 'reveal', ['C-1', 'W-1']]);
    const either: Rule = { id: 'C-2', cap: 'withhold', when: [{ minor: true }, { minor: false }], basis: 'art. 5' };
    expect(reached({}, [either])).toEqual([]);
    const both: Rule = { id: 'C-2', cap: 'withhold', when: { minor: true, silent: true }, basis: 'art. 5' };
    expect(reached({}, [ofMinors, both])).toContainEqual(['P-4', 'pseudonymise', ['C-2', 'W-1']]);
  });

  it('takes the law as it stands on the day', () => {
    const later = { ...law, caps: law.caps.map((cap) => ({ ...cap, in: ['2026-03-03', 'open'] as const })) };
    expect(reached({}, [], later)).toEqual([['P-2', 'reveal', ['C-1']]]);
  });
});
