import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import { uuid } from '@knooppunt/testing';
import { consultationOf } from '../test/consultation.js';
import { Tail, Waiter } from './log-tail.js';

const storedAt = (number: number, size = 0): StoredEvent => {
  const { stream, event } = consultationOf(uuid(number));
  // White space behind the envelope is no other event.
  const bytes = Buffer.concat([event.bytes, Buffer.alloc(size, ' ')]);
  return { ...event, bytes, stream, revision: 0n, position: String(number).padStart(20, '0') };
};

/** A store whose whole log is handed out in pieces, and then ends. */
const storeOf = (log: readonly StoredEvent[], piece: number) => ({
  subscribe: async function* () {
    for (let at = 0; at < log.length; at += piece) yield await Promise.resolve(log.slice(at, at + piece));
  },
});
const never = new AbortController().signal;
const filled = async (log: readonly StoredEvent[], piece: number): Promise<Tail> => {
  const tail = new Tail(undefined);
  await tail.follow(storeOf(log, piece) as unknown as EventStore, never);
  return tail;
};
const positionsOf = (events: readonly { readonly position: string }[]) =>
  events.map(({ position }) => Number(position));

describe('the newest events of a log that is longer than what is kept', () => {
  const length = 23_000;
  let log: readonly StoredEvent[];
  beforeAll(() => {
    log = Array.from({ length }, (_, at) => storedAt(at + 1));
  });

  it('are the last 16,384, whatever the pieces in which they came', async () => {
    for (const piece of [1, 500]) {
      const tail = await filled(log, piece);
      const first = length - 16_384;
      const after = (number: number) => String(number).padStart(20, '0');
      expect([tail.covers(undefined), tail.covers(after(first - 1)), tail.covers(after(first))]).toEqual([
        false,
        false,
        true,
      ]);
      for (const from of [first, first + 1, 15_000, length - 3, length]) {
        const expected = Array.from({ length: Math.min(7, length - from) }, (_, at) => from + 1 + at);
        expect(positionsOf(tail.next(after(from), 7))).toEqual(expected);
        expect(positionsOf(tail.nextStored(after(from), 7))).toEqual(expected);
      }
      expect(tail.nextStored(after(first - 1), 7)).toEqual([]);
    }
  });

  it('are fewer where they are long', async () => {
    const tail = await filled(
      Array.from({ length: 50 }, (_, at) => storedAt(at + 1, 1_000_000)),
      3,
    );
    const oldest =
      Array.from({ length: 50 }, (_, at) => String(at).padStart(20, '0')).find((at) => tail.covers(at)) ?? '';
    expect(Number(oldest)).toBe(19);
    expect(positionsOf(tail.next(oldest, 100))).toEqual(Array.from({ length: 31 }, (_, at) => 20 + at));
  });
});

describe('a follower that waits', () => {
  it('goes on when it is called, when its time is over, and when it is told to stop', async () => {
    const stop = new AbortController();
    const waiter = new Waiter(stop.signal);
    const called = waiter.wait();
    waiter.go();
    await called;
    await waiter.wait(1);
    const halted = waiter.wait(3_600_000);
    stop.abort();
    await halted;
    expect(await waiter.wait()).toBeUndefined();
  });

  it('hears of a tail that failed at once, and of what comes', async () => {
    const tail = new Tail(undefined);
    const moved = tail.moved(new Waiter(never));
    const fails = {
      subscribe: async function* () {
        yield await Promise.resolve([storedAt(1)]);
        throw new Error('gone');
      },
    };
    await tail.follow(fails as unknown as EventStore, never);
    await moved;
    expect(tail.isLost).toBe(true);
    await tail.moved(new Waiter(never));
    expect(() => tail.next(undefined, 1)).toThrow('gone');
    expect(tail.nextStored(undefined, 1)).toEqual([]);
  });
});
