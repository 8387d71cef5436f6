import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { Worker } from 'node:worker_threads';

type Answer = {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { code: string; message: string; detail?: unknown };
};
type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void };
type Call = { readonly id: number; readonly name: string; readonly argument: unknown };
type Parcel = { readonly call: Call; readonly transfer: readonly ArrayBuffer[] };

/**
 * A call that the engine refused; `code` and `detail` are what the procedure threw, adapters turn them into their own
 * errors. The engine's own codes: `sqlite/unknown-procedure`, `sqlite/rolled-back` (nothing was written, the engine
 * goes on), `sqlite/commit-failed` (the outcome is unknown, the engine has ended), `sqlite/closed`, `sqlite/failed`.
 */
export class SqliteCallFailed extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly detail?: unknown,
  ) {
    super(message);
    this.name = 'SqliteCallFailed';
  }
}

/**
 * What opening takes. `procedures` is the URL of the module that says what the engine can do; `pragmas` come after WAL
 * and FULL. `readOnly` opens a second connection that only reads, in a thread of its own, so that long reads never hold
 * up a commit: it needs a file that a writing engine has opened before, and is closed before that one. `onEnded` is told
 * when the engine has ended and nobody closed it: every later call is refused, and what is on disk decides once the
 * process has begun anew.
 */
export type SqliteEngineOptions = {
  readonly file: string;
  readonly procedures: URL;
  readonly pragmas?: readonly string[];
  readonly readOnly?: boolean;
  readonly onEnded?: (error: Error) => void;
};

const makeFile = (file: string): void => {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
};

/**
 * One SQLite file with one writing worker thread: WAL, synchronous=FULL, group commit off the main thread.
 * What it can do is written in a procedures module, which imports node: modules only: `schema`, `procedures`, optional
 * `afterCommit` (per procedure, after the commit, given its value) and optional `transfers` (per procedure, the buffers
 * of its value that move to the caller instead of being copied). Source: stack §3, ADR 0003.
 */
export class SqliteEngine {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private outbox: Parcel[] = [];
  private closed: Promise<void> | undefined;
  private onClosed: (() => void) | undefined;
  private broken: Error | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly onEnded: (error: Error) => void,
  ) {
    worker.on('message', (message: readonly Answer[] | 'ready' | 'closed') => this.receive(message));
    worker.on('error', (error) => this.fail(error as Error));
    worker.on('exit', () => this.fail(new SqliteCallFailed('sqlite/closed', 'the engine has ended')));
  }

  /** Opens (or makes, 0600) the file. */
  static async open(options: SqliteEngineOptions): Promise<SqliteEngine> {
    const readOnly = options.readOnly ?? false;
    if (!readOnly) makeFile(options.file);
    const entry = new URL(`./engine.worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(entry, {
      workerData: {
        file: options.file,
        proceduresUrl: options.procedures.href,
        pragmas: options.pragmas ?? [],
        readOnly,
      },
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
      worker.once('exit', () => reject(new SqliteCallFailed('sqlite/closed', 'the engine ended while it opened')));
    });
    return new SqliteEngine(worker, options.onEnded ?? (() => undefined));
  }

  /**
   * Runs one procedure; resolves after the commit that holds it. Rejects with `SqliteCallFailed`. Calls of one turn of
   * the event loop travel together and share a commit. Buffers in `transfer` move to the engine and are gone here.
   */
  call<Result>(name: string, argument: unknown, transfer: readonly ArrayBuffer[] = []): Promise<Result> {
    if (this.broken) return Promise.reject(this.broken);
    return new Promise<Result>((resolve, reject) => {
      const id = this.nextId++;
      this.waiting.set(id, { resolve, reject });
      this.outbox.push({ call: { id, name, argument }, transfer });
      if (this.outbox.length === 1) queueMicrotask(() => this.send());
    });
  }

  /** Finishes what waits, checkpoints the WAL into the file and ends the thread. Closing twice is closing once. */
  close(): Promise<void> {
    this.closed ??= this.end();
    return this.closed;
  }

  private async end(): Promise<void> {
    if (this.broken) return;
    await new Promise<void>((resolve) => {
      this.onClosed = resolve;
      this.send();
      this.worker.postMessage('close');
    });
    await this.worker.terminate();
  }

  private send(): void {
    const parcels = this.outbox;
    this.outbox = [];
    if (parcels.length === 0) return;
    try {
      this.post(parcels);
    } catch {
      for (const parcel of parcels) this.sendAlone(parcel);
    }
  }

  // An argument that cannot be cloned fails its own call only.
  private sendAlone(parcel: Parcel): void {
    try {
      this.post([parcel]);
    } catch (error) {
      this.waiting.get(parcel.call.id)?.reject(error as Error);
      this.waiting.delete(parcel.call.id);
    }
  }

  private post(parcels: readonly Parcel[]): void {
    this.worker.postMessage(
      parcels.map((parcel) => parcel.call),
      parcels.flatMap((parcel) => parcel.transfer),
    );
  }

  private receive(message: readonly Answer[] | 'ready' | 'closed'): void {
    if (message === 'ready') return;
    if (message === 'closed') {
      this.onClosed?.();
      return;
    }
    for (const answer of message) {
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if (answer.error)
        waiting?.reject(new SqliteCallFailed(answer.error.code, answer.error.message, answer.error.detail));
      else waiting?.resolve(answer.value as never);
    }
  }

  private fail(error: Error): void {
    const isFirst = !this.broken && !this.closed;
    this.broken ??= error;
    for (const waiting of this.waiting.values()) waiting.reject(error);
    this.waiting.clear();
    this.onClosed?.();
    if (isFirst) this.onEnded(error);
  }
}
