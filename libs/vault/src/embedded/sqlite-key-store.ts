import { extname } from 'node:path';
import type { Instant, Position, Uuid } from '@knooppunt/kernel';
import { SqliteCallFailed, SqliteEngine } from '@knooppunt/sqlite';
import { KeyClash, OwnerDestroyed, UnknownContribution, VaultUnavailable } from '../errors.js';
import type { KeyStore, NewRow, StoredKek, StoredKey, StoredRow } from '../keys/store.js';
import type { DestroyedKey, IntakeRow, RememberedRequest, WrappedKey } from '../port.js';
import { destroyedInTries } from './destroy-tries.js';

const procedures = new URL(`./vault.procedures${extname(import.meta.url)}`, import.meta.url);
// A reader of the key file (a backup) holds the checkpoint up for as long as it reads; each try waits this long for it.
const pragmas = ['secure_delete = ON', 'busy_timeout = 1000'];

const refusals: Readonly<Record<string, (about: string) => Error>> = {
  'vault/key-clash': (about) => new KeyClash(about),
  'vault/owner-destroyed': (about) => new OwnerDestroyed(about),
  'vault/unknown-contribution': (about) => new UnknownContribution(about),
};

/**
 * The key store on one SQLite file of its own: secure_delete=ON, WAL, synchronous=FULL, group commit in a thread. Reads go
 * over a second connection in a thread of its own, which sees each commit once it is acknowledged and waits for none.
 */
export class SqliteKeyStore implements KeyStore {
  private constructor(
    private readonly engine: SqliteEngine,
    private readonly reader: SqliteEngine,
  ) {}

  /** Opens or makes the file; `onEnded` is told when an engine has ended by itself. Rejects with `VaultUnavailable`. */
  static async open(options: {
    readonly file: string;
    readonly onEnded?: (error: Error) => void;
  }): Promise<SqliteKeyStore> {
    try {
      const engine = await SqliteEngine.open({ ...options, procedures, pragmas });
      const reader = await SqliteEngine.open({ ...options, procedures, readOnly: true }).catch(
        async (error: unknown) => {
          await engine.close();
          throw error;
        },
      );
      return new SqliteKeyStore(engine, reader);
    } catch (error) {
      throw new VaultUnavailable(error);
    }
  }

  /** The check value of the root key that this store was made with; the first one that is offered stays. */
  rootCheck(offered: string | null): Promise<string | null> {
    return this.call('root-check', offered);
  }

  ensureKek(kek: StoredKek): Promise<StoredKek> {
    return this.call('ensure-kek', kek);
  }

  kek(id: Uuid): Promise<StoredKek | undefined> {
    return this.read('kek', id);
  }

  keys(ids: readonly Uuid[]): Promise<readonly StoredKey[]> {
    return this.read('keys', ids);
  }

  keep(owner: Uuid, keys: readonly WrappedKey[]): Promise<void> {
    return this.call('keep', { owner, keys }, owner);
  }

  discard(keyIds: readonly Uuid[]): Promise<void> {
    return this.call('discard', keyIds);
  }

  register(row: NewRow, keys: readonly WrappedKey[]): Promise<StoredRow & { readonly inserted: boolean }> {
    return this.call('register', { row, keys }, row.contribution);
  }

  find(contribution: Uuid): Promise<IntakeRow | undefined> {
    return this.read('find', contribution);
  }

  markPublished(contribution: Uuid): Promise<void> {
    return this.call('mark-published', contribution, contribution);
  }

  waiting(before: Instant, limit: number): Promise<readonly IntakeRow[]> {
    return this.read('waiting', { before, limit });
  }

  destroy(owner: Uuid): Promise<readonly DestroyedKey[]> {
    return destroyedInTries(owner, () => this.engine.call<readonly DestroyedKey[]>('destroy', owner));
  }

  remember(request: RememberedRequest, before: Instant): Promise<boolean> {
    return this.call('remember', { request, before });
  }

  async applied(): Promise<Position | undefined> {
    return (await this.read<Position | null>('applied', null)) ?? undefined;
  }

  moveApplied(from: Position | undefined, to: Position | undefined): Promise<boolean> {
    return this.call('move-applied', { from: from ?? null, to: to ?? null });
  }

  async ping(limitMs: number): Promise<void> {
    const late = Promise.withResolvers<never>();
    const limit = setTimeout(() => late.reject(new VaultUnavailable(new Error('no answer in time'))), limitMs);
    try {
      await Promise.race([Promise.all([this.rootCheck(null), this.read('keys', [])]), late.promise]);
    } finally {
      clearTimeout(limit);
    }
  }

  async close(): Promise<void> {
    await this.reader.close();
    await this.engine.close();
  }

  private async call<Result>(name: string, argument: unknown, about = ''): Promise<Result> {
    try {
      return await this.engine.call<Result>(name, argument);
    } catch (error) {
      const refusal = error instanceof SqliteCallFailed ? refusals[error.code] : undefined;
      throw refusal ? refusal(about) : new VaultUnavailable(error);
    }
  }

  private async read<Result>(name: string, argument: unknown): Promise<Result> {
    try {
      return await this.reader.call<Result>(name, argument);
    } catch (error) {
      throw new VaultUnavailable(error);
    }
  }
}
