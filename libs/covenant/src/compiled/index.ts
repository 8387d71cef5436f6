import { UnknownSemantics } from '../errors.js';
import type { Decision, Question } from '../model.js';
import type { Documents } from './clauses.js';
import { CompiledCovenant } from './covenant-1.js';
import type { CompiledType } from './covenant-1.js';

/** The compiled engine of each semantics, beside its interpreter. None is ever edited or taken out. */
export const compilers: Readonly<
  Record<string, (documents: Documents, types: readonly CompiledType[]) => CompiledCovenant>
> = {
  'covenant/1': (documents, types) => new CompiledCovenant(documents, types),
};

/**
 * Law and covenant as one object that decides: millions of questions, each as the interpreter would. `types` are the
 * payload types that are asked most, all of the registry mostly. Throws `covenant/unknown-semantics`.
 */
export const compile = (documents: Documents, types: readonly CompiledType[]): CompiledCovenant => {
  const { semantics } = documents.covenant;
  const compiler = Object.hasOwn(compilers, semantics) ? compilers[semantics] : undefined;
  if (compiler === undefined) throw new UnknownSemantics(semantics);
  return compiler(documents, types);
};

/** What each field of a question gets: what `decide` of the same documents says. */
export const decideCompiled = (compiled: CompiledCovenant, question: Question): Decision => compiled.decide(question);
