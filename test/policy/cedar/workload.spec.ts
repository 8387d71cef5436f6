import { describe, expect, it } from '@jest/globals';
import { cedarExport } from '@knooppunt/covenant';
import type { Question, Truth } from '@knooppunt/covenant';
import { levels } from '@knooppunt/signals';
import type { Level } from '@knooppunt/signals';
import { randomOf } from '../../e2e/support/random.js';
import { enginesOf } from '../engines.js';
import { seedOf } from '@knooppunt/testing';
import { asQuestion } from '../workload/documents.js';
import { includes } from '../workload/neutral.js';
import { parties } from '../workload/rules.js';
import { questionOf } from '../workload/signals.js';
import { workloadOf } from '../workload/workload.js';
import { CedarOracle } from './oracle.js';
import type { Partition } from './oracle.js';

const copies = 10_000;
const asWritten = 20;
const seed = seedOf('Cedar and the workload');
const workload = workloadOf({ seed, signals: Math.ceil(copies / (parties.length - 1)) });
const random = randomOf(seed + 2);
const registry = {
  types: Object.entries(workload.fields).map(([id, fields]) => ({ id, suppliers: parties, fields })),
};
const exported = cedarExport(workload.law, workload.covenant, registry);
const engines = enginesOf(workload, registry.types);
const ruleOf = new Map(workload.rules.map((rule) => [rule.id, rule]));

/** A third value for one fact in ten. */
const unsure = (facts: Readonly<Record<string, boolean>>): Readonly<Record<string, Truth>> =>
  Object.fromEntries(
    Object.entries(facts).map(([fact, value]): [string, Truth] => [fact, random(10) === 0 ? 'unknown' : value]),
  );

/** Each signal for each of the other parties. */
const questions: readonly Question[] = workload.signals
  .flatMap((signal) => {
    const kase = workload.cases[signal.caseAt];
    if (!kase) throw new Error('a signal without a case');
    return parties.filter((party) => party !== signal.source).map((party) => questionOf(signal, kase, party));
  })
  .slice(0, copies)
  .map((question) => asQuestion(question, workload.fields[question.type] ?? [], unsure(question.facts)));

/** Cedar looks at every policy at every question: the rules for other readers and other types are left out beforehand. */
const partitionOf = ({ to, type }: Question): Partition => ({
  key: `${to} ${type}`,
  holds: ({ id }) => {
    const rule = ruleOf.get(id);
    return rule === undefined || (includes(rule.to, to) && includes(rule.types, type));
  },
});

type Found = { readonly mismatches: readonly unknown[]; readonly seen: ReadonlyMap<Level, number> };

const compared = (asked: readonly Question[], cedar: (question: Question) => readonly Level[]): Found => {
  const mismatches: unknown[] = [];
  const seen = new Map<Level, number>();
  for (const question of asked) {
    const own = engines.interpreter(question);
    const others = [engines.compiled(question), cedar(question)];
    for (const level of own) seen.set(level, (seen.get(level) ?? 0) + 1);
    if (others.some((theirs) => theirs.some((level, at) => level !== own[at])))
      mismatches.push({ question, own, others });
  }
  return { mismatches, seen };
};

describe('a covenant of 400 rules, exported to Cedar', () => {
  const oracle = new CedarOracle(workload, exported);

  it(`gives the levels of the interpreter and of the compiled engine for ${copies} copies`, () => {
    const { mismatches, seen } = compared(questions, (question) => oracle.levels(question, partitionOf(question)));
    expect(mismatches.slice(0, 3)).toEqual([]);
    expect([...seen.keys()].toSorted()).toEqual([...levels].toSorted());
  });

  it(`gives them as it is written, height by height, and with every rule in sight`, () => {
    const { mismatches } = compared(questions.slice(-asWritten), (question) =>
      oracle.levelsAsWritten(question, partitionOf(question)),
    );
    expect(mismatches).toEqual([]);
    const whole = compared(questions.slice(0, asWritten), (question) => oracle.levels(question));
    expect(whole.mismatches).toEqual([]);
  });
});
