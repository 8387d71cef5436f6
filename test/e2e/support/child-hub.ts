import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { noLimits } from '../../harness/no-limits.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
// The long form of the faults, which starts it hundreds of times, takes the program as it was built.
const isBuilt = process.env['KNOOPPUNT_FAULTS'] === 'long';
const hooks = isBuilt ? [] : ['--import', './libs/event-store/test/ts-hooks.mjs'];
const program = isBuilt ? 'dist/apps/standalone/src/main.js' : 'apps/standalone/src/main.ts';

/** How a program ended, and what it said. */
export type Ending = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
};

/** `under`: a command that the hub runs under, with its arguments; `env`: what its environment has besides. */
export type ChildSettings = {
  readonly port: number | string;
  readonly data: string;
  readonly under?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** The hub as a user starts it, in a process of its own, with the demonstration's identity provider. */
export class ChildHub {
  private out = '';
  private err = '';
  readonly ended: Promise<Ending>;
  private readonly child: ChildProcess;

  constructor(readonly settings: ChildSettings) {
    const environment = Object.entries(process.env).filter(([name]) => !/^(KNOOPPUNT_|OIDC_|NODE_)/.test(name));
    const hub = [process.execPath, '--disable-warning=ExperimentalWarning', ...hooks, program];
    const [command = '', ...rest] = [...(settings.under ?? []), ...hub];
    this.child = spawn(command, rest, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(environment),
        KNOOPPUNT_PORT: String(settings.port),
        KNOOPPUNT_DATA: settings.data,
        ...noLimits,
        ...settings.env,
      },
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.err += text));
    this.ended = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
      out: this.out,
      err: this.err,
    }));
  }

  get base(): string {
    return `http://127.0.0.1:${this.settings.port}`;
  }

  get issuer(): string {
    return `${this.base}/oidc`;
  }

  /** Resolves once it says that it listens; rejects when it ends before. */
  async listening(): Promise<this> {
    const said = new Promise<void>((resolve) => {
      const look = (): void => {
        if (!this.out.includes('luistert op')) return;
        this.child.stdout?.off('data', look);
        resolve();
      };
      this.child.stdout?.on('data', look);
      look();
    });
    const early = this.ended.then(({ err }) => Promise.reject(new Error(`it ended: ${err}`)));
    await Promise.race([said, early]);
    return this;
  }

  /** Ends it without any warning. */
  async kill(): Promise<Ending> {
    this.child.kill('SIGKILL');
    return this.ended;
  }

  /** Asks it to end. */
  async stop(): Promise<Ending> {
    this.child.kill('SIGTERM');
    return this.ended;
  }
}
