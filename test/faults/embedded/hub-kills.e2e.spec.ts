import { describe, expect, it, jest } from '@jest/globals';
import { killHub } from './hub-kills.js';

jest.setTimeout(600_000);

describe('a whole hub that is killed under load', () => {
  it('has lost and doubled no acknowledged delivery, and its log is sound', () =>
    expect(killHub(3)).resolves.toBeUndefined());
});
