import { describe, expect, it } from '@jest/globals';
import { AppendTooLarge, EmptyAppend, EventIdClash, StoreUnavailable, WrongExpectedRevision } from '../src/errors.js';
import { maxAppendBytes } from '../src/port.js';
import type { EventStore } from '../src/port.js';
import { eventAt, eventsFrom, newStream, seen } from './contract.support.js';
import type { ContractEngine } from './contract.support.js';

const stored = async (store: EventStore, stream: string) => (await store.read(stream, { maxCount: 1000 })).map(seen);

const newAndExact = (engine: () => ContractEngine): void => {
  describe('an append at the right revision', () => {
    it('starts a new stream at revision 0', async () => {
      const { store } = engine();
      const stream = newStream();
      const result = await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      expect(result).toMatchObject({ revision: 0n, repeated: false });
      const [event] = await store.read(stream);
      expect(event).toMatchObject({ stream, revision: 0n, position: result.position, id: eventAt(stream, 0).id });
    });

    it('goes on at the exact revision, and gives the place of its last event', async () => {
      const { store } = engine();
      const stream = newStream();
      const first = await store.append(stream, eventsFrom(stream, 0, 3), 'no-stream');
      const second = await store.append(stream, eventsFrom(stream, 3, 5), 2n);
      expect([first.revision, second.revision]).toEqual([2n, 4n]);
      expect(first.position < second.position).toBe(true);
      const events = await store.read(stream);
      expect(events.map((event) => event.revision)).toEqual([0n, 1n, 2n, 3n, 4n]);
      expect(events.at(-1)?.position).toBe(second.position);
    });

    it('leaves the bytes of the caller as they were', async () => {
      const { store } = engine();
      const stream = newStream();
      const event = eventAt(stream, 0);
      const before = seen(event);
      await store.append(stream, [event], 'no-stream');
      expect(seen(event)).toEqual(before);
    });
  });
};

const conflicts = (engine: () => ContractEngine): void => {
  describe('an append at another revision', () => {
    it.each([
      ['too low', 0n],
      ['too high', 7n],
      ['of no stream', 'no-stream'],
    ] as const)('is refused when %s, and names the actual one', async (_name, expected) => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 3), 'no-stream');
      const refused = store.append(stream, eventsFrom(stream, 10, 12), expected);
      await expect(refused).rejects.toBeInstanceOf(WrongExpectedRevision);
      await expect(refused).rejects.toMatchObject({ stream, expected, actual: 2n });
      expect(await stored(store, stream)).toEqual(eventsFrom(stream, 0, 3).map(seen));
    });

    it('is refused when there is no stream', async () => {
      const { store } = engine();
      const stream = newStream();
      const refused = store.append(stream, [eventAt(stream, 0)], 0n);
      await expect(refused).rejects.toMatchObject({ expected: 0n, actual: 'no-stream' });
      expect(await store.read(stream)).toEqual([]);
    });
  });
};

const retries = (engine: () => ContractEngine): void => {
  describe('a retry', () => {
    it.each([1, 4])('of %d events gives the first result, also when the stream has grown since', async (length) => {
      const { store } = engine();
      const stream = newStream();
      const events = eventsFrom(stream, 0, length);
      const first = await store.append(stream, events, 'no-stream');
      const again = await store.append(stream, events, 'no-stream');
      expect(again).toEqual({ ...first, repeated: true });
      await store.append(stream, eventsFrom(stream, length, length + 3), first.revision);
      expect(await store.append(stream, events, 'no-stream')).toEqual({ ...first, repeated: true });
      expect(await stored(store, stream)).toEqual(eventsFrom(stream, 0, length + 3).map(seen));
    });

    it('in the middle of a stream gives the first result', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      const first = await store.append(stream, eventsFrom(stream, 2, 4), 1n);
      await store.append(stream, eventsFrom(stream, 4, 6), 3n);
      expect(await store.append(stream, eventsFrom(stream, 2, 4), 1n)).toEqual({ ...first, repeated: true });
    });

    it('by the same ids with other bytes is refused', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      const other = [eventAt(stream, 0), eventAt(stream, 1, 'other')];
      await expect(store.append(stream, other, 'no-stream')).rejects.toBeInstanceOf(EventIdClash);
      expect(await stored(store, stream)).toEqual(eventsFrom(stream, 0, 2).map(seen));
    });

    it('by the same ids with another type is refused', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      const other = { ...eventAt(stream, 0), type: 'CaseResumed' };
      await expect(store.append(stream, [other], 'no-stream')).rejects.toBeInstanceOf(EventIdClash);
    });

    it('that brings one more event is refused, and adds nothing', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      await expect(store.append(stream, eventsFrom(stream, 0, 3), 'no-stream')).rejects.toBeInstanceOf(EventIdClash);
      expect(await stored(store, stream)).toEqual(eventsFrom(stream, 0, 2).map(seen));
    });

    it('is the same for ten at once: one appends, nine repeat', async () => {
      const { store } = engine();
      const stream = newStream();
      const events = eventsFrom(stream, 0, 2);
      const results = await Promise.all(Array.from({ length: 10 }, () => store.append(stream, events, 'no-stream')));
      expect(results.filter((result) => !result.repeated)).toHaveLength(1);
      expect(new Set(results.map((result) => result.position)).size).toBe(1);
      expect(await stored(store, stream)).toEqual(events.map(seen));
    });
  });
};

const limits = (engine: () => ContractEngine): void => {
  const sized = (stream: string, number: number, length: number) => ({
    ...eventAt(stream, number),
    bytes: new Uint8Array(length).fill(number + 1),
  });

  describe('an append as a whole', () => {
    it('is all or nothing: one refused event refuses all', async () => {
      const { store } = engine();
      const stream = newStream();
      const twice = [...eventsFrom(stream, 0, 50), eventAt(stream, 0, 'again')];
      await expect(store.append(stream, twice, 'no-stream')).rejects.toBeInstanceOf(EventIdClash);
      expect(await store.read(stream)).toEqual([]);
      await store.append(stream, eventsFrom(stream, 0, 50), 'no-stream');
      expect(await stored(store, stream)).toEqual(eventsFrom(stream, 0, 50).map(seen));
    });

    it('takes up to the size limit, and refuses one byte more', async () => {
      const { store } = engine();
      const stream = newStream();
      const half = maxAppendBytes / 2;
      const tooMuch = [sized(stream, 0, half), sized(stream, 1, half + 1)];
      await expect(store.append(stream, tooMuch, 'no-stream')).rejects.toBeInstanceOf(AppendTooLarge);
      expect(await store.read(stream)).toEqual([]);
      const full = [sized(stream, 0, half), sized(stream, 1, half)];
      await store.append(stream, full, 'no-stream');
      expect(await stored(store, stream)).toEqual(full.map(seen));
    });

    it('needs an event', async () => {
      await expect(engine().store.append(newStream(), [], 'no-stream')).rejects.toBeInstanceOf(EmptyAppend);
    });

    it('is refused as unavailable once the store has closed', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.close();
      const late = store.append(stream, [eventAt(stream, 0)], 'no-stream');
      await expect(late).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(late).rejects.toMatchObject({ retriable: true });
      await expect(store.read(stream)).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.close()).resolves.toBeUndefined();
    });
  });
};

/** The rules of `append`. */
export const appendingContract = (engine: () => ContractEngine): void => {
  newAndExact(engine);
  conflicts(engine);
  retries(engine);
  limits(engine);
};
