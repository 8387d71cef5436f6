import type { Level } from '@knooppunt/signals';
import type { Condition, CovenantDocument, DecidedField, LawDocument, Question, Rule } from '../model.js';
import { clausesOf, guardsFor, heightOf, lawOn, rulesFor } from '../semantics/covenant-1.js';
import { coversField } from '../semantics/covenant-1.selectors.js';

/**
 * How far one permit can bring a field, over every value that the facts can have: the level, and the caps that can bring it
 * lower for some of them.
 */
export type Reach = {
  readonly field: string;
  readonly permit: Rule;
  readonly level: Level;
  readonly caps: readonly Rule[];
};

type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };
type Truth = Readonly<Record<string, boolean>>;

/** Both conditions at once; undefined where they contradict each other. */
const requiredBy = (a: Truth, b: Truth): Truth | undefined =>
  Object.entries(b).some(([fact, value]) => Object.hasOwn(a, fact) && a[fact] !== value) ? undefined : { ...a, ...b };

/** Is there a way to give the free facts values so that none of these conditions holds? Complete: it tries every way. */
const canAllFail = (conditions: readonly Condition[], truth: Truth): boolean => {
  const standing = conditions.find((one) => !Object.entries(one).some(([fact, value]) => truth[fact] === !value));
  if (standing === undefined) return true;
  return Object.entries(standing).some(
    ([fact, value]) => !Object.hasOwn(truth, fact) && canAllFail(conditions, { ...truth, [fact]: !value }),
  );
};

const fails = (caps: readonly Rule[], truth: Truth): boolean =>
  canAllFail(
    caps.flatMap((cap): readonly Condition[] => clausesOf(cap)),
    truth,
  );

/** A rule with the height of its level on a field's ladder. */
type Placed = { readonly rule: Rule; readonly height: number };

/** The rules of one effect that speak of a field. */
const placed = (rules: readonly Rule[], effect: 'permit' | 'cap', field: DecidedField): readonly Placed[] =>
  rules.flatMap((rule) => {
    const level = rule[effect];
    return level === undefined ? [] : [{ rule, height: heightOf(level, field) }];
  });

const below = (caps: readonly Placed[], step: number): readonly Rule[] =>
  caps.filter(({ height }) => height < step).map(({ rule }) => rule);

/** The highest step of the field's ladder that a permit reaches while some way is left for every lower cap to fail. */
const stepOf = ({ rule, height }: Placed, caps: readonly Placed[], required: Truth): number => {
  const clauses: readonly Truth[] = clausesOf(rule)
    .map((clause) => requiredBy(required, clause))
    .filter((truth) => truth !== undefined);
  for (let step = height; step > 0; step--) {
    if (clauses.some((truth) => fails(below(caps, step), truth))) return step;
  }
  return 0;
};

/**
 * What each field of a question can at most get, by which permit, whatever the facts; those of the question are not looked
 * at. `day`: the law is taken as it stands then. Empty where no permit ever gives anything. Semantics covenant/1.
 */
export const reachOf = (
  law: LawDocument,
  covenant: CovenantDocument,
  question: Question,
  day: string,
): readonly Reach[] => {
  const documents: Documents = { law: lawOn(law, day), covenant };
  const required = guardsFor(documents, question).reduce<Truth | undefined>(
    (truth, { require }) => truth && requiredBy(truth, require),
    {},
  );
  if (required === undefined) return [];
  const read = rulesFor(documents, question);
  return question.fields.flatMap((field) => {
    const covering = read.filter(({ rule, groups }) => coversField(rule, field, groups)).map(({ rule }) => rule);
    const caps = placed(covering, 'cap', field);
    return placed(covering, 'permit', field).flatMap((permit) => {
      const step = stepOf(permit, caps, required);
      const level = (['exists', ...field.levels] as const)[step - 1];
      return level === undefined ? [] : [{ field: field.name, permit: permit.rule, level, caps: below(caps, step) }];
    });
  });
};
