import type { Truth } from '../model.js';
import { always, never, truths } from './diagrams.js';
import type { Diagram, Diagrams } from './diagrams.js';

/** What must be true of facts together: per fact, the one or two values that it may have. Empty: nothing is asked. */
export type FactCondition = Readonly<Record<string, readonly Truth[]>>;

type Cover = { readonly conditions: readonly FactCondition[]; readonly set: Diagram };

/** Sets of values of one fact, smallest first: what a smaller one must say, no larger one could. */
const choices: readonly (readonly number[])[] = [[0], [1], [2], [0, 2], [1, 2], [0, 1], [0, 1, 2]];

const holdsAll = (larger: readonly number[], smaller: readonly number[]): boolean =>
  larger.length > smaller.length && smaller.every((value) => larger.includes(value));

/**
 * The shortest words for a set: prime conditions, none of which can be left out, that together say at least `least` and at
 * most `most`. A condition is prime where none of its facts could be allowed one value more without leaving `most`.
 * Source: Minato (1992), irredundant sums of products, here over three values.
 */
export class Conditions {
  private readonly known = new Map<string, Cover>();

  constructor(private readonly diagrams: Diagrams) {}

  /** `least` lies within `most`; what lies between them may be said or not, whichever is shorter. */
  of(least: Diagram, most: Diagram): readonly FactCondition[] {
    return this.cover(least, most).conditions;
  }

  private cover(least: Diagram, most: Diagram): Cover {
    if (least === never) return { conditions: [], set: never };
    const key = `${least} ${most}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made = this.build(least, most);
    this.known.set(key, made);
    return made;
  }

  private build(least: Diagram, most: Diagram): Cover {
    const { diagrams } = this;
    const both = diagrams.splitBoth(least, most);
    if (both === undefined) return { conditions: [{}], set: always };
    const rest = [...both.a];
    const covered: Diagram[] = [];
    const conditions: FactCondition[] = [];
    const within = (choice: readonly number[]): Diagram =>
      choice.reduce<Diagram>((all, value) => diagrams.and(all, both.b[value] ?? never), always);
    for (const choice of choices) {
      const room = within(choice);
      const roomier = choices
        .filter((other) => holdsAll(other, choice))
        .reduce<Diagram>((any, other) => diagrams.or(any, within(other)), never);
      const needed = choice.reduce<Diagram>((any, value) => diagrams.or(any, rest[value] ?? never), never);
      const found = this.cover(diagrams.minus(diagrams.and(needed, room), roomier), room);
      const values = choice.map((value) => truths[value] as Truth);
      const own: FactCondition = choice.length === 3 ? {} : { [both.fact]: values };
      conditions.push(...found.conditions.map((condition) => ({ ...own, ...condition })));
      for (const value of choice) {
        rest[value] = diagrams.minus(rest[value] ?? never, found.set);
        covered[value] = diagrams.or(covered[value] ?? never, found.set);
      }
    }
    const [whenTrue = never, whenFalse = never, whenUnknown = never] = covered;
    return { conditions, set: diagrams.join(both.fact, [whenTrue, whenFalse, whenUnknown]) };
  }
}
