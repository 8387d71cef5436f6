import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { parties, phases, purposes } from '../../../policy/workload/rules.js';
import { covers, includes } from '../../../policy/workload/neutral.js';
import type { Names, NeutralRule } from '../../../policy/workload/neutral.js';
import { combiner, narrowed } from './peer.js';
import type { Peer, Rules } from './peer.js';

const setOf = (names: Names): unknown =>
  names === 'all' ? 'all' : Object.fromEntries(names.map((name) => [name, true]));
const each = <Value>(names: readonly string[], make: (name: string) => Value): Readonly<Record<string, Value>> =>
  Object.fromEntries(names.map((name) => [name, make(name)]));

const ruleData = ({ schema }: Rules, rule: NeutralRule): object => ({
  permit: rule.effect === 'permit',
  level: rule.level,
  from: setOf(rule.from),
  when: rule.when,
  fields: each(
    Object.keys(schema).filter((type) => includes(rule.types, type)),
    (type) =>
      Object.fromEntries((schema[type] ?? []).filter((field) => covers(rule, field)).map(({ name }) => [name, true])),
  ),
});

/** The rules, and for each reader, type, purpose and phase the numbers of those that can matter: OPA's way of an index. */
const dataOf = (of: Rules): object => {
  const types = Object.keys(of.schema);
  const numbers = new Map(of.rules.map((rule, number) => [rule, number]));
  return {
    rules: of.rules.map((rule) => ruleData(of, rule)),
    fields: each(types, (type) => Object.fromEntries((of.schema[type] ?? []).map(({ name }, at) => [name, at]))),
    index: each(parties, (to) =>
      each(types, (type) =>
        each(purposes, (purpose) =>
          each(phases, (phase) =>
            narrowed(of, { to, type, purpose, phase, from: '', facts: {} }).map((rule) => numbers.get(rule)),
          ),
        ),
      ),
    ),
  };
};

type Answer = readonly { readonly result: unknown }[];
/** A policy with the entrypoints `hub/applied` and `hub/levels`. */
const loaded = async (of: Rules, wasm: Uint8Array<ArrayBuffer>) => {
  const policy = await loadPolicy(wasm, { initial: 64, maximum: 4096 });
  policy.setData(dataOf(of));
  return policy;
};

/** OPA says which rules apply, we combine. */
export const opaRules =
  (wasm: Uint8Array<ArrayBuffer>) =>
  async (of: Rules): Promise<Peer> => {
    const policy = await loaded(of, wasm);
    const combine = combiner(of);
    return (question, into) => {
      const [answer] = policy.evaluate(question, 'hub/applied') as Answer;
      const applied = (answer?.result ?? []) as readonly number[];
      combine(
        applied.map((number) => of.rules[number]?.id as string),
        question.type,
        into,
      );
    };
  };

/** The whole decision in Rego. */
export const opaLevels =
  (wasm: Uint8Array<ArrayBuffer>) =>
  async (of: Rules): Promise<Peer> => {
    const policy = await loaded(of, wasm);
    return (question, into) => {
      const [answer] = policy.evaluate(question, 'hub/levels') as Answer;
      const found = answer?.result as Readonly<Record<string, number>>;
      (of.schema[question.type] ?? []).forEach(({ name }, at) => {
        into[at] = found[name] as number;
      });
    };
  };
