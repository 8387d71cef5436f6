import { describe, expect, it } from '@jest/globals';
import { FetchPause, Waking } from './waking.js';

describe('lanes that are told of messages', () => {
  const scene = (everyMs: number) => {
    const told: string[] = [];
    const heard = Promise.withResolvers<void>();
    const lane = (name: string) => ({
      wake: () => {
        told.push(name);
        if (name === 'last') heard.resolve();
      },
    });
    // The clock stands still, so that no turn ever comes back.
    return { told, lane, heard: heard.promise, waking: new Waking({ rhythm: { atOnce: 1, everyMs }, nowMs: () => 0 }) };
  };

  it('hear at once of what comes now and then', () => {
    const { told, lane, waking } = scene(3_600_000);
    waking.wake(lane('a'), 1);
    expect(told).toEqual(['a']);
  });

  it('hear of what keeps coming together and once', async () => {
    const { told, lane, heard, waking } = scene(1);
    const [first, second, last] = ['first', 'second', 'last'].map(lane) as [
      { wake: () => void },
      { wake: () => void },
      { wake: () => void },
    ];
    waking.wake(first, 1);
    waking.wake(second, 1);
    waking.wake(second, 1);
    waking.wake(last, 1);
    expect(told).toEqual(['first']);
    await heard;
    expect(told).toEqual(['first', 'second', 'last']);
  });

  it('hear at once where there is much, and whoever waits with them', () => {
    const { told, lane, waking } = scene(3_600_000);
    for (const name of ['a', 'b']) waking.wake(lane(name), 1);
    waking.wake(lane('c'), 64);
    expect(told).toEqual(['a', 'b', 'c']);
  });
});

describe('the pause between fetches', () => {
  // The clock stands still, so that no turn ever comes back.
  const pauseOf = (everyMs: number) => new FetchPause({ rhythm: { atOnce: 1, everyMs }, nowMs: () => 0 });

  it('is none while messages come now and then, nor where many come at once', async () => {
    const pause = pauseOf(3_600_000);
    await pause.after(1);
    await pause.after(64);
    expect(await pause.after(500)).toBeUndefined();
  });

  it('is over, and none begins, where another partition of the fetch brings much', async () => {
    const pause = pauseOf(3_600_000);
    await pause.after(1);
    const waiting = pause.after(1);
    await pause.after(64);
    await waiting;
    expect(await pause.after(1)).toBeUndefined();
  });

  it('is one for all partitions of a fetch, where little keeps coming', async () => {
    const pause = pauseOf(1);
    await pause.after(1);
    const order: string[] = [];
    const waits = ['first', 'second'].map((name) => pause.after(1).then(() => order.push(name)));
    expect(order).toEqual([]);
    await Promise.all(waits);
    expect(order).toEqual(['first', 'second']);
  });
});
