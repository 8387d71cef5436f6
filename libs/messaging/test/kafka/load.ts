import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { eventually } from './bare.js';
import type { Broker } from './broker.js';

const program = fileURLToPath(new URL('../child/kafka-consumer.ts', import.meta.url));
const hooks = fileURLToPath(new URL('../child/resolve.mjs', import.meta.url));

/** What the checker found; every list is empty after a run without faults in the product. */
export type Findings = {
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  readonly outOfOrder: readonly string[];
};

/** Publishes one message whose text is its id; resolves when it is acknowledged. */
export type Publish = (key: string, id: string) => Promise<unknown>;

/** A number between 0 and 1 from a seed (mulberry32), the same row each time. */
export const seeded = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

/** One consumer process. */
export type Child = { readonly process: ChildProcess; readonly ready: Promise<void>; readonly ended: Promise<void> };

/**
 * A topic under load, consumers in processes of their own, and a checker that knows every acknowledged message. The effects of
 * all consumers lie in one file, each with the inbox row of its message.
 */
export class Load {
  readonly acknowledged: string[] = [];
  readonly children: Child[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'kafka-load-'));
  private readonly file = join(this.folder, 'inbox.sqlite');
  private readonly database = new DatabaseSync(this.file, { timeout: 10_000 });
  private readonly over = new AbortController();
  private lanes: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly broker: Broker,
    readonly topic: string,
    readonly group = `group-${randomUUID()}`,
  ) {
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
    this.database.exec('CREATE TABLE inbox (id TEXT PRIMARY KEY) WITHOUT ROWID');
    this.database.exec('CREATE TABLE effect (at INTEGER PRIMARY KEY, id TEXT, message_key TEXT, seq INTEGER)');
  }

  /** Publishes on so many keys, one message at a time on each, until `quiet`; what fails is sent again, as its sender would. */
  publishWith(publish: Publish, keys: number, pauseMs: number): void {
    const lane = async (key: string) => {
      for (let seq = 0; !this.over.signal.aborted; seq++) {
        const id = `${key}#${seq}`;
        for (let isThere = false; !isThere;)
          isThere = await publish(key, id).then(
            () => true,
            () => false,
          );
        this.acknowledged.push(id);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    };
    this.lanes = Promise.all(Array.from({ length: keys }, (_, at) => lane(`k${at}`)));
  }

  async quiet(): Promise<void> {
    this.over.abort();
    await this.lanes;
  }

  join(how: 'port' | 'commit-first' = 'port'): Child {
    const options = ['--disable-warning=ExperimentalWarning', '--experimental-transform-types', '--import', hooks];
    const words = [program, this.broker.addresses.join(','), this.topic, this.group, this.file, how];
    const child = spawn(process.execPath, [...options, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ready = Promise.withResolvers<void>();
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    createInterface({ input: child.stdout }).on('line', (line) => line === 'ready' && ready.resolve());
    const joined = { process: child, ready: ready.promise, ended };
    child.once('exit', () => {
      ready.resolve();
      this.children.splice(this.children.indexOf(joined), 1);
    });
    this.children.push(joined);
    return joined;
  }

  get applied(): number {
    return (this.database.prepare('SELECT count(*) AS count FROM effect').get() as { count: number }).count;
  }

  /** Waits until nothing new is applied for a while, or all is. */
  async settled(patienceMs: number): Promise<void> {
    let [before, sinceMs] = [this.applied, Date.now()];
    await eventually(() => {
      const now = this.applied;
      if (now !== before) [before, sinceMs] = [now, Date.now()];
      return now >= this.acknowledged.length || Date.now() - sinceMs > patienceMs;
    });
  }

  /** Holds what was acknowledged against what was applied. */
  check(): Findings {
    const rows = this.database.prepare('SELECT id, message_key AS key, seq FROM effect ORDER BY at').all() as {
      id: string;
      key: string;
      seq: number;
    }[];
    const seen = new Set<string>();
    const last = new Map<string, number>();
    const [twice, outOfOrder]: [string[], string[]] = [[], []];
    for (const { id, key, seq } of rows) {
      if (seen.has(id)) twice.push(id);
      else if (seq <= (last.get(key) ?? -1)) outOfOrder.push(id);
      seen.add(id);
      last.set(key, Math.max(seq, last.get(key) ?? -1));
    }
    return { lost: this.acknowledged.filter((id) => !seen.has(id)), twice, outOfOrder };
  }

  async close(): Promise<void> {
    this.over.abort();
    for (const child of this.children) child.process.kill('SIGKILL');
    await Promise.all(this.children.map(({ ended }) => ended));
    this.database.close();
    rmSync(this.folder, { recursive: true });
  }
}
