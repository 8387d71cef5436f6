import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { Worker } from 'node:worker_threads';

type Answer = {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { code: string; message: string; detail?: unknown };
};
type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void };

/** A call that the engine refused; `code` and `detail` are what the procedure threw, adapters turn them into their own errors. */
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
 * One SQLite file with one writing worker thread: WAL, synchronous=FULL, group commit off the main thread.
 * What it can do is written in a procedures module (`schema`, `procedures`, optional `afterCommit`), which imports node:
 * modules only. Source: stack §3, ADR 0003.
 */
export class SqliteEngine {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private closing: (() => void) | undefined;
  private broken: Error | undefined;

  private constructor(private readonly worker: Worker) {
    worker.on('message', (message: readonly Answer[] | 'ready' | 'closed') => this.receive(message));
    worker.on('error', (error) => this.fail(error as Error));
    worker.on('exit', () => this.fail(new SqliteCallFailed('sqlite/closed', 'the engine has ended')));
  }

  /** Opens (or makes, 0600) the file. `procedures` is the URL of the module, `pragmas` come after WAL and FULL. */
  static async open(options: { file: string; procedures: URL; pragmas?: readonly string[] }): Promise<SqliteEngine> {
    mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
    closeSync(openSync(options.file, 'a', 0o600));
    const entry = new URL(`./engine.worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(entry, {
      workerData: { file: options.file, proceduresUrl: options.procedures.href, pragmas: options.pragmas ?? [] },
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
    });
    return new SqliteEngine(worker);
  }

  /** Runs one procedure; resolves after the commit that holds it. Rejects with `SqliteCallFailed`. */
  call<Result>(name: string, argument: unknown): Promise<Result> {
    if (this.broken) return Promise.reject(this.broken);
    return new Promise<Result>((resolve, reject) => {
      const id = this.nextId++;
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, name, argument });
    });
  }

  /** Finishes what waits, checkpoints the WAL into the file and ends the thread. */
  async close(): Promise<void> {
    if (this.broken) return;
    await new Promise<void>((resolve) => {
      this.closing = resolve;
      this.worker.postMessage('close');
    });
    await this.worker.terminate();
  }

  private receive(message: readonly Answer[] | 'ready' | 'closed'): void {
    if (message === 'ready') return;
    if (message === 'closed') {
      this.closing?.();
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
    this.broken ??= error;
    for (const waiting of this.waiting.values()) waiting.reject(error);
    this.waiting.clear();
    this.closing?.();
  }
}
