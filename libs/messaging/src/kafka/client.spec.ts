import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { calmRequestQueue } from './client.js';

const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
  prototype: { scheduleCheckPendingRequests(): void };
};

describe('the request queue of kafkajs', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 1000 }));
  afterEach(() => void jest.useRealTimers());

  const queue = (pending: number, throttledUntil: number) => {
    let checks = 0;
    return {
      throttleCheckTimeoutId: null,
      throttledUntil,
      pending: Array.from({ length: pending }),
      checkPendingRequests: () => (checks += 1),
      checks: () => checks,
    };
  };

  it('still has the method that is replaced: read ADR 0005 again when it does not', () => {
    expect(calmRequestQueue()).toBe(true);
  });

  it('sets no timer while nothing waits', () => {
    prototype.scheduleCheckPendingRequests.call(queue(0, -1));
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([
    ['at once', -1, 10],
    ['when the broker no longer throttles', 1500, 500],
  ])('looks again %s, once, in a time that is not negative', (_when, throttledUntil, ms) => {
    const waiting = queue(2, throttledUntil);
    prototype.scheduleCheckPendingRequests.call(waiting);
    prototype.scheduleCheckPendingRequests.call(waiting);
    jest.advanceTimersByTime(ms - 1);
    expect([jest.getTimerCount(), waiting.checks()]).toEqual([1, 0]);
    jest.advanceTimersByTime(1);
    expect([jest.getTimerCount(), waiting.checks()]).toEqual([0, 1]);
  });
});
