import { describe, expect, it, jest } from '@jest/globals';
import { jumpClock } from './clock-jumps.js';

jest.setTimeout(400_000);

describe('a hub whose clock jumps an hour on and back while it works', () => {
  it('orders by position, erases nothing early, judges tokens by the clock that is, and its log is sound', () =>
    expect(jumpClock(12)).resolves.toBeUndefined());
});
