import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const hooks = './libs/event-store/test/ts-hooks.mjs';
const program = 'libs/platform/test/child/service.ts';
type Line = { readonly level: string; readonly event: string; readonly port?: number; readonly step?: string };

/** The toy program in a process of its own. */
class Program {
  private out = '';
  private err = '';
  private readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly err: string; readonly lines: readonly Line[] }>;

  constructor(mode = '') {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', hooks, program, mode], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.err += text));
    this.ended = once(this.child, 'close').then(([code]) => ({
      code: code as number | null,
      err: this.err,
      lines: this.lines(),
    }));
  }

  lines(): readonly Line[] {
    const whole = this.out.slice(0, this.out.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  }

  /** Resolves with the first line of this event. */
  async said(event: string): Promise<Line> {
    for (;;) {
      const line = this.lines().find((one) => one.event === event);
      if (line) return line;
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.out}${this.err}`);
      await Promise.race([once(this.child.stdout ?? this.child, 'data'), this.ended]);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

let running: Program | undefined;
afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.ended;
});
const run = (mode?: string): Program => (running = new Program(mode));
const events = (lines: readonly Line[]): readonly string[] => lines.map(({ event }) => event);

describe('a program that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s is not ready, finishes what runs, closes in order and ends with 0',
    async (signal) => {
      const service = run();
      const { port } = await service.said('listening');
      const { port: managed } = await service.said('managed');
      await service.said('started');
      const ready = async () => (await fetch(`http://127.0.0.1:${managed}/health/ready`)).status;
      expect(await ready()).toBe(200);
      const answer = fetch(`http://127.0.0.1:${port}/work`).then((response) => response.text());
      await service.said('work-begun');
      service.kill(signal);
      await service.said('closing');
      expect(await ready()).toBe(503);
      await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
      service.kill('SIGUSR2');
      expect(await answer).toBe('done');
      const { code, lines, err } = await service.ended;
      expect([code, err]).toEqual([0, '']);
      expect(events(lines).slice(-4)).toEqual(['stopping', 'closing', 'closing-engine', 'stopped']);
    },
  );

  it('while it starts ends once it has started', async () => {
    const service = run('slow-start');
    await service.said('starting');
    service.kill('SIGTERM');
    const { code, lines } = await service.ended;
    expect(code).toBe(0);
    expect(events(lines).at(-1)).toBe('stopped');
  });

  it('ends at its limit with 1, naming the step that it was in', async () => {
    const service = run('stuck');
    await service.said('started');
    service.kill('SIGTERM');
    const { code, lines } = await service.ended;
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatchObject({ level: 'error', event: 'stop-too-slow', step: 'engine', ms: 300 });
  });

  it('twice ends at once with 1', async () => {
    const service = run();
    const { port } = await service.said('listening');
    await service.said('started');
    const answer = fetch(`http://127.0.0.1:${port}/work`).then(
      () => 'answered',
      () => 'cut off',
    );
    await service.said('work-begun');
    service.kill('SIGTERM');
    await service.said('closing');
    service.kill('SIGTERM');
    const { code, lines } = await service.ended;
    expect([code, await answer]).toEqual([1, 'cut off']);
    expect(lines.at(-1)).toMatchObject({ event: 'stopped-at-once', step: 'server' });
  });

  it('closes the rest where a step fails, and ends with 1', async () => {
    const service = run('bad-close');
    await service.said('started');
    service.kill('SIGTERM');
    const { code, lines } = await service.ended;
    expect(code).toBe(1);
    expect(lines.find(({ level }) => level === 'error')).toMatchObject({
      event: 'stop',
      step: 'engine',
      error: 'TypeError',
    });
    expect(lines.at(-1)).toMatchObject({ event: 'stopped', exitCode: 1 });
  });
});

describe('a program that breaks', () => {
  it.each([
    ['throws', 'unhandledRejection'],
    ['uncaught', 'uncaughtException'],
  ])('where something %s ends with a line and 1', async (mode, what) => {
    const { code, lines, err } = await run(mode).ended;
    expect([code, err]).toEqual([1, '']);
    expect(lines.at(-1)).toMatchObject({ level: 'error', event: 'uncaught', what, error: 'RangeError' });
    expect(JSON.stringify(lines)).not.toContain('kanarie');
  });

  it('whose consumer died closes in order and ends with 1', async () => {
    const { code, lines } = await run('dead-consumer').ended;
    expect(code).toBe(1);
    expect(lines.find(({ event }) => event === 'failed')).toMatchObject({
      what: 'worker/intake',
      code: 'messaging/lost',
    });
    expect(events(lines).slice(-3)).toEqual(['closing', 'closing-engine', 'stopped']);
    expect(JSON.stringify(lines)).not.toContain('kanarie');
  });
});

describe('a program that cannot start', () => {
  it('says which settings are wrong, and ends with their code', async () => {
    const { code, lines, err } = await run('bad-settings').ended;
    expect([code, err, lines]).toEqual([4, 'KANARIE_A is leeg.\nKANARIE_B is leeg.\n', []]);
  });

  it('for a reason that nobody foresaw says so without its words', async () => {
    const { code, lines, err } = await run('bad-start').ended;
    expect([code, err]).toEqual([1, 'Knooppunt (toy) kan niet starten: een onverwachte fout.\n']);
    expect(lines).toMatchObject([{ level: 'error', event: 'start', error: 'TypeError' }]);
    expect(JSON.stringify(lines)).not.toContain('kanarie');
  });
});
