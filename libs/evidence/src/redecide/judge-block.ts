import {
  decidedFields,
  factsOfBlock,
  headBlock,
  itemFacts,
  judgeFromFacts,
  judgeOwn,
  obligationsDigest,
  subjectOf,
  usedAmong,
} from '@knooppunt/cases';
import type { Asking, DisclosedBlock, DisclosedItem, Facts, Item, JudgedField, Judgement } from '@knooppunt/cases';
import type { PayloadType } from '@knooppunt/signals';
import type { DigestOf } from '@knooppunt/kernel';
import type { RecordedFold } from './record.js';
import type { SecondEngine } from './second-engine.js';
import type { Totals } from './totals.js';

const sealedSource = 'facts-block';

type Place = { readonly fold: RecordedFold; readonly totals: Totals; readonly name: string };

/** The facts to decide with: computed again, but those whose source is sealed as they were recorded. Says what differs. */
export const settledFacts = (fresh: Facts, was: Facts, { fold, totals, name }: Place): Facts => {
  const settled = Object.entries(fresh).map(([fact, now]) => {
    const then = Object.hasOwn(was, fact) ? was[fact] : undefined;
    if (!then) return [fact, now] as const;
    const isTaken = now.source === sealedSource && then.source === sealedSource;
    (isTaken ? totals.asRecorded : totals.recomputed).add(fact);
    if (isTaken) return [fact, then] as const;
    if (then.value !== now.value) fold.say('fact-differs', `${name} ${fact}: ${then.value} recorded, ${now.value} now`);
    else if (then.source !== now.source) fold.say('fact-differs', `${name} ${fact}: another source`);
    return [fact, now] as const;
  });
  return Object.fromEntries(settled);
};

/** Each fact that was used is in the record where it belongs, and no other. */
export const checkUsed = (now: Facts, was: Facts, { fold, name }: Place): void => {
  for (const fact of Object.keys(now)) if (!Object.hasOwn(was, fact)) fold.say('fact-missing', `${name} ${fact}`);
  for (const fact of Object.keys(was)) if (!Object.hasOwn(now, fact)) fold.say('fact-unused', `${name} ${fact}`);
};

const checkField = (field: JudgedField, was: DisclosedBlock, { fold, name }: Place): void => {
  const then = Object.hasOwn(was.levels, field.field) ? was.levels[field.field] : 'nothing';
  if (then !== field.level) fold.say('level-differs', `${name}.${field.field}: ${then} recorded, ${field.level} now`);
  const permit = field.level === 'withhold' ? undefined : field.permit;
  const thenPermit = Object.hasOwn(was.permits, field.field) ? was.permits[field.field] : undefined;
  if (thenPermit !== permit) {
    fold.say('permit-differs', `${name}.${field.field}: ${thenPermit ?? 'none'} recorded, ${permit ?? 'none'} now`);
  }
  // A record of version 1 names no caps.
  const thenCap = was.caps && (Object.hasOwn(was.caps, field.field) ? was.caps[field.field] : 'none');
  if (thenCap !== undefined && thenCap !== (field.cap ?? 'none')) {
    fold.say('cap-differs', `${name}.${field.field}: ${thenCap} recorded, ${field.cap ?? 'none'} now`);
  }
};

const checkObligations = (fields: Judgement['fields'], was: DisclosedBlock, digestOf: DigestOf, place: Place): void => {
  if (was.obligations === undefined || was.obligations === obligationsDigest(fields, digestOf)) return;
  place.fold.say('obligations-differ', place.name);
};

const checkLevels = (fields: Judgement['fields'], was: DisclosedBlock, place: Place): void => {
  const names = new Set(fields.map(({ field }) => field));
  for (const field of fields) checkField(field, was, place);
  for (const [name, level] of Object.entries(was.levels)) {
    place.totals.fields++;
    place.totals.levels.add(level);
    if (!names.has(name)) place.fold.say('level-differs', `${place.name}.${name}: no such field`);
  }
};

const checkSubject = (item: Item, was: DisclosedBlock, { fold, name }: Place): void => {
  const isOfSubject = was.kind === 'person' || was.kind === 'company';
  const subject = isOfSubject ? subjectOf(item, was.block) : undefined;
  if (subject !== was.subject) fold.say('subject-differs', name);
};

/** What the items of a record are judged within; `question` are the settled facts of the question. */
export type Judging = {
  readonly fold: RecordedFold;
  readonly asking: Asking;
  readonly question: Facts;
  readonly totals: Totals;
  readonly digestOf: DigestOf;
  readonly second: SecondEngine | undefined;
};

type Judged = { readonly item: Item; readonly type: PayloadType; readonly facts: Facts };

/** Decides one block again, says where the outcome is not the recorded one, and gives the facts that it used. */
const judgeBlock = (
  { fold, asking, question, totals, digestOf, second }: Judging,
  judged: Judged,
  was: DisclosedBlock,
): Facts => {
  const { item, type } = judged;
  totals.blocks++;
  const place: Place = { fold, totals, name: `${item.source.stream} ${was.block}` };
  const fields = decidedFields(type, was.kind);
  const fresh = factsOfBlock(asking, item, { name: was.block, kind: was.kind, fields });
  const ofBlock = settledFacts(fresh, was.facts, place);
  const facts = { ...question, ...judged.facts, ...ofBlock };
  const judge = fold.record.data.act === 'eigen' ? judgeOwn : judgeFromFacts;
  const judgement = judge(asking, item, fields, facts);
  checkLevels(judgement.fields, was, place);
  checkObligations(judgement.fields, was, digestOf, place);
  if (judge === judgeFromFacts)
    second?.compare(asking, item, { fields, facts, judgement, place: place.name }, fold.say);
  checkUsed(usedAmong(ofBlock, judgement.facts), was.facts, place);
  checkSubject(item, was, place);
  return judgement.facts;
};

/** Decides every block of an item again. A fact of the item stands once, and is there where any of its blocks used it. */
export const judgeItem = (judging: Judging, item: Item, type: PayloadType, was: DisclosedItem): void => {
  const { fold, asking, totals } = judging;
  const place: Place = { fold, totals, name: item.source.stream };
  const facts = settledFacts(itemFacts(asking, item), was.facts, place);
  const judged = { item, type, facts };
  const used = checkBlocks(fold, item, was).map((block) => judgeBlock(judging, judged, block));
  checkUsed(usedAmong(facts, Object.assign({}, ...used) as Facts), was.facts, place);
};

/** Every block that the log gives the item must be in the record, and no other. */
const checkBlocks = (fold: RecordedFold, item: Item, was: DisclosedItem): readonly DisclosedBlock[] => {
  const expected = new Map([[headBlock, headBlock], ...item.blocks.map(({ name, kind }) => [name, kind] as const)]);
  const recorded = new Set(was.blocks.map(({ block }) => block));
  for (const name of expected.keys()) {
    if (!recorded.has(name)) fold.say('block-missing', `${item.source.stream} ${name}`);
  }
  return was.blocks.filter(({ block, kind }) => {
    const isKnown = expected.get(block) === kind;
    if (!isKnown) fold.say('block-unknown', `${item.source.stream} ${block}`);
    return isKnown;
  });
};
