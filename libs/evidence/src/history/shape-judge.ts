import { decidedFields, factsOf, questionsOf } from '@knooppunt/cases';
import type { Facts } from '@knooppunt/cases';
import { decide } from '@knooppunt/covenant';
import type { CovenantDocument, DecidedField, Decision, LawDocument, Question } from '@knooppunt/covenant';
import type { Registry } from '@knooppunt/signals';
import type { Shape } from './record-walk.js';

/** The documents that a past decision is put under, and its instant. */
export type Under = { readonly law: LawDocument; readonly covenant: CovenantDocument; readonly at: string };

/** Decides one question; the interpreter, or an engine that agrees with it. */
export type DecideQuestion = (law: LawDocument, covenant: CovenantDocument, question: Question) => Decision;

/** A field of a shape as it comes out under other documents. `isSure`: no fact that the record lacks could change it. */
export type Outcome = {
  readonly field: DecidedField;
  readonly level: string;
  readonly permit: string | undefined;
  readonly cap: string | undefined;
  readonly refusedBy: readonly string[];
  readonly isSure: boolean;
  /** Facts that were asked and that the record does not hold. */
  readonly missing: readonly string[];
};

const noSources: ReadonlyMap<string, string> = new Map();

/** Every fact that a record holds for a shape, by name. */
const recordedFacts = ({ question, item, decision }: Shape): Facts => ({
  ...factsOf(question, noSources),
  ...factsOf(item, noSources),
  ...factsOf(decision.facts, noSources),
});

/** The questions that a block of this shape was, every fact exactly as recorded. */
export const questionsOfShape = (shape: Shape, fields: readonly DecidedField[], at: string): readonly Question[] =>
  questionsOf({ ...shape, act: 'inzage', at }, shape, fields, recordedFacts(shape));

/** More missing facts than this are not tried out one by one: then what depends on them is said not to be sure. */
const triedAtMost = 8;

const withFacts = (question: Question, names: readonly string[], bits: number): Question => ({
  ...question,
  facts: { ...question.facts, ...Object.fromEntries(names.map((name, at) => [name, (bits >> at) % 2 === 1])) },
});

/** Puts shapes under other documents: the recorded facts exactly, and what they leave open. */
export class ShapeJudge {
  constructor(private readonly decideQuestion: DecideQuestion = decide) {}

  /** Every field of a block of this shape; undefined where the registry does not have the payload type. */
  judge(shape: Shape, under: Under, registry: Registry): readonly Outcome[] | undefined {
    const type = registry.find(shape.payloadType);
    if (!type) return undefined;
    const fields = decidedFields(type, shape.decision.kind);
    return questionsOfShape(shape, fields, under.at).flatMap((question) => this.judgeQuestion(question, under));
  }

  private judgeQuestion(question: Question, { law, covenant }: Under): readonly Outcome[] {
    const decided = this.decideQuestion(law, covenant, question);
    const missing = decided.factsUsed.filter((name) => !Object.hasOwn(question.facts, name));
    const isOpen = this.openFields({ law, covenant }, question, missing, decided);
    return decided.fields.map(({ level, permit, cap }, place): Outcome => ({
      field: question.fields[place] as DecidedField,
      level,
      permit,
      cap,
      refusedBy: decided.refusedBy,
      isSure: !isOpen(place),
      missing,
    }));
  }

  /** Which fields would come out otherwise if a missing fact were known, whatever it were. */
  private openFields(
    { law, covenant }: Omit<Under, 'at'>,
    question: Question,
    missing: readonly string[],
    decided: Decision,
  ): (place: number) => boolean {
    if (missing.length === 0) return () => false;
    if (missing.length > triedAtMost) return () => true;
    const open = new Set<number>();
    for (let bits = 0; bits < 2 ** missing.length; bits++) {
      const { fields } = this.decideQuestion(law, covenant, withFacts(question, missing, bits));
      fields.forEach(({ level }, place) => {
        if (level !== decided.fields[place]?.level) open.add(place);
      });
    }
    return (place) => open.has(place);
  }
}
