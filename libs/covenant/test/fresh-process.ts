import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { compile, Outcome, Reasons } from '../src/index.js';
import type { Question } from '../src/index.js';
import { worlds } from './worlds.js';
import type { World } from './worlds.js';

/** Worlds that are the same wherever they are drawn. */
export const drawn = (): readonly World[] => fc.sample(worlds(12), { numRuns: 25, seed: 20_261_122 });

/** One digest of all decisions of the compiled engine in these worlds. */
export const digestOfDecisions = (all: readonly World[]): string => {
  const hash = createHash('sha256');
  for (const world of all) {
    const compiled = compile(world, world.types);
    for (const question of world.questions) hash.update(JSON.stringify(compiled.decide(question)));
  }
  return hash.digest('hex');
};

/**
 * Bytes of the heap per round of deciding by scope, explaining, and deciding by sweep, after twice as many to warm up. The least
 * of a few: what a round allocates each of them has, what the compiler does meanwhile on a busy machine only some.
 */
const bytesPerRound = (world: World, question: Question): number => {
  const compiled = compile(world, world.types);
  const scope = compiled.scopeOf(question);
  const [sweep, reader] = [compiled.newSweep(), compiled.readerOf(question.to, question.purpose)];
  const [facts, outcome, reasons] = [compiled.newFacts().read(question.facts), new Outcome(), new Reasons()];
  const rounds = 60_000;
  const run = (): void => {
    for (let round = 0; round < rounds; round++) {
      facts.setNumber(0, (round & 1) === 0);
      scope.decide(facts, outcome);
      scope.explain(facts, reasons);
      sweep.begin(question, facts);
      sweep.decide(reader, facts, outcome);
    }
  };
  run();
  run();
  const taken = Array.from({ length: 5 }, () => {
    (globalThis as { gc?: () => void }).gc?.();
    const before = process.memoryUsage().heapUsed;
    run();
    return process.memoryUsage().heapUsed - before;
  });
  return Math.min(...taken) / rounds;
};

if (process.argv[2] === 'say') {
  const all = drawn();
  const shown = all.find(({ types, questions }) => types.some(({ fields }) => fields === questions[0]?.fields));
  const world = shown as World;
  const bytes = bytesPerRound(world, world.questions[0] as Question);
  process.stdout.write(JSON.stringify({ digest: digestOfDecisions(all), bytes }));
}
