import type { Json } from '@knooppunt/kernel';
import { levels, roundDown, transformField } from '@knooppunt/signals';
import type { FieldDefinition, TransformContext } from '@knooppunt/signals';
import type { Schema } from '../../policy/workload/neutral.js';
import type { WorkloadSignal } from '../../policy/workload/signals.js';

/** Of each type, field by field: what each level of the general order rounds down to in that field. */
export type Rounding = Readonly<Record<string, readonly Uint8Array[]>>;

/** For engines that know no order of a field's own. */
export const roundingOf = (schema: Schema): Rounding =>
  Object.fromEntries(
    Object.entries(schema).map(([type, fields]) => [
      type,
      fields.map((field) => Uint8Array.from(levels, (level) => levels.indexOf(roundDown(field, level)))),
    ]),
  );

/** Rounds what an engine said of a type in place. */
export const round = (rounding: Rounding, type: string, given: Uint8Array): void => {
  const fields = rounding[type] ?? [];
  for (let at = 0; at < fields.length; at++) given[at] = fields[at]?.[given[at] as number] as number;
};

/** What is told of every signal. */
export const headOf = ({ id, type, source }: WorkloadSignal): Readonly<Record<string, Json>> => ({ id, type, source });

/** A copy as an object, by the levels that an engine gave; undefined where nothing is shown. What `ByteFilter` writes. */
export const applied = (
  fields: readonly FieldDefinition[],
  signal: WorkloadSignal,
  given: Uint8Array,
  context: TransformContext,
): Json | undefined => {
  const shown: Record<string, Json> = {};
  let isShown = false;
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] as FieldDefinition;
    const value = signal.data[field.name];
    const level = levels[given[at] as number];
    if (value === undefined || level === undefined || level === 'withhold') continue;
    const changed = level === 'exists' ? undefined : transformField(field, level, value, context);
    if (changed === undefined && level !== 'exists') continue;
    shown[field.name] = changed === undefined ? [level] : [level, changed];
    isShown = true;
  }
  return isShown ? { ...headOf(signal), fields: shown } : undefined;
};
