import { check, diff, newProcessing, suppliersWidened } from '@knooppunt/covenant';
import type { CovenantDocument, Finding, LawDocument } from '@knooppunt/covenant';
import { registryView } from './checking.js';
import type { Consequences, Difference } from './checking.js';

/** Two texts under one law; without the first one, nothing was in force. */
export type Texts = {
  readonly law: LawDocument;
  readonly before: CovenantDocument | undefined;
  readonly after: CovenantDocument;
};

/** A question about texts: pure, and worth seconds of processor time. */
export type AnalysisAsked = {
  readonly what: keyof typeof analyses;
  readonly texts: Texts;
};

/** What may be asked. Answers are plain data: they cross from one thread to another. */
export const analyses = {
  /** All that a drafter should know of the second text. */
  check: ({ law, after }: Texts): readonly Finding[] => check(law, after, registryView),
  /** What the second text changes of the first one. */
  difference: ({ law, before, after }: Texts): Difference =>
    diff({ law, covenant: before ?? { ...after, rules: [] } }, { law, covenant: after }, registryView),
  /** Whose data the second text widens beside the first: they sign. And what is new in it: it waits for advice. */
  consequences: ({ law, before, after }: Texts): Consequences => ({
    suppliers: suppliersWidened(law, before, after, registryView),
    newProcessing: newProcessing(law, before, after, registryView),
  }),
} as const;

/** The answer to one kind of question. */
export type AnalysisAnswer<What extends keyof typeof analyses> = ReturnType<(typeof analyses)[What]>;
