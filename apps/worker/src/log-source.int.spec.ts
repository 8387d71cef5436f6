import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import type { Position } from '@knooppunt/kernel';
import type { LogSource } from '@knooppunt/read-store';
import { uuid } from '@knooppunt/testing';
import { consultationOf } from '../test/consultation.js';
import { logSourceOf } from './log-source.js';

describe('the log for many followers', () => {
  let folder: string;
  let store: EventStore;
  let ending: AbortController;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-source-'));
    store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
    ending = new AbortController();
  });
  afterEach(async () => {
    ending.abort();
    await store.close();
    await rm(folder, { recursive: true });
  });

  const append = async (from: number, count: number): Promise<void> => {
    for (let at = from; at < from + count; at += 1) {
      const { stream, event } = consultationOf(uuid(at));
      await store.append(stream, [event], 'no-stream');
    }
  };

  const take = async (source: LogSource, count: number, after?: Position): Promise<readonly Position[]> => {
    const stop = new AbortController();
    const seen: Position[] = [];
    const place = after === undefined ? {} : { after };
    for await (const batch of source.subscribe({ ...place, signal: stop.signal, batchSize: 7 })) {
      seen.push(...batch.map(({ position }) => position));
      if (seen.length >= count) stop.abort();
    }
    return seen;
  };

  it('gives every follower every event once, in order, from before and after it began', async () => {
    await append(1, 20);
    const source = logSourceOf(store, ending.signal);
    const followers = [take(source, 60), take(source, 60), take(source, 60)];
    await append(21, 40);
    const expected = (await store.readAll({ maxCount: 100 })).map(({ position }) => position);
    for (const seen of await Promise.all(followers)) expect(seen).toEqual(expected);
  });

  it('goes on behind the place where a follower stood', async () => {
    await append(1, 30);
    const source = logSourceOf(store, ending.signal);
    const all = await take(source, 30);
    await append(31, 5);
    expect(await take(source, 20, all[14])).toEqual(
      (await store.readAll({ maxCount: 100 })).slice(15).map(({ position }) => position),
    );
  });

  it('ends a follower that waits when its signal says so', async () => {
    const source = logSourceOf(store, ending.signal);
    const stop = new AbortController();
    const waiting = source.subscribe({ signal: stop.signal })[Symbol.asyncIterator]().next();
    stop.abort();
    expect((await waiting).done).toBe(true);
  });

  it('tells its followers when the store is gone', async () => {
    const source = logSourceOf(store, ending.signal);
    const waiting = take(source, 1);
    await append(1, 1);
    await waiting;
    const failed = take(source, 5, await store.head());
    await store.close();
    await expect(failed).rejects.toMatchObject({ code: 'event-store/store-unavailable' });
    store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  });

  it('makes a follower that always finds something new wait for its turn, and leaves nothing out', async () => {
    const source = logSourceOf(store, ending.signal, { atOnce: 1, everyMs: 5 });
    const sizes: number[] = [];
    const seen: Position[] = [];
    const stop = new AbortController();
    await append(1, 1);
    for await (const batch of source.subscribe({ signal: stop.signal })) {
      sizes.push(batch.length);
      seen.push(...batch.map(({ position }) => position));
      // Whoever comes back finds something.
      if (seen.length < 20) await append(seen.length + 1, 1);
      else stop.abort();
    }
    expect(seen).toEqual((await store.readAll({ maxCount: 100 })).map(({ position }) => position));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20);
  });

  it('is read page by page as the store is, also of what lies in memory', async () => {
    await append(1, 5);
    const source = logSourceOf(store, ending.signal);
    const early = take(source, 12);
    await append(6, 7);
    await early;
    const all = await store.readAll({ maxCount: 100 });
    for (const maxCount of [1, 3, 7, 100]) {
      const pages = [];
      for (let after: Position | undefined; ;) {
        const page = await source.readAll({ maxCount, ...(after === undefined ? {} : { after }) });
        pages.push(...page);
        after = page.at(-1)?.position ?? after;
        if (page.length < maxCount) break;
      }
      expect(pages).toEqual(all);
    }
  });
});
