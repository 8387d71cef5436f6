import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { brokerMissing } from './broker.js';
import { startCollector } from './collector.js';
import { startEngines } from './engines.js';
import type { Engines } from './engines.js';
import { until } from '../faults/support/until.js';
import { freePort } from '../free-port.js';

jest.setTimeout(240_000);
const missing = brokerMissing();
if (missing !== undefined) process.stderr.write(`the programs on engines are not started: ${missing}\n`);
const describeOnEngines = missing === undefined ? describe : describe.skip;

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = (name: string): string => join(root, 'dist/apps/standalone/src', name);

/** A folder to start programs in as in the project's own: the demonstration's documents, and an empty `var`. */
const place = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-parity-'));
  symlinkSync(join(root, 'deploy'), join(folder, 'deploy'));
  mkdirSync(join(folder, 'var/engines'), { recursive: true });
  return folder;
};

/** What depends on keys and on how often somebody had to ask again until the worker had followed: ids, and sizes of the log. */
const momentary: readonly (readonly [RegExp, string])[] = [
  [/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, '<id>'],
  [/\b[a-z2-7]{16} \(pseudoniem\)/g, '<pseudoniem>'],
  [/[\d.]+ (ondertekende ijkpunten|gebeurtenissen|stromen|verstrekkingen|stukken, (?=[\d.]+ velden)|velden)/g, '# $1'],
  [/De nieuwste [\d.]+\s+wachten/g, 'De nieuwste # wachten'],
];

/** The account from its title on, without what is momentary; line breaks move with the length of numbers. */
const accountIn = (output: string): string =>
  momentary
    .reduce((so, [found, put]) => so.replaceAll(found, put), output)
    .replace(/^[^═]*/, '')
    .replace(/ {2}gebruiker [^]*$/, '')
    .replaceAll(/\s+/g, ' ');

type Ran = { readonly code: number | null; readonly output: string };

const demo = async (folder: string, port: number): Promise<Ran> => {
  const args = [program('demo.js'), '--once', '--seed', '7'];
  const env = { PATH: process.env['PATH'] ?? '', KNOOPPUNT_PORT: String(port) };
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, output: output + errors };
};

/** The starter once more in the same folder, at an address of its own. */
const startAgain = async (folder: string): Promise<ChildProcess> => {
  const env = { PATH: process.env['PATH'] ?? '', KNOOPPUNT_PORT: String(await freePort()) };
  return spawn(process.execPath, [program('start-engines.js')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};

/** Processes that were started in a folder and have not ended. */
const processesIn = (folder: string): readonly string[] =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === realpathSync(folder);
    } catch {
      return false;
    }
  });

/** What somebody types: the engines are up, `npm run start:engines`; resolves when it says that it listens. */
const startOnEngines = async (
  folder: string,
  { addresses }: Engines,
  port: number,
  collector: string,
): Promise<{ readonly child: ChildProcess; readonly hubPid: number }> => {
  const { kafka, postgres, eventStoreDb } = addresses;
  const running = { kafka: { address: kafka }, postgres: { address: postgres }, eventstore: { address: eventStoreDb } };
  writeFileSync(join(folder, 'var/engines/running.json'), JSON.stringify(running));
  const env = { PATH: process.env['PATH'] ?? '', KNOOPPUNT_PORT: String(port), KNOOPPUNT_OTLP_URL: collector };
  const child = spawn(process.execPath, [program('start-engines.js')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('luistert op')) return { child, hubPid: Number(/ hub +pid (\d+)/.exec(said)?.[1]) };
  }
  throw new Error(`it did not start: ${said}`);
};

describeOnEngines('the demonstration', () => {
  const embeddedFolder = place();
  const enginesFolder = place();
  let engines: Engines | undefined;
  let hub: ChildProcess | undefined;
  let hubPid = Number.NaN;
  let base = '';
  let collector: Awaited<ReturnType<typeof startCollector>> | undefined;
  let embedded: Ran;
  let onEngines: Ran;

  beforeAll(async () => {
    embedded = await demo(embeddedFolder, await freePort());
    engines = await startEngines();
    if (!engines) throw new Error('the engines are missing');
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    collector = await startCollector();
    ({ child: hub, hubPid } = await startOnEngines(enginesFolder, engines, port, collector.url));
    onEngines = await demo(enginesFolder, port);
  });
  afterAll(async () => {
    if (hub?.exitCode === null) {
      hub.kill('SIGTERM');
      await once(hub, 'exit');
    }
    await engines?.stop();
    await collector?.stop();
    for (const folder of [embeddedFolder, enginesFolder]) rmSync(folder, { recursive: true, force: true });
  });

  it('gives the same account on embedded and on real engines', () => {
    expect([embedded.code, onEngines.code]).toEqual([0, 0]);
    expect(accountIn(onEngines.output).length).toBeGreaterThan(5_000);
    expect(accountIn(onEngines.output)).toBe(accountIn(embedded.output));
  });

  it('is audited on both: no findings, every disclosure as it might be', () => {
    for (const { output } of [embedded, onEngines]) {
      expect(output).toMatch(/geen bevindingen/);
      expect(output).toMatch(/De handtekening klopt met de openbare sleutel/);
    }
  });

  it('goes on where nobody reads any more what the starter says, and starts again what was killed', async () => {
    // the stream was given up once it had said where it listens, so that a word of its would break a pipe
    const log = join(enginesFolder, 'var/engines/hub/hub.log');
    const started = (): number => readFileSync(log, 'utf8').split('"event":"started"').length - 1;
    process.kill(hubPid, 'SIGKILL');
    await until('started again, or given up', () => started() === 2 || hub?.exitCode !== null);
    expect([hub?.exitCode, started()]).toEqual([null, 2]);
  });

  it('lets no second one work on the same engines', async () => {
    const second = await startAgain(enginesFolder);
    const [, said, [code]] = await Promise.all([
      text(second.stdout as Readable),
      text(second.stderr as Readable),
      once(second, 'close'),
    ]);
    expect([code, said]).toEqual([6, `Op deze engines werkt al een knooppunt: ${base} (pid ${hub?.pid}).\n`]);
  });

  it('leaves three programs that end in good order within ten seconds, and said nothing broken', async () => {
    expect(hub?.exitCode).toBeNull();
    hub?.kill('SIGTERM');
    const [code] = (await once(hub as ChildProcess, 'exit')) as [number | null];
    expect(code).toBe(0);
    for (const name of ['gateway', 'hub', 'worker-1']) {
      const lines = readFileSync(join(enginesFolder, 'var/engines/hub', `${name}.log`), 'utf8')
        .trim()
        .split('\n');
      const last = JSON.parse(lines.at(-1) ?? '{}') as { readonly event?: string; readonly exitCode?: number };
      expect(last).toMatchObject({ event: 'stopped', exitCode: 0 });
      // An engine may be slow to answer on a busy machine, which is tried again.
      const isBroken = (line: string): boolean =>
        line.includes('"level":"error"') && !/"code":"[^"]*unavailable"/.test(line);
      expect(lines.filter(isBroken)).toEqual([]);
    }
  });

  it('leaves no program when it is asked to end before all of them work', async () => {
    const log = join(enginesFolder, 'var/engines/hub/prepare.log');
    const before = statSync(log).size;
    const again = await startAgain(enginesFolder);
    await until('it prepares, or gave up', () => statSync(log).size > before || again.exitCode !== null);
    again.kill('SIGTERM');
    expect(await once(again, 'exit')).toEqual([0, null]);
    expect(processesIn(enginesFolder)).toEqual([]);
  });

  it('left traces from the delivery at the gateway through Kafka to the append of the worker', () => {
    const spans = collector?.spans() ?? [];
    const services = (traceId: string): readonly string[] =>
      spans.filter((span) => span.traceId === traceId).map(({ service, name }) => `${service}: ${name}`);
    const deliveries = spans.filter(({ service, name }) => service === 'gateway' && name.startsWith('POST '));
    expect(deliveries.length).toBeGreaterThanOrEqual(19);
    const whole = deliveries.filter(({ traceId }) => {
      const all = services(traceId);
      return ['gateway: message publish', 'worker: message process', 'worker: event-store append'].every((one) =>
        all.includes(one),
      );
    });
    expect(whole.length).toBeGreaterThanOrEqual(19);
  });

  it('told the collector of no person', () => {
    const register = readdirSync(join(root, 'deploy/demo/brp')).filter((name) => name.endsWith('.csv'));
    const rows = register.map((name) => readFileSync(join(root, 'deploy/demo/brp', name), 'utf8')).join('\n');
    const numbers = new Set(rows.match(/(?<!\d)\d{9}(?!\d)/g));
    expect(numbers.size).toBeGreaterThan(500);
    const told = (collector?.bodies ?? []).join('\n');
    expect(told.length).toBeGreaterThan(10_000);
    expect((told.match(/(?<!\d)\d{9}(?!\d)/g) ?? []).filter((number) => numbers.has(number))).toEqual([]);
  });
});
