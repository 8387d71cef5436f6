import { decidedFields, factsOf, questionsOf } from '@knooppunt/cases';
import type { Facts } from '@knooppunt/cases';
import { Outcome, Reasons } from '@knooppunt/covenant';
import type { CovenantDocument, DecidedField, FactWords, LawDocument, Question, Scope } from '@knooppunt/covenant';
import type { Registry } from '@knooppunt/signals';
import { CompiledScopes } from './compiled-scopes.js';
import type { Shape } from './record-walk.js';

/** The documents that a past decision is put under, and its instant. */
export type Under = { readonly law: LawDocument; readonly covenant: CovenantDocument; readonly at: string };

/** A field of a shape as it comes out under other documents. */
export type FieldOutcome = {
  readonly field: DecidedField;
  readonly level: string;
  readonly permit: string | undefined;
  readonly cap: string | undefined;
  readonly refusedBy: readonly string[];
  /** Could no fact that the record lacks change the level? */
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

/** More missing facts than this are not tried out one by one: what depends on them is said not to be sure. */
const triedAtMost = 8;

/** Numbers of the fields whose level some values of missing facts would change. */
const openFields = (
  scope: Scope,
  facts: FactWords,
  missing: readonly string[],
  decided: readonly string[],
): ReadonlySet<number> => {
  if (missing.length > triedAtMost) return new Set(decided.keys());
  const open = new Set<number>();
  const outcome = new Outcome();
  for (let bits = 0; missing.length > 0 && bits < 2 ** missing.length; bits++) {
    missing.forEach((name, at) => facts.set(name, ((bits >> at) & 1) === 1));
    scope.decide(facts, outcome);
    for (const [field, level] of decided.entries()) if (outcome.levelOf(field) !== level) open.add(field);
  }
  return open;
};

/** Puts shapes under other documents, by the compiled engine: the recorded facts exactly, and what they leave open. */
export class ShapeJudge {
  private readonly scopes = new CompiledScopes();
  private readonly outcome = new Outcome();
  private readonly reasons = new Reasons();

  /** Every field of a block of this shape; undefined where the registry does not have the payload type. */
  judge(shape: Shape, under: Under, registry: Registry): readonly FieldOutcome[] | undefined {
    const type = registry.find(shape.payloadType);
    if (!type) return undefined;
    const fields = decidedFields(type, shape.decision.kind);
    return questionsOfShape(shape, fields, under.at).flatMap((question) => this.judgeQuestion(question, under));
  }

  private judgeQuestion(question: Question, { law, covenant }: Under): readonly FieldOutcome[] {
    const { scope, facts } = this.scopes.scopeOf(law, covenant, question);
    const isAnswered = scope.decide(facts, this.outcome);
    scope.explain(facts, this.reasons);
    const { permits, caps } = this.reasons;
    const ruleOf = (clause: number | undefined): string | undefined =>
      clause === undefined || clause < 0 ? undefined : this.ruleIn(scope, clause);
    const refusedBy = isAnswered
      ? []
      : [...scope.guards].filter((guard) => !scope.holds(guard, facts)).map((guard) => this.ruleIn(scope, guard));
    const outcomes = question.fields.map((field, place) => ({
      field,
      level: this.outcome.levelOf(place),
      permit: ruleOf(permits[place]),
      cap: ruleOf(caps[place]),
      refusedBy,
    }));
    const missing = scope.factsUsed().filter((name) => !Object.hasOwn(question.facts, name));
    const levels = outcomes.map(({ level }) => level);
    const open = openFields(scope, facts, missing, levels);
    return outcomes.map((outcome, place) => ({ ...outcome, isSure: !open.has(place), missing }));
  }

  private ruleIn({ tables }: Scope, clause: number): string {
    return tables.rules[tables.clauses[clause]?.rule as number]?.id as string;
  }
}
