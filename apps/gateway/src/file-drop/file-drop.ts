import type { JsonLogger, Metrics } from '@knooppunt/platform';
import { DropBox } from './drop-box.js';
import type { DropFolder } from './drop-folder.js';
import { RowIntake } from './row-intake.js';
import type { RowIntakeParts } from './row-intake.js';
import { UnderWay } from './under-way.js';

/** `isOpen`: may anything be taken in? `serves`: is a covenant of this cooperation in force here? Until both, files wait. */
export type FileDropParts = Pick<RowIntakeParts, 'intake' | 'word'> & {
  readonly folders: readonly DropFolder[];
  readonly isOpen: () => boolean;
  readonly serves: (cooperation: string) => Promise<boolean>;
  readonly logger: JsonLogger;
  readonly metrics: Metrics;
  readonly rhythm?: FileDropRhythm;
};

/**
 * Milliseconds: how often a folder is looked at, how long a file may be unfinished, and how often old things are removed.
 * `nowMs`: the clock of the file system.
 */
export type FileDropRhythm = {
  readonly pollMs?: number;
  readonly graceMs?: number;
  readonly tidyMs?: number;
  readonly nowMs?: () => number;
};

/** Rows of all folders together that are under way at a time: a small part of what the gateway takes over HTTP. */
const places = 16;
const usualRhythm = { pollMs: 1_000, graceMs: 600_000, tidyMs: 600_000, nowMs: Date.now };
const afterErrorMs = 30_000;
const accepted = 202;

/**
 * Takes in what organisations drop as files (docs/file-drop.md). Folders are worked on side by side, each file in order; all of
 * them leave the way over HTTP its room. `begin` once the gateway listens; `stop` resolves once nothing is under way.
 */
export class FileDrop {
  private readonly rhythm: Required<FileDropRhythm>;
  private readonly boxes: readonly DropBox[];
  private readonly stopping = new AbortController();
  private readonly waits = new Set<() => void>();
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: FileDropParts) {
    const { folders, intake, word, metrics } = parts;
    this.rhythm = { ...usualRhythm, ...parts.rhythm };
    const rows = new RowIntake({
      intake,
      word,
      delay: (ms) => this.pause(ms),
      underWay: new UnderWay(places),
    });
    const { nowMs, graceMs } = this.rhythm;
    this.boxes = folders.map(
      (folder) =>
        new DropBox(folder, {
          rows,
          nowMs,
          graceMs,
          onRow: (status) =>
            metrics.increment('knooppunt_file_drop_rows_total', {
              outcome: status === accepted ? 'accepted' : 'refused',
            }),
          onFile: (outcome) => {
            metrics.increment('knooppunt_file_drop_files_total', { outcome });
            parts.logger.info('file-drop', { what: `file-${outcome}`, organisation: folder.organisation });
          },
        }),
    );
    metrics.onScrape(async () => {
      const waiting = await Promise.all(this.boxes.map((box) => box.waiting()));
      metrics.set(
        'knooppunt_file_drop_waiting_files',
        {},
        waiting.reduce((sum, one) => sum + one, 0),
      );
    });
  }

  /** Begins to look at the folders. */
  begin(): void {
    this.running = Promise.all(this.boxes.map((box) => this.run(box)));
  }

  /** Stops after what is under way; a row that waits for the intake is left for the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const end of this.waits) end();
    await this.running;
    for (const box of this.boxes) box.close();
  }

  private async run(box: DropBox): Promise<void> {
    let tidiedMs = Number.NEGATIVE_INFINITY;
    while (!this.stopping.signal.aborted) {
      let waitMs = this.rhythm.pollMs;
      try {
        if (await this.mayWork(box)) {
          if (this.rhythm.nowMs() - tidiedMs >= this.rhythm.tidyMs) {
            await box.tidy();
            tidiedMs = this.rhythm.nowMs();
          }
          if (await box.step()) waitMs = 0;
        }
      } catch (error) {
        this.parts.logger.error('alarm', { what: 'gateway/file-drop', organisation: box.folder.organisation }, error);
        waitMs = Math.max(afterErrorMs, waitMs);
      }
      await this.pause(waitMs);
    }
  }

  private async mayWork({ folder }: DropBox): Promise<boolean> {
    return this.parts.isOpen() && (await this.parts.serves(folder.cooperation));
  }

  /** Waits, or less where the gateway stops: then false. */
  private pause(ms: number): Promise<boolean> {
    const { signal } = this.stopping;
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.waits.delete(end);
        resolve(!signal.aborted);
      };
      const timer = setTimeout(end, ms);
      this.waits.add(end);
    });
  }
}
