import { isCalendarDate } from '@knooppunt/kernel';
import { either, flag, listOf, mapOf, objectOf, oneOf, text } from './shape.js';
import type { Shape } from './shape.js';

const date: Shape = (value, path) => (isCalendarDate(value) ? [] : [`${path}: no calendar day`]);
const digest: Shape = (value, path) =>
  typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value) ? [] : [`${path}: no digest`];
const texts = listOf(text);
const names = either(text, texts);
const selector = either(text, texts, objectOf({ except: names }, { of: names }));
const condition = mapOf(flag, 1);
const conditions = either(condition, listOf(condition));
const obligations = mapOf(either(text, texts));
/** First and last day in force, or open. */
const period: Shape = (value, path) =>
  Array.isArray(value) && value.length === 2
    ? [...date(value[0], `${path}[0]`), ...either(oneOf('open'), date)(value[1], `${path}[1]`)]
    : [`${path}: not two days`];

const dimensions = {
  from: selector,
  to: selector,
  type: selector,
  fields: selector,
  purpose: selector,
  phase: selector,
  at: selector,
};
const rule = objectOf(
  { id: text, basis: text },
  {
    ...dimensions,
    permit: text,
    cap: text,
    when: conditions,
    obligations,
    observable: texts,
    in: period,
  },
);
const guard = objectOf({ id: text, require: condition, in: period, basis: text }, { at: selector, phase: selector });
const assertion = objectOf({ id: text }, { ...dimensions, atMost: text, can: text, when: conditions });
const fact = objectOf(
  {
    of: oneOf('recipient', 'question', 'case', 'subject', 'contribution'),
    from: text,
    is: text,
    known: oneOf('recipient', 'hidden'),
  },
  { seenAs: text },
);
const party = objectOf({ name: text, law: text, secrecy: texts, purposes: mapOf(text, 1) });
const obligation = objectOf({ combine: oneOf('shortest', 'strictest', 'union') }, { order: texts });
const defaults = objectOf(
  { level: oneOf('withhold'), obligations },
  { unknownFact: objectOf({ permit: oneOf('does not apply'), cap: oneOf('applies') }) },
);

/** Every member of a covenant. Unknown members are refused: what the engine does not read must not seem to bind. */
export const covenantShape: Shape = objectOf(
  {
    covenant: text,
    version: text,
    semantics: text,
    under: objectOf({ law: text, checkedAgainst: text }),
    valid: objectOf({ from: date, until: date, zone: oneOf('Europe/Amsterdam') }),
    phases: texts,
    levels: texts,
    categories: texts,
    parties: mapOf(party, 1),
    groups: mapOf(texts),
    facts: mapOf(fact),
    obligations: mapOf(obligation),
    defaults,
    rules: listOf(rule),
  },
  {
    assertions: listOf(assertion),
    supersedes: objectOf({ version: text, digest }),
    cooperations: texts,
    schema: objectOf({ id: text, version: text, digest }),
    adopted: objectOf({ on: date, by: texts, signatures: oneOf('detached') }),
  },
);

/** Every member of a law layer. */
export const lawShape: Shape = objectOf(
  {
    wet: text,
    version: text,
    semantics: text,
    kinds: objectOf({ participants: texts, bureau: texts }),
    acts: mapOf(text, 1),
    facts: mapOf(fact),
    guards: listOf(guard),
    caps: listOf(rule),
  },
  {
    obligations: mapOf(obligation),
    vocabulary: objectOf({ types: listOf(text, 0), fields: listOf(text, 0) }),
  },
);
