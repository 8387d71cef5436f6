import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { DomainError } from '@knooppunt/kernel';
import { exitCodes } from '@knooppunt/platform';

/** Lines for machines begin with a brace, those of a stack with a space. */
const lastSentence = (log: string): string | undefined => {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  const last = lines.at(-1) ?? '';
  return /^[^\s{]/u.test(last) ? last : undefined;
};

/**
 * A program ended before it could work, or did not become ready in time. `log` is the file with what it said, `sentence` the last
 * thing that it said to people there, if it did.
 */
export class ProgramFailed extends DomainError {
  readonly code = 'standalone/program-failed';

  constructor(
    readonly program: string,
    readonly log: string,
    readonly sentence: string | undefined,
  ) {
    super(`program \`${program}\` did not start`);
  }
}

/** `file`: the compiled program. `ready`: the address that answers 200 once it works; undefined for one that ends by itself. */
export type ProgramOptions = {
  readonly name: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  readonly ready?: string;
  /** Told when it ends and nobody asked it to. */
  readonly onEnd?: (program: Program) => void;
};

const pollMs = 50;
const readyWithinMs = 180_000;
const stopWithinMs = 15_000;
const mostStarts = 5;
const restartAfterMs = 1_000;
const inherited = ['PATH', 'HOME', 'LANG', 'TZ', 'NODE_ENV'] as const;

// A program is asked to end when the process that started it is gone, however that ended; it may end by itself all the same.
const tether = `data:text/javascript,${encodeURIComponent(
  "process.on('disconnect', () => process.kill(process.pid, 'SIGTERM')); process.channel.unref();",
)}`;

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const answers = async (address: string): Promise<boolean> => {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(2_000) })).status === 200;
  } catch {
    return false;
  }
};

/**
 * A process of ours on this machine: started with the settings that it gets and no others, ended by its process id. It does not
 * outlive the process that started it, also where that is killed.
 */
export class Program {
  private child: ChildProcess | undefined;
  private ended: Promise<number> = Promise.resolve(0);
  private isAsked = false;

  constructor(readonly options: ProgramOptions) {}

  get pid(): number | undefined {
    return this.isRunning ? this.child?.pid : undefined;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /**
   * Starts the process, unless it runs, and waits until it is ready, or until it has ended well. Error: `standalone/program-failed`.
   */
  async start(): Promise<void> {
    if (!this.isRunning) this.launch();
    const { name, log, ready } = this.options;
    if (ready === undefined) {
      if ((await this.ended) !== 0) throw new ProgramFailed(name, log, lastSentence(log));
      return;
    }
    const deadline = performance.now() + readyWithinMs;
    while (!(await answers(ready))) {
      if (!this.isRunning || performance.now() > deadline) throw new ProgramFailed(name, log, lastSentence(log));
      await delay(pollMs);
    }
  }

  /**
   * Starts it as `start` does, and again where it ended because an engine that has just been started, or is busy, did not answer:
   * the exit code of what may pass. Whoever watches over it in a data centre does the same.
   */
  async startPatiently(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.start();
      } catch (error) {
        const isOver = this.isAsked || tries === mostStarts;
        if (isOver || this.child?.exitCode !== exitCodes.unexpected) throw error;
        await delay(restartAfterMs);
        if (this.isAsked) throw error;
      }
    }
  }

  /** Ends it the hard way, as a crash would; resolves when it is gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.isAsked = true;
    this.child?.kill(signal);
    await this.ended;
  }

  /** Asks it to end, and after 15 seconds does not ask. Resolves with its exit code (137 where it had to be killed). */
  async stop(): Promise<number> {
    this.isAsked = true;
    if (!this.isRunning) return this.ended;
    this.child?.kill('SIGTERM');
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), stopWithinMs);
    return this.ended.finally(() => clearTimeout(timer));
  }

  private launch(): void {
    const { file, env, log, onEnd } = this.options;
    const kept = inherited.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    const output = openSync(log, 'a', 0o600);
    this.isAsked = false;
    const child = spawn(process.execPath, ['--import', tether, file], {
      env: { ...Object.fromEntries(kept), ...env },
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
    this.child = child;
    this.ended = new Promise((resolve) => {
      child.once('error', () => resolve(1));
      child.once('exit', (code, signal) => {
        resolve(code ?? (signal === 'SIGKILL' ? 137 : 143));
        if (!this.isAsked && this.child === child) onEnd?.(this);
      });
    });
  }
}
