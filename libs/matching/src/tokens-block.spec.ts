import { describe, expect, it } from '@jest/globals';
import { TokensMalformed } from './errors.js';
import { tokensIn } from './tokens-block.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const token = 'A'.repeat(43);

describe('a tokens block', () => {
  it('holds blind tokens', () => {
    const list = [{ ref: 'p1', kind: 'name-birth', token }];
    expect(tokensIn(bytes(JSON.stringify(list)), 'x')).toEqual(list);
    expect(tokensIn(bytes('[]'), 'x')).toEqual([]);
  });

  it.each([
    ['no JSON', 'bsn'],
    ['no list', '{}'],
    ['an item that is no token', '[null]'],
    ['a token without a kind', JSON.stringify([{ ref: 'p1', token }])],
    ['a number where a token should be', JSON.stringify([{ ref: 'p1', kind: 'bsn', token: 999_993_653 }])],
    ['a value that was never blinded', JSON.stringify([{ ref: 'p1', kind: 'bsn', token: '999993653' }])],
    ['a name where a reference should be', JSON.stringify([{ ref: 'Jan Jansen', kind: 'bsn', token }])],
  ])('is refused with %s, naming the contribution and nothing of what it holds', (_what, text) => {
    expect(() => tokensIn(bytes(text), 'contribution-id')).toThrow(new TokensMalformed('contribution-id'));
  });
});
