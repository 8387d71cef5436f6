import { createMongoAbility, subject } from '@casl/ability';
import type { MongoAbility, RawRuleOf } from '@casl/ability';
import { permittedFieldsOf } from '@casl/ability/extra';
import { levels } from '@knooppunt/signals';
import { covers, includes } from '../../../policy/workload/neutral.js';
import type { NeutralQuestion, NeutralRule } from '../../../policy/workload/neutral.js';
import type { Peer, Rules } from './peer.js';

type Raw = RawRuleOf<MongoAbility>;

/** A permit allows every level up to its own, a cap forbids every level above; CASL lets the last rule that matches win. */
const actionsOf = ({ effect, level }: NeutralRule): string[] =>
  effect === 'permit' ? levels.slice(1, level + 1) : levels.slice(level + 1);

const conditionsOf = ({ from, when }: NeutralRule): Record<string, unknown> => ({
  ...(from !== 'all' && { source: { $in: [...from] } }),
  ...when,
});

const rawRules = ({ schema, rules }: Rules, { to, purpose, phase }: NeutralQuestion): Raw[] => {
  const speaking = rules.filter(
    (rule) => includes(rule.to, to) && includes(rule.purposes, purpose) && includes(rule.phases, phase),
  );
  const ordered = ['permit', 'cap'].flatMap((effect) => speaking.filter((rule) => rule.effect === effect));
  return ordered.flatMap((rule) => {
    const action = actionsOf(rule);
    const conditions = conditionsOf(rule);
    return Object.entries(schema).flatMap(([type, all]) => {
      const fields = all.filter((field) => covers(rule, field)).map(({ name }) => name);
      if (action.length === 0 || fields.length === 0 || !includes(rule.types, type)) return [];
      const inverted = rule.effect === 'cap';
      return [{ action, subject: type, fields, inverted, ...(Object.keys(conditions).length > 0 && { conditions }) }];
    });
  });
};

/** CASL as it is meant: one ability per reader, purpose and phase, a level is an action, a cap an inverted rule. */
const abilities = (of: Rules): ((question: NeutralQuestion) => MongoAbility) => {
  const known = new Map<string, MongoAbility>();
  return (question) => {
    const key = `${question.to} ${question.purpose} ${question.phase}`;
    const ability = known.get(key) ?? createMongoAbility(rawRules(of, question));
    known.set(key, ability);
    return ability;
  };
};

const subjectOf = ({ type, from, facts }: NeutralQuestion) => subject(type, { source: from, ...facts });

/** One `permittedFieldsOf` per level. */
export const caslFields = (of: Rules): Peer => {
  const abilityFor = abilities(of);
  const names = new Map(Object.entries(of.schema).map(([type, fields]) => [type, fields.map(({ name }) => name)]));
  const places = new Map([...names].map(([type, all]) => [type, new Map(all.map((name, at) => [name, at]))]));
  return (question, into) => {
    const ability = abilityFor(question);
    const asked = subjectOf(question);
    const all = names.get(question.type) ?? [];
    const placeOf = places.get(question.type);
    into.fill(0);
    for (let level = 1; level < levels.length; level++) {
      const options = { fieldsFrom: (rule: { fields?: string[] | undefined }) => rule.fields ?? all };
      for (const name of permittedFieldsOf(ability, levels[level] as string, asked, options)) {
        into[placeOf?.get(name) as number] = level;
      }
    }
  };
};

/** One `can` per field and level, from the highest level down. */
export const caslCan = (of: Rules): Peer => {
  const abilityFor = abilities(of);
  return (question, into) => {
    const ability = abilityFor(question);
    const asked = subjectOf(question);
    (of.schema[question.type] ?? []).forEach(({ name }, at) => {
      let level = levels.length - 1;
      while (level > 0 && !ability.can(levels[level] as string, asked, name)) level--;
      into[at] = level;
    });
  };
};
