import { describe, expect, it } from '@jest/globals';
import { either, flag, listOf, mapOf, objectOf, oneOf, text } from './shape.js';

describe('a text', () => {
  it('has at least one character that is seen', () => {
    expect(text('a', 'x')).toEqual([]);
    for (const no of ['', '  ', 7, null, undefined, ['a']]) expect(text(no, 'x')).toEqual(['x: no text']);
  });

  it('has no character that nobody sees, also where it was written as an escape', () => {
    for (const yes of ['een\nregel', 'a\tb', 'één €', '\u{1F600}']) expect(text(yes, 'x')).toEqual([]);
    const no = ['\u200B', '\u202E', '\u00AD', '\r', '\u001B', '\u3164', '\u{E0041}', '\uD800', '\uFEFF'];
    expect(no.map((one) => text(`a${one}b`, 'x'))).toEqual(
      no.map((one) => [
        `x: a character that nobody sees, U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
      ]),
    );
  });
});

describe('a flag', () => {
  it('is true or false', () => {
    expect([flag(true, 'x'), flag(false, 'x')]).toEqual([[], []]);
    for (const no of ['true', 1, 0, null]) expect(flag(no, 'x')).toEqual(['x: not true or false']);
  });
});

describe('one of some texts', () => {
  it('is one of them, and no list of one', () => {
    const shape = oneOf('a', 'b');
    expect([shape('a', 'x'), shape('b', 'x')]).toEqual([[], []]);
    for (const no of ['c', '', ['a'], null]) expect(shape(no, 'x')).toEqual(['x: not one of a, b']);
  });
});

describe('either of some shapes', () => {
  it('fits where one does, and says of the last what does not', () => {
    const shape = either(flag, text);
    expect([shape(true, 'x'), shape('a', 'x')]).toEqual([[], []]);
    expect(shape(7, 'x')).toEqual(['x: no text']);
    expect(either()(7, 'x')).toEqual([]);
  });

  it('says of the one that came furthest what does not, in whatever order they stand, and of equals of the last', () => {
    const [far, near] = [objectOf({ of: listOf(text), is: flag }), mapOf(flag)];
    const value = { of: ['a', 7], is: true };
    expect([either(far, near, text)(value, 'x'), either(text, near, far)(value, 'x')]).toEqual([
      ['x.of[1]: no text'],
      ['x.of[1]: no text'],
    ]);
    expect(either(near, text)(value, 'x')).toEqual(['x.of: not true or false']);
    expect([either(flag, oneOf('a'))(7, 'x'), either(oneOf('a'), flag)(7, 'x')]).toEqual([
      ['x: not one of a'],
      ['x: not true or false'],
    ]);
  });
});

describe('a list', () => {
  it('has at least as many items as it must, each of the shape, named by its place', () => {
    expect(listOf(text)(['a', 'b'], 'x')).toEqual([]);
    expect(listOf(text)([], 'x')).toEqual(['x: empty']);
    expect(listOf(text)(['a', 7, 'b', true], 'x')).toEqual(['x[1]: no text', 'x[3]: no text']);
    expect(listOf(text, 0)([], 'x')).toEqual([]);
    expect(listOf(text, 2)(['a'], 'x')).toEqual(['x: empty']);
    expect(listOf(text, 2)(['a', 'b'], 'x')).toEqual([]);
    for (const no of ['a', { 0: 'a' }, null, undefined]) expect(listOf(text)(no, 'x')).toEqual(['x: no list']);
  });
});

describe('a map', () => {
  it('has at least as many names as it must, each value of the shape, named by its name', () => {
    expect(mapOf(text)({}, 'x')).toEqual([]);
    expect(mapOf(text, 1)({}, 'x')).toEqual(['x: empty']);
    expect(mapOf(text, 1)({ a: 'b' }, 'x')).toEqual([]);
    expect(mapOf(text)({ a: 'b', c: 7 }, 'x')).toEqual(['x.c: no text']);
    for (const no of ['a', ['a'], null, undefined, 7]) expect(mapOf(text)(no, 'x')).toEqual(['x: no map']);
  });

  it('has names of letters, digits, dash and underscore that begin with a letter', () => {
    for (const name of ['a', 'A1', 'openbare-orde', 'in_set']) expect(mapOf(text)({ [name]: 'b' }, 'x')).toEqual([]);
    for (const name of ['', '1a', '-a', 'a b', 'a.b', '_a', 'é', 'a\n', '__proto__']) {
      expect(mapOf(text)(JSON.parse(`{${JSON.stringify(name)}: "b"}`), 'x')).toEqual(['x: a name of another form']);
    }
  });
});

describe('an object', () => {
  const shape = objectOf({ a: text }, { b: flag });

  it('has every member that it must have, and may have the others', () => {
    expect(shape({ a: 'x' }, 'x')).toEqual([]);
    expect(shape({ a: 'x', b: true }, 'x')).toEqual([]);
    expect(shape({ b: true }, 'x')).toEqual(['x: no `a`']);
    expect(shape({ a: 7, b: 7 }, 'x')).toEqual(['x.a: no text', 'x.b: not true or false']);
    for (const no of ['a', [], null, undefined, 7]) expect(shape(no, 'x')).toEqual(['x: no object']);
  });

  it('has no other member, whatever its name', () => {
    expect(shape({ a: 'x', c: 1 }, 'x')).toEqual(['x: unknown member `c`']);
    expect(shape(JSON.parse('{"a": "x", "toString": 1}'), 'x')).toEqual(['x: unknown member `toString`']);
    expect(objectOf({ a: text })({ a: 'x', b: true }, 'x')).toEqual(['x: unknown member `b`']);
  });
});
