import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../compose.js';
import type { Service } from '../compose.js';
import { freePort } from '../../free-port.js';

/** A service of docker-compose.yml as a process: the same program, command and settings, places alone are others. */
export class Container {
  private said = '';
  readonly ended: Promise<number | null>;

  private constructor(
    readonly name: string,
    private readonly service: Service,
    private readonly child: ChildProcess,
    private readonly env: Readonly<Record<string, string>>,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    }
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  /** Starts `node <command>`; ports are free ones, so that all can run beside each other. */
  static async start(name: string, service: Service, here: (value: string) => string): Promise<Container> {
    const settings = Object.entries(service.environment ?? {}).map(([key, value]) => [key, here(value)] as const);
    const env: Record<string, string> = { PATH: process.env['PATH'] ?? '', ...Object.fromEntries(settings) };
    for (const port of ['KNOOPPUNT_PORT', 'KNOOPPUNT_MANAGEMENT_PORT']) {
      if (env[port] !== undefined) env[port] = String(await freePort());
    }
    const child = spawn(process.execPath, [...(service.command ?? [])], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Container(name, service, child, env);
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

  /** Asks as often as it takes; rejects when the program ends. */
  async healthy(): Promise<this> {
    let isOver = false;
    void this.ended.then(() => (isOver = true));
    while (!(await this.isHealthy())) {
      if (isOver) throw new Error(`${this.name} ended: ${this.said}`);
    }
    return this;
  }

  /** Resolves with its exit code. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
