import type { Json } from '@knooppunt/kernel';
import type { Level } from '@knooppunt/signals';
import { levelOrder } from '../semantics/covenant-1.js';
import { Pieces } from './arena.js';

/** How values change below reveal. All read the original value; undefined where there is nothing to show. */
export type Transforms = {
  /** At generalise and mask: the same for every recipient. */
  readonly transformed: (field: number, level: Level, value: Json) => Json | undefined;
  /** At pseudonymise the number under which the names of a value are known: asked once, for all recipients. */
  readonly named: (field: number, value: Json) => number | undefined;
  /** The pseudonym of such a number for a recipient, by its own number: letters and digits. */
  readonly pseudonym: (named: number, recipient: number) => string;
};

/** A payload type as a filter works with it: the names of its fields in the order of their bits, and their transforms. */
export class FilteredType {
  /** What is written before a value, and for one that only exists: by level, then by field. */
  readonly openings: Pieces;
  /** Names that every object has without its own doing. */
  private readonly inherited: readonly boolean[];

  constructor(
    readonly names: readonly string[],
    readonly transforms: Transforms,
  ) {
    const beginning = (level: Level) => (name: string) => `,${JSON.stringify(name)}:["${level}"`;
    this.openings = new Pieces(
      levelOrder.flatMap((level) =>
        names.map(beginning(level)).map((text) => (level === 'exists' ? `${text}]` : `${text},`)),
      ),
    );
    this.inherited = names.map((name) => name in Object.prototype);
  }

  /** The value of a field; undefined where there is none. */
  valueIn(values: Readonly<Record<string, Json>>, field: number): Json | undefined {
    const name = this.names[field] as string;
    return this.inherited[field] === true && !Object.hasOwn(values, name) ? undefined : values[name];
  }
}
