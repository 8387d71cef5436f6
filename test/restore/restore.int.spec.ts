import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeEvent, openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { eventCatalogue } from '@knooppunt/cases';
import { streamName } from '@knooppunt/kernel';
import type { SealedBlock, Uuid } from '@knooppunt/kernel';
import type { SealContext, Vault } from '@knooppunt/vault';
import { TombstoneGuard } from '../../apps/hub/src/tombstone-guard.js';
import { replayTombstones } from '../../apps/worker/src/tombstones.js';
import { leaveOutPostgres } from '../postgres/left-out.js';
import { startServer } from '../postgres/server.js';
import { embeddedKeyStore, postgresKeyStore } from './key-stores.js';
import type { CopiedKeyStore } from './key-stores.js';

const at = '2026-03-01T09:30:00.000Z';
const context: SealContext = {
  cooperation: 'amsterdam-amstelland',
  supplier: '00000099000000000363',
  eventId: '11111111-1111-4111-8111-111111111111',
  eventType: 'ContributionSupplied',
  label: `sha256:${'0'.repeat(64)}`,
};

type Kept = { readonly owner: Uuid; readonly block: SealedBlock };

const keep = async ({ sealer }: Vault, text: string): Promise<Kept> => {
  const unit = await sealer.seal({ p1: Buffer.from(text) }, context, at);
  const owner = randomUUID();
  await sealer.keep(owner, unit.keys);
  return { owner, block: unit.sealed['p1'] as SealedBlock };
};

const read = async ({ opener }: Vault, { block }: Kept): Promise<string> => {
  const opened = await opener.open(block, 'p1', context);
  return opened === 'destroyed' ? opened : Buffer.from(opened).toString('utf8');
};

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
};

const suite = (name: string, keyStoreIn: (folder: string) => CopiedKeyStore): void => {
  describe(`a key store that is put back from a copy, on ${name}`, () => {
    let folder: string;
    let store: EventStore;
    let keys: CopiedKeyStore;
    let vault: Vault;
    let guards: TombstoneGuard[];
    const errors: unknown[] = [];

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'knooppunt-restore-'));
      store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
      keys = keyStoreIn(folder);
      vault = await keys.open();
      guards = [];
    });
    afterEach(async () => {
      for (const guard of guards) await guard.stop();
      await vault.close();
      await store.close();
      await keys.remove();
      rmSync(folder, { recursive: true });
      expect(errors.splice(0)).toEqual([]);
    });

    const guardOf = (): TombstoneGuard => {
      const { tombstones } = vault;
      const guard = new TombstoneGuard({ store, tombstones, onError: (error) => errors.push(error), pollMs: 5 });
      guards.push(guard);
      guard.begin();
      return guard;
    };
    const replay = (): Promise<number> => replayTombstones({ store, ...vault });

    const append = async (
      type: 'KeyDestroyed' | 'ContributionRefused',
      data: object,
      stream: string,
    ): Promise<void> => {
      const id = randomUUID();
      const event = encodeEvent({
        id,
        stream,
        type,
        schemaVersion: eventCatalogue[type].version,
        cooperation: context.cooperation,
        recordedAt: at,
        actor: 'system:spec',
        organisation: context.supplier,
        role: null,
        purpose: null,
        commandId: id,
        correlation: 'spec',
        causation: null,
        traceId: '0'.repeat(32),
        data,
      });
      await store.append(stream, [event], 'no-stream');
    };
    /** Anything that is no destruction. */
    const somethingElse = (): Promise<void> => {
      const contribution = randomUUID();
      return append(
        'ContributionRefused',
        { contribution, code: 'supply/no-open-case', rules: [] },
        streamName('contribution', contribution),
      );
    };
    /** Destroys as the worker's reaction does: the keys first, then the word in the log. */
    const destroy = async ({ owner }: Kept): Promise<void> => {
      for (const key of await vault.destroyer.destroy(owner)) {
        await append('KeyDestroyed', { contribution: owner, ...key }, streamName('contribution', owner));
      }
    };
    const withOlderCopy = async (work: () => Promise<void>): Promise<void> => {
      await vault.close();
      await keys.copy();
      vault = await keys.open();
      await work();
      await vault.close();
      await keys.putBack();
      vault = await keys.open();
    };

    it('is served from by nobody until a worker has destroyed again what the log calls destroyed', async () => {
      const gone = await keep(vault, 'Jansen');
      const left = await keep(vault, 'De Vries');
      await somethingElse();
      await replay();
      await withOlderCopy(async () => {
        await destroy(gone);
        await somethingElse();
        await replay();
      });
      // The danger is real: with the root key, the copy opens what was erased.
      expect(await read(vault, gone)).toBe('Jansen');
      const guard = guardOf();
      const seen: string[] = [];
      for (let round = 0; round < 40; round += 1) {
        if (guard.isOpen()) seen.push(await read(vault, gone));
        await vault.tombstones.applied();
      }
      expect([guard.isOpen(), await guard.check(), seen]).toEqual([false, false, []]);
      const reading = until(async () => {
        if (!guard.isOpen()) return false;
        seen.push(await read(vault, gone));
        return true;
      });
      expect(await replay()).toBe(1);
      await reading;
      expect(seen).toEqual(['destroyed']);
      expect(await read(vault, left)).toBe('De Vries');
      expect([await guard.check(), await vault.tombstones.applied()]).toEqual([true, await store.head()]);
      expect(await replay()).toBe(0);
    });

    it('opens by itself where nothing was destroyed since, without a worker and however far its mark is behind', async () => {
      const left = await keep(vault, 'De Vries');
      await replay();
      await withOlderCopy(async () => {
        for (let count = 0; count < 3; count += 1) await somethingElse();
        await replay();
      });
      const guard = guardOf();
      await until(guard.isOpen);
      expect(await vault.tombstones.applied()).not.toBe(await store.head());
      expect(await read(vault, left)).toBe('De Vries');
    });

    it('closes a hub that was open when it is put back under its feet', async () => {
      const gone = await keep(vault, 'Jansen');
      await somethingElse();
      await replay();
      await vault.close();
      await keys.copy();
      vault = await keys.open();
      await destroy(gone);
      await replay();
      await vault.close();
      vault = await keys.open();
      let { tombstones } = vault;
      const through = {
        applied: () => tombstones.applied(),
        move: (from?: string, to?: string) => tombstones.move(from, to),
        living: (ids: readonly Uuid[]) => tombstones.living(ids),
      };
      const onError = (error: unknown): void => void errors.push(error);
      const guard = new TombstoneGuard({ store, tombstones: through, onError, pollMs: 5 });
      guards.push(guard);
      guard.begin();
      await until(guard.isOpen);
      expect(await guard.check()).toBe(true);
      await vault.close();
      await keys.putBack();
      vault = await keys.open();
      ({ tombstones } = vault);
      expect(await guard.check()).toBe(false);
      expect(guard.isOpen()).toBe(false);
      await replay();
      await until(guard.isOpen);
      expect(await read(vault, gone)).toBe('destroyed');
    });

    it('is looked through from the first event where its mark is of another log', async () => {
      const gone = await keep(vault, 'Jansen');
      await withOlderCopy(() => destroy(gone));
      expect(await vault.tombstones.move(undefined, '9'.repeat(30))).toBe(true);
      const guard = guardOf();
      await replay();
      await until(guard.isOpen);
      expect(await read(vault, gone)).toBe('destroyed');
      expect(await vault.tombstones.applied()).toBe(await store.head());
    });

    it('has a mark that moves only from where it was found, so that of two workers neither skips anything', async () => {
      const { tombstones } = vault;
      expect(await tombstones.applied()).toBeUndefined();
      expect(await tombstones.move(undefined, '1')).toBe(true);
      expect(await tombstones.move(undefined, '2')).toBe(false);
      expect(await tombstones.move('1', '3')).toBe(true);
      expect(await tombstones.applied()).toBe('3');
      for (let count = 0; count < 5; count += 1) await somethingElse();
      await tombstones.move('3', undefined);
      await Promise.all(Array.from({ length: 4 }, replay));
      expect(await tombstones.applied()).toBe(await store.head());
    });
  });
};

suite('the embedded engine', embeddedKeyStore);

const server = await startServer();
if (server) {
  afterAll(() => server.stop());
  suite('PostgreSQL', () => postgresKeyStore(server));
} else leaveOutPostgres('a key store that is put back from a copy, on PostgreSQL');
