import { questionsOf } from '@knooppunt/cases';
import type { Asking, Facts, Item, JudgedField, Judgement } from '@knooppunt/cases';
import type { CovenantDocument, DecidedField, Decision, LawDocument, Question } from '@knooppunt/covenant';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';
import type { Say } from './finding.js';
import type { Totals } from './totals.js';

/** Decides one question as the semantics say, by other means than the interpreter. */
export type DecideOtherwise = (law: LawDocument, covenant: CovenantDocument, question: Question) => Decision;

/** A block as the interpreter judged it, and what it was judged from. */
export type JudgedBlock = {
  readonly fields: readonly DecidedField[];
  readonly facts: Facts;
  readonly judgement: Judgement;
  readonly place: string;
};

const textOf = (value: object): string => canonicalJson(value as Json);

/** Which of these facts a decision of the engine used; necessity is recorded per category. */
const usedNames = (facts: Facts, decisions: readonly Decision[]): readonly string[] => {
  const used = new Set(decisions.flatMap(({ factsUsed }) => factsUsed));
  return Object.keys(facts).filter((name) => used.has(name) || (name.startsWith('asked:') && used.has('asked')));
};

/** What the engine says otherwise, in words without values; undefined where it agrees in everything. */
const difference = (facts: Facts, ours: Judgement, theirs: readonly Decision[]): string | undefined => {
  const guards = [...new Set(theirs.flatMap(({ refusedBy }) => refusedBy))].toSorted();
  if (textOf(guards) !== textOf(ours.refusedBy)) return 'guards';
  const decided = new Map(theirs.flatMap(({ fields }) => fields).map((field) => [field.field, field]));
  const isOther = (field: JudgedField): boolean => textOf(field) !== textOf(decided.get(field.field) ?? {});
  const other = ours.fields.find(isOther);
  if (other)
    return `${other.field}: ${other.level} by the interpreter, ${decided.get(other.field)?.level ?? '-'} by the engine`;
  const used = usedNames(facts, theirs);
  return textOf([...used].toSorted()) === textOf(Object.keys(ours.facts).toSorted()) ? undefined : 'facts used';
};

/**
 * The semantics replay: an engine beside the interpreter decides every recorded question too, and must agree in levels, rules,
 * guards, obligations and facts used. Source: policy-engine §3.4 (iii).
 */
export class SecondEngine {
  private readonly agreed = new WeakSet<Judgement['fields']>();

  constructor(
    private readonly decideOtherwise: DecideOtherwise,
    private readonly totals: Totals,
  ) {
    totals.compared = 0;
  }

  /** Puts the questions of one block to the engine; says where it differs, or cannot answer at all. */
  compare(asking: Asking, item: Item, judged: JudgedBlock, say: Say): void {
    const { fields, facts, judgement, place } = judged;
    this.totals.compared = (this.totals.compared ?? 0) + fields.length;
    // Blocks that were judged alike share one list of outcomes: once each.
    if (this.agreed.has(judgement.fields)) return;
    const differing = this.differing(asking, questionsOf(asking, item, fields, facts), judged);
    if (differing === undefined) this.agreed.add(judgement.fields);
    else say('engines-differ', `${place} ${differing}`);
  }

  private differing(
    { law, covenant }: Asking,
    questions: readonly Question[],
    { facts, judgement }: JudgedBlock,
  ): string | undefined {
    try {
      return difference(
        facts,
        judgement,
        questions.map((question) => this.decideOtherwise(law, covenant, question)),
      );
    } catch {
      return 'the engine did not answer';
    }
  }
}
