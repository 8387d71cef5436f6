import { describe, expect, it } from '@jest/globals';
import { redecideCodes } from './finding.js';

describe('the codes of findings', () => {
  it('are words joined by dashes, each there once', () => {
    expect(redecideCodes.length).toBeGreaterThan(0);
    expect(redecideCodes.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
    expect(new Set(redecideCodes).size).toBe(redecideCodes.length);
  });
});
