import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AnalysisTooLarge } from '../errors.js';
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

/** What one question may take: a covenant of hundreds of rules takes seconds and some megabytes; a container has 512. */
const usualBounds = { ms: 120_000, maxOldGenerationSizeMb: 256 } as const;

/**
 * Asks questions about texts in threads of their own, so that nobody else waits for them: one at a time, each within bounds.
 * Error: `hub/analysis-too-large` where a text goes beyond them.
 */
export class AnalysisThreads {
  private last: Promise<unknown> = Promise.resolve();
  private running: Worker | undefined;
  private isClosed = false;

  constructor(
    private readonly bounds: { readonly ms: number; readonly maxOldGenerationSizeMb: number } = usualBounds,
  ) {}

  /** The answer to one question, after those that were asked before it. */
  ask<What extends AnalysisAsked['what']>(
    asked: AnalysisAsked & { readonly what: What },
  ): Promise<AnalysisAnswer<What>> {
    const answer = this.last.then(() => this.answer(asked) as Promise<AnalysisAnswer<What>>);
    this.last = answer.catch(() => undefined);
    return answer;
  }

  /** Ends what runs; whoever waits for it is refused, and so is whoever asks from now on. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.running?.terminate();
  }

  private answer(asked: AnalysisAsked): Promise<unknown> {
    const { ms, maxOldGenerationSizeMb } = this.bounds;
    if (this.isClosed) return Promise.reject(new AnalysisTooLarge());
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
      worker.once('exit', () => reject(new AnalysisTooLarge()));
    }).finally(() => clearTimeout(bound));
  }
}
