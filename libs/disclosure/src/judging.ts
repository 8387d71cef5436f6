import { decidedFields, factsFor, headBlock, judgeFromFacts, subjectOf } from '@knooppunt/cases';
import type { Asking, Facts, JudgedField, Judgement } from '@knooppunt/cases';
import type { DecidedField } from '@knooppunt/covenant';
import type { Uuid } from '@knooppunt/kernel';
import { findPayloadType } from '@knooppunt/signals';
import type { SealedFactsReader } from './sealed-facts.js';
import type { PlannedItem, View } from './view.js';

export type JudgedBlock = {
  readonly name: string;
  readonly kind: string;
  readonly subject?: Uuid;
  readonly fields: readonly JudgedField[];
  readonly facts: Facts;
};

/** An item with a level for every field that the registry gives it. `visible`: its `_exists` is at least exists. */
export type JudgedItem = {
  readonly planned: PlannedItem;
  readonly visible: boolean;
  readonly refusedBy: readonly string[];
  readonly blocks: readonly JudgedBlock[];
};

const own = (fields: readonly DecidedField[], facts: Facts, isOwn: boolean): Judgement => ({
  refusedBy: [],
  facts: Object.fromEntries(Object.entries(facts).filter(([name]) => name === 'ownOrganisation')),
  fields: fields.map(({ name }) => ({ field: name, level: isOwn ? 'reveal' : 'withhold', obligations: {} })),
});

/**
 * Decides every block of an item (design §6 step 2). Under the act `eigen` an organisation reads back what it supplied,
 * at reveal, and nothing of others.
 */
export const judgeItem = async (
  asking: Asking,
  act: View['act'],
  planned: PlannedItem,
  sealedFacts: SealedFactsReader,
): Promise<JudgedItem> => {
  const { item } = planned;
  const type = findPayloadType(item.payloadType);
  if (!type) throw new TypeError(`payload type \`${item.payloadType}\` is not in the registry`);
  // What an organisation supplied itself it reads back whole: no fact of a person can change that.
  const isOwnAct = act === 'eigen';
  const itemSealed = isOwnAct ? undefined : await sealedFacts.ofItem(item);
  const judge = async (block: {
    readonly name: string;
    readonly kind: string;
  }): Promise<JudgedBlock & { readonly refusedBy: readonly string[] }> => {
    const fields = decidedFields(type, block.kind);
    const blockSealed = isOwnAct ? undefined : await sealedFacts.ofBlock(item, block);
    const facts = factsFor(
      asking,
      item,
      { ...block, fields },
      {
        ...(itemSealed ? { item: itemSealed } : {}),
        ...(blockSealed ? { block: blockSealed } : {}),
      },
    );
    const judgement = isOwnAct
      ? own(fields, facts, item.supplier === asking.recipient)
      : judgeFromFacts(asking, item, fields, facts);
    const subject = block.kind === 'person' || block.kind === 'company' ? subjectOf(item, block.name) : undefined;
    return { ...block, ...judgement, ...(subject === undefined ? {} : { subject }) };
  };
  const head = await judge({ name: headBlock, kind: headBlock });
  const blocks = await Promise.all(item.blocks.map(judge));
  const visible = head.fields[0] !== undefined && head.fields[0].level !== 'withhold';
  return { planned, visible, refusedBy: head.refusedBy, blocks: [head, ...blocks] };
};
