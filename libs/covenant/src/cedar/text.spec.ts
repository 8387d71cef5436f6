import { describe, expect, it } from '@jest/globals';
import { all, any, attribute, literal, member, oneOf, within } from './text.js';

describe('Cedar text', () => {
  it.each([
    ['plain', '"plain"'],
    ['é €', '"é €"'],
    ['a "b" \\ c', '"a \\"b\\" \\\\ c"'],
    ['line\nend\u0000', '"line\\u{a}end\\u{0}"'],
  ])('writes %j as a literal that nothing can break out of', (text, written) => {
    expect(literal(text)).toBe(written);
  });

  it.each([
    ['minor', 'minor', 'context.facts.minor'],
    ['like', '"like"', 'context.facts["like"]'],
    ['two words', '"two words"', 'context.facts["two words"]'],
    ['2nd', '"2nd"', 'context.facts["2nd"]'],
  ])('names the attribute %s so that it is one', (name, written, asked) => {
    expect(attribute(name)).toBe(written);
    expect(member('context.facts', name)).toBe(asked);
  });

  it.each(['true', 'false', 'if', 'then', 'else', 'in', 'is', 'like', 'has', '__cedar'])(
    'never names an attribute by %s bare, which Cedar keeps for itself',
    (word) => {
      expect([attribute(word), member('context.facts', word)]).toEqual([`"${word}"`, `context.facts["${word}"]`]);
    },
  );

  it('asks nothing of no names but what cannot hold', () => {
    expect([within('principal', 'Kind', []), oneOf('context.phase', []), any([])]).toEqual(['false', 'false', 'false']);
    expect(all(undefined, undefined)).toBeUndefined();
  });

  it('joins what is more than one thing', () => {
    expect(all('a', undefined, 'b')).toBe('a && b');
    expect([any(['a']), any(['a', 'b'])]).toEqual(['a', '(a || b)']);
    expect(within('principal', 'Kind', ['POL'])).toBe('principal in Kind::"POL"');
    expect(within('principal', 'Kind', ['POL', 'OM'])).toBe('principal in [Kind::"POL", Kind::"OM"]');
    expect([oneOf('x', ['1']), oneOf('x', ['1', '2'])]).toEqual(['x == "1"', '["1", "2"].contains(x)']);
  });
});
