import type { CovenantDocument, LawDocument, Question, Rule } from '../model.js';
import { speaksOf } from './covenant-1.selectors.js';

/** The documents of a decision. */
type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };

/** What a question selects rules by; neither fields, facts nor the day are part of it. */
const shapeOf = ({ act, from, to, type, purpose, phase }: Question): string =>
  JSON.stringify([act, from, to, type, purpose, phase]);

const select = ({ law, covenant }: Documents, question: Question): Documents => {
  const scope = { question, parties: covenant.parties };
  return {
    law: {
      ...law,
      guards: law.guards.filter((guard) => speaksOf(guard, scope, {})),
      caps: law.caps.filter((cap) => speaksOf(cap, scope, {})),
    },
    covenant: {
      ...covenant,
      rules: covenant.rules.filter((rule: Rule) => speaksOf(rule, scope, covenant.groups)),
    },
  };
};

/** A purpose is the caller's own words: what is kept has an end. */
const maxShapes = 2_000;
const kept = new WeakMap<LawDocument, WeakMap<CovenantDocument, Map<string, Documents>>>();

const shapesOf = ({ law, covenant }: Documents): Map<string, Documents> => {
  const ofLaw = kept.get(law) ?? new WeakMap<CovenantDocument, Map<string, Documents>>();
  kept.set(law, ofLaw);
  const shapes = ofLaw.get(covenant) ?? new Map<string, Documents>();
  ofLaw.set(covenant, shapes);
  return shapes;
};

/**
 * The documents with the rules alone that speak of a question: covenant/1 selects from them what it selects from the whole,
 * for it asks of each rule by itself. Selected once per documents and shape of question; documents never change.
 */
export const selectionOf = (documents: Documents, question: Question): Documents => {
  const shapes = shapesOf(documents);
  const shape = shapeOf(question);
  const known = shapes.get(shape);
  if (known) return known;
  const selected = select(documents, question);
  if (shapes.size >= maxShapes) shapes.clear();
  shapes.set(shape, selected);
  return selected;
};
