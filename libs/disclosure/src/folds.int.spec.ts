import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeEvent, openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore, NewEvent } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Message } from '@knooppunt/kernel';
import { oin, recorded, uuid } from '@knooppunt/testing';
import type { EnvelopeParts } from '@knooppunt/testing';
import { storeWith } from '../test/engines.js';
import { StreamFolds } from './folds.js';
import { narrows } from './narrowing.js';

const signal = uuid(1);
const stream = streamName('signal', signal);
const harmless = 600;

const encoded = (events: readonly Message[]): readonly NewEvent[] =>
  recorded(events, { stream, correlation: uuid(2) }).map(({ revision: _revision, position: _position, ...envelope }) =>
    encodeEvent(envelope),
  );
const met: Message = { type: 'CriteriaMetRecorded', data: { signal, organisation: oin(1) } };
const rejected: Message = {
  type: 'SignalRejected',
  data: { signal, organisation: oin(1), reason: 'onvoldoende', length: 3, textDigest: 'ZGlnZXN0' },
};

describe('the tail of a stream longer than a page of the store', () => {
  let folder: string;
  let store: EventStore;
  let folds: StreamFolds;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'folds-'));
    store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
    folds = new StreamFolds(store);
    await store.append(stream, encoded([...Array.from({ length: harmless }, () => met), rejected]), 'no-stream');
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('is whole, so that many events of others push no text out of it', async () => {
    expect(await folds.tail(stream, -1n)).toHaveLength(harmless + 1);
    expect(await folds.tail(stream, 9n)).toHaveLength(harmless - 9);
  });

  it('is folded to its end', async () => {
    const { revision, state } = await folds.fold('signal', stream, 'amsterdam-amstelland');
    expect([revision, state.status]).toEqual([BigInt(harmless), 'rejected']);
  });

  it('shows what narrows also behind a page of what does not', async () => {
    expect(await narrows(folds, new Map([[stream, -1n]]), oin(2))).toEqual([stream]);
  });
});

describe('folds of streams', () => {
  let folder: string;
  let store: EventStore;
  const other = streamName('signal', uuid(8));
  const encodedFor = (name: string, events: readonly Message[], parts: EnvelopeParts = {}): readonly NewEvent[] =>
    recorded(events, { stream: name, correlation: uuid(2), ...parts }).map(
      ({ revision: _revision, position: _position, ...envelope }) => encodeEvent(envelope),
    );
  const statusOf = async (folds: StreamFolds, name = stream) =>
    (await folds.fold('signal', name, 'amsterdam-amstelland')).state.status;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'folds-'));
    store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
    await store.append(stream, encodedFor(stream, [rejected]), 'no-stream');
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('are at the newest event, also one that came after the first asking', async () => {
    const folds = new StreamFolds(store);
    expect(await folds.fold('signal', stream, 'amsterdam-amstelland')).toMatchObject({ stream, revision: 0n });
    await store.append(stream, encodedFor(stream, [rejected, met]).slice(1), 0n);
    expect(await folds.fold('signal', stream, 'amsterdam-amstelland')).toMatchObject({ stream, revision: 1n });
  });

  it('of another cooperation are as if there were nothing', async () => {
    const folds = new StreamFolds(store);
    expect(await statusOf(folds)).toBe('rejected');
    const seen = await folds.fold('signal', stream, 'rotterdam');
    expect(seen).toMatchObject({ stream, revision: -1n });
    expect(seen.state.status).toBe('none');
  });

  it('of nothing are initial', async () => {
    const folds = new StreamFolds(store);
    expect(await folds.fold('signal', other, 'amsterdam-amstelland')).toMatchObject({ stream: other, revision: -1n });
    expect(await statusOf(folds, other)).toBe('none');
  });

  it('are refused under the name of another category', async () => {
    for (const name of [stream, other]) {
      await expect(new StreamFolds(store).fold('case', name, 'amsterdam-amstelland')).rejects.toThrow('no case stream');
    }
  });

  it('are as they were when more streams are asked than are kept', async () => {
    const folds = new StreamFolds(store, 1);
    for (const name of [stream, other, stream, other, stream]) {
      expect(await statusOf(folds, name)).toBe(name === stream ? 'rejected' : 'none');
    }
  });

  it('are kept as long as there is room: the stream that was asked longest ago is read from its beginning again', async () => {
    const third = streamName('signal', uuid(9));
    for (const [at, name] of [other, third].entries()) {
      await store.append(name, encodedFor(name, [rejected], { id: uuid(20 + at) }), 'no-stream');
    }
    const from: (readonly [string, bigint | undefined])[] = [];
    const watched = storeWith(store, {
      read: (name, options) => {
        from.push([name, options?.from]);
        return store.read(name, options);
      },
    });
    const folds = new StreamFolds(watched, 2);
    const nothing = streamName('signal', uuid(10));
    for (const name of [stream, other, nothing, stream, third, stream, other]) {
      expect(await statusOf(folds, name)).toBe(name === nothing ? 'none' : 'rejected');
    }
    expect(from).toEqual([
      [stream, 0n],
      [other, 0n],
      // what has no events takes no room
      [nothing, 0n],
      [stream, 1n],
      [third, 0n],
      [stream, 1n],
      [other, 0n],
    ]);
  });
});
