import { decidedFields, headBlock } from '@knooppunt/cases';
import type { FieldGroup } from '@knooppunt/cases';
import { compile, Outcome, Reasons } from '@knooppunt/covenant';
import type { CovenantDocument, DecidedField, FactWords, LawDocument, Question, Scope } from '@knooppunt/covenant';
import { payloadTypes } from '@knooppunt/signals';
import type { PayloadType, Registry } from '@knooppunt/signals';
import { FactBits } from './fact-bits.js';

/** A field as it comes out under law and covenant. */
export type FieldOutcome = {
  readonly field: DecidedField;
  readonly level: string;
  readonly permit: string | undefined;
  readonly cap: string | undefined;
  /** Could no fact that the record lacks change the level? */
  readonly isSure: boolean;
  /** Rules that applied to it, whether they decided or not. */
  readonly applied: readonly string[];
};

/** What a question comes to; one object for all questions of one shape with the same facts. */
export type Verdict = {
  readonly id: number;
  readonly refusedBy: readonly string[];
  readonly fields: readonly FieldOutcome[];
  /** Facts that were asked and that the record does not hold. */
  readonly missing: readonly string[];
};

/** A question without fields and facts; `place` is the same text for the same shape. */
export type Asked = { readonly place: string; readonly shape: Omit<Question, 'fields' | 'facts'> };

/** A group of fields within a scope: their places there, the facts that rules over them ask, and what has been decided. */
type Group = {
  readonly places: readonly number[];
  readonly used: readonly string[];
  readonly mask: Int32Array;
  readonly verdicts: Map<string, Verdict>;
};
type Known = { readonly scope: Scope; readonly groups: Map<readonly DecidedField[], Group> };

/** Every field that a block of a type may hold, the head's among them. */
const everyField = (type: PayloadType): readonly DecidedField[] => {
  const kinds = [headBlock, ...new Set(type.fields.map(({ block }) => block))];
  return kinds.flatMap((kind) => decidedFields(type, kind));
};

/** More missing facts than this are not tried out one by one: what depends on them is said not to be sure. */
const triedAtMost = 8;
const verdictsAtMost = 200_000;

const ruleIn = ({ tables }: Scope, clause: number): string =>
  tables.rules[tables.clauses[clause]?.rule as number]?.id as string;

/**
 * Decides past questions under one law and covenant by the compiled engine, each once: a verdict is a function of the shape of
 * the question and of the facts that its rules ask, and is kept by those.
 */
export class Verdicts {
  private readonly covenant;
  private readonly known = new Map<string, Known>();
  private readonly outcome = new Outcome();
  private readonly reasons = new Reasons();
  private made = 0;
  private kept = 0;

  /** Over the types of one registry. Throws `covenant/unknown-semantics`. */
  constructor(law: LawDocument, covenant: CovenantDocument, registry: Registry) {
    const types = payloadTypes.flatMap(({ id }) => {
      const type = registry.find(id);
      return type ? [{ id, fields: everyField(type) }] : [];
    });
    this.covenant = compile({ law, covenant }, types);
  }

  newBits(): FactBits {
    return new FactBits(this.covenant);
  }

  /** The verdict over the fields of one category. `bits` hold the facts, `asked` for this category among them. */
  verdictOf(asked: Asked, [, fields]: FieldGroup, bits: FactBits): Verdict {
    const { scope, groups } = this.knownOf(asked);
    const group = groups.get(fields) ?? this.groupOf(scope, fields, bits);
    groups.set(fields, group);
    const key = bits.textUnder(group.mask);
    const verdict = group.verdicts.get(key) ?? this.judge(scope, group, fields, bits);
    group.verdicts.set(key, verdict);
    return verdict;
  }

  /** Forgets what is kept where it has become too much. Verdicts that somebody holds stay what they are. */
  tidy(): void {
    if (this.kept < verdictsAtMost) return;
    this.known.clear();
    this.kept = 0;
  }

  private knownOf({ place, shape }: Asked): Known {
    const known = this.known.get(place);
    if (known) return known;
    const made = { scope: this.covenant.scopeOf(shape), groups: new Map<readonly DecidedField[], Group>() };
    this.known.set(place, made);
    return made;
  }

  private groupOf(scope: Scope, fields: readonly DecidedField[], bits: FactBits): Group {
    const names = new Map(scope.fields.map(({ name }, place) => [name, place]));
    const places = fields.map(({ name }) => names.get(name) ?? -1);
    const used = scope.factsUsed(places);
    return { places, used, mask: bits.maskOf(used), verdicts: new Map() };
  }

  private judge(scope: Scope, { places, used }: Group, fields: readonly DecidedField[], bits: FactBits): Verdict {
    this.kept++;
    const { words } = bits;
    const isAnswered = scope.decide(words, this.outcome);
    scope.explain(words, this.reasons);
    const levels = places.map((place) => this.outcome.levelOf(place));
    const applied = isAnswered ? this.appliedIn(scope, words) : [];
    const ruleAt = (clauses: Int32Array, place: number): string | undefined => {
      const clause = clauses[place] ?? -1;
      return clause < 0 ? undefined : ruleIn(scope, clause);
    };
    const { permits, caps } = this.reasons;
    const outcomes = fields.map((field, at) => {
      const place = places[at] ?? -1;
      return {
        field,
        level: levels[at] as string,
        permit: ruleAt(permits, place),
        cap: ruleAt(caps, place),
        applied: applied.filter((clause) => scope.layout.covers(clause, place)).map((clause) => ruleIn(scope, clause)),
      };
    });
    const missing = used.filter((name) => !bits.holds(name));
    const open = this.openFields(scope, bits, missing, { places, levels });
    return {
      id: this.made++,
      missing,
      refusedBy: [...scope.guards].filter((guard) => !scope.holds(guard, words)).map((guard) => ruleIn(scope, guard)),
      fields: outcomes.map((outcome, at) => ({ ...outcome, isSure: !open.has(at) })),
    };
  }

  private appliedIn(scope: Scope, words: FactWords): readonly number[] {
    return [
      ...[...scope.permits].filter((clause) => scope.holds(clause, words)),
      ...[...scope.caps].filter((clause) => !scope.fails(clause, words)),
    ];
  }

  /** Which of the fields some values of the missing facts would bring to another level. */
  private openFields(
    scope: Scope,
    { words }: FactBits,
    missing: readonly string[],
    { places, levels }: { readonly places: readonly number[]; readonly levels: readonly string[] },
  ): ReadonlySet<number> {
    const open = new Set<number>();
    if (missing.length === 0) return open;
    if (missing.length > triedAtMost) return new Set(levels.keys());
    for (let tried = 0; tried < 2 ** missing.length; tried++) {
      missing.forEach((name, at) => void words.set(name, ((tried >> at) & 1) === 1));
      scope.decide(words, this.outcome);
      for (const [at, place] of places.entries()) if (this.outcome.levelOf(place) !== levels[at]) open.add(at);
    }
    for (const name of missing) words.set(name, undefined);
    return open;
  }
}
