import type { Level } from '@knooppunt/signals';
import { dutchDateOf, isInstant } from '@knooppunt/kernel';
import type { Documents } from '../compiled/clauses.js';
import type { CovenantDocument, DecidedField, Question } from '../model.js';
import { heightOf, levelOrder } from '../semantics/covenant-1.js';
import type { RegistryView } from '../validate/problem.js';
import { attribute } from './text.js';

/** An entity as Cedar's JSON has it. */
export type CedarEntity = {
  readonly uid: CedarId;
  readonly attrs: Readonly<Record<string, readonly string[] | Readonly<Record<string, number>>>>;
  readonly parents: readonly CedarId[];
};
export type CedarId = { readonly type: string; readonly id: string };
/** A request as Cedar's JSON has it. */
export type CedarRequest = {
  readonly principal: CedarId;
  readonly action: CedarId;
  readonly resource: CedarId;
  readonly context: {
    readonly from: { readonly __entity: CedarId };
    readonly purpose: string;
    readonly phase: string;
    readonly day?: number;
    readonly height: number;
    readonly facts: Readonly<Record<string, boolean>>;
  };
};

const kindOf = (covenant: CovenantDocument, kind: string): CedarEntity => ({
  uid: { type: 'Kind', id: kind },
  attrs: { purposes: Object.keys(covenant.parties[kind]?.purposes ?? {}).map((code) => `${kind}.${code}`) },
  parents: [],
});

/** The kinds of the law, each with the purposes that the covenant gives it. */
export const kindEntities = ({ law, covenant }: Documents): readonly CedarEntity[] =>
  [...law.kinds.participants, ...law.kinds.bureau].map((kind) => kindOf(covenant, kind));

const shownLevels = levelOrder.filter((level) => level !== 'withhold');
const heightsOf = (field: DecidedField): Readonly<Record<string, number>> =>
  Object.fromEntries(shownLevels.map((level) => [level, heightOf(level, field)]));

/** A field of a payload type: within what rules may call it, with the height of each level in its own order. */
export const fieldEntity = (type: string, field: DecidedField): CedarEntity => {
  const { name, category } = field;
  const labels = [name, ...(category === '_' ? [] : [category]), ...(name === '_exists' ? [] : ['content'])];
  return {
    uid: { type: 'Field', id: `${type}.${name}` },
    attrs: { heights: heightsOf(field) },
    parents: [
      { type: 'PayloadType', id: type },
      ...[...new Set(labels)].map((label): CedarId => ({ type: 'Label', id: label })),
    ],
  };
};

const existsField: DecidedField = { name: '_exists', category: '_', levels: [] };
const everyLevel: readonly Level[] = levelOrder.slice(2);

/** Kinds, and the fields of every payload type; `_exists` is one of each. */
export const entitiesOf = (documents: Documents, { types }: RegistryView): readonly CedarEntity[] => [
  ...kindEntities(documents),
  ...types.flatMap(({ id, fields }) => {
    const own = fields.map(({ name, category, levels = everyLevel }) => ({ name, category, levels }));
    const isNamed = own.some(({ name }) => name === '_exists');
    return (isNamed ? own : [existsField, ...own]).map((field) => fieldEntity(id, field));
  }),
];

/** The schema: what a request must hold, so that Cedar's validator can check every policy against it. */
export const schemaOf = ({ law, covenant }: Documents): string => {
  const facts = [...new Set([...Object.keys(law.facts), ...Object.keys(covenant.facts)])].toSorted();
  return [
    'entity Kind { purposes: Set<String> };',
    'entity PayloadType, Label;',
    'entity Field in [PayloadType, Label] { heights: Heights };',
    `type Heights = { ${shownLevels.map((level) => `${level}: Long`).join(', ')} };`,
    '// a fact that nobody knows is left out',
    `type Facts = { ${facts.map((fact) => `${attribute(fact)}?: Bool`).join(', ')} };`,
    '// day: yyyymmdd, in the Netherlands; height: 1 is exists, up to as many levels as the field has',
    'type Asked = { from: Kind, purpose: String, phase: String, day?: Long, height: Long, facts: Facts };',
    'action levering, inzage, resultaat appliesTo { principal: [Kind], resource: [Field], context: Asked };',
    '',
  ].join('\n');
};

/**
 * The question whether a field may be shown at a height of its own order, 1 (`exists`) or more. A field's level is the
 * highest height that is allowed; none is withhold.
 */
export const requestOf = (question: Question, field: string, height: number): CedarRequest => {
  const { act, from, to, type, purpose, phase, at, facts } = question;
  const known = Object.entries(facts).filter((fact): fact is [string, boolean] => typeof fact[1] === 'boolean');
  return {
    principal: { type: 'Kind', id: to },
    action: { type: 'Action', id: act },
    resource: { type: 'Field', id: `${type}.${field}` },
    context: {
      from: { __entity: { type: 'Kind', id: from } },
      purpose,
      phase,
      ...(isInstant(at) && { day: Number(dutchDateOf(at).replaceAll('-', '')) }),
      height,
      facts: Object.fromEntries(known),
    },
  };
};
