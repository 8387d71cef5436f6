import type { CalendarDate, Json } from '@knooppunt/kernel';
import { transformField } from '@knooppunt/signals';
import type { FieldDefinition, FieldType, Level, TransformContext } from '@knooppunt/signals';
import type { Transforms } from './filtered-type.js';

const unasked = (): string => '';

/** Types of field of which a text alone says what it generalises to. */
const keptTypes: ReadonlySet<FieldType> = new Set(['birth-date', 'address']);

/** The names of values: each value has a number, by its kind and normal form, and under it a pseudonym for each recipient. */
export type Names = {
  readonly valueOf: (kind: string, value: string) => number;
  readonly pseudonym: (value: number, recipient: number) => string;
};

/**
 * What was found for a text, by the type of its field: persons, companies and places that the signals of a batch speak of
 * come again and again. Only of types of which nothing but text and type decides what comes out.
 */
class Kept<Found> {
  private readonly byType = new Map<FieldType, Map<string, Found>>();

  /** All that was found for texts of a type, to look into and to add to. */
  of(type: FieldType): Map<string, Found> {
    let kept = this.byType.get(type);
    if (kept === undefined) this.byType.set(type, (kept = new Map()));
    return kept;
  }

  clear(): void {
    this.byType.clear();
  }
}

/**
 * The transforms of the payload registry, for the signals of one batch. `on` is the Dutch day of the decision; `names` gives
 * what each recipient names a value by. Texts and what they came to are kept until `forget`, which the owner of the batch
 * calls when it ends, and as soon as any of its keys turns out to be destroyed.
 */
export class BatchTransforms {
  private readonly names = new Kept<number | undefined>();
  private readonly generalised = new Kept<Json | undefined>();
  private readonly context: TransformContext;
  /** What the field that is being named came to. */
  private named: number | undefined;
  private readonly naming: TransformContext;

  constructor(
    on: CalendarDate,
    private readonly namesOfValues: Names,
  ) {
    this.context = { on, pseudonym: unasked };
    const pseudonym = (kind: string, normal: string): string => {
      this.named = namesOfValues.valueOf(kind, normal);
      return normal;
    };
    this.naming = { on, pseudonym };
  }

  /** The transforms for the fields of one payload type. */
  of(fields: readonly FieldDefinition[]): Transforms {
    return {
      transformed: (field, level, value) => this.transformed(fields[field] as FieldDefinition, level, value),
      named: (field, value) => this.nameOf(fields[field] as FieldDefinition, value),
      pseudonym: (named, recipient) => this.namesOfValues.pseudonym(named, recipient),
    };
  }

  /** Lets go of every value. */
  forget(): void {
    this.names.clear();
    this.generalised.clear();
  }

  private transformed(field: FieldDefinition, level: Level, value: Json): Json | undefined {
    const isKept = typeof value === 'string' && keptTypes.has(field.type) && level === 'generalise';
    if (!isKept || !field.levels.includes(level)) return transformField(field, level, value, this.context);
    const kept = this.generalised.of(field.type);
    let found = kept.get(value);
    if (found === undefined && !kept.has(value))
      kept.set(value, (found = transformField(field, level, value, this.context)));
    return found;
  }

  private nameOf(field: FieldDefinition, value: Json): number | undefined {
    if (typeof value !== 'string' || !field.levels.includes('pseudonymise')) return this.newNameOf(field, value);
    const kept = this.names.of(field.type);
    let named = kept.get(value);
    if (named === undefined && !kept.has(value)) kept.set(value, (named = this.newNameOf(field, value)));
    return named;
  }

  private newNameOf(field: FieldDefinition, value: Json): number | undefined {
    this.named = undefined;
    transformField(field, 'pseudonymise', value, this.naming);
    return this.named;
  }
}
