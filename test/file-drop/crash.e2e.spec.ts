import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { decodeEvent, openEmbeddedEventStore } from '@knooppunt/event-store';
import type { Recorded } from '@knooppunt/kernel';
import { amsterdam, oins } from '../e2e/support/cast.js';
import { ChildHub } from '../e2e/support/child-hub.js';
import { cloudEvent, signals } from '../e2e/support/deliveries.js';
import { freePort } from '../free-port.js';

jest.setTimeout(240_000);

const isLong = process.env['KNOOPPUNT_LONG'] === '1';
const rowCount = isLong ? 2_000 : 120;
const kills = isLong ? 12 : 1;
/** The n-th row of ten is refused. */
const isBad = (at: number): boolean => at % 10 === 9;

let root: string;
let hub: ChildHub | undefined;
const drop = (...names: readonly string[]): string => join(root, 'drops', 'college', ...names);
const resultFile = (): string => drop('uit', 'groot.jsonl.uitkomst.jsonl');

const start = async (): Promise<ChildHub> => {
  const env = { KNOOPPUNT_FILE_DROP_FILE: join(root, 'drops.yaml') };
  hub = await new ChildHub({ port: await freePort(), data: join(root, 'data'), env }).listening();
  return hub;
};
const until = async (what: () => boolean): Promise<void> => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 2));
};
/** How many rows have an outcome on disk while the file is under work. */
const outcomes = (): number => {
  const [name] = existsSync(drop('werk'))
    ? readdirSync(drop('werk')).filter((one) => one.endsWith('.uitkomst.jsonl'))
    : [];
  if (name === undefined) return existsSync(resultFile()) ? rowCount : 0;
  try {
    return readFileSync(drop('werk', name), 'utf8').split('\n').length - 1;
  } catch {
    return rowCount;
  }
};
const eventsIn = async (folder: string): Promise<readonly Recorded[]> => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const found: Recorded[] = [];
  try {
    for (let more = true; more;) {
      const after = found.at(-1)?.position;
      const page = await store.readAll({ maxCount: 500, ...(after === undefined ? {} : { after }) });
      found.push(...page.map(decodeEvent));
      more = page.length === 500;
    }
  } finally {
    await store.close();
  }
  return found;
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'knooppunt-drop-crash-'));
  mkdirSync(drop(), { recursive: true, mode: 0o750 });
  const folders = [{ folder: 'college', organisation: oins.college, cooperation: amsterdam }];
  writeFileSync(join(root, 'drops.yaml'), JSON.stringify({ root: join(root, 'drops'), folders }));
});
afterAll(async () => {
  await hub?.kill();
  rmSync(root, { recursive: true, force: true });
});

describe('a file under work when the hub is killed, again and again', () => {
  it('is brought in whole, each row once, with one outcome for each', async () => {
    const lines = Array.from({ length: rowCount }, (_, at) =>
      JSON.stringify(
        cloudEvent('S1', isBad(at) ? { ...signals.S1, matter: {} } : signals.S1, {
          id: `rij-${at}`,
          supplier: oins.college,
        }),
      ),
    );
    const bytes = lines.join('\n');
    await start();
    writeFileSync(drop('in', 'groot.jsonl'), bytes);
    writeFileSync(drop('in', 'groot.jsonl.klaar'), createHash('sha256').update(bytes).digest('hex'));
    for (let at = 1; at <= kills; at += 1) {
      const wanted = Math.floor((rowCount * at) / (kills + 1));
      await until(() => outcomes() >= wanted);
      await hub?.kill();
      await start();
    }
    await until(() => existsSync(resultFile()));
    await until(() => readdirSync(drop('werk')).every((name) => name.startsWith('lock.sqlite')));
    const result = readFileSync(resultFile(), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const rows = result.slice(0, -1);
    expect(rows.map(({ regel }) => regel)).toEqual(lines.map((_line, at) => at + 1));
    expect(rows.map(({ status }) => status)).toEqual(lines.map((_line, at) => (isBad(at) ? 400 : 202)));
    expect(result.at(-1)).toMatchObject({ klaar: true, rijen: rowCount, geweigerd: rowCount / 10 });
    expect(readdirSync(drop('in'))).toEqual([]);

    // what was acknowledged lies on the topics; the next stop waits for nothing, so the log is followed to its end first
    const accepted = rows.filter(({ status }) => status === 202).map(({ id }) => String(id));
    await until(() => followed(accepted.length));
    expect((await hub?.stop())?.code).toBe(0);
    const supplied = (await eventsIn(join(root, 'data'))).filter(({ type }) => type === 'ContributionSupplied');
    expect(supplied.map(({ stream }) => stream).toSorted()).toEqual(
      accepted.map((id) => `contribution-${id}`).toSorted(),
    );
  });
});

/** Has the worker brought as many contributions into the log as this? */
const followed = (count: number): boolean => {
  const log = new DatabaseSync(join(root, 'data', 'events.sqlite'), { readOnly: true });
  try {
    const [row] = log
      .prepare("SELECT count(DISTINCT stream) AS streams FROM events WHERE stream LIKE 'contribution-%'")
      .all();
    return Number(row?.['streams']) >= count;
  } finally {
    log.close();
  }
};
