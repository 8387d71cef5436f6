import { describe, expect, it } from '@jest/globals';
import { Pace } from './index.js';

describe('a pace', () => {
  const paced = (rhythm: { readonly atOnce: number; readonly everyMs: number }) => {
    const clock = { nowMs: 1_000 };
    const pace = new Pace(rhythm, () => clock.nowMs);
    return { clock, take: () => pace.take() };
  };

  it('gives so many turns at once, and then one after each wait', () => {
    const { clock, take } = paced({ atOnce: 3, everyMs: 20 });
    expect([take(), take(), take()]).toEqual([0, 0, 0]);
    const waits = [1, 2, 3].map(() => {
      const waitMs = take();
      clock.nowMs += waitMs;
      return waitMs;
    });
    expect(waits).toEqual([20, 20, 20]);
  });

  it('never makes anybody wait whose turns come more slowly', () => {
    const { clock, take } = paced({ atOnce: 1, everyMs: 20 });
    for (let turn = 0; turn < 5; turn++) {
      expect(take()).toBe(0);
      clock.nowMs += 20;
    }
  });

  it('waits only for what is missing, and saves up no more than it gives at once', () => {
    const { clock, take } = paced({ atOnce: 2, everyMs: 20 });
    clock.nowMs += 1_000;
    expect([take(), take()]).toEqual([0, 0]);
    clock.nowMs += 15;
    expect(take()).toBeCloseTo(5);
  });

  it('lets who did not wait owe one turn and no more', () => {
    const { clock, take } = paced({ atOnce: 1, everyMs: 20 });
    const waits = [take(), take(), take(), take()];
    expect(waits).toEqual([0, 20, 20, 20]);
    clock.nowMs += 40;
    expect(take()).toBe(0);
  });
});
