import type { Schema } from '../../../policy/workload/neutral.js';
import type { NeutralQuestion, NeutralRule } from '../../../policy/workload/neutral.js';
import { covers, includes } from '../../../policy/workload/neutral.js';

/** Another engine: the level of each field in the general order, before it is rounded to the field's own. */
export type Peer = (question: NeutralQuestion, into: Uint8Array) => void;

/** Every other engine, each in its ways of use. */
export type PeerName =
  'casl-fields' | 'casl-can' | 'opa-rules' | 'opa-levels' | 'cedar-rules-few' | 'cedar-rules' | 'cedar-levels-few';

/** What an engine is made of. */
export type Rules = { readonly schema: Schema; readonly rules: readonly NeutralRule[] };

/** Of each type which fields each rule speaks of, as places. */
export const placesOf = ({ schema, rules }: Rules): ReadonlyMap<string, ReadonlyMap<string, readonly number[]>> =>
  new Map(
    rules.map((rule) => [
      rule.id,
      new Map(
        Object.entries(schema).map(([type, fields]) => [
          type,
          fields.flatMap((field, at) => (covers(rule, field) ? [at] : [])),
        ]),
      ),
    ]),
  );

/** For engines that say which rules apply: the highest permit and the lowest cap of each field. */
export const combiner = (of: Rules): ((applied: readonly string[], type: string, into: Uint8Array) => void) => {
  const byId = new Map(of.rules.map((rule) => [rule.id, rule]));
  const places = placesOf(of);
  const caps = new Uint8Array(64);
  return (applied, type, into) => {
    into.fill(0);
    caps.fill(5);
    for (const id of applied) {
      const rule = byId.get(id);
      if (!rule) continue;
      const { level, effect } = rule;
      for (const at of places.get(id)?.get(type) ?? []) {
        if (effect === 'permit') into[at] = Math.max(into[at] as number, level);
        else caps[at] = Math.min(caps[at] as number, level);
      }
    }
    for (let at = 0; at < into.length; at++) into[at] = Math.min(into[at] as number, caps[at] as number);
  };
};

/** The rules that can matter to a question, looked up beforehand: a help that no engine's figure pays for. */
export const narrowed = ({ rules }: Rules, { to, type, purpose, phase }: NeutralQuestion): readonly NeutralRule[] =>
  rules.filter(
    (rule) =>
      includes(rule.to, to) &&
      includes(rule.types, type) &&
      includes(rule.purposes, purpose) &&
      includes(rule.phases, phase),
  );

export const shapeOf = ({ to, type, purpose, phase }: NeutralQuestion): string => `${to} ${type} ${purpose} ${phase}`;
