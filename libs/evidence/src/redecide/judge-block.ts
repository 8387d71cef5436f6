import { decidedFields, factsFor, headBlock, judgeFromFacts, subjectOf } from '@knooppunt/cases';
import type { Asking, DisclosedBlock, DisclosedItem, Facts, Item, JudgedField, Judgement } from '@knooppunt/cases';
import type { DecidedField } from '@knooppunt/covenant';
import type { PayloadType } from '@knooppunt/signals';
import type { RecordedFold } from './record.js';
import type { Totals } from './totals.js';

const sealedSource = 'facts-block';
const ownFact = 'ownOrganisation';

type Place = { readonly fold: RecordedFold; readonly totals: Totals; readonly name: string };

/** The facts to decide with: computed again, but those whose source is sealed as they were recorded. Says what differs. */
export const settledFacts = (fresh: Facts, was: DisclosedBlock['facts'], { fold, totals, name }: Place): Facts => {
  const settled = Object.entries(fresh).map(([fact, now]) => {
    const then = Object.hasOwn(was, fact) ? was[fact] : undefined;
    if (!then) return [fact, now] as const;
    const isTaken = now.source === sealedSource && then.source === sealedSource;
    (isTaken ? totals.asRecorded : totals.recomputed).add(fact);
    if (isTaken) return [fact, { ...now, value: then.value as typeof now.value }] as const;
    if (then.value !== now.value) fold.say('fact-differs', `${name} ${fact}: ${then.value} recorded, ${now.value} now`);
    else if (then.source !== now.source) fold.say('fact-differs', `${name} ${fact}: another source`);
    return [fact, now] as const;
  });
  return Object.fromEntries(settled);
};

const checkUsed = (now: Facts, was: DisclosedBlock['facts'], { fold, name }: Place): void => {
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
};

const checkLevels = ({ fields, facts }: Judgement, was: DisclosedBlock, place: Place): void => {
  const names = new Set(fields.map(({ field }) => field));
  for (const field of fields) checkField(field, was, place);
  for (const [name, level] of Object.entries(was.levels)) {
    place.totals.fields++;
    place.totals.levels.add(level);
    if (!names.has(name)) place.fold.say('level-differs', `${place.name}.${name}: no such field`);
  }
  checkUsed(facts, was.facts, place);
};

/** Under the act `eigen` an organisation reads back its own supply whole, and nothing of others (design §5). */
const ownJudgement = (fields: readonly DecidedField[], facts: Facts, isOwn: boolean): Judgement => ({
  refusedBy: [],
  facts: Object.fromEntries(Object.entries(facts).filter(([name]) => name === ownFact)),
  fields: fields.map(({ name }) => ({ field: name, level: isOwn ? 'reveal' : 'withhold', obligations: {} })),
});

const checkSubject = (item: Item, was: DisclosedBlock, { fold, name }: Place): void => {
  const isOfSubject = was.kind === 'person' || was.kind === 'company';
  const subject = isOfSubject ? subjectOf(item, was.block) : undefined;
  if (subject !== was.subject) fold.say('subject-differs', name);
};

/** What a block is judged within. */
export type Judging = {
  readonly fold: RecordedFold;
  readonly asking: Asking;
  readonly type: PayloadType;
  readonly totals: Totals;
};

/** Decides one block again and says where the outcome is not the recorded one. */
export const judgeBlock = (judging: Judging, item: Item, was: DisclosedBlock): void => {
  const { fold, asking, type, totals } = judging;
  totals.blocks++;
  const place: Place = { fold, totals, name: `${item.source.stream} ${was.block}` };
  const fields = decidedFields(type, was.kind);
  const fresh = factsFor(asking, item, { name: was.block, kind: was.kind, fields }, {});
  const facts = settledFacts(fresh, was.facts, place);
  const isOwn = item.supplier === asking.recipient;
  const judgement =
    fold.record.data.act === 'eigen' ? ownJudgement(fields, facts, isOwn) : judgeFromFacts(asking, item, fields, facts);
  checkLevels(judgement, was, place);
  checkSubject(item, was, place);
};

/** Every block that the log gives the item must be in the record, and no other. */
export const checkBlocks = (fold: RecordedFold, item: Item, was: DisclosedItem): readonly DisclosedBlock[] => {
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
