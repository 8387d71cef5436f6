import {
  decidedFields,
  factsOfBlock,
  headBlock,
  itemFacts,
  judgeFromFacts,
  judgeOwn,
  questionFacts,
  subjectOf,
  usedAmong,
} from '@knooppunt/cases';
import type { Asking, Facts, JudgedField } from '@knooppunt/cases';
import type { Uuid } from '@knooppunt/kernel';
import type { PayloadType, Registry } from '@knooppunt/signals';
import type { SealedFactsReader } from './sealed-facts.js';
import type { Unanswered } from './unanswered.js';
import type { PlannedItem, View } from './view.js';

export type JudgedBlock = {
  readonly name: string;
  readonly kind: string;
  readonly subject?: Uuid;
  readonly fields: readonly JudgedField[];
  /** Facts of the block and its subject that its decision used. */
  readonly facts: Facts;
};

/** An item with a level for every field that the registry gives it. `visible`: its `_exists` is at least exists. */
export type JudgedItem = {
  readonly planned: PlannedItem;
  /** The payload type as the registry in force has it. */
  readonly type: PayloadType;
  /** By which version that registry names values. */
  readonly pseudonyms: Registry['pseudonyms'];
  readonly visible: boolean;
  /** Facts of the item that the decision over any of its blocks used. */
  readonly facts: Facts;
  readonly unread?: Unanswered;
  readonly blocks: readonly JudgedBlock[];
};

type Named = { readonly name: string; readonly kind: string };
/** What all items of an answer are judged within; the facts of the question are computed once. */
export type JudgingContext = {
  readonly asking: Asking;
  readonly act: View['act'];
  readonly registry: Registry;
  readonly question: Facts;
  readonly sealedFacts: SealedFactsReader;
};

export const judgingContext = (within: Omit<JudgingContext, 'question'>): JudgingContext => ({
  ...within,
  question: questionFacts(within.asking),
});

/**
 * Decides every block of an item (design §6 step 2). Under the act `eigen` an organisation reads back what it supplied,
 * at reveal, and nothing of others: no fact of a person can change that.
 */
export const judgeItem = async (context: JudgingContext, planned: PlannedItem): Promise<JudgedItem> => {
  const { asking, act, registry, question, sealedFacts } = context;
  const { item } = planned;
  const type = registry.find(item.payloadType);
  if (!type) throw new TypeError(`payload type \`${item.payloadType}\` is not in the registry`);
  const isOwnAct = act === 'eigen';
  const itemSealed = isOwnAct ? undefined : await sealedFacts.ofItem(item);
  const ofItem = itemFacts(asking, item, itemSealed);
  const used = new Set<string>();
  const judge = async (block: Named): Promise<JudgedBlock> => {
    const fields = decidedFields(type, block.kind);
    const blockSealed = isOwnAct ? undefined : await sealedFacts.ofBlock(item, block);
    const ofBlock = factsOfBlock(asking, item, { ...block, fields }, blockSealed);
    const facts = { ...question, ...ofItem, ...ofBlock };
    const judgement = isOwnAct ? judgeOwn(asking, item, fields, facts) : judgeFromFacts(asking, item, fields, facts);
    for (const name of Object.keys(judgement.facts)) used.add(name);
    const subject = block.kind === 'person' || block.kind === 'company' ? subjectOf(item, block.name) : undefined;
    return {
      name: block.name,
      kind: block.kind,
      fields: judgement.fields,
      facts: usedAmong(ofBlock, judgement.facts),
      ...(subject === undefined ? {} : { subject }),
    };
  };
  const blocks = await Promise.all([{ name: headBlock, kind: headBlock }, ...item.blocks].map(judge));
  const level = blocks[0]?.fields[0]?.level;
  const unread = isOwnAct ? undefined : await sealedFacts.unreadOf(item);
  return {
    planned,
    type,
    pseudonyms: registry.pseudonyms,
    visible: level !== undefined && level !== 'withhold',
    facts: Object.fromEntries(Object.entries(ofItem).filter(([name]) => used.has(name))),
    blocks,
    ...(unread === undefined ? {} : { unread }),
  };
};
