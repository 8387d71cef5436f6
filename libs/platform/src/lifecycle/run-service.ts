import type { JsonLogger } from '../logging.js';
import type { Readiness } from '../management/readiness.js';
import { exitCodes } from '../node-version.js';
import type { StartFailure } from '../start-failure.js';

/** One step of the end: what is closed, under a literal of the code. */
export type ClosingStep = { readonly name: string; readonly close: () => Promise<unknown> };

/** What a program is made of once it has started. */
export type Service = {
  /** Says no as soon as the end begins. */
  readonly readiness?: Readiness;
  /** In this order, each after the one before: first what takes work in, at last what everything stands on. */
  readonly closing: readonly ClosingStep[];
};

/** What a program has at hand while it starts and runs. */
export type ServiceHandle = {
  /** Something without which the process must not go on is gone (a consumer that died): it ends in order, with code 1. */
  readonly fail: (what: string, error: unknown) => void;
};

/** A program, and how long its end may take. */
export type ServiceOptions = {
  /** A literal: `gateway`, `hub`, `worker`, `standalone`. */
  readonly name: string;
  readonly logger: JsonLogger;
  readonly start: (handle: ServiceHandle) => Promise<Service>;
  /** The sentence and the code of a start that fails in a way that was foreseen. */
  readonly explain: (error: unknown) => StartFailure | undefined;
  /** Milliseconds from the signal to the end of the process, whatever still runs (10,000). */
  readonly stopWithinMs?: number;
  /** Milliseconds between "not ready" and the first step, for who sends work here to notice (0). */
  readonly drainMs?: number;
};

const signals = ['SIGTERM', 'SIGINT'] as const;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One program from its start to its end. */
class Run {
  private service: Service | undefined;
  private exitCode = 0;
  private step = 'start';
  private ending: Promise<void> | undefined;
  private readonly wanted = Promise.withResolvers<void>();
  private isWanted = false;
  private isSignalled = false;

  constructor(private readonly options: ServiceOptions) {}

  async run(): Promise<void> {
    this.listen();
    try {
      this.service = await this.options.start({ fail: (what, error) => this.fail(what, error) });
    } catch (error) {
      this.explain(error);
      return;
    }
    this.options.logger.info('started', { service: this.options.name });
    await this.wanted.promise;
    await (this.ending ??= this.end(this.service));
  }

  private listen(): void {
    for (const signal of signals) process.on(signal, () => this.heard(signal));
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      process.on(event, (error: unknown) => {
        // nobody knows what state it left behind: no step of the end can be trusted any more
        this.tell('uncaught', event, error);
        process.exit(exitCodes.unexpected);
      });
    }
  }

  private heard(signal: string): void {
    if (!this.isSignalled) {
      this.isSignalled = true;
      this.options.logger.info('stopping', { service: this.options.name, signal });
      this.want();
      return;
    }
    this.options.logger.warn('stopped-at-once', { service: this.options.name, signal, step: this.step });
    process.exit(exitCodes.unexpected);
  }

  private fail(what: string, error: unknown): void {
    this.exitCode = exitCodes.unexpected;
    this.tell('failed', what, error);
    this.want();
  }

  private want(): void {
    if (this.isWanted) return;
    this.isWanted = true;
    this.service?.readiness?.stop();
    const { stopWithinMs = 10_000, logger, name } = this.options;
    setTimeout(() => {
      logger.error('stop-too-slow', { service: name, step: this.step, ms: stopWithinMs });
      process.exit(exitCodes.unexpected);
    }, stopWithinMs);
    this.wanted.resolve();
  }

  private async end({ readiness, closing }: Service): Promise<void> {
    readiness?.stop();
    this.step = 'drain';
    await wait(this.options.drainMs ?? 0);
    for (const { name, close } of closing) {
      this.step = name;
      try {
        await close();
      } catch (error) {
        this.exitCode = exitCodes.unexpected;
        this.options.logger.error('stop', { service: this.options.name, step: name }, error);
      }
    }
    this.options.logger.info('stopped', { service: this.options.name, exitCode: this.exitCode });
    process.exit(this.exitCode);
  }

  private explain(error: unknown): void {
    const { name, explain } = this.options;
    const failure = explain(error);
    if (!failure) this.tell('start', 'start', error);
    process.stderr.write(`${failure?.sentence ?? `Knooppunt (${name}) kan niet starten: een onverwachte fout.`}\n`);
    process.exit(failure?.exitCode ?? exitCodes.unexpected);
  }

  private tell(event: string, what: string, error: unknown): void {
    this.options.logger.error(event, { service: this.options.name, what }, error);
  }
}

/**
 * Runs a program from its start to its end. SIGTERM or SIGINT: not ready, then each closing step in order, then exit 0; a
 * step that fails is a line and exit 1, an end that takes too long is cut off with 1, and so is one that a second signal
 * finds under way. An error that nobody caught is a line and exit 1 at once. A start that fails is one sentence on standard
 * error and its exit code. Call it once, as the last thing that a `main.ts` does; it resolves never.
 */
export const runService = (options: ServiceOptions): Promise<void> => new Run(options).run();
