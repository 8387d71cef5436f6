import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventIdOf, openEventStoreDb } from '@knooppunt/event-store';
import type { EventStore, NewEvent } from '@knooppunt/event-store';

jest.setTimeout(120_000);

const program = fileURLToPath(new URL('./main.ts', import.meta.url));
const hooks = new URL('../../libs/event-store/test/ts-hooks.mjs', import.meta.url).href;

type Served = {
  readonly child: ChildProcess;
  readonly url: string;
  readonly line: string;
  readonly ended: Promise<number | null>;
};

let data: string;
const running = new Set<ChildProcess>();

const start = (folder = data) => {
  const child = spawn(process.execPath, ['--import', hooks, program, '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {},
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, ended };
};

const serve = async (): Promise<Served> => {
  const { child, ended } = start();
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    return { child, ended, line, url: /esdb:\S+/.exec(line)?.[0] ?? '' };
  }
  throw new Error(`the stand-in ended with ${await ended}`);
};

const kill = async ({ child, ended }: Served, signal: NodeJS.Signals): Promise<number | null> => {
  child.kill(signal);
  return ended;
};

const eventAt = (stream: string, number: number): NewEvent => {
  const id = eventIdOf(stream.slice(5), number);
  const bytes = Buffer.from(`{"id":"${id}","type":"CaseOpened","text":"${'x'.repeat(500)}"}`);
  return { id, type: 'CaseOpened', bytes };
};
const newStream = () => `case-${crypto.randomUUID()}`;

/** Appends one event after the other until the server is gone; gives how many were acknowledged. */
const appendOn = async (store: EventStore, stream: string, acknowledged: () => void): Promise<number> => {
  for (let count = 0; ; count += 1) {
    const expected = count === 0 ? 'no-stream' : BigInt(count - 1);
    const isIn = await store.append(stream, [eventAt(stream, count)], expected).then(
      () => true,
      () => false,
    );
    if (!isIn) return count;
    acknowledged();
  }
};

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'knooppunt-esdb-'));
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  rmSync(data, { recursive: true, force: true });
});

describe('the stand-in for EventStoreDB', () => {
  it('says that it is one, on loopback, and stops when asked', async () => {
    const served = await serve();
    expect(served.line).toContain('stand-in for development and tests, not a product');
    expect(served.url).toMatch(/^esdb:\/\/127\.0\.0\.1:\d+\?tls=false$/);
    expect(await kill(served, 'SIGTERM')).toBe(0);
  });

  it('loses nothing that it acknowledged when it is killed, round after round', async () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 3; round += 1) {
      const served = await serve();
      // A killed server breaks the connection; only that may end an append, not that this machine is slow.
      const patient = { callTimeoutMs: 60_000, silenceMs: 60_000 };
      const store = await openEventStoreDb({ connectionString: served.url, tries: 1, ...patient });
      for (const [stream, count] of counts) {
        const found = await store.read(stream);
        // One more may lie there: written, and killed before it was said.
        expect([count, count + 1]).toContain(found.length);
        expect(found.map(({ id }) => id)).toEqual(found.map((_event, at) => eventAt(stream, at).id));
        expect(Buffer.from(found.at(-1)?.bytes ?? []).equals(eventAt(stream, found.length - 1).bytes)).toBe(true);
      }
      let left = 100;
      const streams = Array.from({ length: 4 }, newStream);
      const done = streams.map((stream) =>
        appendOn(store, stream, () => {
          left -= 1;
          if (left === 0) served.child.kill('SIGKILL');
        }),
      );
      for (const [at, count] of (await Promise.all(done)).entries()) counts.set(streams[at] as string, count);
      await store.close();
      await served.ended;
    }
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(300);
  });

  it('cuts off what a crash left of a write, and refuses a file that is damaged before its end', async () => {
    const first = await serve();
    const store = await openEventStoreDb({ connectionString: first.url });
    const stream = newStream();
    for (let at = 0; at < 3; at += 1)
      await store.append(stream, [eventAt(stream, at)], at === 0 ? 'no-stream' : BigInt(at - 1));
    await store.close();
    await kill(first, 'SIGTERM');
    const file = join(data, 'events.journal');
    const { size } = statSync(file);
    appendFileSync(file, readFileSync(file).subarray(0, 100));
    const second = await serve();
    expect(second.line).toContain('(4 events in');
    expect(statSync(file).size).toBe(size);
    await kill(second, 'SIGTERM');
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(size - 1000) ^ 1, size - 1000);
    writeFileSync(file, bytes);
    const third = start();
    expect(await third.ended).not.toBe(0);
    expect(statSync(file).size).toBe(size);
  });

  it('serves a folder once', async () => {
    await serve();
    expect(await start().ended).not.toBe(0);
  });
});
