import type { CovenantDocument, DecidedField, LawDocument, Question, Rule, Selector, Truth } from '@knooppunt/covenant';
import { levels } from '@knooppunt/signals';
import type { FieldDefinition } from '@knooppunt/signals';
import { categories } from './schema.js';
import { facts, parties, phases, purposes } from './rules.js';
import type { Names, NeutralQuestion, NeutralRule } from './neutral.js';

const selectorOf = (names: Names): Selector => (names === 'all' ? 'any' : names);
const fieldsOf = (fields: NeutralRule['fields']): Selector => {
  if (fields === 'all') return 'any';
  return 'names' in fields ? fields.names : fields.categories;
};

const ruleOf = ({
  id,
  effect,
  level,
  from,
  to,
  types,
  fields,
  purposes: asked,
  phases: when,
  ...rest
}: NeutralRule): Rule => ({
  id,
  [effect]: levels[level],
  from: selectorOf(from),
  to: selectorOf(to),
  type: selectorOf(types),
  fields: fieldsOf(fields),
  purpose: selectorOf(asked),
  phase: selectorOf(when),
  ...(Object.keys(rest.when).length > 0 && { when: rest.when }),
  obligations: { ...(rest.retain && { retain: rest.retain }), ...(rest.onward && { onward: rest.onward }) },
  basis: 'convenant art. 1',
});

const factOf = { of: 'contribution', from: 'workload', is: 'so drawn', known: 'recipient' } as const;
const factOfReader = { ...factOf, of: 'recipient' } as const;
const partyOf = (name: string, codes: readonly string[]) => ({
  name,
  law: 'WGS 2.19',
  secrecy: ['Awb 2:5'],
  purposes: Object.fromEntries(codes.map((code) => [code, 'WGS 2.17'])),
});

/** The law of the workload: it knows the parties, and takes nothing away. */
export const workloadLaw: LawDocument = {
  wet: 'werklast',
  version: '1',
  semantics: 'covenant/1',
  kinds: { participants: parties, bureau: ['RIEC'] },
  acts: { levering: 'WGS 1.5', inzage: 'WGS 1.6', resultaat: 'WGS 1.7' },
  facts: {},
  guards: [],
  caps: [],
};

/** Neutral rules as a covenant of the product. */
export const covenantOf = (rules: readonly NeutralRule[]): CovenantDocument => ({
  covenant: 'werklast',
  version: '1.0.0',
  semantics: 'covenant/1',
  under: { law: 'werklast', checkedAgainst: '1' },
  valid: { from: '2026-01-01', until: '2030-12-31', zone: 'Europe/Amsterdam' },
  phases,
  levels,
  categories,
  parties: {
    ...Object.fromEntries(parties.map((party) => [party, partyOf(party, ['taak'])])),
    RIEC: partyOf(
      'RIEC',
      purposes.map((purpose) => purpose.slice('RIEC.'.length)),
    ),
  },
  groups: {},
  facts: Object.fromEntries(facts.map((fact, at) => [fact, at === 0 ? factOfReader : factOf])),
  obligations: {
    retain: { combine: 'shortest' },
    onward: { combine: 'strictest', order: ['forbidden', 'participants'] },
  },
  defaults: { level: 'withhold', obligations: { retain: 'P1Y', onward: 'participants' } },
  rules: rules.map(ruleOf),
});

/** A field as the engine sees it. */
export const decidedField = ({ name, category, levels: own }: FieldDefinition): DecidedField => ({
  name,
  category,
  levels: own,
});

/** The instant of every decision of the workload. */
export const decidedAt = '2026-03-02T09:30:00.000Z';

/** A neutral question as the product asks it. */
export const asQuestion = (
  question: NeutralQuestion,
  fields: readonly DecidedField[],
  known: Readonly<Record<string, Truth>> = question.facts,
): Question => ({
  act: 'inzage',
  from: question.from,
  to: question.to,
  type: question.type,
  purpose: question.purpose,
  phase: question.phase,
  at: decidedAt,
  fields,
  facts: known,
});
