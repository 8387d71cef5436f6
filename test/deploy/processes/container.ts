import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../compose.js';
import type { Service } from '../compose.js';
import { freePort } from '../../free-port.js';

const engineAway = 1;
const mostStarts = 5;

/** A service of docker-compose.yml as a process: the same program, command and settings, places alone are others. */
export class Container {
  private said = '';
  private run: { readonly child: ChildProcess; readonly ended: Promise<number | null> };

  private constructor(
    readonly name: string,
    private readonly service: Service,
    private readonly env: Readonly<Record<string, string>>,
  ) {
    this.run = this.launch();
  }

  /** Starts `node <command>`; ports are free ones, so that all can run beside each other. */
  static async start(name: string, service: Service, here: (value: string) => string): Promise<Container> {
    const settings = Object.entries(service.environment ?? {}).map(([key, value]) => [key, here(value)] as const);
    const env: Record<string, string> = { PATH: process.env['PATH'] ?? '', ...Object.fromEntries(settings) };
    for (const port of ['KNOOPPUNT_PORT', 'KNOOPPUNT_MANAGEMENT_PORT']) {
      if (env[port] !== undefined) env[port] = String(await freePort());
    }
    return new Container(name, service, env);
  }

  /** Its exit code. */
  get ended(): Promise<number | null> {
    return this.run.ended;
  }

  /** Where its API listens. */
  get base(): string {
    return `http://127.0.0.1:${this.env['KNOOPPUNT_PORT']}`;
  }

  /** What it has written so far. */
  get log(): string {
    return this.said;
  }

  /** The health check of docker-compose.yml, once: does it hold? */
  async isHealthy(): Promise<boolean> {
    const [, program = '', ...rest] = this.service.healthcheck?.test ?? [];
    if (program !== 'node') throw new Error(`${this.name} is not checked by a program of ours`);
    return new Promise((resolve) => {
      execFile(process.execPath, rest, { cwd: root, env: this.env }, (error) => resolve(error === null));
    });
  }

  /** Lets other work go on for a moment; rejects, with what it wrote, once the process has ended. */
  async lives(): Promise<void> {
    if (this.run.child.exitCode !== null) throw new Error(`${this.name} ended: ${this.said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /**
   * Asks as often as it takes. One that ends because an engine does not answer is started again a few times, as compose does
   * (`restart`); rejects when that is not what it ended for, or does not help.
   */
  async healthy(): Promise<this> {
    for (let starts = 1; !(await this.isHealthy());) {
      const { exitCode } = this.run.child;
      if (exitCode === null) continue;
      const isStartedAgain = this.service.restart === 'unless-stopped' && exitCode === engineAway;
      if (!isStartedAgain || starts === mostStarts) throw new Error(`${this.name} ended: ${this.said}`);
      starts += 1;
      this.run = this.launch();
    }
    return this;
  }

  /** Resolves with its exit code. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.run.child.kill(signal);
    return this.ended;
  }

  private launch(): Container['run'] {
    const child = spawn(process.execPath, [...(this.service.command ?? [])], {
      cwd: root,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    }
    return { child, ended: once(child, 'close').then(([code]) => code as number | null) };
  }
}
