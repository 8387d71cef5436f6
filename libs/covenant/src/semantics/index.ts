import { UnknownSemantics } from '../errors.js';
import type { CovenantDocument, Decision, LawDocument, Question, SupplyDecision } from '../model.js';
import * as covenant1 from './covenant-1.js';
import { selectionOf } from './selection.js';

/** One meaning of documents: how rules combine, what unknown facts do, how levels round. */
export type Semantics = {
  readonly decide: (law: LawDocument, covenant: CovenantDocument, question: Question) => Decision;
  readonly decideSupply: (law: LawDocument, covenant: CovenantDocument, question: Question) => SupplyDecision;
};

/** covenant/1 over the rules that speak of the question: what it decides from the whole documents, at a fraction of the cost. */
const decideSelected: Semantics['decide'] = (law, covenant, question) => {
  const selected = selectionOf({ law, covenant }, question);
  return covenant1.decide(selected.law, selected.covenant, question);
};

/** Every semantics that a covenant was ever decided under. None is ever edited or taken out: a replay needs it. */
export const semanticsVersions: Readonly<Record<string, Semantics>> = {
  'covenant/1': { decide: decideSelected, decideSupply: covenant1.decideSupply },
};

const semanticsOf = ({ semantics }: CovenantDocument): Semantics => {
  const found = Object.hasOwn(semanticsVersions, semantics) ? semanticsVersions[semantics] : undefined;
  if (found === undefined) throw new UnknownSemantics(semantics);
  return found;
};

/** What each field of a question gets, under the semantics that the covenant names. Throws `covenant/unknown-semantics`. */
export const decide: Semantics['decide'] = (law, covenant, question) =>
  semanticsOf(covenant).decide(law, covenant, question);

/** May this be supplied (WGS 1.5)? Guards and caps only; `to` is the bureau. Throws `covenant/unknown-semantics`. */
export const decideSupply: Semantics['decideSupply'] = (law, covenant, question) =>
  semanticsOf(covenant).decideSupply(law, covenant, question);
