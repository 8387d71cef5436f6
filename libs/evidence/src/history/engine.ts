import { compile } from '@knooppunt/covenant';
import type { CompiledCovenant, CovenantDocument, LawDocument } from '@knooppunt/covenant';
import type { DecideOtherwise } from '../redecide/second-engine.js';

/** The compiled engine as one that decides beside the interpreter; documents are compiled once and kept with them. */
export const decideByEngine = (): DecideOtherwise => {
  const engines = new WeakMap<LawDocument, WeakMap<CovenantDocument, CompiledCovenant>>();
  return (law, covenant, question) => {
    const ofLaw = engines.get(law) ?? new WeakMap<CovenantDocument, CompiledCovenant>();
    engines.set(law, ofLaw);
    // Of no type a list of fields is compiled: a question says all there is to know of the fields that it asks.
    const engine = ofLaw.get(covenant) ?? compile({ law, covenant }, []);
    ofLaw.set(covenant, engine);
    return engine.decide(question);
  };
};
