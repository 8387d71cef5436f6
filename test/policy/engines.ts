import { compile, decide, Outcome } from '@knooppunt/covenant';
import type { CompiledType, Documents, Question } from '@knooppunt/covenant';
import type { Level } from '@knooppunt/signals';

/** The levels of the fields of a question, in their order. */
export type Levels = (question: Question) => readonly Level[];

/** Both engines of the product over two documents. The fields of a question are those of its type here. */
export const enginesOf = (
  documents: Documents,
  types: readonly CompiledType[],
): Readonly<Record<'interpreter' | 'compiled', Levels>> => {
  const compiled = compile(documents, types);
  const [facts, outcome] = [compiled.newFacts(), new Outcome()];
  return {
    interpreter: (question) => decide(documents.law, documents.covenant, question).fields.map(({ level }) => level),
    compiled: (question) => {
      compiled.scopeOf(question).decide(facts.read(question.facts), outcome);
      return question.fields.map((_, field) => outcome.levelOf(field));
    },
  };
};
