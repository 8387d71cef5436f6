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

/** A field like one of the type, but for what this says. */
const fieldLike = (name: string, more: Partial<FieldDefinition>): FieldDefinition => ({
  ...(fields[fieldAt(name)] as FieldDefinition),
  ...more,
});

/** Every text that is reached from a thing, through its own members, maps and lists. */
const textsIn = (thing: unknown): readonly string[] => {
  if (typeof thing === 'string') return [thing];
  if (typeof thing !== 'object' || thing === null) return [];
  const members: readonly unknown[] = thing instanceof Map ? [...thing].flat() : Object.values(thing);
  return members.flatMap(textsIn);
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
    const batch = new BatchTransforms(on, naming().names);
    const [whole, named, bare] = [
      batch.of([fieldLike('birthDate', { levels: ['generalise', 'reveal'] })]),
      batch.of([fieldLike('birthDate', { levels: ['pseudonymise', 'reveal'] })]),
      batch.of([fieldLike('birthDate', { levels: ['reveal'] })]),
    ];
    expect(whole.transformed(0, 'generalise', '1983-05-06')).toBe('23+');
    expect(bare.transformed(0, 'generalise', '1983-05-06')).toBeUndefined();
    expect(named.transformed(0, 'generalise', '1983-05-06')).toBeUndefined();
    expect(whole.transformed(0, 'generalise', '1983-05-06')).toBe('23+');
    expect(whole.named(0, '1983-05-06')).toBeUndefined();
  });

  it('give nothing that a field lacks because another field of its type had it for the same text', () => {
    const batch = new BatchTransforms(on, naming().names);
    const [whole, named, bare] = [
      batch.of([fieldLike('name', { levels: ['pseudonymise', 'generalise', 'reveal'], type: 'address' })]),
      batch.of([fieldLike('name', { levels: ['pseudonymise', 'reveal'], type: 'address' })]),
      batch.of([fieldLike('name', { levels: ['reveal'], type: 'address' })]),
    ];
    const address = 'Kade 1, 3011 AB Rotterdam';
    expect(named.transformed(0, 'generalise', address)).toBe('');
    expect(bare.transformed(0, 'generalise', address)).toBeUndefined();
    expect(whole.transformed(0, 'generalise', address)).toBe('3011');
    expect(bare.named(0, address)).toBeUndefined();
    expect(whole.named(0, address)).toBe(0);
    expect(bare.named(0, address)).toBeUndefined();
  });

  it('give at each level what that level shows, also where one text is asked for at several', () => {
    const both = new BatchTransforms(on, naming().names).of([
      fieldLike('birthDate', { levels: ['generalise', 'mask', 'reveal'] }),
    ]);
    const asked = (['mask', 'reveal', 'generalise', 'mask', 'reveal'] as const).map((level) =>
      both.transformed(0, level, '1983-05-06'),
    );
    expect(asked).toEqual(['*******-06', '1983-05-06', '23+', '*******-06', '1983-05-06']);
  });

  it('read a code by the groups of its own field, whatever another field made of the same text', () => {
    const codeOf = (group: string) =>
      fieldLike('birthDate', { type: 'code', levels: ['generalise', 'reveal'], codes: { a: group } });
    const both = new BatchTransforms(on, naming().names).of([codeOf('geld'), codeOf('geweld')]);
    expect([0, 1, 0].map((field) => both.transformed(field, 'generalise', 'a'))).toEqual(['geld', 'geweld', 'geld']);
  });

  it('keep texts alone: what is none is read each time', () => {
    const { names, asked } = naming();
    const companies = new BatchTransforms(on, names).of([fieldLike('name', { type: 'company' })]);
    const company = { kvkNr: '12345678' };
    expect([companies.named(0, company), companies.named(0, company)]).toEqual([0, 1]);
    expect(asked).toHaveLength(2);
    const batch = new BatchTransforms(on, names);
    batch.of(fields).transformed(fieldAt('birthDate'), 'generalise', { day: 'geheim' });
    expect(textsIn(batch)).not.toContain('geheim');
  });

  it('hold no text any more once they are to forget, neither what was named nor what was generalised', () => {
    const batch = new BatchTransforms(on, naming().names);
    const of = batch.of([
      fieldLike('name', { type: 'address', levels: ['pseudonymise', 'generalise', 'reveal'] }),
      fieldLike('birthDate', { levels: ['generalise', 'reveal'] }),
    ]);
    of.transformed(0, 'generalise', 'Kade 1, 3011 AB Rotterdam');
    of.named(0, 'Dijk 2, 3011 AB Rotterdam');
    of.transformed(1, 'generalise', '1983-05-06');
    const held = ['Kade 1, 3011 AB Rotterdam', 'Dijk 2, 3011 AB Rotterdam', '1983-05-06'];
    expect(textsIn(batch)).toEqual(expect.arrayContaining(held));
    batch.forget();
    expect(textsIn(batch).filter((text) => held.includes(text))).toEqual([]);
  });

  it('show nothing of a value by a transform where the field has no more than a pseudonym', () => {
    const { names, asked } = naming();
    const bare = fieldLike('name', { levels: ['pseudonymise', 'reveal'] });
    expect(new BatchTransforms(on, names).of([bare]).transformed(0, 'mask', 'Ada Janssen')).toBe('');
    expect(asked).toEqual([]);
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
