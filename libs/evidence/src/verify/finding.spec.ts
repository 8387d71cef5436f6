import { describe, expect, it } from '@jest/globals';
import { findingCodes } from './finding.js';

describe('the codes of findings', () => {
  it('are words joined by dashes, each there once', () => {
    expect(findingCodes.length).toBeGreaterThan(0);
    expect(findingCodes.filter((code) => !/^[a-z]+(-[a-z]+)+$/.test(code))).toEqual([]);
    expect(new Set(findingCodes).size).toBe(findingCodes.length);
  });
});
