import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '../../test/contract.js';
import type { ContractEngine } from '../../test/contract.js';
import { eventAt, eventsFrom, newStream, readOn } from '../../test/contract.support.js';
import { EventIdClash, StoreUnavailable } from '../errors.js';
import { openEmbeddedEventStore } from './embedded.store.js';

const openEngine = async (): Promise<ContractEngine> => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-events-'));
  const file = join(folder, 'events.sqlite');
  const store = await openEmbeddedEventStore({ file });
  let current = store;
  return {
    store,
    reopen: async () => {
      await current.close();
      current = await openEmbeddedEventStore({ file });
      return current;
    },
    dispose: async () => {
      await current.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const within = async (act: (engine: ContractEngine) => Promise<void>): Promise<void> => {
  const engine = await openEngine();
  try {
    await act(engine);
  } finally {
    await engine.dispose();
  }
};

eventStoreContract('embedded', openEngine, { contiguousPositions: true });

describe('the embedded event store beyond the contract', () => {
  it('numbers positions 1, 2, 3 …, without a gap for what was refused', () =>
    within(async ({ store, reopen }) => {
      const stream = newStream();
      const twice = [...eventsFrom(stream, 0, 5), eventAt(stream, 0, 'again')];
      const outcomes = await Promise.allSettled([
        store.append(newStream(), [eventAt(stream, 90)], 'no-stream'),
        store.append(newStream(), twice, 'no-stream'),
        store.append(newStream(), [eventAt(stream, 91)], 3n),
        store.append(newStream(), [eventAt(stream, 92)], 'no-stream'),
      ]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      await store.append(stream, eventsFrom(stream, 0, 3), 'no-stream');
      const positions = (await readOn(await reopen(), undefined)).map((event) => Number(event.position));
      expect(positions).toEqual([1, 2, 3, 4, 5]);
    }));

  it('knows no head while it is empty', () =>
    within(async ({ store }) => {
      expect(await store.head()).toBeUndefined();
      expect(await store.readAll()).toEqual([]);
      const { position } = await store.append(newStream(), [eventAt(newStream(), 0)], 'no-stream');
      expect([position, await store.head()]).toEqual(['00000000000000000001', '00000000000000000001']);
    }));

  it('refuses an id that another stream holds', () =>
    within(async ({ store }) => {
      const stream = newStream();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      await expect(store.append(newStream(), [eventAt(stream, 0)], 'no-stream')).rejects.toBeInstanceOf(EventIdClash);
    }));

  it('refuses numbers and positions that have no meaning', () =>
    within(async ({ store }) => {
      const stream = newStream();
      await expect(store.append(stream, [eventAt(stream, 0)], -1n)).rejects.toThrow('revisions count from 0');
      await expect(store.read(stream, { from: -1n })).rejects.toThrow('revisions count from 0');
      await expect(store.read(stream, { maxCount: 0 })).rejects.toThrow('at least one event');
      await expect(store.readAll({ after: '7' })).rejects.toThrow('twenty digits');
    }));

  it('keeps its files to their owner', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'knooppunt-events-'));
    const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
    await store.append(newStream(), [eventAt(newStream(), 0)], 'no-stream');
    const modes = ['', '-wal', '-shm'].map((tail) => statSync(join(folder, `events.sqlite${tail}`)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('does not open a file that is no database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'knooppunt-events-'));
    const file = join(folder, 'events.sqlite');
    writeFileSync(file, 'not a database, and long enough to be read as the header of one'.repeat(20));
    await expect(openEmbeddedEventStore({ file })).rejects.toBeInstanceOf(StoreUnavailable);
    rmSync(folder, { recursive: true, force: true });
  });
});
