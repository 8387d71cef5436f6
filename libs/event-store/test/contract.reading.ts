import { describe, expect, it } from '@jest/globals';
import type { EventStore, StoredEvent } from '../src/port.js';
import { afterHead, awkwardBytes, eventAt, eventsFrom, newStream, readOn, seen } from './contract.support.js';
import type { ContractEngine, EngineTraits } from './contract.support.js';

const isAscending = (events: readonly StoredEvent[]): boolean =>
  events.every((event, at) => at === 0 || (events[at - 1] as StoredEvent).position < event.position);

const oneStream = (engine: () => ContractEngine): void => {
  describe('reading one stream', () => {
    it('gives nothing where there is no stream', async () => {
      expect(await engine().store.read(newStream())).toEqual([]);
    });

    it('pages from a revision on, and ends with a short page', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 25), 'no-stream');
      const pages = await Promise.all(
        [0n, 10n, 20n, 25n, 1_000n].map((from) => store.read(stream, { from, maxCount: 10 })),
      );
      expect(pages.map((page) => page.length)).toEqual([10, 10, 5, 0, 0]);
      expect(pages.flat().map(seen)).toEqual(eventsFrom(stream, 0, 25).map(seen));
    });

    it('gives back the very bytes, whatever they are', async () => {
      const { store } = engine();
      const stream = newStream();
      const bytes = [awkwardBytes, new Uint8Array([0]), new Uint8Array([0xff, 0xfe, 0, 0xc3, 0x28]), new Uint8Array(0)];
      const events = bytes.map((content, at) => ({ ...eventAt(stream, at), bytes: content }));
      await store.append(stream, events, 'no-stream');
      expect((await store.read(stream)).map(seen)).toEqual(events.map(seen));
      // A view on a larger buffer counts as the bytes that it shows.
      const view = new Uint8Array(awkwardBytes.buffer, 100, 7);
      await store.append(stream, [{ ...eventAt(stream, 4), bytes: view }], 3n);
      const [last] = await store.read(stream, { from: 4n });
      expect(Buffer.from(last?.bytes ?? []).equals(Buffer.from(awkwardBytes.subarray(100, 107)))).toBe(true);
    });

    it('keeps streams apart whose names differ in their last letter', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      expect(await store.read(`${stream}0`)).toEqual([]);
      expect(await store.read(stream.slice(0, -1))).toEqual([]);
    });
  });
};

const wholeLog = (engine: () => ContractEngine): void => {
  describe('reading all', () => {
    it('gives every event once, in one order that never changes', async () => {
      const { store } = engine();
      const after = await store.head();
      const streams = Array.from({ length: 8 }, newStream);
      await Promise.all(
        streams.map(async (stream) => {
          for (let at = 0; at < 10; at += 1) {
            await store.append(stream, [eventAt(stream, at)], at === 0 ? 'no-stream' : BigInt(at - 1));
          }
        }),
      );
      const log = (await readOn(store, after, 7)).filter((event) => streams.includes(event.stream));
      expect(isAscending(log)).toBe(true);
      for (const stream of streams) {
        const own = log.filter((event) => event.stream === stream);
        expect(own.map(seen)).toEqual(eventsFrom(stream, 0, 10).map(seen));
        expect(own).toEqual(await store.read(stream));
      }
      const again = (await readOn(store, after, 100)).filter((event) => streams.includes(event.stream));
      expect(again).toEqual(log);
    });

    it('gives positions of twenty digits, and the head is the last of them', async () => {
      const { store } = engine();
      const stream = newStream();
      const { position } = await store.append(stream, eventsFrom(stream, 0, 3), 'no-stream');
      const events = await store.read(stream);
      for (const event of events) expect(event.position).toMatch(/^\d{20}$/);
      expect(events.at(-1)?.position).toBe(position);
      expect(((await store.head()) ?? '') >= position).toBe(true);
    });

    it('resumes after a checkpoint, without the event at the checkpoint', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 5), 'no-stream');
      const events = await store.read(stream);
      for (const [at, { position }] of events.entries()) {
        const rest = (await readOn(store, position)).filter((event) => event.stream === stream);
        expect(rest.map(seen)).toEqual(eventsFrom(stream, at + 1, 5).map(seen));
      }
    });

    it('gives nothing after the head, and nothing of a refused append', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      const checkpoint = await afterHead(store);
      await expect(store.append(stream, eventsFrom(stream, 5, 9), 'no-stream')).rejects.toThrow('is at `1`');
      expect((await store.readAll(checkpoint)).filter((event) => event.stream === stream)).toEqual([]);
      expect(await store.readAll({ after: '99999999999999999999' })).toEqual([]);
    });
  });
};

const distances = (engine: () => ContractEngine, { contiguousPositions }: EngineTraits): void => {
  describe('the positions of one append', () => {
    it('ascend, by one where the engine counts events, and no other event lies between them', async () => {
      const { store } = engine();
      const stream = newStream();
      const from = await afterHead(store);
      await store.append(stream, eventsFrom(stream, 0, 20), 'no-stream');
      const log = await readOn(store, from.after);
      const own = log.filter((event) => event.stream === stream);
      expect(isAscending(own)).toBe(true);
      const first = log.findIndex((event) => event.stream === stream);
      expect(log.slice(first, first + 20)).toEqual(own);
      const steps = own.slice(1).map((event, at) => BigInt(event.position) - BigInt(own[at]?.position ?? 0));
      expect(steps.every((step) => (contiguousPositions ? step === 1n : step > 0n))).toBe(true);
    });
  });
};

const reopening = (engine: () => ContractEngine): void => {
  describe('a store that is opened again', () => {
    it('holds all that it held, and goes on', async () => {
      const { store, reopen } = engine();
      const stream = newStream();
      const after = await store.head();
      await store.append(stream, eventsFrom(stream, 0, 30), 'no-stream');
      // Others may write to the same engine meanwhile.
      const own = async (from: EventStore) => (await readOn(from, after)).filter((event) => event.stream === stream);
      const before = await own(store);
      const again = await reopen();
      expect(before).toHaveLength(30);
      expect(await own(again)).toEqual(before);
      expect(await again.append(stream, eventsFrom(stream, 0, 30), 'no-stream')).toMatchObject({ repeated: true });
      const { position } = await again.append(stream, [eventAt(stream, 30)], 29n);
      expect(position > (before.at(-1)?.position ?? '')).toBe(true);
    });
  });
};

/** The rules of `read`, `readAll` and `head`, and of what is kept. */
export const readingContract = (engine: () => ContractEngine, traits: EngineTraits): void => {
  oneStream(engine);
  wholeLog(engine);
  distances(engine, traits);
  reopening(engine);
};
