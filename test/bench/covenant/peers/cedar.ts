import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { Context, EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import { levels } from '@knooppunt/signals';
import type { FieldDefinition } from '@knooppunt/signals';
import type { Names, NeutralQuestion, NeutralRule } from '../../../policy/workload/neutral.js';
import { combiner, narrowed, shapeOf } from './peer.js';
import type { Peer, Rules } from './peer.js';

const listOf = (type: string, names: readonly string[]): string =>
  `[${names.map((name) => `${type}::"${name}"`).join(', ')}]`;
const texts = (names: readonly string[]): string => `[${names.map((name) => `"${name}"`).join(', ')}]`;
const unless = (names: Names, condition: (named: readonly string[]) => string): readonly string[] =>
  names === 'all' ? [] : [condition(names)];

/** What a rule asks of a question but the fields. Every fact is known here, so the policies need no `has`. */
const scopeOf = (rule: NeutralRule): readonly string[] => [
  ...unless(rule.to, (named) => `principal in ${listOf('Party', named)}`),
  ...unless(rule.from, (named) => `context.source in ${listOf('Party', named)}`),
  ...unless(rule.types, (named) => `resource in ${listOf('SignalType', named)}`),
  ...unless(rule.purposes, (named) => `${texts(named)}.contains(context.purpose)`),
  ...unless(rule.phases, (named) => `${texts(named)}.contains(context.phase)`),
  ...Object.entries(rule.when).map(([fact, value]) => `${value ? '' : '!'}context.${fact}`),
];
const whenOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` when { ${conditions.join(' && ')} }`;

/** Every rule a permit; the reasons of the answer are the rules that apply. */
const ruleText = (rule: NeutralRule): string => `permit(principal, action, resource)${whenOf(scopeOf(rule))};`;

/** As Cedar is meant: an action per level, permits up to theirs, forbids above theirs. */
const levelText = (rule: NeutralRule): string => {
  const { fields, effect, level } = rule;
  const isPermit = effect === 'permit';
  const actions = listOf('Action', isPermit ? levels.slice(1, level + 1) : levels.slice(level + 1));
  const named = fields === 'all' ? [] : 'names' in fields ? fields.names : fields.categories;
  const labels = fields === 'all' ? [] : [`resource in ${listOf('Label', named)}`];
  return `${isPermit ? 'permit' : 'forbid'}(principal, action in ${actions}, resource)${whenOf([...scopeOf(rule), ...labels])};`;
};

let sets = 0;
const prepared = (rules: readonly NeutralRule[], text: (rule: NeutralRule) => string): string => {
  const id = `bench-${++sets}`;
  const staticPolicies = Object.fromEntries(rules.map((rule) => [rule.id, text(rule)]));
  const answer = preparsePolicySet(id, { staticPolicies, templates: {}, templateLinks: [] });
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
  return id;
};

/** One set of all rules, or a set per reader, type, purpose and phase, made at the first question of that shape. */
const setsFor = (of: Rules, text: (rule: NeutralRule) => string, isPartitioned: boolean) => {
  const known = new Map<string, string>();
  return (question: NeutralQuestion): string => {
    const key = isPartitioned ? shapeOf(question) : '';
    const set = known.get(key) ?? prepared(isPartitioned ? narrowed(of, question) : of.rules, text);
    known.set(key, set);
    return set;
  };
};

const contextOf = ({ from, purpose, phase, facts }: NeutralQuestion): Context => ({
  source: { __entity: { type: 'Party', id: from } },
  purpose,
  phase,
  ...facts,
});

const ask = (set: string, question: NeutralQuestion, action: string, resource: EntityJson, context: Context) => {
  const answer = statefulIsAuthorized({
    principal: { type: 'Party', id: question.to },
    action: { type: 'Action', id: action },
    resource: resource.uid,
    context,
    preparsedPolicySetId: set,
    entities: [resource],
  });
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
  return answer.response;
};

const parent = (type: string, id: string) => ({ type, id });
const fieldEntity = (type: string, { name, category }: FieldDefinition): EntityJson => ({
  uid: { type: 'Field', id: `${type}.${name}` },
  attrs: {},
  parents: [parent('SignalType', type), parent('Label', name), parent('Label', category)],
});

/** One call per copy: Cedar says which rules apply, we combine. */
export const cedarRules =
  (isPartitioned: boolean) =>
  (of: Rules): Peer => {
    const setFor = setsFor(of, ruleText, isPartitioned);
    const combine = combiner(of);
    const signals = new Map(
      Object.keys(of.schema).map((type): [string, EntityJson] => [
        type,
        { uid: { type: 'Signal', id: 's' }, attrs: {}, parents: [parent('SignalType', type)] },
      ]),
    );
    return (question, into) => {
      const signal = signals.get(question.type) as EntityJson;
      const { diagnostics } = ask(setFor(question), question, 'see', signal, contextOf(question));
      combine(diagnostics.reason, question.type, into);
    };
  };

/** One call per field and level, from the highest level down, with only the rules in question. */
export const cedarLevels = (of: Rules): Peer => {
  const setFor = setsFor(of, levelText, true);
  const entities = new Map(
    Object.entries(of.schema).map(([type, fields]) => [type, fields.map((field) => fieldEntity(type, field))]),
  );
  return (question, into) => {
    const context = contextOf(question);
    const set = setFor(question);
    (entities.get(question.type) ?? []).forEach((entity, at) => {
      let level = levels.length - 1;
      while (level > 0 && ask(set, question, levels[level] as string, entity, context).decision !== 'allow') level--;
      into[at] = level;
    });
  };
};
