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
  it.each([1, 5, 31, 32, 33, 42, 43, 64, 65, 70, 130])(
    'of %i fields is for each recipient what the levels say',
    (count) => {
      const names = Array.from({ length: count }, (_, field) => `veld${field}`);
      const one = {
        names,
        values: Object.fromEntries(
          names.flatMap((name, field) => (field % 7 === 3 ? [] : [[name, `${'x'.repeat(field % 11)}é${field}`]])),
        ),
        recipients: [
          names.map((_, field) => field % 6),
          names.map((_, field) => (5 * field + 1) % 6),
          names.map((_, field) => (field % 8 === 0 ? 2 : 0)),
          names.map(() => 5),
          names.map(() => 0),
        ],
      };
      const filter = new ByteFilter();
      for (let times = 0; times < 2; times++) {
        const read = outputs(filter, one).map((text): unknown => (text === '' ? null : JSON.parse(text)));
        expect(read).toEqual(one.recipients.map((_, recipient) => expected(one, recipient) ?? null));
      }
    },
  );

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

  it('holds no value and no name of one any more once it has forgotten', () => {
    const filter = new ByteFilter();
    const by: Transforms = { ...transforms, transformed: (_field, _level, given) => given, named: () => 987_654_321 };
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
    const held = (): string =>
      JSON.stringify(filter, (_key, one: unknown) => (one instanceof Uint8Array ? decoder.decode(one) : one));
    expect(held()).toContain('geheim-1');
    expect(held()).toContain('987654321');
    filter.forget();
    expect(filter.bytes.every((byte) => byte === 0)).toBe(true);
    expect(held()).not.toContain('geheim');
    expect(held()).not.toContain('987654321');
  });

  it.each([1, 15, 16, 17, 40])('has %i recipients, and each has what is its own and not a byte of another', (count) => {
    const filter = new ByteFilter();
    const lone = { names: ['lang'], values: { lang: 'geheim '.repeat(2_000) }, recipients: [[5]] };
    outputs(filter, lone);
    const one = {
      names: ['a', 'b'],
      values: { a: 'eerste', b: 'tweede waarde' },
      recipients: Array.from({ length: count }, (_, at) => [at % 6, (at >>> 1) % 6]),
    };
    const read = outputs(filter, one).map((text): unknown => (text === '' ? null : JSON.parse(text)));
    expect(read).toEqual(one.recipients.map((_, at) => expected(one, at) ?? null));
  });

  it('holds nobody’s bytes where nobody is to have the signal', () => {
    const filter = new ByteFilter();
    outputs(filter, { names: ['a'], values: { a: 'eerste' }, recipients: [[5], [5]] });
    outputs(filter, { names: ['a'], values: { a: 'tweede' }, recipients: [] });
    expect(filter.startOf(0)).toBe(filter.content.length);
    expect(decoder.decode(filter.content)).toBe('{"id":"s","fields":{');
  });

  it('begins with what is told of every signal, and with the fields where that is nothing', () => {
    const filter = new ByteFilter();
    const type = new FilteredType(['a'], transforms);
    const textWith = (head: Readonly<Record<string, Json>>): unknown => {
      filter.filter({ head, type, values: { a: 'x' } }, [planesOf([5])], [1]);
      return JSON.parse(decoder.decode(filter.of(0)));
    };
    expect(textWith({})).toEqual({ fields: { a: ['reveal', 'x'] } });
    expect(textWith({ n: 1 })).toEqual({ n: 1, fields: { a: ['reveal', 'x'] } });
  });

  it('says in its content what all of them were sent, each value once, and no pseudonym', () => {
    const filter = new ByteFilter();
    outputs(filter, {
      names: ['a', 'b', 'c', 'd', 'e'],
      values: { a: 'eerste', b: 'tweede', c: 'derde', d: 'vierde', e: 'vijfde' },
      recipients: [
        [5, 4, 2, 1, 0],
        [5, 3, 2, 0, 0],
      ],
    });
    const shown = ['"a":["reveal","eerste"]', '"b":["mask","1 mask 6"]', '"b":["generalise","1 generalise 6"]'];
    expect(decoder.decode(filter.content)).toBe(`{"id":"s","fields":{,${[...shown, '"d":["exists"]'].join(',')}`);
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
});
