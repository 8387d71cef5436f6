import { decide } from '@knooppunt/covenant';
import type { DecidedField, FieldDecision, Obligations, Question, Truth } from '@knooppunt/covenant';
import type { FieldDefinition, Level, PayloadType } from '@knooppunt/signals';
import { blockFacts, headBlock } from './facts.js';
import type { Asking, Fact, Facts, Item, SealedFacts } from './facts.js';

/** One field as judged. `permit` is the id of the permit that gave the level; what is withheld has none to show. */
export type JudgedField = {
  readonly field: string;
  readonly level: Level;
  readonly permit?: string;
  readonly cap?: string;
  readonly obligations: Obligations;
};

/** A block as judged, with the facts of question, item and block that rules in scope asked. */
export type Judgement = {
  readonly refusedBy: readonly string[];
  readonly fields: readonly JudgedField[];
  readonly facts: Facts;
};

const existsField: DecidedField = { name: '_exists', category: '_', levels: [] };
const existsFields: readonly DecidedField[] = [existsField];
const fieldsOfKinds = new WeakMap<PayloadType, Map<string, readonly DecidedField[]>>();

/** The fields that the registry gives a kind of block, one list per type and kind; `head` has `_exists` alone. */
export const decidedFields = (type: PayloadType, kind: string): readonly DecidedField[] => {
  if (kind === headBlock) return existsFields;
  const kinds = fieldsOfKinds.get(type) ?? new Map<string, readonly DecidedField[]>();
  fieldsOfKinds.set(type, kinds);
  const fields =
    kinds.get(kind) ??
    type.fields
      .filter((field) => field.block === kind)
      .map(({ name, category, levels }: FieldDefinition) => ({ name, category, levels }));
  kinds.set(kind, fields);
  return fields;
};

const truthOf = (fact: Fact): Truth => (fact.value === 'unknown' ? 'unknown' : fact.value === 'true');

const truths = (facts: Facts, asked: Fact | undefined): Record<string, Truth> => ({
  ...Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, truthOf(fact)])),
  ...(asked ? { asked: truthOf(asked) } : {}),
});

const usedOf = (facts: Facts, used: ReadonlySet<string>): Facts =>
  Object.fromEntries(
    Object.entries(facts).filter(([name]) => used.has(name) || (name.startsWith('asked:') && used.has('asked'))),
  );

type Judged = Pick<Item, 'payloadType' | 'supplierKind' | 'phase'>;
type Outcome = Pick<Judgement, 'refusedBy' | 'fields'> & { readonly used: ReadonlySet<string> };

/**
 * Outcomes of one question. A decision is a function of what is asked and of the values of the facts: blocks of one kind
 * with the same facts are decided once. Kept no longer than the question itself.
 */
const outcomes = new WeakMap<Asking, WeakMap<readonly DecidedField[], Map<string, Outcome>>>();

const outcomesOf = (asking: Asking, fields: readonly DecidedField[]): Map<string, Outcome> => {
  const ofAsking = outcomes.get(asking) ?? new WeakMap<readonly DecidedField[], Map<string, Outcome>>();
  outcomes.set(asking, ofAsking);
  const ofFields = ofAsking.get(fields) ?? new Map<string, Outcome>();
  ofAsking.set(fields, ofFields);
  return ofFields;
};

const keyOf = ({ payloadType, supplierKind, phase }: Judged, facts: Facts): string =>
  JSON.stringify([payloadType, supplierKind, phase, Object.entries(facts).map(([name, { value }]) => [name, value])]);

/** Who asks, for what, when: what a question has of it. */
export type Deciding = Pick<Asking, 'act' | 'recipientKind' | 'purpose' | 'at'>;

/** Fields of one category: they are one question. */
export type FieldGroup = readonly [category: string, fields: readonly DecidedField[]];
const groupsOfFields = new WeakMap<readonly DecidedField[], readonly FieldGroup[]>();

/** Fields by category; the same lists for the same fields, for an engine keeps what it knows of a list. */
export const fieldGroups = (fields: readonly DecidedField[]): readonly FieldGroup[] => {
  const groups = groupsOfFields.get(fields) ?? [...Map.groupBy(fields, ({ category }) => category)];
  groupsOfFields.set(fields, groups);
  return groups;
};

/** The questions that deciding a block is: one per category of its fields, for necessity (`asked`) is recorded per category. */
export const questionsOf = (
  { act, recipientKind, purpose, at }: Deciding,
  { supplierKind, payloadType, phase }: Judged,
  fields: readonly DecidedField[],
  facts: Facts,
): readonly Question[] =>
  fieldGroups(fields).map(([category, group]) => ({
    act,
    from: supplierKind,
    to: recipientKind,
    type: payloadType,
    purpose,
    phase,
    at,
    fields: group,
    facts: truths(facts, facts[`asked:${category}`]),
  }));

const decideFields = (asking: Asking, item: Judged, fields: readonly DecidedField[], facts: Facts): Outcome => {
  const refusedBy = new Set<string>();
  const used = new Set<string>();
  const decided = new Map<string, FieldDecision>();
  for (const question of questionsOf(asking, item, fields, facts)) {
    const decision = decide(asking.law, asking.covenant, question);
    for (const id of decision.refusedBy) refusedBy.add(id);
    for (const name of decision.factsUsed) used.add(name);
    for (const field of decision.fields) decided.set(field.field, field);
  }
  return {
    refusedBy: [...refusedBy].toSorted(),
    fields: fields.map(({ name }) => judgedField(decided.get(name), name)),
    used,
  };
};

/**
 * Decides one block of one item from facts alone: a pure function of documents, question and facts, the same for the gate
 * and for an audit. Fields are decided per category, for necessity (`asked`) is recorded per category.
 */
export const judgeFromFacts = (
  asking: Asking,
  item: Judged,
  fields: readonly DecidedField[],
  facts: Facts,
): Judgement => {
  const known = outcomesOf(asking, fields);
  const key = keyOf(item, facts);
  const outcome = known.get(key) ?? decideFields(asking, item, fields, facts);
  known.set(key, outcome);
  return { refusedBy: outcome.refusedBy, fields: outcome.fields, facts: usedOf(facts, outcome.used) };
};

/** Under the act `eigen` an organisation reads back its own supply whole, and nothing of others (design §5). */
export const judgeOwn = (asking: Asking, item: Item, fields: readonly DecidedField[], facts: Facts): Judgement => ({
  refusedBy: [],
  facts: Object.fromEntries(Object.entries(facts).filter(([name]) => name === 'ownOrganisation')),
  fields: fields.map(({ name }) => ({
    field: name,
    level: item.supplier === asking.recipient ? 'reveal' : 'withhold',
    obligations: {},
  })),
});

const judgedField = (decision: FieldDecision | undefined, name: string): JudgedField => {
  if (!decision) return { field: name, level: 'withhold', obligations: {} };
  const { level, permit, cap, obligations } = decision;
  return {
    field: name,
    level,
    obligations,
    ...(permit === undefined ? {} : { permit }),
    ...(cap === undefined ? {} : { cap }),
  };
};

/** Which of these facts a decision used. */
export const usedAmong = (facts: Facts, used: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => Object.hasOwn(used, name)));

/** Facts of one block of an item, with a necessity per category of its fields. */
export const factsOfBlock = (
  asking: Asking,
  item: Item,
  block: { readonly name: string; readonly kind: string; readonly fields: readonly DecidedField[] },
  sealed?: SealedFacts,
): Facts => {
  const categories = [...new Set(block.fields.map(({ category }) => category))];
  return blockFacts(asking, item, { name: block.name, kind: block.kind, categories }, sealed);
};
