import type { Condition, Truth } from '../model.js';

/** A set of ways that facts can be, as a diagram of the `Diagrams` that made it. Equal sets are equal numbers. */
export type Diagram = number;
/** The set that holds no way at all, and the one that holds every way. */
export const never: Diagram = 0;
export const always: Diagram = 1;

/** The three values of a fact, in the order of a node's branches. */
export const truths: readonly Truth[] = [true, false, 'unknown'];

type Operation = 'and' | 'or' | 'minus';
type Branches = readonly [Diagram, Diagram, Diagram];

/** Pairs of diagrams as one number: exact as long as there are fewer than 2^26 nodes. */
const pair = (a: Diagram, b: Diagram): number => a * 67_108_864 + b;

/** What an operation gives without looking inside, where it does. */
const shortcut: Readonly<Record<Operation, (a: Diagram, b: Diagram) => Diagram | undefined>> = {
  and: (a, b) => {
    if (a === never || b === never) return never;
    if (a === always || a === b) return b;
    return b === always ? a : undefined;
  },
  or: (a, b) => {
    if (a === always || b === always) return always;
    if (a === never || a === b) return b;
    return b === never ? a : undefined;
  },
  minus: (a, b) => {
    if (a === never || b === always || a === b) return never;
    return b === never ? a : undefined;
  },
};

/**
 * Sets of situations over facts that are true, false or unknown, hash-consed: a decision diagram with one node per fact and
 * a branch per value. What would be enumerated 3^n times is a handful of nodes, and two sets are the same exactly when their
 * numbers are. Three branches rather than two variables per fact: known true and known false at once cannot even be said.
 *
 * Source: Bryant (1986), Graph-based algorithms for Boolean function manipulation; policy-engine §3.6.
 */
export class Diagrams {
  private readonly order = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly facts: number[] = [Infinity, Infinity];
  private readonly branches: Branches[] = [
    [never, never, never],
    [always, always, always],
  ];
  private readonly nodes = new Map<number, Map<number, Diagram>>();
  private readonly known: Readonly<Record<Operation, Map<number, Diagram>>> = {
    and: new Map(),
    or: new Map(),
    minus: new Map(),
  };

  /** Ways that are in both. */
  and(a: Diagram, b: Diagram): Diagram {
    return a < b ? this.combine('and', a, b) : this.combine('and', b, a);
  }

  /** Ways that are in either. */
  or(a: Diagram, b: Diagram): Diagram {
    return a < b ? this.combine('or', a, b) : this.combine('or', b, a);
  }

  /** Ways that are in `a` and not in `b`. */
  minus(a: Diagram, b: Diagram): Diagram {
    return this.combine('minus', a, b);
  }

  /** Ways in which a fact has one of some values. */
  where(fact: string, values: readonly Truth[]): Diagram {
    const has = (value: Truth): Diagram => (values.includes(value) ? always : never);
    return this.node(this.placeOf(fact), [has(true), has(false), has('unknown')]);
  }

  /** Ways in which a condition is known to hold: every fact has its value. */
  holds(condition: Condition): Diagram {
    return Object.entries(condition).reduce((all, [fact, value]) => this.and(all, this.where(fact, [value])), always);
  }

  /** Ways in which a condition is known to fail: some fact has the opposite value. */
  fails(condition: Condition): Diagram {
    return Object.entries(condition).reduce((any, [fact, value]) => this.or(any, this.where(fact, [!value])), never);
  }

  /** The ways of the other facts for which this one may have a value: the set as it is seen with that value filled in. */
  given(set: Diagram, fact: string, value: Truth): Diagram {
    return this.fill(set, this.placeOf(fact), truths.indexOf(value), new Map());
  }

  /** The first fact that either of two sets depends on, with what remains of both. */
  splitBoth(a: Diagram, b: Diagram): { readonly fact: string; readonly a: Branches; readonly b: Branches } | undefined {
    const place = Math.min(this.factOf(a), this.factOf(b));
    const fact = this.names[place];
    return fact === undefined ? undefined : { fact, a: this.below(a, place), b: this.below(b, place) };
  }

  /** The set that has these sets for the values of a fact that comes before all of theirs. */
  join(fact: string, branches: Branches): Diagram {
    return this.node(this.placeOf(fact), branches);
  }

  /** Is this way, in which a fact that is left out is unknown, in the set? */
  includes(set: Diagram, facts: Readonly<Record<string, Truth>>): boolean {
    let at = set;
    for (let place = this.factOf(at); place !== Infinity; place = this.factOf(at)) {
      const value = facts[this.names[place] as string] ?? 'unknown';
      at = this.branchesOf(at)[truths.indexOf(value)] as Diagram;
    }
    return at === always;
  }

  /** The place of the first fact that a set depends on; behind all others where it depends on none. */
  private factOf(set: Diagram): number {
    return this.facts[set] as number;
  }

  private branchesOf(set: Diagram): Branches {
    return this.branches[set] as Branches;
  }

  private placeOf(fact: string): number {
    const place = this.order.get(fact) ?? this.names.push(fact) - 1;
    this.order.set(fact, place);
    return place;
  }

  private below(set: Diagram, place: number): Branches {
    return this.factOf(set) === place ? this.branchesOf(set) : [set, set, set];
  }

  private node(place: number, branches: Branches): Diagram {
    const [whenTrue, whenFalse, whenUnknown] = branches;
    if (whenTrue === whenFalse && whenFalse === whenUnknown) return whenTrue;
    const first = pair(whenTrue, whenFalse);
    const second = pair(whenUnknown, place);
    const ofFirst = this.nodes.get(first) ?? new Map<number, Diagram>();
    if (ofFirst.size === 0) this.nodes.set(first, ofFirst);
    const known = ofFirst.get(second);
    if (known !== undefined) return known;
    this.facts.push(place);
    const made = this.branches.push(branches) - 1;
    ofFirst.set(second, made);
    return made;
  }

  private combine(operation: Operation, a: Diagram, b: Diagram): Diagram {
    const short = shortcut[operation](a, b);
    if (short !== undefined) return short;
    const key = pair(a, b);
    const known = this.known[operation].get(key);
    if (known !== undefined) return known;
    const place = Math.min(this.factOf(a), this.factOf(b));
    const [aTrue, aFalse, aUnknown] = this.below(a, place);
    const [bTrue, bFalse, bUnknown] = this.below(b, place);
    const made = this.node(place, [
      this.combine(operation, aTrue, bTrue),
      this.combine(operation, aFalse, bFalse),
      this.combine(operation, aUnknown, bUnknown),
    ]);
    this.known[operation].set(key, made);
    return made;
  }

  private fill(set: Diagram, place: number, value: number, met: Map<Diagram, Diagram>): Diagram {
    const own = this.factOf(set);
    if (own > place) return set;
    const branches = this.branchesOf(set);
    if (own === place) return branches[value] as Diagram;
    const known = met.get(set);
    if (known !== undefined) return known;
    const [whenTrue, whenFalse, whenUnknown] = branches;
    const made = this.node(own, [
      this.fill(whenTrue, place, value, met),
      this.fill(whenFalse, place, value, met),
      this.fill(whenUnknown, place, value, met),
    ]);
    met.set(set, made);
    return made;
  }
}
