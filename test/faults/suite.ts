import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Amounts } from './amounts.js';
import { burst } from './scenarios/burst.js';
import { databaseGone, storeSilent } from './scenarios/engines.js';
import { freeze, killBroker, killPrograms } from './scenarios/kills.js';
import { poison } from './scenarios/poison.js';
import { withBug } from './scenarios/seeded.js';
import { killInCheck, moveLeases } from './scenarios/workers.js';
import { auditFindings, differingReadModels } from './support/audits.js';
import { nothing } from './support/checker.js';
import { Scene, missing } from './support/scene.js';

const lanes = 6;
const pauseMs = 50;

/** The distributed hub under load and faults; each scenario ends with the checker. */
export const faultSuite = (amounts: Amounts): void => {
  const why = missing();
  if (why !== undefined) process.stderr.write(`no engines for the faults: ${why}\n`);
  const seed = Number(process.env['KNOOPPUNT_SEED'] ?? Date.now() % 100_000);
  jest.setTimeout(amounts.patienceMs);

  (why === undefined ? describe : describe.skip)(`the distributed hub under load, faults by seed ${seed}`, () => {
    let scene: Scene;
    let began = 0;
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
    });
    afterEach(() => say(`that took ${Math.round(performance.now() - began)} ms`));

    const expectWhole = async (what: string): Promise<void> => {
      const settledMs = await scene.settled();
      const { acknowledged, counts } = scene.agency;
      const { answered, refused } = scene.readers;
      say(
        `${what}: ${acknowledged.size} acknowledged, ${scene.log.suppliedCount} supplied, ${counts.busy} busy, ` +
          `${counts.broken} broken, settled after ${Math.round(settledMs)} ms, ${answered.length} answers with content, ${refused} refused`,
      );
      const findings = await scene.findings();
      if (findings.unforeseen.length > 0) for (const line of scene.unforeseen()) say(line);
      expect(findings).toEqual(nothing);
    };

    it('loses and doubles nothing while gateway, hub and workers are killed', async () => {
      scene.agency.begin(lanes, pauseMs);
      const { gateway, hub } = scene.cluster;
      const kills = await killPrograms(scene, [gateway, hub, ...scene.workers], amounts, seed);
      await expectWhole(`${kills} kills of programs`);
    });

    it('loses and doubles nothing while the broker is killed', async () => {
      scene.agency.begin(lanes, pauseMs);
      const longest = await killBroker(scene, amounts, seed);
      await expectWhole(`${amounts.brokerKills} kills of the broker, longest pause ${Math.round(longest)} ms`);
    });

    it('loses and doubles nothing while the broker and a worker stand still', async () => {
      scene.agency.begin(lanes, pauseMs);
      await freeze(scene, amounts);
      await expectWhole(`broker and worker stopped for ${amounts.freezeMs} ms each`);
    });

    it('is not ready while the database is away, and goes on by itself when it is back', async () => {
      scene.agency.begin(lanes, pauseMs);
      for (let outage = 0; outage < amounts.databaseOutages; outage += 1) {
        say(`database away: ${JSON.stringify(await databaseGone(scene))}`);
      }
      await expectWhole(`${amounts.databaseOutages} outages of the database`);
    });

    it('refuses fast and promises nothing while the event store is silent; deliveries go on', async () => {
      scene.agency.begin(lanes, pauseMs);
      for (let silence = 0; silence < amounts.silences; silence += 1) {
        const found = await storeSilent(scene, amounts);
        say(`event store silent: ${JSON.stringify(found)}`);
        expect(found).toMatchObject({ disclosed: 0, promised: 0 });
        // Half a second of silence and a third for the question; the rest is what a busy machine adds.
        expect(found.openMs).toBeLessThan(amounts.openWithinMs);
        expect(found.refusedMedianMs).toBeLessThan(amounts.refusedWithinMs);
      }
      await expectWhole(`${amounts.silences} silences of the event store`);
    });

    it('asks the register again under the same key when its worker is killed before the answer is in', async () => {
      for (let kill = 0; kill < amounts.checkKills; kill += 1) {
        const found = await killInCheck(scene);
        say(`killed within a check: ${JSON.stringify(found)}`);
        expect(found).toMatchObject({ requested: 1, answered: 1, keys: 1 });
      }
      await expectWhole(`${amounts.checkKills} kills within a check of a person`);
    });

    it('goes on with one worker when the other is killed', async () => {
      scene.agency.begin(1, 250);
      say(`leases moved after ${(await moveLeases(scene)).map(Math.round).join(' and ')} ms`);
      await expectWhole('each worker killed once');
    });

    it('parks poison, all of it and nothing else, and lets other messages pass', async () => {
      const found = await poison(scene, amounts.messages);
      say(`poison: ${JSON.stringify(found)}`);
      expect(found.injected).toBeGreaterThan(0);
      await expectWhole(`${found.injected} messages of poison`);
    });

    it('takes a burst with bounded memory, and is as fast afterwards', async () => {
      const found = await burst(scene, amounts);
      say(`burst: ${JSON.stringify(found)}`);
      expect(found.busy).toBeGreaterThan(0);
      expect(found.memoryMostMb - found.memoryBeforeMb).toBeLessThan(256);
      expect(found.after / found.before).toBeGreaterThan(amounts.leastRatio);
      await expectWhole('burst');
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
