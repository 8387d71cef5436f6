import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seedOf } from '@knooppunt/testing';
import { randomOf } from '../../e2e/support/random.js';
import { noteFigure } from '../../../libs/messaging/test/kafka/figures.js';
import { report } from './amount.js';
import { eventsPerAppend } from './child/store-writer.js';
import { faultsIn, inFolder, live } from './store-kills.js';

const source = fileURLToPath(new URL('./child/power.c', import.meta.url));

/** Is there a compiler for the library that takes a disk its power? */
export const canCompile = (): boolean => spawnSync('gcc', ['--version']).status === 0;

/** The library that takes a disk its power, compiled for as long as the work takes. */
export const withShim = async <Result>(work: (library: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-power-'));
  try {
    const library = join(folder, 'power.so');
    const { status, stderr } = spawnSync('gcc', [
      '-O1',
      '-shared',
      '-fPIC',
      '-o',
      library,
      source,
      '-ldl',
      '-lpthread',
    ]);
    if (status !== 0) throw new Error(stderr.toString());
    return await work(library);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What a run of the store's writer comes to: acknowledged events, and faults by kind. */
const countsOf = (acks: number, faults: readonly string[]) => ({
  acknowledged: acks * eventsPerAppend,
  lost: faults.filter((fault) => fault.includes('lost')).length,
  doubled: faults.filter((fault) => fault.includes('another event')).length,
  unrecorded: null,
  more: { otherFaults: faults.filter((fault) => !/lost|another event/.test(fault)).length },
});

/** What so many power cuts came to. */
export type Cuts = { readonly cuts: number; readonly acknowledged: number; readonly faults: readonly string[] };

const maxWrites = 900;
const maxSyncs = 220;
/** An engine that waits for no disk is not cut by a sync, and must end all the same. */
const enough = 2_000;

/** Takes the disk its power so many times, at a random write or sync; what was not safe is gone, or there in part, or torn. */
export const cutPower = (cuts: number, bug?: 'no-fsync'): Promise<Cuts> =>
  withShim(async (library) => {
    const seed = seedOf('power loss');
    const random = randomOf(seed);
    const began = performance.now();
    const faults: string[] = [];
    let acknowledged = 0;
    for (let cut = 0; cut < cuts; cut += 1) {
      await inFolder(async (file) => {
        // a second life on what the first one left: recovery is cut too
        for (let life = 0; life < 2; life += 1) {
          const point = bug === undefined && random(2) === 0 ? 'sync' : 'write';
          const at = 1 + random(point === 'sync' ? maxSyncs : maxWrites);
          const env = {
            LD_PRELOAD: library,
            POWER_POINT: point,
            POWER_AT: String(at),
            POWER_SEED: String(random(1_000_000)),
          };
          const ended = await live({ file, env, killAfter: enough, ...(bug ? { bug } : {}) });
          acknowledged += ended.acks;
          if (ended.signal !== 'SIGKILL') faults.push(`it ended by itself: ${ended.code} ${ended.complaints}`);
          const found = await faultsIn(file, ended.acknowledged);
          faults.push(...found.map((fault) => `${point} ${at}: ${fault}`));
          if (found.length > 0) return;
        }
      });
    }
    if (!bug) {
      const tookMs = performance.now() - began;
      noteFigure({ fault: 'power-loss', times: cuts, seed, tookMs, ...countsOf(acknowledged, faults) });
    }
    report('power loss', { cuts, acknowledged, faults: faults.length, ...(bug ? { bug } : {}) });
    return { cuts, acknowledged, faults };
  });

/** What a failing sync led to. */
export type Failed = {
  readonly fails: number;
  /** Lives whose engine refused and ended (the sync of a checkpoint that fails refuses nobody: the log holds it all). */
  readonly refused: number;
  readonly acksAfterRefusal: number;
  readonly faults: readonly string[];
};

/** Lets a random sync fail with EIO; what it was asked to make safe is lost when the power goes at the end. */
export const failSync = (fails: number): Promise<Failed> =>
  withShim(async (library) => {
    const seed = seedOf('failing sync');
    const random = randomOf(seed);
    const began = performance.now();
    let acknowledged = 0;
    const faults: string[] = [];
    let [refused, acksAfterRefusal] = [0, 0];
    for (let fail = 0; fail < fails; fail += 1) {
      await inFolder(async (file) => {
        const at = 12 + random(maxSyncs);
        const env = {
          LD_PRELOAD: library,
          EIO_AT: String(at),
          POWER_POINT: 'sync',
          POWER_AT: String(at + 40),
          POWER_SEED: String(random(1_000_000)),
        };
        const ended = await live({ file, env, killAfter: enough });
        if (ended.refused.length > 0) refused += 1;
        acksAfterRefusal += ended.acksAfterRefusal;
        acknowledged += ended.acks;
        const found = await faultsIn(file, ended.acknowledged);
        faults.push(...found.map((fault) => `EIO at ${at}: ${fault}`));
      });
    }
    const result = { fails, refused, acksAfterRefusal, faults };
    const tookMs = performance.now() - began;
    const counts = countsOf(acknowledged, faults);
    const more = { ...counts.more, refused, acksAfterRefusal };
    noteFigure({ fault: 'failing-sync', times: fails, seed, tookMs, ...counts, more });
    report('failing sync', { ...result, faults: faults.length });
    return result;
  });
