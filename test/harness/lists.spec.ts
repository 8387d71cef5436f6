import { describe, expect, it } from '@jest/globals';

describe('what a spec calls equal', () => {
  it('never is a list of nothing in place of no list', () => {
    expect([undefined]).not.toEqual([]);
    expect({ found: [undefined] }).not.toEqual({ found: [] });
    expect({ found: [1, undefined] }).not.toMatchObject({ found: [1] });
  });
});
