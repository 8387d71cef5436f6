import { decide } from '@knooppunt/covenant';
import type { DecidedField, FieldDecision, Obligations, Truth } from '@knooppunt/covenant';
import type { FieldDefinition, Level, PayloadType } from '@knooppunt/signals';
import { blockFacts, headBlock, itemFacts, questionFacts } from './facts.js';
import type { Asking, Fact, Facts, Item, SealedFacts } from './facts.js';

/** One field as judged. `permit` is the id of the permit that gave the level; what is withheld has none to show. */
export type JudgedField = {
  readonly field: string;
  readonly level: Level;
  readonly permit?: string;
  readonly cap?: string;
  readonly obligations: Obligations;
};

/** A block as judged, with the facts that rules in scope asked. */
export type Judgement = {
  readonly refusedBy: readonly string[];
  readonly fields: readonly JudgedField[];
  readonly facts: Facts;
};

const existsField: DecidedField = { name: '_exists', category: '_', levels: [] };

/** The fields that the registry gives a kind of block; `head` has `_exists` alone. */
export const decidedFields = (type: PayloadType, kind: string): readonly DecidedField[] =>
  kind === headBlock
    ? [existsField]
    : type.fields
        .filter((field) => field.block === kind)
        .map(({ name, category, levels }: FieldDefinition) => ({ name, category, levels }));

const truthOf = (fact: Fact): Truth => (fact.value === 'unknown' ? 'unknown' : fact.value === 'true');

const truths = (facts: Facts, asked: Fact | undefined): Record<string, Truth> => ({
  ...Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, truthOf(fact)])),
  ...(asked ? { asked: truthOf(asked) } : {}),
});

const usedOf = (facts: Facts, used: ReadonlySet<string>): Facts =>
  Object.fromEntries(
    Object.entries(facts).filter(([name]) => used.has(name) || (name.startsWith('asked:') && used.has('asked'))),
  );

/**
 * Decides one block of one item from facts alone: a pure function of documents, question and facts, the same for the gate
 * and for an audit. Fields are decided per category, for necessity (`asked`) is recorded per category.
 */
export const judgeFromFacts = (
  asking: Asking,
  item: Pick<Item, 'payloadType' | 'supplierKind' | 'phase'>,
  fields: readonly DecidedField[],
  facts: Facts,
): Judgement => {
  const byCategory = Map.groupBy(fields, ({ category }) => category);
  const refusedBy = new Set<string>();
  const used = new Set<string>();
  const decided = new Map<string, FieldDecision>();
  for (const [category, group] of byCategory) {
    const decision = decide(asking.law, asking.covenant, {
      act: asking.act,
      from: item.supplierKind,
      to: asking.recipientKind,
      type: item.payloadType,
      purpose: asking.purpose,
      phase: item.phase,
      at: asking.at,
      fields: group,
      facts: truths(facts, facts[`asked:${category}`]),
    });
    for (const id of decision.refusedBy) refusedBy.add(id);
    for (const name of decision.factsUsed) used.add(name);
    for (const field of decision.fields) decided.set(field.field, field);
  }
  return {
    refusedBy: [...refusedBy].toSorted(),
    fields: fields.map(({ name }) => judgedField(decided.get(name), name)),
    facts: usedOf(facts, used),
  };
};

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

/** All facts that a block's decision may use: of the question, the item and the block. */
export const factsFor = (
  asking: Asking,
  item: Item,
  block: { readonly name: string; readonly kind: string; readonly fields: readonly DecidedField[] },
  sealed: { readonly item?: SealedFacts; readonly block?: SealedFacts },
): Facts => ({
  ...questionFacts(asking),
  ...itemFacts(asking, item, sealed.item),
  ...blockFacts(
    asking,
    item,
    { name: block.name, kind: block.kind, categories: [...new Set(block.fields.map(({ category }) => category))] },
    sealed.block,
  ),
});
