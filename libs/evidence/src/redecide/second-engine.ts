import { questionsOf } from '@knooppunt/cases';
import type { Asking, Facts, Item } from '@knooppunt/cases';
import { decide } from '@knooppunt/covenant';
import type { CovenantDocument, DecidedField, Decision, LawDocument, Question } from '@knooppunt/covenant';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';
import type { Say } from './finding.js';
import type { Totals } from './totals.js';

/** Decides one question as the semantics say, by other means than the interpreter. */
export type DecideOtherwise = (law: LawDocument, covenant: CovenantDocument, question: Question) => Decision;

type Asked = { readonly fields: readonly DecidedField[]; readonly facts: Facts; readonly place: string };

const textOf = (value: object): string => canonicalJson(value as Json);

/** What two decisions of one question say differently, in words without values; undefined where they agree in everything. */
const difference = (ours: Decision, theirs: Decision): string | undefined => {
  if (textOf(ours.refusedBy) !== textOf(theirs.refusedBy)) return 'guards';
  const at = ours.fields.findIndex((field, place) => textOf(field) !== textOf(theirs.fields[place] ?? {}));
  const [one, other] = [ours.fields[at], theirs.fields[at]];
  if (one) return `${one.field}: ${one.level} by the interpreter, ${other?.level ?? 'nothing'} by the engine`;
  return textOf([...ours.factsUsed].toSorted()) === textOf([...theirs.factsUsed].toSorted()) ? undefined : 'facts';
};

/**
 * The semantics replay: an engine beside the interpreter decides every recorded question too, and must agree in levels, rules,
 * guards, obligations and facts used. Source: policy-engine §3.4.
 */
export class SecondEngine {
  constructor(
    private readonly decideOtherwise: DecideOtherwise,
    private readonly totals: Totals,
  ) {
    totals.compared = 0;
  }

  /** Puts the questions of one block to both; says where they differ, or where the engine cannot answer at all. */
  compare(asking: Asking, item: Item, { fields, facts, place }: Asked, say: Say): void {
    for (const question of questionsOf(asking, item, fields, facts)) {
      this.totals.compared = (this.totals.compared ?? 0) + question.fields.length;
      const differing = this.differing(asking, question);
      if (differing !== undefined) say('engines-differ', `${place} ${differing}`);
    }
  }

  private differing({ law, covenant }: Asking, question: Question): string | undefined {
    const ours = decide(law, covenant, question);
    try {
      return difference(ours, this.decideOtherwise(law, covenant, question));
    } catch {
      return 'the engine did not answer';
    }
  }
}
