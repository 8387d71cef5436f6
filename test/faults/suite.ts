import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { seedOf } from '@knooppunt/testing';
import type { Amounts } from './amounts.js';
import { burst } from './scenarios/burst.js';
import { databaseGone, rightsGone, storeSilent } from './scenarios/engines.js';
import type { Outage, Silence } from './scenarios/engines.js';
import { freeze, killBroker, killPrograms } from './scenarios/kills.js';
import { poison } from './scenarios/poison.js';
import { withBug } from './scenarios/seeded.js';
import { killInCheck, moveLeases } from './scenarios/workers.js';
import { auditFindings, differingReadModels } from './support/audits.js';
import { nothing } from './support/checker.js';
import { Scene, missing } from './support/scene.js';
import { noteFigure } from '../../libs/messaging/test/kafka/figures.js';

const lanes = 6;
const pauseMs = 50;
const slowest = (times: readonly number[]): number => Math.round(Math.max(...times));

/** The distributed hub under load and faults; each scenario ends with the checker. */
export const faultSuite = (amounts: Amounts): void => {
  const why = missing();
  if (why !== undefined) process.stderr.write(`no engines for the faults: ${why}\n`);
  const seed = seedOf('faults of the distributed hub');
  jest.setTimeout(amounts.patienceMs);

  (why === undefined ? describe : describe.skip)(`the distributed hub under load, faults by seed ${seed}`, () => {
    let scene: Scene;
    let began = 0;
    let [acknowledgedBefore, answeredBefore] = [0, 0];
    const say = (text: string): void => void process.stdout.write(`faults (seed ${seed}): ${text}\n`);

    beforeAll(async () => {
      began = performance.now();
      scene = await Scene.start();
      scene.readers.begin();
      say(`started in ${Math.round(performance.now() - began)} ms`);
    });
    afterAll(() => scene?.end());
    beforeEach(async () => {
      await scene.repair();
      began = performance.now();
      [acknowledgedBefore, answeredBefore] = [scene.agency.acknowledged.size, scene.readers.answered.length];
    });
    afterEach(() => say(`that took ${Math.round(performance.now() - began)} ms`));

    type Counted = { readonly fault: string; readonly times: number; readonly more?: Readonly<Record<string, number>> };

    /** Waits until all is followed, tells the figure of a fault, and holds the checker's word against nothing. */
    const expectWhole = async (what: string, { fault, times, more = {} }: Counted): Promise<void> => {
      const faultMs = performance.now() - began;
      const settledMs = await scene.settled();
      const { acknowledged, counts } = scene.agency;
      const { answered, refused } = scene.readers;
      say(
        `${what}: ${acknowledged.size} acknowledged, ${scene.log.suppliedCount} supplied, ${counts.busy} busy, ` +
          `${counts.broken} broken, settled after ${Math.round(settledMs)} ms, ${answered.length} answers with content, ${refused} refused`,
      );
      const findings = await scene.findings();
      if (findings.unforeseen.length > 0) for (const line of scene.unforeseen()) say(line);
      const { lost, twice, unrecorded, ...others } = findings;
      noteFigure({
        fault,
        times,
        acknowledged: acknowledged.size - acknowledgedBefore,
        lost: lost.length,
        doubled: twice.length,
        unrecorded: unrecorded.length,
        seed,
        tookMs: faultMs,
        more: {
          ...more,
          answersWithContent: answered.length - answeredBefore,
          settledMs: Math.round(settledMs),
          otherFaults: Object.values(others).reduce((sum, list) => sum + list.length, 0),
        },
      });
      expect(findings).toEqual(nothing);
    };

    it('loses and doubles nothing while gateway, hub and workers are killed', async () => {
      scene.agency.begin(lanes, pauseMs);
      const kills = await killPrograms(scene, amounts, { seed, say });
      const times = Object.values(kills).reduce((sum, count) => sum + count, 0);
      await expectWhole(`${times} kills of programs`, { fault: 'program-kills', times, more: kills });
    });

    it('loses and doubles nothing while the broker is killed', async () => {
      scene.agency.begin(lanes, pauseMs);
      const { kills, longestMs } = await killBroker(scene, amounts, seed);
      const longest = Math.round(longestMs);
      const counted = { fault: 'broker-kills', times: kills, more: { longestPauseMs: longest } };
      await expectWhole(`${kills} kills of the broker, longest pause ${longest} ms`, counted);
    });

    it('loses and doubles nothing while the broker and a worker stand still', async () => {
      scene.agency.begin(lanes, pauseMs);
      await freeze(scene, amounts);
      const counted = { fault: 'freeze', times: 2, more: { freezeMs: amounts.freezeMs } };
      await expectWhole(`broker and worker stopped for ${amounts.freezeMs} ms each`, counted);
    });

    it('is not ready while the database is away, and goes on by itself when it is back', async () => {
      scene.agency.begin(lanes, pauseMs);
      const times = amounts.databaseOutages;
      const found: Outage[] = [];
      for (let outage = 0; outage < times; outage += 1) {
        found.push(await databaseGone(scene));
        say(`database away: ${JSON.stringify(found.at(-1))}`);
      }
      const more = {
        slowestNoticedMs: slowest(found.map(({ noticedMs }) => noticedMs)),
        slowestBackMs: slowest(found.map(({ backMs }) => backMs)),
      };
      await expectWhole(`${times} outages of the database`, { fault: 'database-gone', times, more });
    });

    it('is not ready while its role loses its rights in the database, and goes on by itself when it has them again', async () => {
      scene.agency.begin(lanes, pauseMs);
      const found: Outage[] = [];
      const times = amounts.rightsLost;
      for (let way = 0; way < times; way += 1) {
        found.push(await rightsGone(scene, way, amounts));
        say(`rights away: ${JSON.stringify(found.at(-1))}`);
      }
      const more = {
        slowestNoticedMs: slowest(found.map(({ noticedMs }) => noticedMs)),
        slowestBackMs: slowest(found.map(({ backMs }) => backMs)),
      };
      await expectWhole('rights in the database', { fault: 'database-rights', times, more });
    });

    it('refuses fast and promises nothing while the event store is silent; deliveries go on', async () => {
      scene.agency.begin(lanes, pauseMs);
      const times = amounts.silences;
      const found: Silence[] = [];
      for (let silence = 0; silence < times; silence += 1) {
        found.push(await storeSilent(scene, amounts));
        say(`event store silent: ${JSON.stringify(found.at(-1))}`);
      }
      const openMs = slowest(found.map((one) => one.openMs));
      const refusedMedianMs = slowest(found.map((one) => one.refusedMedianMs));
      const more = { slowestOpenMs: openMs, refusedMedianMs, silenceMs: amounts.silenceMs };
      await expectWhole(`${times} silences of the event store`, { fault: 'store-silent', times, more });
      for (const { disclosed, promised } of found) expect([disclosed, promised]).toEqual([0, 0]);
      // Half a second of silence and a third for the question; the rest is what a busy machine adds.
      expect(openMs).toBeLessThan(amounts.openWithinMs);
      expect(refusedMedianMs).toBeLessThan(amounts.refusedWithinMs);
    });

    it('asks the register again under the same key when its worker is killed before the answer is in', async () => {
      for (let kill = 0; kill < amounts.checkKills; kill += 1) {
        const found = await killInCheck(scene);
        say(`killed within a check: ${JSON.stringify(found)}`);
        expect(found).toMatchObject({ requested: 1, answered: 1, keys: 1 });
      }
      const counted = { fault: 'check-kills', times: amounts.checkKills };
      await expectWhole(`${amounts.checkKills} kills within a check of a person`, counted);
    });

    it('goes on with one worker when the other is killed', async () => {
      scene.agency.begin(1, 250);
      say(`leases moved after ${(await moveLeases(scene)).map(Math.round).join(' and ')} ms`);
      await expectWhole('each worker killed once', { fault: 'leases', times: scene.workers.length });
    });

    it('parks poison, all of it and nothing else, and lets other messages pass', async () => {
      const found = await poison(scene, amounts.messages);
      say(`poison: ${JSON.stringify(found)}`);
      expect(found.injected).toBeGreaterThan(0);
      const more = { messages: amounts.messages, latencyP99Ms: Math.round(found.latencyP99Ms) };
      await expectWhole(`${found.injected} messages of poison`, { fault: 'poison', times: found.injected, more });
    });

    it('takes a burst with bounded memory, and is as fast afterwards', async () => {
      const found = await burst(scene, amounts);
      say(`burst: ${JSON.stringify(found)}`);
      const more = Object.fromEntries(Object.entries(found).map(([name, value]) => [name, Math.round(value)]));
      await expectWhole('burst', { fault: 'burst', times: 1, more });
      expect(found.busy).toBeGreaterThan(0);
      expect(found.memoryMostMb - found.memoryBeforeMb).toBeLessThan(256);
      expect(found.after / found.before).toBeGreaterThan(amounts.leastRatio);
    });

    it('leaves a log that verifies, disclosures that are decided alike, and read models as rebuilt', async () => {
      await scene.settled();
      expect(await differingReadModels(scene)).toEqual([]);
      expect(await auditFindings(scene)).toEqual([]);
    });

    // From here on the log holds what programs with bugs have done to it.
    it('would see a worker that commits before its effect', async () => {
      const { lost } = await withBug(scene, scene.workers, 'worker-commits-first.js');
      expect(lost).not.toEqual([]);
    });

    it('would see a gateway that acknowledges before its message is durable', async () => {
      const { lost } = await withBug(scene, [scene.cluster.gateway], 'gateway-acknowledges-first.js');
      expect(lost).not.toEqual([]);
    });
  });
};
