import { decidedFields, headBlock } from '@knooppunt/cases';
import { compile, Outcome, Reasons } from '@knooppunt/covenant';
import type {
  CompiledCovenant,
  CovenantDocument,
  DecidedField,
  LawDocument,
  Question,
  Scope,
} from '@knooppunt/covenant';
import { payloadTypes } from '@knooppunt/signals';
import type { PayloadType, Registry } from '@knooppunt/signals';
import { FactBits } from './fact-bits.js';

/** A question without fields and facts. */
type Shape = Omit<Question, 'fields' | 'facts'>;

/** Fields of one category that are asked in one shape: what speaks of them, and the facts that it asks. */
export type Asking = {
  readonly scope: Scope;
  readonly fields: readonly DecidedField[];
  /** The number of each field in the scope. */
  readonly places: readonly number[];
  readonly used: readonly string[];
  readonly mask: Int32Array;
};

/** Which rules decided over a field; undefined where none did. */
export type Deciders = { readonly permit: string | undefined; readonly cap: string | undefined };

/** What speaks of questions of one shape. */
export type Known = { readonly scope: Scope; readonly asked: Map<readonly DecidedField[], Asking> };

/** More missing facts than this are not tried out one by one: what depends on them is said not to be sure. */
const triedAtMost = 8;

/** Every field that a block of a type may hold, the head's among them. */
const everyField = (type: PayloadType): readonly DecidedField[] => {
  const kinds = [headBlock, ...new Set(type.fields.map(({ block }) => block))];
  return kinds.flatMap((kind) => decidedFields(type, kind));
};

const ruleIn = ({ tables }: Scope, clause: number): string =>
  tables.rules[tables.clauses[clause]?.rule as number]?.id as string;

/**
 * Past questions put to one law and covenant by the compiled engine. What speaks of a shape of question is found once; deciding
 * is then so cheap that nothing more is remembered. The last decision is what the other methods speak of.
 */
export class Questions {
  private readonly covenant: CompiledCovenant;
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly known = new WeakMap<Scope, Known>();
  private readonly outcome = new Outcome();
  private readonly reasons = new Reasons();

  /** Over the types of one registry. Throws `covenant/unknown-semantics`. */
  constructor(law: LawDocument, covenant: CovenantDocument, registry: Registry) {
    const types = payloadTypes.flatMap(({ id }) => {
      const type = registry.find(id);
      return type ? [{ id, fields: everyField(type) }] : [];
    });
    this.covenant = compile({ law, covenant }, types);
    this.numbers = new Map(this.covenant.factNames.map((name, number) => [name, number]));
  }

  newBits(): FactBits {
    return new FactBits(this.covenant, this.numbers);
  }

  /** What speaks of questions of one shape; the same while the engine keeps the scope. */
  meet(shape: Shape): Known {
    const scope = this.covenant.scopeOf(shape);
    const known = this.known.get(scope) ?? { scope, asked: new Map<readonly DecidedField[], Asking>() };
    this.known.set(scope, known);
    return known;
  }

  /** What speaks of these fields in a question of a shape. */
  askingOf(known: Known, fields: readonly DecidedField[], bits: FactBits): Asking {
    const asking = known.asked.get(fields) ?? this.asking(known.scope, fields, bits);
    known.asked.set(fields, asking);
    return asking;
  }

  /** Decides. False where the question is refused whole. */
  decide({ scope }: Asking, { words }: FactBits): boolean {
    return scope.decide(words, this.outcome);
  }

  /** The level that the last decision gave to a field of it. */
  levelOf({ places }: Asking, field: number): string {
    return this.outcome.levelOf(places[field] ?? -1);
  }

  /** Why the fields of a decision got what they got; to be asked of one decision at a time. */
  explain({ scope, places }: Asking, { words }: FactBits): (field: number) => Deciders {
    scope.explain(words, this.reasons);
    const { permits, caps } = this.reasons;
    const ruleAt = (clauses: Int32Array, field: number): string | undefined => {
      const clause = clauses[places[field] ?? -1] ?? -1;
      return clause < 0 ? undefined : ruleIn(scope, clause);
    };
    return (field) => ({ permit: ruleAt(permits, field), cap: ruleAt(caps, field) });
  }

  /** The guards that refuse a question. */
  refusedBy({ scope }: Asking, { words }: FactBits): readonly string[] {
    return [...scope.guards].filter((guard) => !scope.holds(guard, words)).map((guard) => ruleIn(scope, guard));
  }

  /** By field, the rules that apply to it in a question that is answered, whether they decide or not. */
  appliedOf({ scope, places }: Asking, { words }: FactBits): readonly ReadonlySet<string>[] {
    const applying = [
      ...[...scope.permits].filter((clause) => scope.holds(clause, words)),
      ...[...scope.caps].filter((clause) => !scope.fails(clause, words)),
    ];
    return places.map(
      (place) =>
        new Set(applying.filter((clause) => scope.layout.covers(clause, place)).map((clause) => ruleIn(scope, clause))),
    );
  }

  /** Facts that the rules ask and the record does not hold. */
  missing({ used, mask }: Asking, bits: FactBits): readonly string[] {
    return bits.holdsAll(mask) ? [] : used.filter((name) => !bits.holds(name));
  }

  /** Fields that some values of the missing facts would bring to another level than these. */
  openFields(
    { scope, places }: Asking,
    { words }: FactBits,
    missing: readonly string[],
    levels: readonly string[],
  ): ReadonlySet<number> {
    const open = new Set<number>();
    if (missing.length > triedAtMost) return new Set(levels.keys());
    for (let tried = 0; tried < 2 ** missing.length; tried++) {
      missing.forEach((name, at) => void words.set(name, ((tried >> at) & 1) === 1));
      scope.decide(words, this.outcome);
      for (const [at, place] of places.entries()) if (this.outcome.levelOf(place) !== levels[at]) open.add(at);
    }
    for (const name of missing) words.set(name, undefined);
    return open;
  }

  private asking(scope: Scope, fields: readonly DecidedField[], bits: FactBits): Asking {
    const numbers = new Map(scope.fields.map(({ name }, place) => [name, place]));
    const places = fields.map(({ name }) => numbers.get(name) ?? -1);
    const used = scope.factsUsed(places);
    return { scope, fields, places, used, mask: bits.maskOf(used) };
  }
}
