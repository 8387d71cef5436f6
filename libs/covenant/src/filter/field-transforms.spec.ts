import { describe, expect, it } from '@jest/globals';
import { findPayloadType, levels, transformField } from '@knooppunt/signals';
import type { FieldDefinition } from '@knooppunt/signals';
import { fieldTransforms } from './field-transforms.js';

const fields = findPayloadType('S2')?.fields ?? [];
const fieldAt = (name: string): number => fields.findIndex((field) => field.name === name);
const values: Readonly<Record<string, string>> = {
  name: 'Jan van den Berg',
  bsn: '999993653',
  birthDate: '1983-05-06',
};
const on = '2026-03-02';

describe('the transforms of a payload type, for a filter', () => {
  const transforms = fieldTransforms(fields, on, (recipient, [kind, value]) => `${recipient} ${kind} ${value}`);

  it.each(Object.keys(values))('give what a disclosure shows of %s at every level', (name) => {
    const at = fieldAt(name);
    const field = fields[at] as FieldDefinition;
    const value = values[name] ?? '';
    const context = { on, pseudonym: (kind: string, normal: string) => `3 ${kind} ${normal}` };
    for (const level of levels.filter((one) => field.levels.includes(one) && one !== 'pseudonymise')) {
      expect(transforms.transformed(at, level, value)).toEqual(transformField(field, level, value, context));
    }
    const form = transforms.normalForm(at, value);
    const pseudonym = form && transforms.pseudonym(3, form);
    const shown = field.levels.includes('pseudonymise')
      ? transformField(field, 'pseudonymise', value, context)
      : undefined;
    expect(pseudonym).toEqual(shown);
  });

  it('name no form of a value that cannot be read', () => {
    expect(transforms.normalForm(fieldAt('bsn'), 12)).toBeUndefined();
  });

  it('keep normal forms until they are to forget', () => {
    const name = fieldAt('name');
    const form = transforms.normalForm(name, 'Ada Janssen');
    expect(transforms.normalForm(name, 'Ada Janssen')).toBe(form);
    transforms.forget?.();
    expect(transforms.normalForm(name, 'Ada Janssen')).not.toBe(form);
    expect(transforms.normalForm(name, 'Ada Janssen')).toEqual(form);
  });
});
