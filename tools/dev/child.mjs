import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const tether = fileURLToPath(new URL('tether.mjs', import.meta.url));

/**
 * A Node program of ours beside this one. It has a session of its own, so that Ctrl-C reaches this process alone, which then
 * ends it in order; and a channel, so that it ends with this process too where that is killed.
 */
export class Child {
  /** Whether it was asked to end: then its end is no news. */
  isAsked = false;

  /** `args`: of Node; `output`: 'inherit', or 'pipe' for who reads it. */
  constructor(args, { output = 'inherit' } = {}) {
    this.process = spawn(process.execPath, ['--import', tether, ...args], {
      stdio: ['ignore', output, 'inherit', 'ipc'],
      detached: true,
    });
    this.ended = once(this.process, 'exit').then(
      ([code, signal]) => code ?? signal,
      (error) => error.code ?? 1,
    );
  }

  get isRunning() {
    return this.process.exitCode === null && this.process.signalCode === null && this.process.pid !== undefined;
  }

  /** Asks it to end; after `graceMs` it is not asked any more. Resolves with its code or signal once it is gone. */
  async stop({ signal = 'SIGTERM', graceMs = 15_000 } = {}) {
    this.isAsked = true;
    if (this.isRunning) this.process.kill(signal);
    const impatience = setTimeout(() => this.process.kill('SIGKILL'), graceMs);
    const ending = await this.ended;
    clearTimeout(impatience);
    return ending;
  }
}
