import type { FileHandle } from 'node:fs/promises';
import { FileRefused } from './errors.js';
import { digestOfFile, requireText } from './examine.js';
import { stateOf } from './open-file.js';
import { lineOfEnd, lineOfRefusedFile, lineOfRow } from './result-file.js';
import type { ResultFile, RowOutcome } from './result-file.js';
import { fromOf } from './row-intake.js';
import type { From, RowIntake } from './row-intake.js';
import { requireRows, rowsOf } from './rows.js';
import type { DropRow } from './row.js';

/** Rows of one file that are under way at a time; after each such batch its outcomes are on disk. */
const batchSize = 16;

/** One file under work: its name, the digest of its marker, where it lies open, and where its outcomes go. */
export type FileAtWork = {
  readonly name: string;
  readonly digest: string;
  readonly handle: FileHandle;
  readonly source: string;
  readonly result: ResultFile;
};

/** `onRow`: told of each row whose outcome is on disk. */
export type WorkTools = {
  readonly rows: RowIntake;
  readonly caller: From['caller'];
  readonly onRow: (status: number) => void;
};

/** Two rows of one batch under the same id go in one after the other, so that it is always the first that stands. */
const keyOf = ({ item }: DropRow): string | undefined =>
  'value' in item ? `${item.value.source} ${item.value.id}` : undefined;

/** Works through one file, from where its result ends. */
class Work {
  private readonly from: From;
  private state = '';

  constructor(
    private readonly file: FileAtWork,
    private readonly tools: WorkTools,
  ) {
    this.from = fromOf(tools.caller);
  }

  /** True once the result says all that there is to say; false when the gateway stops before. */
  async run(): Promise<boolean> {
    const { result } = this.file;
    if (result.tally.isFinished) return true;
    try {
      await this.examine();
      if (!(await this.takeIn())) return false;
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      return this.refuse(error);
    }
    await result.append([lineOfEnd(result.tally, this.from.correlation)]);
    return true;
  }

  /** The whole file before its first row: nothing of a file that cannot be read is taken in. */
  private async examine(): Promise<void> {
    const { handle, digest, name, source } = this.file;
    this.state = await stateOf(handle);
    if ((await digestOfFile(handle)) !== digest) throw new FileRefused('gateway/file-changed');
    await requireText(handle);
    await requireRows(name, handle, source);
  }

  private async takeIn(): Promise<boolean> {
    const { name, handle, source, result } = this.file;
    let done = result.tally.rows;
    let batch: DropRow[] = [];
    for await (const row of rowsOf(name, handle, source)) {
      if (done > 0) {
        done -= 1;
        continue;
      }
      batch.push(row);
      if (batch.length < batchSize) continue;
      if (!(await this.takeBatch(batch))) return false;
      batch = [];
    }
    return this.takeBatch(batch);
  }

  /** False where the gateway stops: what is known of the batch up to there is written. */
  private async takeBatch(batch: readonly DropRow[]): Promise<boolean> {
    await this.requireUnchanged();
    const before = new Map<string, Promise<unknown>>();
    const outcomes = await Promise.all(
      batch.map((row) => {
        const key = keyOf(row);
        const earlier = key === undefined ? undefined : before.get(key);
        const outcome = Promise.resolve(earlier).then(() => this.tools.rows.outcomeOf(this.from, row));
        if (key !== undefined) before.set(key, outcome);
        return outcome;
      }),
    );
    const unknown = outcomes.indexOf(undefined);
    const known = outcomes.slice(0, unknown < 0 ? undefined : unknown) as readonly RowOutcome[];
    await this.file.result.append(known.map((outcome, at) => lineOfRow(batch[at] as DropRow, outcome)));
    for (const { status } of known) this.tools.onRow(status);
    return unknown < 0;
  }

  /** Who still had it open when it was taken may write on: then the rest is not what the marker vouches for. */
  private async requireUnchanged(): Promise<void> {
    if ((await stateOf(this.file.handle)) !== this.state) throw new FileRefused('gateway/file-changed');
  }

  private async refuse(refusal: FileRefused): Promise<boolean> {
    const { result } = this.file;
    const problem = await this.tools.rows.refuseFile(this.from, refusal);
    if (!problem) return false;
    await result.append([lineOfRefusedFile(refusal, problem, this.from.correlation)]);
    return true;
  }
}

/** Brings in the rows of a file that have no outcome yet. True once its result is finished; false when the gateway stops. */
export const workThrough = (file: FileAtWork, tools: WorkTools): Promise<boolean> => new Work(file, tools).run();
