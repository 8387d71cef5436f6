import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { seedOf } from '@knooppunt/testing';
import { ChildHub } from '../../e2e/support/child-hub.js';
import { freePort } from '../../free-port.js';
import { randomOf } from '../../e2e/support/random.js';
import { noteFigure } from '../../../libs/messaging/test/kafka/figures.js';
import { report, requireNone } from './amount.js';
import { IntakeLoad, auditCodes, doubledIn, readerOf, systemOf, untilWeighed } from './intake-load.js';

const hands = 8;
const maxAcks = 60;

/** Where what was lost lies in the stores, for who has to find out why: on a topic, parked, in the log, and as the register has it. */
const tellWhereabouts = (data: string, lost: readonly string[]): void => {
  const rows = (file: string, sql: string, ...values: readonly string[]): unknown => {
    const database = new DatabaseSync(join(data, file), { readOnly: true });
    const found = database.prepare(sql).all(...values);
    database.close();
    return found;
  };
  report('group', { offsets: rows('messages.sqlite', 'SELECT * FROM group_offset') as object });
  for (const id of lost.map((line) => line.split(' ')[1] ?? '')) {
    report(id, {
      message: rows('messages.sqlite', 'SELECT topic, partition, at_offset FROM message WHERE key = ?', id),
      parked: rows('messages.sqlite', 'SELECT attempt, reason FROM dead_letter WHERE key = ?', id),
      log: rows('events.sqlite', 'SELECT position, type FROM events WHERE stream LIKE ?', `%-${id}`),
      register: rows('vault.sqlite', 'SELECT published, registered_at FROM intake WHERE contribution = ?', id),
    });
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
  const seed = seedOf('hub kills');
  const random = randomOf(seed);
  const began = performance.now();
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
      const lost = await load.lostOrStrange(await readerOf(hub));
      if (lost.length > 0) tellWhereabouts(data, lost);
      requireNone(lost);
      await untilWeighed(data, load.acknowledged.size);
      const { code } = await hub.stop();
      const doubled = await doubledIn(data, new Set(load.acknowledged.values()));
      requireNone(doubled);
      const audited = await auditCodes(data);
      const slowest = Math.round(Math.max(...starts));
      noteFigure({
        fault: 'embedded-hub-kills',
        times: kills,
        acknowledged,
        lost: lost.length,
        doubled: doubled.length,
        unrecorded: null,
        seed,
        tookMs: performance.now() - began,
        more: { offeredAgain: again, slowestStartMs: slowest },
      });
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
