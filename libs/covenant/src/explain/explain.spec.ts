import { describe, expect, it } from '@jest/globals';
import type { CovenantDocument, LawDocument, Question } from '../model.js';
import { explain } from './explain.js';
import { reachOf } from './reach.js';
import { explainToRecipient } from './to-recipient.js';
import { unhinderedFacts } from './unhindered.js';

const law: LawDocument = {
  wet: 'wet',
  version: '1',
  semantics: 'covenant/1',
  kinds: { participants: ['POL', 'COLL'], bureau: ['RIEC'] },
  acts: { inzage: 'WGS 1.6' },
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
};
const permit = { from: 'any', to: 'any', type: 'any', purpose: 'own' } as const;
const covenant: CovenantDocument = {
  covenant: 'c',
  version: '1',
  semantics: 'covenant/1',
  under: { law: 'wet', checkedAgainst: '1' },
  valid: { from: '2026-01-01', until: '2026-12-31', zone: 'Europe/Amsterdam' },
  phases: ['weging', '1', '2', '3'],
  levels: ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'],
  categories: ['ID'],
  parties: { POL: { name: 'Politie', law: 'WGS', secrecy: ['Wpg 7'], purposes: { een: 'WGS' } } },
  groups: {},
  facts: {
    asked: { of: 'question', from: 'case', is: 'gevraagd', known: 'recipient' },
    minor: { of: 'subject', from: 'subject', is: 'minderjarig', known: 'hidden', seenAs: 'shielded' },
  },
  obligations: { retain: { combine: 'shortest' } },
  defaults: { level: 'withhold', obligations: { retain: 'P90D' } },
  rules: [
    { id: 'P-1', permit: 'exists', ...permit, fields: ['_exists'], phase: '1+', basis: 'art. 1' },
    { id: 'P-2', permit: 'reveal', ...permit, fields: ['ID'], phase: '1+', when: { asked: true }, basis: 'art. 2' },
    { id: 'P-3', permit: 'pseudonymise', ...permit, fields: ['ID'], phase: 'weging', basis: 'art. 3' },
    {
      id: 'C-1',
      cap: 'pseudonymise',
      fields: ['ID'],
      when: { minor: true },
      observable: ['shielded'],
      basis: 'art. 4',
    },
  ],
};
const question: Question = {
  act: 'inzage',
  from: 'COLL',
  to: 'POL',
  type: 'S1',
  purpose: 'POL.een',
  phase: '2',
  at: '2026-03-02T09:30:00.000Z',
  fields: [{ name: 'bsn', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] }],
  facts: { inSet: true, silent: false, consent: true, asked: true, minor: true },
};

describe('explain', () => {
  it('gives level, permit, cap, facts and duties, each rule with its article', () => {
    const [bsn] = explain(law, covenant, question).fields;
    expect(bsn).toMatchObject({
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
    expect(bsn?.facts).toEqual([
      { name: 'asked', value: true, known: 'recipient', is: 'gevraagd' },
      { name: 'inSet', value: true, known: 'recipient', is: 'betrokken' },
      { name: 'minor', value: true, known: 'hidden', is: 'minderjarig' },
      { name: 'silent', value: false, known: 'hidden', is: 'stil' },
    ]);
  });

  it('gives what one fact or one phase would have changed, and by which rule', () => {
    const [bsn] = explain(law, covenant, question).fields;
    expect(bsn?.nearMisses).toEqual([
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
});

describe('explainToRecipient', () => {
  it('names the level and the article that permits it, never the cap that lowered it', () => {
    expect(explainToRecipient(law, covenant, question)).toEqual([
      { field: 'bsn', level: 'pseudonymise', article: 'art. 2' },
    ]);
  });

  it('says nothing of what is withheld, whyever it is', () => {
    for (const facts of [{ asked: false }, { silent: true }, { inSet: false }, { inSet: 'unknown' as const }]) {
      expect(explainToRecipient(law, covenant, { ...question, facts: { ...question.facts, ...facts } })).toEqual([]);
    }
  });

  it('says nothing of a field of what the recipient may not know to be there', () => {
    const rules = covenant.rules.filter(({ id }) => id !== 'P-1');
    expect(explainToRecipient(law, { ...covenant, rules }, question)).toEqual([]);
  });

  it('names an article that holds whatever is hidden, where another rests on a hidden fact', () => {
    const hiddenPermit = { ...permit, fields: ['ID'], phase: '1+', when: { minor: true }, basis: 'art. 0' } as const;
    const rules = [{ id: 'P-0', permit: 'reveal' as const, ...hiddenPermit }, ...covenant.rules];
    expect(explainToRecipient(law, { ...covenant, rules }, question)).toMatchObject([{ article: 'art. 2' }]);
    const facts = { ...question.facts, asked: false };
    expect(explainToRecipient(law, { ...covenant, rules }, { ...question, facts })).toMatchObject([
      { article: 'art. 0' },
    ]);
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
});

describe('reachOf', () => {
  const reached = (changes: Partial<Question>) =>
    reachOf(law, covenant, { ...question, ...changes }, '2026-03-02').map(({ permit: { id }, level, caps }) => [
      id,
      level,
      caps.map((cap) => cap.id),
    ]);

  it('gives the most that each permit can bring, with the caps that some facts bring along', () => {
    expect(reached({})).toEqual([['P-2', 'reveal', ['C-1', 'W-1']]]);
    expect(reached({ phase: 'weging' })).toEqual([['P-3', 'pseudonymise', ['W-1']]]);
  });

  it('is nothing where a cap always stands above, or a guard can never hold with the permit', () => {
    const always = { id: 'C-2', cap: 'withhold' as const, fields: ['ID'], basis: 'art. 5' };
    const shut = { ...covenant, rules: [...covenant.rules, always] };
    expect(reachOf(law, shut, question, '2026-03-02')).toEqual([]);
    const against = { ...law, guards: law.guards.map((guard) => ({ ...guard, require: { asked: false } })) };
    expect(reachOf(against, covenant, question, '2026-03-02')).toEqual([]);
  });
});
