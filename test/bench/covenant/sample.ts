import { decide } from '@knooppunt/covenant';
import { levels } from '@knooppunt/signals';
import { asQuestion } from '../../policy/workload/documents.js';
import { parties } from '../../policy/workload/rules.js';
import { questionOf, signalsPerCase } from '../../policy/workload/signals.js';
import type { Spread, WorkloadCase, WorkloadSignal } from '../../policy/workload/signals.js';
import { workloadOf } from '../../policy/workload/workload.js';
import type { Workload } from '../../policy/workload/workload.js';
import type { NeutralQuestion } from '../../policy/workload/neutral.js';

/** What a part of this benchmark is opened with. */
export type Options = { readonly spread: Spread; readonly signals: number; readonly peer?: string };

/** One signal for one party. */
export type Copy = { readonly signal: WorkloadSignal; readonly question: NeutralQuestion };

/** The workload of a part: the same in every process. */
export const workloadFor = ({ spread, signals }: Options): Workload => workloadOf({ spread, signals });

/** The case of a signal. */
export const caseOf = ({ cases }: Workload, { caseAt }: WorkloadSignal): WorkloadCase => cases[caseAt] as WorkloadCase;

/** All other parties than the one that brought a signal. */
export const readersOf = ({ source }: WorkloadSignal): readonly string[] => parties.filter((party) => party !== source);

/**
 * So many copies from cases that lie evenly apart; of each case all signals, of each signal all readers, in that order: as
 * a meeting reads them.
 */
export const copiesOf = (workload: Workload, count: number): readonly Copy[] => {
  const perCase = signalsPerCase * (parties.length - 1);
  const wanted = Math.ceil(count / perCase);
  const apart = Math.max(1, Math.floor(workload.cases.length / wanted));
  const chosen = workload.signals.filter(({ caseAt }) => caseAt % apart === 0).slice(0, wanted * signalsPerCase);
  return chosen
    .flatMap((signal) =>
      readersOf(signal).map((to) => ({ signal, question: questionOf(signal, caseOf(workload, signal), to) })),
    )
    .slice(0, count);
};

/** The levels that the interpreter gives, as numbers of the general order. */
export const expectedLevels = ({ law, covenant, fields }: Workload, question: NeutralQuestion): Uint8Array => {
  const decision = decide(law, covenant, asQuestion(question, fields[question.type] ?? []));
  return Uint8Array.from(decision.fields, ({ level }) => levels.indexOf(level));
};

/** One field decision per field of a type. */
export const fieldsPerCopy = 25;

/** How many field decisions of a contestant are not the interpreter's; it must be 0 before anything is measured. */
export const mismatchesOf = (
  workload: Workload,
  copies: readonly Copy[],
  decideInto: (copy: Copy, into: Uint8Array) => void,
): number => {
  const given = new Uint8Array(fieldsPerCopy);
  let wrong = 0;
  for (const copy of copies) {
    decideInto(copy, given);
    const expected = expectedLevels(workload, copy.question);
    wrong += expected.filter((level, at) => level !== given[at]).length;
  }
  return wrong;
};
