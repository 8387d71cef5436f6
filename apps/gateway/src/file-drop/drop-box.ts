import { randomUUID } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataLocked, acquireDataLock } from '@knooppunt/platform';
import type { DataLock, OrganisationCaller } from '@knooppunt/platform';
import type { DropFolder } from './drop-folder.js';
import { FileRefused } from './errors.js';
import { Incoming } from './incoming.js';
import type { Finding } from './incoming.js';
import { isAbsent, openPlain } from './open-file.js';
import { ends, isFileName, move, namesIn, remove, subfolders } from './places.js';
import { ResultFile, lineOfRefusedFile } from './result-file.js';
import { fromOf } from './row-intake.js';
import type { RowIntake } from './row-intake.js';
import { workThrough } from './work-through.js';

/** What became of a file: worked through, or refused as a whole. */
export type FileOutcome = 'done' | 'refused';

/** What a drop box works with. `onRow`, `onFile`: told once it is on disk. */
export type DropBoxParts = {
  readonly rows: RowIntake;
  readonly nowMs: () => number;
  /** Milliseconds that a file and its marker must have been still before a digest that does not fit is a refusal. */
  readonly graceMs: number;
  readonly onRow: (status: number) => void;
  readonly onFile: (outcome: FileOutcome) => void;
};

const dayMs = 86_400_000;
const digestLength = 64;
/** Of a file that was refused before it was taken. */
const noDigest = '0'.repeat(digestLength);
const form = /^[0-9a-f]{64}\./;

/** A file under work is named by the digest of its marker and its own name: one rename takes it, and a crash forgets neither. */
const workName = (name: string, digest: string): string => `${digest}.${name}`;
const ownName = (work: string): string => work.slice(digestLength + 1);
const withoutEnd = (result: string): string => result.slice(0, -ends.result.length);

/**
 * The drop folder of one organisation. All that it knows lies on disk: files come from `in` to `werk` by one rename, their
 * outcomes grow beside them, the file goes before its result is published in `uit`. So after any end it goes on where it was.
 */
export class DropBox {
  private readonly at: Readonly<Record<keyof typeof subfolders, string>>;
  private readonly incoming: Incoming;
  private readonly caller: OrganisationCaller;
  private lock: DataLock | undefined;

  constructor(
    readonly folder: DropFolder,
    private readonly parts: DropBoxParts,
  ) {
    const { path, organisation, cooperation } = folder;
    const places = Object.entries(subfolders).map(([key, name]) => [key, join(path, name)]);
    this.at = Object.fromEntries(places) as Record<keyof typeof subfolders, string>;
    this.incoming = new Incoming(this.at.incoming, parts);
    this.caller = { kind: 'organisation', organisation, cooperation, clientId: 'inlevermap' };
  }

  /** Does one thing if there is one: goes on with a file, takes the next. False: nothing to do now, or another gateway has it. */
  async step(): Promise<boolean> {
    if (!(await this.isOurs())) return false;
    const [atWork] = (await namesIn(this.at.work)).filter((name) => form.test(name));
    if (atWork !== undefined) return this.goOn(atWork.endsWith(ends.result) ? withoutEnd(atWork) : atWork);
    const finding = await this.incoming.next();
    if (!finding) return false;
    return 'refusal' in finding ? this.refuse(finding) : this.take(finding);
  }

  /** Files that wait or are under work. */
  async waiting(): Promise<number> {
    const works = (await namesIn(this.at.work)).filter((name) => form.test(name) && !name.endsWith(ends.result));
    return works.length + (await this.incoming.marked()).length;
  }

  /** Removes what has lain its days: results, kept files, and files that nobody ever marked as complete. */
  async tidy(): Promise<void> {
    if (!(await this.isOurs())) return;
    const { resultDays, keepDays, abandonedDays } = this.folder;
    for (const name of await this.olderThan(this.at.results, resultDays)) await remove(this.at.results, name);
    for (const name of await this.olderThan(this.at.kept, keepDays)) await remove(this.at.kept, name);
    const present = new Set(await namesIn(this.at.incoming));
    for (const name of await this.olderThan(this.at.incoming, abandonedDays)) await this.abandon(name, present);
  }

  /** Gives the folder up; another gateway may go on with it. */
  close(): void {
    this.lock?.release();
    this.lock = undefined;
  }

  /** One gateway at a time works on a folder; the kernel gives the lock of one that died to the next. */
  private async isOurs(): Promise<boolean> {
    try {
      this.lock ??= await acquireDataLock(this.at.work);
      return true;
    } catch (error) {
      if (error instanceof DataLocked) return false;
      throw error;
    }
  }

  private async goOn(work: string): Promise<boolean> {
    const isThere = (await namesIn(this.at.work)).includes(work);
    if (isThere && !(await this.workOn(work))) return false;
    // The file first: its result says that nothing is left to do, and it is what nobody else may find.
    if (isThere) await this.putAway(work);
    await move([this.at.work, `${work}${ends.result}`], [this.at.results, `${ownName(work)}${ends.result}`]);
    return true;
  }

  private async workOn(work: string): Promise<boolean> {
    const result = await ResultFile.open(join(this.at.work, `${work}${ends.result}`));
    const handle = await openPlain(join(this.at.work, work)).catch(async (error: unknown) => {
      await result.close();
      throw error;
    });
    const { rows, onRow, onFile } = this.parts;
    const [name, digest] = [ownName(work), work.slice(0, digestLength)];
    try {
      const file = { name, digest, handle, source: this.folder.source, result };
      const isFinished = await workThrough(file, { rows, caller: this.caller, onRow });
      if (isFinished) onFile(result.tally.rows > 0 ? 'done' : 'refused');
      return isFinished;
    } finally {
      await Promise.all([handle.close(), result.close()]);
    }
  }

  private async putAway(work: string): Promise<void> {
    if (this.folder.keepDays > 0) await move([this.at.work, work], [this.at.kept, work]);
    else await remove(this.at.work, work);
  }

  /** The one step by which a file becomes ours. Who brought it may have taken it back meanwhile. */
  private async take({ name, digest }: Extract<Finding, { digest: string }>): Promise<boolean> {
    try {
      await move([this.at.incoming, name], [this.at.work, workName(name, digest)]);
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
    await remove(this.at.incoming, `${name}${ends.marker}`);
    return true;
  }

  /** Nothing of it was taken in: its result says why, and it goes. A folder stays; who put it there takes it away. */
  private async refuse({ name, refusal }: Extract<Finding, { refusal: FileRefused }>): Promise<boolean> {
    const from = fromOf(this.caller);
    const problem = await this.parts.rows.refuseFile(from, refusal);
    if (!problem) return false;
    const shown = isFileName(name) ? name : `geweigerd-${randomUUID()}`;
    const result = await ResultFile.open(join(this.at.work, `${workName(shown, noDigest)}${ends.result}`));
    const last = result.tally.isFinished ? [] : [lineOfRefusedFile(refusal, problem, from.correlation)];
    try {
      await result.append(last);
    } finally {
      await result.close();
    }
    // The next step publishes the result, as that of a file which was worked through.
    if (!(await this.isFolder(name))) await remove(this.at.incoming, name);
    await remove(this.at.incoming, `${name}${ends.marker}`);
    this.parts.onFile('refused');
    return true;
  }

  /** What waits with a marker waits for us; a marker alone is nothing; the rest was never completed. */
  private async abandon(name: string, present: ReadonlySet<string>): Promise<void> {
    const isMarker = name.endsWith(ends.marker);
    if (isMarker && !present.has(name.slice(0, -ends.marker.length))) await remove(this.at.incoming, name);
    if (isMarker || present.has(`${name}${ends.marker}`)) return;
    await this.refuse({ name, refusal: new FileRefused('gateway/file-abandoned') });
  }

  private async isFolder(name: string): Promise<boolean> {
    const stat = await lstat(join(this.at.incoming, name)).catch(() => undefined);
    return stat?.isDirectory() ?? false;
  }

  /** Names of what is no folder and has not changed for so many days. */
  private async olderThan(folder: string, days: number): Promise<readonly string[]> {
    const old: string[] = [];
    for (const name of await namesIn(folder)) {
      const stat = await lstat(join(folder, name)).catch(() => undefined);
      if (stat && !stat.isDirectory() && this.parts.nowMs() - stat.ctimeMs > days * dayMs) old.push(name);
    }
    return old;
  }
}
