import type { CalendarDate } from '@knooppunt/kernel';
import { transformField } from '@knooppunt/signals';
import type { FieldDefinition } from '@knooppunt/signals';
import type { NormalForm, Transforms } from './filter.js';

const unasked = (): string => '';

/**
 * The transforms of the payload registry for the fields of one type. `on` is the Dutch day of the decision; `pseudonym`
 * makes the pseudonym of a normal form for one recipient.
 */
export const fieldTransforms = (
  fields: readonly FieldDefinition[],
  on: CalendarDate,
  pseudonym: Transforms['pseudonym'],
): Transforms => ({
  pseudonym,
  transformed: (field, level, value) =>
    transformField(fields[field] as FieldDefinition, level, value, { on, pseudonym: unasked }),
  normalForm: (field, value) => {
    let form: NormalForm | undefined;
    transformField(fields[field] as FieldDefinition, 'pseudonymise', value, {
      on,
      pseudonym: (kind, normal) => {
        form = [kind, normal];
        return normal;
      },
    });
    return form;
  },
});
