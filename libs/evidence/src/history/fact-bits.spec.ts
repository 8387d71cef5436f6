import { describe, expect, it } from '@jest/globals';
import type { StoredFacts } from '@knooppunt/cases';
import { compile } from '@knooppunt/covenant';
import { goldenCovenant, goldenLaw } from '@knooppunt/testing';
import { FactBits } from './fact-bits.js';

/** More facts than one word of bits holds. */
const names = Array.from({ length: 70 }, (_, at) => `fact${at}`);
const compiled = compile(
  {
    law: { ...goldenLaw(), guards: [], caps: [] },
    covenant: {
      ...goldenCovenant(),
      rules: names.map((name, at) => ({ id: `P-${at}`, permit: 'reveal', when: { [name]: true }, basis: 'art. 1' })),
    },
  },
  [],
);
const numbers = new Map(compiled.factNames.map((name, number) => [name, number]));
const bitsOf = (table: StoredFacts = {}): FactBits => {
  const bits = new FactBits(compiled, numbers);
  bits.read(table);
  return bits;
};
/** Every fact that bits hold, with its value. */
const told = (bits: FactBits): Readonly<Record<string, boolean | 'unknown'>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const number = numbers.get(name) as number;
      const isIn = (words: Int32Array): boolean => (((words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
      const value = isIn(bits.words.true) ? true : isIn(bits.words.false) ? false : 'unknown';
      return bits.holds(name) || value !== 'unknown' ? [[name, value] as const] : [];
    }),
  );
const all: StoredFacts = { item: { true: names.slice(0, 30), false: names.slice(30, 60), unknown: names.slice(60) } };

describe('the facts of a record as bits', () => {
  it('are what the record holds, whatever the source, and nothing of what it lacks', () => {
    const bits = bitsOf({ case: { true: ['fact3'], unknown: ['fact40'] }, 'facts-block': { false: ['fact69'] } });
    expect(told(bits)).toEqual({ fact3: true, fact40: 'unknown', fact69: false });
    expect(['fact3', 'fact40', 'fact69', 'fact4'].map((name) => bits.holds(name))).toEqual([true, true, true, false]);
  });

  it('are each told apart, in every word', () => {
    expect(told(bitsOf(all))).toEqual(
      Object.fromEntries(names.map((name, at) => [name, at < 30 ? true : at < 60 ? false : 'unknown'])),
    );
    for (const name of names) expect(told(bitsOf({ item: { true: [name] } }))).toEqual({ [name]: true });
  });

  it('of which no rule asks are passed over', () => {
    const bits = bitsOf({ item: { true: ['rich', 'fact1'] } });
    expect([told(bits), bits.holds('rich')]).toEqual([{ fact1: true }, false]);
  });

  it('are no others, however many are held', () => {
    const bits = bitsOf(all);
    expect([bits.holds('fact0'), bits.holds('rich'), bits.holdsAll(bits.maskOf(['rich', 'fact0']))]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('are unknown where a table names them twice, and as the later table says where two do', () => {
    expect(told(bitsOf({ case: { true: ['fact33'] }, item: { true: ['fact33'] } }))).toEqual({ fact33: 'unknown' });
    expect(told(bitsOf({ case: { true: ['fact1', 'fact33', 'fact1'], false: ['fact2'] } }))).toEqual({
      fact1: 'unknown',
      fact2: false,
      fact33: true,
    });
    const bits = bitsOf({ case: { true: ['fact33', 'fact34'] } });
    bits.read({ item: { false: ['fact33'] } });
    expect(told(bits)).toEqual({ fact33: false, fact34: true });
  });

  it('are set and unset one by one', () => {
    const bits = bitsOf({ item: { true: ['fact33', 'fact34'] } });
    bits.set('fact33', false);
    bits.set('fact65', undefined);
    bits.unset('fact34');
    bits.set('rich', true);
    bits.unset('rich');
    expect(told(bits)).toEqual({ fact33: false, fact65: 'unknown' });
    bits.unset('fact33');
    expect(told(bits)).toEqual({ fact65: 'unknown' });
  });

  it('are taken over whole, and nothing stays of what was there', () => {
    const bits = bitsOf(all);
    expect(told(bits.take(bitsOf({ item: { true: ['fact1'], false: ['fact40'], unknown: ['fact68'] } })))).toEqual({
      fact1: true,
      fact40: false,
      fact68: 'unknown',
    });
  });
});

describe('the necessities of a record', () => {
  const necessities = (table: StoredFacts) => new FactBits(compiled, numbers).read(table);

  it('are kept by category of fields', () => {
    const table = { case: { true: ['asked:ID', 'fact1'], false: ['asked:FIN'], unknown: ['asked:RES'] } };
    expect([...necessities(table)]).toEqual([
      ['ID', true],
      ['FIN', false],
      ['RES', undefined],
    ]);
  });

  it('are unknown where the record names one twice, and none where it names none', () => {
    const table = { case: { true: ['asked:ID', 'asked:FIN'] }, item: { true: ['asked:ID'] } };
    expect([...necessities(table)]).toEqual([
      ['ID', undefined],
      ['FIN', true],
    ]);
    expect([...necessities({ case: { true: ['fact1', 'unasked:ID'] } }), ...necessities({})]).toEqual([]);
  });
});

describe('a set of facts', () => {
  it('is held where the record holds every one of them', () => {
    const bits = bitsOf({ item: { true: ['fact1', 'fact40'], unknown: ['fact69'] } });
    const isHeld = (...set: readonly string[]): boolean => bits.holdsAll(bits.maskOf(set));
    expect([isHeld(), isHeld('fact1'), isHeld('fact1', 'fact40', 'fact69')]).toEqual([true, true, true]);
    expect([isHeld('fact2'), isHeld('fact1', 'fact41'), isHeld('fact69', 'fact68')]).toEqual([false, false, false]);
    expect(isHeld('rich')).toBe(true);
  });

  it('gives one text where the facts are the same, and another where one of them differs', () => {
    const set = ['fact1', 'fact31', 'fact32', 'fact69'];
    const textOf = (table: StoredFacts): string => {
      const bits = bitsOf(table);
      return bits.textUnder(bits.maskOf(set));
    };
    const texts = set.flatMap((name) =>
      ['true', 'false', 'unknown'].map((value) => textOf({ item: { [value]: [name] } })),
    );
    expect(new Set([...texts, textOf({})]).size).toBe(13);
    const same = { item: { true: ['fact1', 'fact2'], false: ['fact33'] } };
    expect(textOf(same)).toBe(textOf({ case: { true: ['fact1'] } }));
  });
});
