import { describe, it, jest } from '@jest/globals';
import { killHub } from './hub-kills.js';

jest.setTimeout(180_000);

describe('a whole hub that is killed under load', () => {
  // oxlint-disable-next-line jest/expect-expect -- the function throws what it finds
  it('has lost and doubled no acknowledged delivery, and its log is sound', () => killHub(3));
});
