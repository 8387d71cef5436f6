import { describe, expect, it } from '@jest/globals';
import { findPayloadType, levels, transformField } from '@knooppunt/signals';
import type { FieldDefinition } from '@knooppunt/signals';
import { BatchTransforms } from './field-transforms.js';

const fields = findPayloadType('S2')?.fields ?? [];
const fieldAt = (name: string): number => fields.findIndex((field) => field.name === name);
const values: Readonly<Record<string, string>> = {
  name: 'Jan van den Berg',
  bsn: '999993653',
  birthDate: '1983-05-06',
};
const on = '2026-03-02';

/** Names by number, with what they were asked for. */
const naming = () => {
  const asked: string[] = [];
  return {
    asked,
    names: {
      valueOf: (kind: string, value: string) => asked.push(`${kind} ${value}`) - 1,
      pseudonym: (value: number, recipient: number) => `${recipient} ${asked[value]}`,
    },
  };
};

describe('the transforms of a payload type, for a filter', () => {
  const transforms = new BatchTransforms(on, naming().names).of(fields);

  it.each(Object.keys(values))('give what a disclosure shows of %s at every level, also when asked again', (name) => {
    const at = fieldAt(name);
    const field = fields[at] as FieldDefinition;
    const value = values[name] ?? '';
    const context = { on, pseudonym: (kind: string, normal: string) => `3 ${kind} ${normal}` };
    for (const level of [...levels, ...levels].filter((one) => field.levels.includes(one) && one !== 'pseudonymise')) {
      expect(transforms.transformed(at, level, value)).toEqual(transformField(field, level, value, context));
    }
    const named = transforms.named(at, value);
    const pseudonym = named === undefined ? undefined : transforms.pseudonym(named, 3);
    const shown = field.levels.includes('pseudonymise')
      ? transformField(field, 'pseudonymise', value, context)
      : undefined;
    expect(pseudonym).toEqual(shown);
  });

  it('name no value that cannot be read', () => {
    expect(transforms.named(fieldAt('bsn'), 12)).toBeUndefined();
  });

  it('keep what a text came to for its type of field, and nothing for a field that lacks the level', () => {
    const definition = (levelsOf: FieldDefinition['levels']): FieldDefinition => ({
      ...(fields[fieldAt('birthDate')] as FieldDefinition),
      levels: levelsOf,
    });
    const batch = new BatchTransforms(on, naming().names);
    const [whole, bare] = [batch.of([definition(['generalise', 'reveal'])]), batch.of([definition(['reveal'])])];
    expect(whole.transformed(0, 'generalise', '1983-05-06')).toBe('23+');
    expect(bare.transformed(0, 'generalise', '1983-05-06')).toBeUndefined();
    expect(whole.named(0, '1983-05-06')).toBeUndefined();
  });

  it('name a text once for all types of a batch, until they are to forget', () => {
    const { names, asked } = naming();
    const batch = new BatchTransforms(on, names);
    const [one, other] = [batch.of(fields), batch.of([fields[fieldAt('name')] as FieldDefinition])];
    const named = one.named(fieldAt('name'), 'Ada Janssen');
    expect(other.named(0, 'Ada Janssen')).toBe(named);
    expect(asked).toEqual(['name ada janssen']);
    batch.forget();
    expect(one.named(fieldAt('name'), 'Ada Janssen')).not.toBe(named);
    expect(asked).toEqual(['name ada janssen', 'name ada janssen']);
  });
});
