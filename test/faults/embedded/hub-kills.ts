import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { decodeEvent, openEmbeddedEventStore } from '@knooppunt/event-store';
import { ChildHub } from '../../e2e/support/child-hub.js';
import { freePort } from '../../free-port.js';
import { randomOf } from '../../e2e/support/random.js';
import { report, requireNone, seedOf } from './amount.js';
import { IntakeLoad, auditCodes, readerOf, systemOf } from './intake-load.js';

const hands = 8;
const maxAcks = 60;

/** How often each contribution of a folder's log was supplied and its weighing begun: once, each of them. */
const doubledIn = async (folder: string, acknowledged: ReadonlySet<string>): Promise<readonly string[]> => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const counts = new Map<string, number>();
  try {
    for (let after: string | undefined; ;) {
      const page = await store.readAll({ maxCount: 1_000, ...(after === undefined ? {} : { after }) });
      for (const { type, stream } of page.map(decodeEvent)) {
        if (type !== 'ContributionSupplied' && type !== 'SignalSubmitted') continue;
        const name = `${type} ${stream.slice(stream.indexOf('-') + 1)}`;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      after = page.at(-1)?.position ?? after;
      if (page.length < 1_000) break;
    }
  } finally {
    await store.close();
  }
  const doubled = [...counts].filter(([, count]) => count !== 1).map(([name, count]) => `${name}: ${count} times`);
  const missing = [...acknowledged].flatMap((id) =>
    ['ContributionSupplied', 'SignalSubmitted']
      .filter((type) => !counts.has(`${type} ${id}`))
      .map((t) => `no ${t} ${id}`),
  );
  return [...doubled, ...missing];
};

const patienceMs = 120_000;

/** Resolves once so many weighings have begun: they follow an intake, and the end of a hub does not wait for them. */
const untilWeighed = async (folder: string, count: number): Promise<void> => {
  const database = new DatabaseSync(join(folder, 'events.sqlite'), { readOnly: true });
  try {
    const query = database.prepare("SELECT count(*) AS count FROM events WHERE type = 'SignalSubmitted'");
    const began = performance.now();
    while (Number(query.get()?.['count']) < count) {
      if (performance.now() - began > patienceMs) throw new Error('weighings are missing');
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    database.close();
  }
};

/** One life: intake from many hands, read back now and then, and killed after so many acknowledgements. */
const liveAndDie = async (settings: ChildHub['settings'], load: IntakeLoad, acks: number): Promise<number> => {
  const began = performance.now();
  const hub = new ChildHub(settings);
  try {
    await hub.listening();
    const startMs = performance.now() - began;
    const system = await systemOf(hub);
    const until = load.acknowledged.size + acks;
    const killed = (): boolean => {
      if (load.acknowledged.size < until) return false;
      void hub.kill();
      return true;
    };
    await load.deliver(system, hands, () => !killed());
    const { signal, err } = await hub.kill();
    if (signal !== 'SIGKILL') throw new Error(`it ended by itself: ${err.slice(-2_000)}`);
    return startMs;
  } finally {
    await hub.kill();
  }
};

/**
 * Kills the whole hub under intake load so many times on one folder. Then every acknowledged delivery is there once, what
 * was under way can be offered again, and the auditor finds nothing.
 */
export const killHub = async (kills: number): Promise<void> => {
  const random = randomOf(seedOf('hub kills'));
  const data = mkdtempSync(join(tmpdir(), 'knooppunt-hub-kills-'));
  const settings = { port: await freePort(), data };
  const load = new IntakeLoad();
  try {
    const starts: number[] = [];
    for (let round = 0; round < kills; round += 1) starts.push(await liveAndDie(settings, load, 1 + random(maxAcks)));
    const hub = await new ChildHub(settings).listening();
    try {
      const acknowledged = load.acknowledged.size;
      const again = await load.offerAgain(await systemOf(hub));
      requireNone(await load.lostOrStrange(await readerOf(hub)));
      await untilWeighed(data, load.acknowledged.size);
      const { code } = await hub.stop();
      requireNone(await doubledIn(data, new Set(load.acknowledged.values())));
      const audited = await auditCodes(data);
      const slowest = Math.round(Math.max(...starts));
      report('hub kills', { kills, acknowledged, offeredAgain: again, slowestStartMs: slowest, code, audited });
      requireNone(Object.entries(audited).flatMap(([name, what]) => (what === 'clean' ? [] : [`${name}: ${what}`])));
      if (code !== 0) throw new Error(`it ended with ${code}`);
    } finally {
      await hub.kill();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};
