import { compile } from '@knooppunt/covenant';
import type { CompiledCovenant, CovenantDocument, FactWords, LawDocument, Question, Scope } from '@knooppunt/covenant';
import { payloadTypes } from '@knooppunt/signals';
import { LawDays } from './law-days.js';

type Compiled = {
  readonly covenant: CompiledCovenant;
  readonly days: LawDays;
  readonly facts: FactWords;
  readonly scopes: WeakMap<Question['fields'], Map<string, Scope>>;
};

// Rules name types of every registry; of a field that is asked its question says all there is to know.
const types = payloadTypes.map(({ id }) => ({ id, fields: [] }));
const scopesAtMost = 2_000;

/** Law and covenant compiled, once per pair, with what speaks of a question kept by its shape and list of fields. */
export class CompiledScopes {
  private readonly compiled = new WeakMap<LawDocument, WeakMap<CovenantDocument, Compiled>>();

  /** What speaks of a question, and a buffer that holds its facts until the next call. */
  scopeOf(
    law: LawDocument,
    covenant: CovenantDocument,
    question: Question,
  ): { readonly scope: Scope; readonly facts: FactWords } {
    const compiled = this.compiledOf(law, covenant);
    const known = compiled.scopes.get(question.fields) ?? new Map<string, Scope>();
    compiled.scopes.set(question.fields, known);
    const { act, from, to, type, purpose, phase, at } = question;
    const key = `${act} ${from} ${to} ${type} ${phase} ${compiled.days.numberOf(at)} ${purpose}`;
    const scope = known.get(key) ?? compiled.covenant.scopeOf(question, question.fields);
    if (known.size >= scopesAtMost) known.clear();
    known.set(key, scope);
    return { scope, facts: compiled.facts.read(question.facts) };
  }

  private compiledOf(law: LawDocument, covenant: CovenantDocument): Compiled {
    const ofLaw = this.compiled.get(law) ?? new WeakMap<CovenantDocument, Compiled>();
    this.compiled.set(law, ofLaw);
    const known = ofLaw.get(covenant);
    if (known) return known;
    const made = compile({ law, covenant }, types);
    const compiled = { covenant: made, days: new LawDays(law), facts: made.newFacts(), scopes: new WeakMap() };
    ofLaw.set(covenant, compiled);
    return compiled;
  }
}
