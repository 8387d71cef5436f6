import { canonicalJson, dutchDateOf } from '@knooppunt/kernel';
import type { CooperationId, Instant, Json, OrganisationId, Uuid } from '@knooppunt/kernel';
import { transformField } from '@knooppunt/signals';
import type { FieldDefinition, Level, PayloadType, Registry } from '@knooppunt/signals';
import type { BatchPseudonyms } from './pseudonyms.js';

/**
 * To whom a value goes, within which case or weighing its pseudonyms are keyed and by which version, and when: all that a
 * transform may know.
 */
export type Released = {
  readonly cooperation: CooperationId;
  readonly recipient: OrganisationId;
  readonly within: Uuid;
  readonly pseudonyms: Registry['pseudonyms'];
  readonly at: Instant;
};

/** A field that leaves; no value at exists. */
export type ReleasedField = { readonly field: string; readonly level: Level; readonly value?: Json };

/** What of a block's content leaves at these levels, in the order of the fields: absent and withheld look the same. */
export type Release = (
  fields: readonly { readonly field: string; readonly level: Level }[],
  values: Readonly<Record<string, Json>>,
) => readonly ReleasedField[];

/** How the fields of a payload type leave for one reader; the gate and a replay of what it released call the same. */
export const releaseOf = (names: BatchPseudonyms, released: Released, type: PayloadType): Release => {
  const { at, pseudonyms, ...scope } = released;
  const definitions = new Map(type.fields.map((field): [string, FieldDefinition] => [field.name, field]));
  const context = { on: dutchDateOf(at), pseudonym: names.within(scope, pseudonyms) };
  const leaves = (field: string, level: Level, value: Json | undefined): readonly ReleasedField[] => {
    const definition = definitions.get(field);
    if (!definition || value === undefined || level === 'withhold') return [];
    const transformed = transformField(definition, level, value, context);
    if (transformed === undefined) return level === 'exists' ? [{ field, level }] : [];
    return [{ field, level, value: transformed }];
  };
  return (fields, values) => fields.flatMap(({ field, level }) => leaves(field, level, values[field]));
};

/** What the keyed digest of a block is made over: the canonical list of [field, level, transformed value]. */
export const canonicalRelease = (fields: readonly ReleasedField[]): string =>
  canonicalJson(fields.map(({ field, level, value }) => [field, level, value ?? null]));
