import { describe, expect, it } from '@jest/globals';
import type { Json } from '@knooppunt/kernel';
import { levels } from '@knooppunt/signals';
import * as fc from 'fast-check';
import { ByteFilter } from './filter.js';
import type { Planes } from './filter.js';
import { FilteredType } from './filtered-type.js';
import type { Transforms } from './filtered-type.js';

const decoder = new TextDecoder();
const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Transforms that have nothing to show for some values, as the real ones have. */
const transforms: Transforms = {
  transformed: (field, level, value) =>
    textOf(value).length % 5 === 4 ? undefined : `${field} ${level} ${textOf(value).length}`,
  named: (field, value) => (textOf(value).length % 5 === 3 ? undefined : 100 * field + textOf(value).length),
  pseudonym: (named, recipient) => `p${recipient}n${named}`,
};
/** The number by which a recipient is known to names of values. */
const numberOf = (recipient: number): number => 7 * recipient + 1;

/** Levels of a recipient as masks, one per level. */
const planesOf = (numbers: readonly number[]): Planes => {
  const width = Math.max(1, Math.ceil(numbers.length / 32));
  const planes = new Int32Array(levels.length * width);
  numbers.forEach((level, field) => {
    const at = level * width + (field >>> 5);
    planes[at] = Number(planes[at]) | (1 << (field & 31));
  });
  return { planes, width };
};

type Signal = {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, Json>>;
  readonly recipients: readonly (readonly number[])[];
};

const shownValue = (field: number, level: number, value: Json, recipient: number): Json | undefined => {
  const name = levels[level] ?? 'withhold';
  if (name === 'exists') return ['exists'];
  if (name === 'reveal') return ['reveal', value];
  if (name === 'pseudonymise') {
    const named = transforms.named(field, value);
    return named === undefined ? undefined : ['pseudonymise', transforms.pseudonym(named, numberOf(recipient))];
  }
  const changed = name === 'withhold' ? undefined : transforms.transformed(field, name, value);
  return changed === undefined ? undefined : [name, changed];
};

/** What a recipient may have, as an object; undefined where that is nothing. */
const expected = ({ names, values, recipients }: Signal, recipient: number): Json | undefined => {
  const fields: Record<string, Json> = Object.create(null) as Record<string, Json>;
  names.forEach((name, field) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const shown =
      value === undefined ? undefined : shownValue(field, recipients[recipient]?.[field] ?? 0, value, recipient);
    if (shown !== undefined) fields[name] = shown;
  });
  return Object.keys(fields).length === 0 ? undefined : { id: 's', fields };
};

const outputs = (
  filter: ByteFilter,
  { names, values, recipients }: Signal,
  by: Transforms = transforms,
): readonly string[] => {
  const type = new FilteredType(names, by);
  const numbers = recipients.map((_, recipient) => numberOf(recipient));
  filter.filter({ head: { id: 's' }, type, values }, recipients.map(planesOf), numbers);
  return recipients.map((_, recipient) => decoder.decode(filter.of(recipient)));
};

const value: fc.Arbitrary<Json> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string({ maxLength: 4 }), { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 4 }), fc.nat(), { maxKeys: 2, noNullPrototype: true }),
);
const nameOf = fc.string({ minLength: 1, maxLength: 6 }).filter((name) => name !== '__proto__');
/** Signals of up to seventy fields, so that masks of one word and of several are met; some fields are not there. */
const signal: fc.Arbitrary<Signal> = fc
  .uniqueArray(nameOf, { minLength: 1, maxLength: 70, size: 'max' })
  .chain((names) =>
    fc.record({
      names: fc.constant(names),
      values: fc
        .array(fc.option(value, { nil: undefined }), { minLength: names.length, maxLength: names.length })
        .map((all) =>
          Object.fromEntries(
            names.flatMap((name, at) => (all[at] === undefined ? [] : [[name, all[at]] as [string, Json]])),
          ),
        ),
      recipients: fc.array(fc.array(fc.nat(levels.length - 1), { minLength: names.length, maxLength: names.length }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  );

describe('a signal filtered to bytes', () => {
  it('is for each recipient what the levels say, and no bytes at all where they say nothing', () => {
    const filter = new ByteFilter();
    fc.assert(
      fc.property(signal, (one) => {
        const read = outputs(filter, one).map((text): unknown => (text === '' ? null : JSON.parse(text)));
        const wanted = one.recipients.map((_, recipient) => expected(one, recipient) ?? null);
        expect(read).toEqual(JSON.parse(JSON.stringify(wanted)));
      }),
    );
  });

  it('does not change by one byte when values change that nobody has, or that are only told to exist', () => {
    const [kept, changed] = [new ByteFilter(), new ByteFilter()];
    fc.assert(
      fc.property(signal, fc.array(value, { minLength: 70, maxLength: 70 }), (one, others) => {
        const isTold = (field: number): boolean => one.recipients.some((given) => (given[field] ?? 0) > 1);
        const isKnown = (field: number): boolean => one.recipients.some((given) => given[field] === 1);
        const values = Object.fromEntries(
          one.names.flatMap((name, field) => {
            const was = one.values[name];
            if (isTold(field)) return was === undefined ? [] : [[name, was] as [string, Json]];
            // whether it is there at all is what exists tells, and withhold does not
            if (isKnown(field) && was === undefined) return [];
            return [[name, others[field] ?? null] as [string, Json]];
          }),
        );
        expect(outputs(changed, { ...one, values })).toEqual(outputs(kept, one));
        expect([...changed.content]).toEqual([...kept.content]);
      }),
    );
  });

  it('tells one recipient nothing of what another has', () => {
    fc.assert(
      fc.property(signal, (one) => {
        const alone = one.recipients.map((given, recipient) => {
          const others = one.recipients.map((each, at) => (at === recipient ? given : each.map(() => 0)));
          return outputs(new ByteFilter(), { ...one, recipients: others })[recipient];
        });
        expect(outputs(new ByteFilter(), one)).toEqual(alone);
      }),
    );
  });

  it('asks no transform about a value that nobody has', () => {
    const asked: number[] = [];
    const by: Transforms = {
      transformed: (field) => `${asked.push(field)}`,
      named: (field) => asked.push(field),
      pseudonym: () => 'p',
    };
    const names = ['a', 'b', 'c', 'd'];
    const values = { a: 1, b: 2, c: 3, d: 4 };
    const recipients = [
      [0, 2, 0, 5],
      [0, 0, 3, 0],
    ];
    outputs(new ByteFilter(), { names, values, recipients }, by);
    expect(new Set(asked)).toEqual(new Set([1, 2]));
  });

  it('makes each shared text once, however many have it', () => {
    let made = 0;
    const by: Transforms = { ...transforms, transformed: () => `${(made += 1)}` };
    const one = { names: ['a'], values: { a: 'x' }, recipients: [[4], [4], [4]] };
    const [first, ...rest] = outputs(new ByteFilter(), one, by);
    expect(made).toBe(1);
    expect(rest).toEqual([first, first]);
  });

  it('holds no value any more once it has forgotten', () => {
    const filter = new ByteFilter();
    const by: Transforms = { ...transforms, transformed: (_field, _level, given) => given };
    const values = { a: 'geheim-1', b: 'geheim-2', c: 'geheim-3' };
    outputs(
      filter,
      {
        names: ['a', 'b', 'c'],
        values,
        recipients: [
          [5, 4, 2],
          [0, 0, 0],
        ],
      },
      by,
    );
    expect(decoder.decode(filter.bytes)).toContain('geheim-1');
    filter.forget();
    expect(filter.bytes.every((byte) => byte === 0)).toBe(true);
    expect(JSON.stringify(filter, (_key, held: unknown) => (held instanceof Uint8Array ? [] : held))).not.toContain(
      'geheim',
    );
  });

  it('finds no field that an object only inherits', () => {
    const one = { names: ['constructor', 'toString'], values: { toString: 'x' }, recipients: [[5, 5]] };
    expect(JSON.parse(outputs(new ByteFilter(), one)[0] ?? '')).toEqual({
      id: 's',
      fields: { toString: ['reveal', 'x'] },
    });
  });

  it('takes one type after the other, and leaves nothing of the one in the other', () => {
    const filter = new ByteFilter();
    outputs(filter, { names: ['a', 'b'], values: { a: 'eerste', b: 'tweede' }, recipients: [[5, 5]] });
    const next = { names: ['c', 'd', 'e'], values: { d: 'derde' }, recipients: [[5, 5, 5]] };
    expect(outputs(filter, next)).toEqual(outputs(new ByteFilter(), next));
  });

  it('grows with what it is given', () => {
    const long = 'é€😀'.repeat(30_000);
    const one = {
      names: ['a', 'b'],
      values: { a: long, b: 'x' },
      recipients: [
        [5, 5],
        [5, 0],
        [0, 5],
      ],
    };
    const texts = outputs(new ByteFilter(), one);
    expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual([0, 1, 2].map((at) => expected(one, at)));
  });
});
