import type { Condition, CovenantDocument, DecidedField, LawDocument, Question, Rule } from '../model.js';
import { clausesOf, heightOf } from '../semantics/covenant-1.js';
import { decide } from '../semantics/index.js';
import type { RecipientExplanation } from './explanation.js';

type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };
type Facts = Question['facts'];
const existence: DecidedField = { name: '_exists', category: '_', levels: [] };

const isVisibleIn = ({ law, covenant }: Documents): ((fact: string) => boolean) => {
  const definitions = { ...covenant.facts, ...law.facts };
  return (fact) => Object.hasOwn(definitions, fact) && definitions[fact]?.known === 'recipient';
};

const filtered = <Value>(
  record: Readonly<Record<string, Value>>,
  keep: (name: string) => boolean,
): Readonly<Record<string, Value>> => Object.fromEntries(Object.entries(record).filter(([name]) => keep(name)));

/** A permit that could have given a level, as far as the recipient can know. */
type Candidate = { readonly rule: Rule; readonly height: number; readonly asksHidden: boolean };

/** What rests on nothing hidden first, then what goes furthest, then by id. */
const byMerit = (a: Candidate, b: Candidate): number =>
  Number(a.asksHidden) - Number(b.asksHidden) || b.height - a.height || (a.rule.id < b.rule.id ? -1 : 1);

/** The permits that a recipient may think of: what he knows of their conditions holds; what is hidden from him may hold. */
const candidatesFor = (documents: Documents, question: Question, field: DecidedField): readonly Candidate[] => {
  const isVisible = isVisibleIn(documents);
  const known: Facts = filtered(question.facts, isVisible);
  const given = (rule: Rule, facts: Facts): number => {
    const { law, covenant } = documents;
    const asked: Question = { ...question, facts, fields: [field] };
    const [decided] = decide({ ...law, guards: [], caps: [] }, { ...covenant, rules: [rule] }, asked).fields;
    return heightOf(decided?.level ?? 'withhold', field);
  };
  const hiddenOf = (clause: Condition): Condition => filtered(clause, (fact) => !isVisible(fact));
  return documents.covenant.rules
    .filter(({ permit }) => permit !== undefined)
    .map((rule): Candidate => {
      const plain = given(rule, known);
      if (plain > 0) return { rule, height: plain, asksHidden: false };
      const height = Math.max(...clausesOf(rule).map((clause) => given(rule, { ...known, ...hiddenOf(clause) })));
      return { rule, height, asksHidden: true };
    })
    .toSorted(byMerit);
};

/**
 * What the recipient of an answer may be told: of each shown field its level and the article of a permit that allows it;
 * of a withheld field, and of what he may not even know to be there, nothing.
 *
 * The article is a function of the level and of facts that he knows: where several permits could have given the level, it
 * is the highest that asks no hidden fact, so that naming it never tells one. Source: policy-engine §3.5, design §6.
 */
export const explainToRecipient = (
  law: LawDocument,
  covenant: CovenantDocument,
  question: Question,
): readonly RecipientExplanation[] => {
  const documents: Documents = { law, covenant };
  const asked: Question = { ...question, fields: [existence, ...question.fields] };
  const [there, ...decided] = decide(law, covenant, asked).fields;
  if (there === undefined || there.level === 'withhold') return [];
  return decided.flatMap(({ field: name, level }, at) => {
    const field = question.fields[at];
    if (field === undefined || level === 'withhold') return [];
    const able = candidatesFor(documents, question, field).filter(({ height }) => height >= heightOf(level, field));
    return [{ field: name, level, article: able[0]?.rule.basis ?? '' }];
  });
};
