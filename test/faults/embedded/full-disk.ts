import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildHub } from '../../e2e/support/child-hub.js';
import { freePort } from '../../free-port.js';
import type { Client } from '../../e2e/support/client.js';
import { noteFigure } from '../../../libs/messaging/test/kafka/figures.js';
import { report, requireNone } from './amount.js';
import { IntakeLoad, auditCodes, doubledIn, readerOf, systemOf } from './intake-load.js';
import { SmallDisk } from './small-disk.js';

type Refusals = { readonly refused: number; readonly taken: number; readonly shown: number; readonly faults: string[] };

const patienceMs = 300_000;
/** What the hub itself writes: at its start, and in a round. With less, its own data fill the disk for good. */
const [megabytesAtStart, megabytesPerRound] = [48, 3];

/** What a hub answers on a full disk: taken or 503 with Retry-After, shown with its record or 503; nothing else. */
const askOnFullDisk = async (load: IntakeLoad, system: Client, reader: Client, times: number): Promise<Refusals> => {
  const counts = { refused: 0, taken: 0, shown: 0, faults: [] as string[] };
  const began = performance.now();
  while (counts.refused < times) {
    const delivered = await load.offer(system);
    const read = await reader.get('/v1/leveringen?limiet=5');
    for (const [what, { status, headers, text }] of [
      ['intake', delivered],
      ['read', read],
    ] as const) {
      if (status === 202) counts.taken += 1;
      else if (status === 200) counts.shown += 1;
      else counts.refused += 1;
      if (![200, 202, 503].includes(status)) counts.faults.push(`${what}: ${status} ${text}`);
      if (status === 503 && !/^\d+$/.test(headers.get('retry-after') ?? ''))
        counts.faults.push(`${what}: no retry-after`);
      if (status === 503 && text.includes('Aalbersestraat')) counts.faults.push(`${what}: content without a record`);
    }
    if (performance.now() - began > patienceMs)
      throw new Error(`the disk never became full: ${JSON.stringify(counts)}`);
  }
  return counts;
};

/** Asks until the hub takes a delivery and shows a page again. */
const untilItGoesOn = async (load: IntakeLoad, system: Client, reader: Client): Promise<number> => {
  const began = performance.now();
  for (;;) {
    const delivered = await load.offer(system);
    const read = await reader.get('/v1/leveringen?limiet=5');
    if (delivered.status === 202 && read.status === 200) return Math.round(performance.now() - began);
    if (performance.now() - began > patienceMs) {
      throw new Error(`space is back, and still ${delivered.status} ${delivered.text} and ${read.status} ${read.text}`);
    }
  }
};

/** What the log holds twice. SQLite finds no file behind another mount namespace: a copy is read. */
const doubledOn = async (disk: SmallDisk): Promise<readonly string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-full-'));
  try {
    copyFileSync(join(disk.seen, 'events.sqlite'), join(folder, 'events.sqlite'));
    return await doubledIn(folder, new Set());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * A hub on a small disk, so many times full and then not: while it is full nothing is acknowledged that is not kept, and
 * nothing shown without its record; after that the same process goes on without anybody's help, and nothing is lost.
 */
export const fillDisk = async (times: number, refusals: number): Promise<void> => {
  const began = performance.now();
  const disk = await SmallDisk.make(megabytesAtStart + megabytesPerRound * times);
  const hub = new ChildHub({ port: await freePort(), data: disk.folder, under: disk.under });
  try {
    await hub.listening();
    const [system, reader] = await Promise.all([systemOf(hub), readerOf(hub)]);
    const load = new IntakeLoad();
    let unrecorded = 0;
    const told: (Omit<Refusals, 'faults'> & { readonly msUntilItGoesOn: number })[] = [];
    for (let round = 0; round < times; round += 1) {
      const until = load.acknowledged.size + 20;
      await load.deliver(system, 4, () => load.acknowledged.size < until);
      // each time another store is the first that has no room
      disk.fill(round * 16_384);
      const { faults, ...counts } = await askOnFullDisk(load, system, reader, refusals);
      unrecorded += faults.filter((fault) => fault.includes('without a record')).length;
      requireNone(faults);
      disk.clear();
      told.push({ ...counts, msUntilItGoesOn: await untilItGoesOn(load, system, reader) });
    }
    const again = await load.offerAgain(system);
    const lost = await load.lostOrStrange(reader);
    requireNone(lost);
    const { code, err } = await hub.stop();
    const doubled = await doubledOn(disk);
    const audited = await auditCodes(disk.seen);
    noteFigure({
      fault: 'full-disk',
      times,
      acknowledged: load.acknowledged.size,
      lost: lost.length,
      doubled: doubled.length,
      unrecorded,
      seed: null,
      tookMs: performance.now() - began,
      more: {
        refused: told.reduce((sum, { refused }) => sum + refused, 0),
        longestUntilItGoesOnMs: Math.max(...told.map(({ msUntilItGoesOn }) => msUntilItGoesOn)),
      },
    });
    report('full disk', { rounds: told, deliveries: load.acknowledged.size, again, code, audited });
    if (code !== 0) throw new Error(`ended with ${code}: ${err.slice(-3_000)}`);
    requireNone(doubled);
    requireNone(Object.entries(audited).flatMap(([name, what]) => (what === 'clean' ? [] : [`${name}: ${what}`])));
  } finally {
    await hub.kill();
    await disk.end();
  }
};
