import { CompiledScopes } from './compiled-scopes.js';
import type { DecideOtherwise } from '../redecide/second-engine.js';

/** The compiled engine as one that decides beside the interpreter; documents are compiled once and kept with them. */
export const decideByEngine = (): DecideOtherwise => {
  const scopes = new CompiledScopes();
  return (law, covenant, question) => {
    const { scope, facts } = scopes.scopeOf(law, covenant, question);
    return scope.decision(facts);
  };
};
