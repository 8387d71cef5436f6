import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedOf } from '@knooppunt/testing';
import { ChildHub } from '../../e2e/support/child-hub.js';
import { randomOf } from '../../e2e/support/random.js';
import { freePort } from '../../free-port.js';
import { noteFigure } from '../../../libs/messaging/test/kafka/figures.js';
import { report, requireNone } from './amount.js';
import { IntakeLoad, auditCodes, doubledIn, readerOf, systemOf, untilWeighed } from './intake-load.js';
import { withShim } from './power-loss.js';

/**
 * A sync fails under a hub at work, so many times: it ends by itself, with its alarm; the power goes with it; and the next
 * hub on that folder has everything that was acknowledged.
 */
export const failDisk = (times: number): Promise<void> =>
  withShim(async (library) => {
    const seed = seedOf('failing disk');
    const random = randomOf(seed);
    const started = performance.now();
    const data = mkdtempSync(join(tmpdir(), 'knooppunt-failing-'));
    const settings = { port: await freePort(), data };
    const load = new IntakeLoad();
    const running: ChildHub[] = [];
    const begin = async (env: Readonly<Record<string, string>> = {}): Promise<ChildHub> => {
      const hub = new ChildHub({ ...settings, env });
      running.push(hub);
      return hub.listening();
    };
    try {
      // founded in peace: a hub whose disk fails while it founds has promised nothing yet
      await (await begin()).stop();
      for (let round = 0; round < times; round += 1) {
        const env = { LD_PRELOAD: library, EIO_AT: String(150 + random(200)), POWER_SEED: String(random(1_000_000)) };
        const hub = await begin(env);
        let hasEnded = false;
        const ended = hub.ended.finally(() => (hasEnded = true));
        await load.deliver(await systemOf(hub), 4, () => !hasEnded);
        const { err } = await ended;
        if (!err.includes('"what":"standalone/engine"')) throw new Error(`it ended otherwise: ${err.slice(-2_000)}`);
      }
      const hub = await begin();
      const again = await load.offerAgain(await systemOf(hub));
      const lost = await load.lostOrStrange(await readerOf(hub));
      requireNone(lost);
      await untilWeighed(data, load.acknowledged.size);
      const { code } = await hub.stop();
      const doubled = await doubledIn(data, new Set(load.acknowledged.values()));
      const audited = await auditCodes(data);
      noteFigure({
        fault: 'failing-disk',
        times,
        acknowledged: load.acknowledged.size,
        lost: lost.length,
        doubled: doubled.length,
        unrecorded: null,
        seed,
        tookMs: performance.now() - started,
      });
      report('failing disk', { times, deliveries: load.acknowledged.size, again, code, audited });
      requireNone(doubled);
      requireNone(Object.entries(audited).flatMap(([name, what]) => (what === 'clean' ? [] : [`${name}: ${what}`])));
    } finally {
      for (const hub of running) await hub.kill();
      rmSync(data, { recursive: true, force: true });
    }
  });
