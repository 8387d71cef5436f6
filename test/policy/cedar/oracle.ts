import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { EntityJson, Policy, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import {
  cedarApplicability,
  cedarCoverage,
  cedarFieldEntity,
  cedarKindEntities,
  cedarPolicyText,
  cedarRequest,
} from '@knooppunt/covenant';
import type { CedarExport, CedarPolicy, CedarRequest, DecidedField, Documents, Question } from '@knooppunt/covenant';
import type { Level } from '@knooppunt/signals';

/** Cedar as this program calls it: an answer that could not be given, or a policy that failed, is a fault of the test. */
const ask = (policySet: string, request: CedarRequest, entities: readonly EntityJson[]) => {
  const answer = statefulIsAuthorized({
    ...request,
    preparsedPolicySetId: policySet,
    entities: [...entities],
  });
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
  const { decision, diagnostics } = answer.response;
  if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors));
  return { decision, reasons: diagnostics.reason };
};

let sets = 0;
const prepared = (policies: Readonly<Record<string, Policy>>): string => {
  const name = `set-${++sets}`;
  const answer = preparsePolicySet(name, { staticPolicies: policies, templates: {}, templateLinks: [] });
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
  return name;
};
const setOf = (policies: readonly CedarPolicy[], text: (policy: CedarPolicy) => string): string =>
  prepared(Object.fromEntries(policies.map((policy) => [policy.id, text(policy)])));

type Effect = { readonly id: string; readonly permit?: Level; readonly cap?: Level };
/** What hangs on a field alone: its own order of levels, and the rules that speak of it. */
type Known = {
  readonly heights: Readonly<Partial<Record<Level, number>>>;
  readonly covering: ReadonlyMap<string, Effect>;
};
/** Which policies can matter to a question; asking fewer at a time is all that this is for. */
export type Partition = { readonly key: string; readonly holds: (policy: CedarPolicy) => boolean };
const whole: Partition = { key: '', holds: () => true };

const ladderOf = ({ levels }: DecidedField): readonly Level[] => ['withhold', 'exists', ...levels];

/** The export of two documents, run by Cedar. */
export class CedarOracle {
  /** Of each kind its entity; none of a kind that the law does not know. */
  private readonly kinds: ReadonlyMap<string, readonly EntityJson[]>;
  private readonly texts = new Map<string, string>();
  private readonly applicable = new Map<string, string>();
  private readonly covering: string;
  private readonly known = new Map<string, WeakMap<DecidedField, Known>>();
  private readonly effects: ReadonlyMap<string, Effect>;

  constructor(
    { law, covenant }: Documents,
    private readonly exported: CedarExport,
  ) {
    const kinds = cedarKindEntities({ law, covenant }) as unknown as readonly EntityJson[];
    this.kinds = new Map(kinds.map((kind) => [(kind.uid as TypeAndId).id, [kind]]));
    this.covering = setOf(exported.policies, cedarCoverage);
    this.effects = new Map([...law.caps, ...covenant.rules].map((rule) => [rule.id, rule]));
  }

  /** The levels of some fields as the text says them: for each field, each height in turn. */
  levelsAsWritten(question: Question, partition = whole): readonly Level[] {
    const set = this.setFor(this.texts, partition, cedarPolicyText);
    return question.fields.map((field) => {
      const entities = [...this.readerOf(question), cedarFieldEntity(question.type, field) as unknown as EntityJson];
      const ladder = ladderOf(field);
      const isAllowed = (height: number) =>
        ask(set, cedarRequest(question, field.name, height), entities).decision === 'allow';
      return ladder.findLast((_, height) => height > 0 && isAllowed(height)) ?? 'withhold';
    });
  }

  /**
   * The same in one call: Cedar says which rules apply to the question, and once for all which speak of which field; the
   * highest permit and the lowest cap are sought here.
   */
  levels(question: Question, partition = whole): readonly Level[] {
    const set = this.setFor(this.applicable, partition, cedarApplicability);
    const type = { type: 'PayloadType', id: question.type };
    const request = cedarRequest(question, '', 1);
    const entity: EntityJson = { uid: request.resource, attrs: {}, parents: [type] };
    const applied = ask(set, request, [...this.readerOf(question), entity]).reasons;
    if (applied.some((id) => !this.effects.has(id))) return question.fields.map(() => 'withhold');
    return question.fields.map((field) => this.levelOf(question.type, field, applied));
  }

  private readerOf({ to }: Question): readonly EntityJson[] {
    return this.kinds.get(to) ?? [];
  }

  private levelOf(type: string, field: DecidedField, applied: readonly string[]): Level {
    const { heights, covering } = this.knownOf(type, field);
    let given = 0;
    let left = Infinity;
    for (const id of applied) {
      const rule = covering.get(id);
      if (rule?.permit !== undefined) given = Math.max(given, heights[rule.permit] ?? 0);
      if (rule?.cap !== undefined) left = Math.min(left, heights[rule.cap] ?? 0);
    }
    return ladderOf(field)[Math.min(given, left)] ?? 'withhold';
  }

  /** Which rules speak of a field hangs on nothing but the field: it is asked once. */
  private knownOf(type: string, field: DecidedField): Known {
    const ofType = this.known.get(type) ?? new WeakMap<DecidedField, Known>();
    this.known.set(type, ofType);
    const known = ofType.get(field) ?? this.askOf(type, field);
    ofType.set(field, known);
    return known;
  }

  private askOf(type: string, field: DecidedField): Known {
    const entity = cedarFieldEntity(type, field) as unknown as EntityJson;
    const request = { ...anything, resource: entity.uid } as CedarRequest;
    const { reasons } = ask(this.covering, request, [entity]);
    return {
      heights: entity.attrs['heights'] as Known['heights'],
      covering: new Map(reasons.flatMap((id) => [this.effects.get(id)].flatMap((rule) => (rule ? [[id, rule]] : [])))),
    };
  }

  private setFor(sets_: Map<string, string>, { key, holds }: Partition, text: (policy: CedarPolicy) => string): string {
    const known = sets_.get(key) ?? setOf(this.exported.policies.filter(holds), text);
    sets_.set(key, known);
    return known;
  }
}

/** Whether a rule speaks of a field hangs on nothing else. */
const anything = {
  principal: { type: 'Kind', id: '' },
  action: { type: 'Action', id: 'inzage' },
  context: { from: { __entity: { type: 'Kind', id: '' } }, purpose: '', phase: '', height: 1, facts: {} },
} as const;
