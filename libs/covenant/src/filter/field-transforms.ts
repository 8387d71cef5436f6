import type { CalendarDate, Json } from '@knooppunt/kernel';
import { transformField } from '@knooppunt/signals';
import type { FieldDefinition } from '@knooppunt/signals';
import type { NormalForm, Transforms } from './filter.js';

const unasked = (): string => '';

type Forms = Map<string, NormalForm | undefined>;

const formOf = (field: FieldDefinition, value: Json, on: CalendarDate): NormalForm | undefined => {
  let form: NormalForm | undefined;
  transformField(field, 'pseudonymise', value, {
    on,
    pseudonym: (kind, normal) => {
      form = [kind, normal];
      return normal;
    },
  });
  return form;
};

/**
 * The transforms of the payload registry for the fields of one type. `on` is the Dutch day of the decision; `pseudonym`
 * makes the pseudonym of a normal form for one recipient. Normal forms of texts are kept until `forget`: the signals of a
 * batch speak of the same few persons.
 */
export const fieldTransforms = (
  fields: readonly FieldDefinition[],
  on: CalendarDate,
  pseudonym: Transforms['pseudonym'],
): Transforms => {
  const kept: readonly Forms[] = fields.map(() => new Map());
  return {
    pseudonym,
    transformed: (field, level, value) =>
      transformField(fields[field] as FieldDefinition, level, value, { on, pseudonym: unasked }),
    normalForm: (field, value) => {
      const definition = fields[field] as FieldDefinition;
      if (typeof value !== 'string') return formOf(definition, value, on);
      const forms = kept[field] as Forms;
      if (!forms.has(value)) forms.set(value, formOf(definition, value, on));
      return forms.get(value);
    },
    forget: () => {
      for (const forms of kept) forms.clear();
    },
  };
};
