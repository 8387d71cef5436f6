import { explain, explainToRecipient, unhinderedFacts } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument, Question, Truth } from '@knooppunt/covenant';
import type { UitlegVraagDto } from '@knooppunt/contracts';
import type { Instant, Kind } from '@knooppunt/kernel';
import { findPayloadType } from '@knooppunt/signals';
import { QuestionUnfit } from '../errors.js';

/** The documents that a question is put to. */
export type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };

const truths: Readonly<Record<string, Truth>> = { waar: true, onwaar: false, onbekend: 'unknown' };
const existence = { name: '_exists', category: '_', levels: [] };

/** The facts that a question states, over those that stand in nobody's way. */
const factsIn = ({ law, covenant }: Documents, { feiten = '' }: UitlegVraagDto): Record<string, Truth> => {
  const stated = feiten.split(',').filter((one) => one !== '');
  const known = { ...covenant.facts, ...law.facts };
  const facts: Record<string, Truth> = { ...unhinderedFacts(law, covenant) };
  for (const one of stated) {
    const [name = '', value = ''] = one.split(':');
    if (!Object.hasOwn(known, name)) throw new QuestionUnfit('feiten');
    facts[name] = truths[value] ?? 'unknown';
  }
  return facts;
};

const fieldOf = (type: string, name: string | undefined) => {
  const found = findPayloadType(type);
  if (!found) throw new QuestionUnfit('soort');
  const fields = [existence, ...found.fields.filter((field) => field.name !== existence.name)];
  if (name === undefined) return { found, fields };
  const field = fields.find((one) => one.name === name);
  if (!field) throw new QuestionUnfit('veld');
  return { found, fields: [field] };
};

/** The question of a query, as the engine takes it. Error: `hub/question-unfit`. */
export const questionOf = (documents: Documents, to: Kind, asked: UitlegVraagDto, at: Instant): Question => {
  const { found, fields } = fieldOf(asked.soort, asked.veld);
  const from = asked.van ?? found.suppliers[0] ?? '';
  const codes = Object.keys(documents.covenant.parties[to]?.purposes ?? {});
  if (!found.suppliers.includes(from)) throw new QuestionUnfit('van');
  if (!codes.some((code) => `${to}.${code}` === asked.doel)) throw new QuestionUnfit('doel');
  return {
    act: 'inzage',
    from,
    to,
    type: found.id,
    purpose: asked.doel,
    phase: asked.fase,
    at,
    fields,
    facts: factsIn(documents, asked),
  };
};

/** What is told: to who reads the log all of it, to a recipient what he may be told of an answer (policy-engine §3.5). */
export const explanationOf = ({ law, covenant }: Documents, question: Question, isWhole: boolean): object =>
  isWhole
    ? explain(law, covenant, question)
    : { question: { to: question.to, type: question.type }, fields: explainToRecipient(law, covenant, question) };
