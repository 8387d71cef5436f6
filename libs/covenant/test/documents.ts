import type { CovenantDocument, LawDocument, Question, Rule } from '../src/index.js';

/*
 * Documents for specs of decisions: what every one of them needs and none of them is about. A spec gives what it is about.
 */

const law: LawDocument = {
  wet: 'wet',
  version: '1',
  semantics: 'covenant/1',
  kinds: { participants: ['POL', 'BD', 'COLL'], bureau: ['RIEC'] },
  acts: { levering: 'WGS 1.5', inzage: 'WGS 1.6', resultaat: 'WGS 1.7' },
  facts: {},
  guards: [],
  caps: [],
};

/** A law that says nothing but this. */
export const lawWith = (more: Partial<LawDocument>): LawDocument => ({ ...law, ...more });

/** A party of these purposes and secrets. */
export const partyWith = (
  codes: readonly string[],
  secrecy: readonly string[] = ['Wpg 7'],
): CovenantDocument['parties'][string] => ({
  name: 'n',
  law: 'WGS 2.19',
  secrecy,
  purposes: Object.fromEntries(codes.map((code) => [code, 'WGS 2.19'])),
});

const covenant: CovenantDocument = {
  covenant: 'c',
  version: '1',
  semantics: 'covenant/1',
  under: { law: 'wet', checkedAgainst: '1' },
  valid: { from: '2026-01-01', until: '2030-12-31', zone: 'Europe/Amsterdam' },
  phases: ['weging', '1', '2', '3'],
  levels: ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'],
  categories: ['ID', 'FISC'],
  parties: {},
  groups: {},
  facts: {},
  obligations: { retain: { combine: 'shortest' } },
  defaults: { level: 'withhold', obligations: { retain: 'P90D' } },
  rules: [],
};

/** A covenant of the law above that says nothing but this; without parties, unless it names some. */
export const covenantWith = (more: Partial<CovenantDocument>): CovenantDocument => ({ ...covenant, ...more });

/** A permit that speaks of everything, but for what this says. */
export const permitWith = (more: Partial<Rule>): Rule => ({
  id: 'P-1',
  permit: 'reveal',
  from: 'any',
  to: 'any',
  type: 'any',
  fields: 'any',
  purpose: 'any',
  phase: 'any',
  basis: 'convenant art. 1',
  ...more,
});

/** The police's question about a supply of the college, but for what this says. */
export const questionWith = (more: Partial<Question>): Question => ({
  act: 'inzage',
  from: 'COLL',
  to: 'POL',
  type: 'S2',
  purpose: 'POL.opsporing',
  phase: '2',
  at: '2026-03-02T09:30:00.000Z',
  fields: [],
  facts: {},
  ...more,
});
