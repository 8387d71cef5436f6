import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { openEmbeddedEventStore } from '@knooppunt/event-store';
import type { StoredEvent } from '@knooppunt/event-store';
import type { StreamName } from '@knooppunt/kernel';
import { seedOf } from '@knooppunt/testing';
import { randomOf } from '../../e2e/support/random.js';
import { noteFigure } from '../../../libs/messaging/test/kafka/figures.js';
import { report } from './amount.js';
import { allStreams, eventAt, eventsPerAppend } from './child/store-writer.js';
import type { Said } from './child/store-writer.js';

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
/** The long form takes the program as it was built: it starts in half the time. */
const isBuilt = process.env['KNOOPPUNT_FAULTS'] === 'long';
const program = pathOf(
  isBuilt ? '../../../dist/test/faults/embedded/child/store-writer.js' : './child/store-writer.ts',
);
const hooks = isBuilt ? [] : ['../../../libs/event-store/test/ts-hooks.mjs'];
const preloads = [...hooks, './child/crash-points.mjs'].flatMap((one) => [
  '--import',
  new URL(one, import.meta.url).href,
]);

/** A place where the engine's process dies by itself: the n-th time that it comes by. */
export const crashPoints = ['before-transaction', 'before-commit', 'after-commit'] as const;

/** How one life of the writing program is set up. `killAfter`: acknowledgements after which it is killed from outside. */
export type Life = {
  readonly file: string;
  readonly bug?: 'acknowledge-early' | 'no-fsync';
  readonly killAfter?: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** What a life left: by stream the events that were acknowledged, what was refused, and acknowledgements after a refusal. */
export type Ended = {
  readonly acknowledged: ReadonlyMap<StreamName, number>;
  readonly acks: number;
  readonly refused: readonly string[];
  readonly acksAfterRefusal: number;
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly complaints: string;
};

/** Lets the writing program live until it ends. */
export const live = async ({ file, bug = '' as never, killAfter = Infinity, env = {} }: Life): Promise<Ended> => {
  const options = ['--disable-warning=ExperimentalWarning', ...preloads, program];
  const writer = spawn(process.execPath, [...options, file, bug], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = new Promise<Pick<Ended, 'code' | 'signal'>>((resolve) =>
    writer.once('close', (code, signal) => resolve({ code, signal })),
  );
  let complaints = '';
  writer.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const acknowledged = new Map<StreamName, number>();
  const refused: string[] = [];
  let [acks, acksAfterRefusal] = [0, 0];
  for await (const line of createInterface({ input: writer.stdout })) {
    const said = JSON.parse(line) as Said;
    if ('refused' in said) {
      refused.push(said.refused);
      continue;
    }
    acknowledged.set(said.stream, said.count);
    acks += 1;
    if (refused.length > 0) acksAfterRefusal += 1;
    if (acks === killAfter) writer.kill('SIGKILL');
  }
  return { acknowledged, acks, refused, acksAfterRefusal, complaints, ...(await ended) };
};

const logOf = async (file: string): Promise<readonly StoredEvent[]> => {
  const store = await openEmbeddedEventStore({ file });
  try {
    const log: StoredEvent[] = [];
    for (;;) {
      const after = log.at(-1)?.position;
      const page = await store.readAll({ maxCount: 1_000, ...(after === undefined ? {} : { after }) });
      log.push(...page);
      if (page.length < 1_000) return log;
    }
  } finally {
    await store.close();
  }
};

/** What is wrong with one stream: lost, doubled, out of order, of other bytes, or there in part. */
const faultsOf = (stream: StreamName, own: readonly StoredEvent[], acknowledged: number): readonly string[] => {
  const faults: string[] = [];
  if (own.length < acknowledged) faults.push(`${stream}: ${acknowledged - own.length} acknowledged events lost`);
  if (own.length % eventsPerAppend !== 0) faults.push(`${stream}: an append in part`);
  own.forEach(({ id, bytes, revision }, at) => {
    const wanted = eventAt(stream, at);
    if (revision !== BigInt(at) || id !== wanted.id || Buffer.compare(bytes, wanted.bytes) !== 0) {
      faults.push(`${stream}: another event at ${at}`);
    }
  });
  return faults;
};

/** Opens what a life left, as the next one would, and says what is wrong with it: nothing, where the store kept its word. */
export const faultsIn = async (file: string, acknowledged: ReadonlyMap<StreamName, number>): Promise<string[]> => {
  let log: readonly StoredEvent[];
  try {
    log = await logOf(file);
  } catch (error) {
    return [`it cannot be opened: ${String(error)}`];
  }
  const faults = allStreams.flatMap((stream) =>
    faultsOf(
      stream,
      log.filter((event) => event.stream === stream),
      acknowledged.get(stream) ?? 0,
    ),
  );
  if (log.some(({ position }, at) => Number(position) !== at + 1)) faults.push('positions have gaps');
  const database = new DatabaseSync(file);
  const [integrity] = database.prepare('PRAGMA integrity_check').all();
  database.close();
  if (integrity?.['integrity_check'] !== 'ok') faults.push('the engine finds its file broken');
  return faults;
};

/** A folder for a store's file, gone after the work. */
export const inFolder = async <Result>(work: (file: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-kills-'));
  try {
    return await work(join(folder, 'events.sqlite'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What so many kills came to. */
export type Killed = { readonly kills: number; readonly acknowledged: number; readonly faults: readonly string[] };

const killsPerFile = 25;
const named: readonly (string | undefined)[] = [undefined, ...crashPoints];

/** Kills the embedded store's process so many times, from outside at random and at each named point in turn. */
export const killStore = async (kills: number, bug?: 'acknowledge-early'): Promise<Killed> => {
  const seed = seedOf('store kills');
  const random = randomOf(seed);
  const began = performance.now();
  const faults: string[] = [];
  const at: Record<string, number> = {};
  let acks = 0;
  const oneFile = async (file: string, before: number): Promise<number> => {
    let done = before;
    for (; done < kills && done < before + killsPerFile; done += 1) {
      const point = bug === undefined ? named[done % named.length] : undefined;
      const when = 1 + random(120);
      const env = point === undefined ? {} : { CRASH_POINT: point, CRASH_AT: String(when) };
      const ended = await live({ file, env, ...(bug ? { bug } : {}), ...(point ? {} : { killAfter: when }) });
      at[point ?? 'random'] = (at[point ?? 'random'] ?? 0) + 1;
      acks += ended.acks;
      if (ended.signal !== 'SIGKILL') faults.push(`it ended by itself: ${ended.code} ${ended.complaints}`);
      const found = await faultsIn(file, ended.acknowledged);
      faults.push(...found.map((fault) => `${point ?? 'random'} ${when}: ${fault}`));
      // a file that lost something is no start for another life
      if (found.length > 0) return done + 1;
    }
    return done;
  };
  let done = 0;
  while (done < kills) {
    const before = done;
    done = await inFolder((file) => oneFile(file, before));
  }
  const result = { kills: done, acknowledged: acks, faults };
  report('store kills', { ...result, at, faults: faults.length, ...(bug ? { bug } : {}) });
  if (!bug) {
    noteFigure({
      fault: 'store-kills',
      times: done,
      acknowledged: acks * eventsPerAppend,
      lost: faults.filter((fault) => fault.includes('lost')).length,
      doubled: faults.filter((fault) => fault.includes('another event')).length,
      unrecorded: null,
      seed,
      tookMs: performance.now() - began,
      more: { otherFaults: faults.filter((fault) => !/lost|another event/.test(fault)).length, ...at },
    });
  }
  return result;
};
