import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AnalysisBusy, AnalysisTooLarge } from '../errors.js';
import type { AnalysisAnswer, AnalysisAsked } from './analysis.js';

const extension = extname(import.meta.url);
/** Sources that were not built (tests) need what finds their modules by name. */
const flags =
  extension === '.ts'
    ? [
        '--disable-warning=ExperimentalWarning',
        '--experimental-transform-types',
        `--import=${fileURLToPath(new URL('../../../../tools/resolve-typescript.mjs', import.meta.url))}`,
      ]
    : [];
const program = new URL(`./analysis.worker${extension}`, import.meta.url);

/** What one question may take, in milliseconds and megabytes, and how long it may wait for those before it. */
type Bounds = { readonly ms: number; readonly waitMs: number; readonly maxOldGenerationSizeMb: number };

/** A covenant of hundreds of rules takes seconds and some megabytes; a container has 512. */
const usualBounds: Bounds = { ms: 120_000, waitMs: 30_000, maxOldGenerationSizeMb: 256 };

/** Does this end within so many milliseconds? */
const endsWithin = async (ms: number, promise: Promise<unknown>): Promise<boolean> => {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  const ends = await Promise.race([promise.then(() => true), late.promise]);
  clearTimeout(timer);
  return ends;
};

/**
 * Asks questions about texts in threads of their own, so that nobody else waits for them: one at a time, each within bounds.
 * Errors: `hub/analysis-too-large` where a text goes beyond them; `hub/analysis-busy` where those before it do not end in time, or
 * the hub closes.
 */
export class AnalysisThreads {
  private last: Promise<void> = Promise.resolve();
  private running: Worker | undefined;
  private isClosed = false;

  private readonly bounds: Bounds;

  constructor(bounds: Partial<Bounds> = {}) {
    this.bounds = { ...usualBounds, ...bounds };
  }

  /** The answer to one question, after those that were asked before it. */
  async ask<What extends AnalysisAsked['what']>(
    asked: AnalysisAsked & { readonly what: What },
  ): Promise<AnalysisAnswer<What>> {
    const before = this.last;
    const over = Promise.withResolvers<void>();
    // Whoever gives up leaves the queue, and nobody comes in before those who were there first.
    this.last = before.then(() => over.promise);
    try {
      if (!(await endsWithin(this.bounds.waitMs, before))) throw new AnalysisBusy();
      return (await this.answer(asked)) as AnalysisAnswer<What>;
    } finally {
      over.resolve();
    }
  }

  /** Ends what runs; whoever waits for it is refused, and so is whoever asks from now on. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.running?.terminate();
  }

  private answer(asked: AnalysisAsked): Promise<unknown> {
    const { ms, maxOldGenerationSizeMb } = this.bounds;
    if (this.isClosed) return Promise.reject(new AnalysisBusy());
    const worker = new Worker(program, {
      workerData: asked,
      execArgv: flags,
      resourceLimits: { maxOldGenerationSizeMb },
    });
    this.running = worker;
    const bound = setTimeout(() => void worker.terminate(), ms);
    return new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error: Error & { readonly code?: string }) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new AnalysisTooLarge() : error),
      );
      worker.once('exit', () => reject(this.isClosed ? new AnalysisBusy() : new AnalysisTooLarge()));
    }).finally(() => clearTimeout(bound));
  }
}
