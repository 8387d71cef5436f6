import { expect } from '@jest/globals';
import { compile, Outcome, Reasons } from '../src/index.js';
import type { CompiledCovenant, Decision, FactWords, Question, Truth } from '../src/index.js';
import { decide } from '../src/semantics/covenant-1.js';
import type { World } from './worlds.js';

/*
 * The compiled engine held against the interpreter, by every way into it: the decision in words, levels alone, reasons
 * alone, and many readers of one contribution. Each gives what the interpreter gives, or the test fails with both.
 */

const expectSame = (actual: unknown, expected: unknown, of: unknown): void => {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  expect({ of, actual }).toEqual({ of, actual: expected });
};

const levelsOf = (decision: Decision): readonly string[] => decision.fields.map(({ level }) => level);

const reasonsOf = (decision: Decision): readonly (readonly (string | undefined)[])[] =>
  decision.fields.map(({ level, permit, cap }) => [level, permit, cap]);

const flipped = (value: Truth | undefined): Truth => (value === 'unknown' ? false : value !== true);

/** Facts of one sort as they are, all others wrong: whoever reads one of those gives another answer. */
const onlyOf = ({ law, covenant }: World, facts: Question['facts'], isOfReader: boolean): Question['facts'] => {
  const declared = { ...covenant.facts, ...law.facts };
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const of = declared[name]?.of ?? 'question';
      return [name, ['recipient', 'question'].includes(of) === isOfReader ? value : flipped(value)];
    }),
  );
};

/** Everything that is needed to put the questions of one world to the compiled engine. */
class Compiled {
  private readonly compiled: CompiledCovenant;
  private readonly facts: FactWords;
  private readonly outcome = new Outcome();
  private readonly reasons = new Reasons();
  private readonly sweep;

  constructor(private readonly world: World) {
    this.compiled = compile(world, world.types);
    this.facts = this.compiled.newFacts();
    this.sweep = this.compiled.newSweep();
  }

  agrees(question: Question, decision: Decision): void {
    expectSame(this.compiled.decide(question), decision, question);
    expectSame(this.levels(question), levelsOf(decision), question);
    expectSame(this.why(question), reasonsOf(decision), question);
    const isOwn = this.world.types.some(({ fields }) => fields === question.fields);
    if (isOwn) expectSame(this.swept(question), levelsOf(decision), question);
  }

  private levels(question: Question): readonly string[] {
    const scope = this.compiled.scopeOf(question, question.fields);
    scope.decide(this.facts.read(question.facts), this.outcome);
    return question.fields.map((_, field) => this.outcome.levelOf(field));
  }

  private why(question: Question): readonly (readonly (string | undefined)[])[] {
    const { compiled, reasons } = this;
    const scope = compiled.scopeOf(question, question.fields);
    scope.explain(this.facts.read(question.facts), reasons);
    const id = (clause: number | undefined) =>
      clause === undefined || clause < 0 ? undefined : compiled.ruleOf(clause).id;
    return question.fields.map((_, field) => [
      scope.layout.levelAt(field, reasons.slots[field] ?? 0),
      id(reasons.permits[field]),
      id(reasons.caps[field]),
    ]);
  }

  private swept(question: Question): readonly string[] {
    const { sweep, facts, world, outcome } = this;
    sweep.begin(question, facts.read(onlyOf(world, question.facts, false)));
    const reader = this.compiled.readerOf(question.to, question.purpose);
    sweep.decide(reader, facts.read(onlyOf(world, question.facts, true)), outcome);
    return question.fields.map((_, field) => outcome.levelOf(field));
  }
}

/** Holds both engines against each other on every question of a world; gives the number of fields decided. */
export const expectAgreement = (world: World): number => {
  const compiled = new Compiled(world);
  let decided = 0;
  for (const question of world.questions) {
    compiled.agrees(question, decide(world.law, world.covenant, question));
    decided += question.fields.length;
  }
  return decided;
};
