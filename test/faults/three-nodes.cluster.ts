import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startBroker } from '../../libs/messaging/test/kafka/broker.js';
import { noteFigure } from '../../libs/messaging/test/kafka/figures.js';
import { killOneOfThree, killTwoOfThree } from './scenarios/nodes.js';
import type { Minority } from './scenarios/nodes.js';
import { nothing } from './support/checker.js';
import { Scene, missing } from './support/scene.js';
import type { KafkaStands } from './support/scene.js';

const isLong = process.env['KNOOPPUNT_FAULTS'] === 'long';
const rounds = isLong ? 4 : 1;
/** Sessions long enough for a machine on which three nodes take turns with everything else. */
const threeNodes: KafkaStands = {
  nodes: 3,
  start: () =>
    startBroker({
      nodes: 3,
      properties: { 'broker.session.timeout.ms': 6_000, 'broker.heartbeat.interval.ms': 1_000 },
    }),
  settings: { KNOOPPUNT_KAFKA_SESSION_SECONDS: '10' },
};
const lanes = 6;
const pauseMs = 50;

// A bound for a machine under load.
jest.setTimeout(1_800_000);

const why = missing();
if (why !== undefined) process.stderr.write(`no engines for the faults: ${why}\n`);

(why === undefined ? describe : describe.skip)('the hub on a cluster of three nodes of Kafka', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start(threeNodes);
    scene.readers.begin();
  });
  afterAll(() => scene?.end());

  const expectWhole = async (fault: string, began: number, times: number, more: Readonly<Record<string, number>>) => {
    const tookMs = performance.now() - began;
    await scene.settled();
    const findings = await scene.findings();
    noteFigure({
      fault,
      times,
      acknowledged: scene.agency.acknowledged.size,
      lost: findings.lost.length,
      doubled: findings.twice.length,
      unrecorded: findings.unrecorded.length,
      seed: null,
      tookMs,
      more,
    });
    if (findings.unforeseen.length > 0) process.stdout.write(`${scene.unforeseen().join('\n')}\n`);
    expect(findings).toEqual(nothing);
  };

  it('goes on while one node is killed, each of them in turn, and loses and doubles nothing', async () => {
    const began = performance.now();
    scene.agency.begin(lanes, pauseMs);
    const longestPauseMs = Math.round(await killOneOfThree(scene, rounds));
    await expectWhole('one-of-three', began, 3 * rounds, { longestPauseMs });
  });

  it('acknowledges nothing while two nodes are away, says when to come again, and goes on by itself', async () => {
    const began = performance.now();
    scene.agency.begin(lanes, pauseMs);
    const found: Minority[] = [];
    for (let round = 0; round < rounds; round += 1) found.push(await killTwoOfThree(scene, round));
    const sum = (what: 'acknowledged' | 'refused' | 'broken'): number =>
      found.reduce((total, one) => total + one[what], 0);
    const falsely = sum('acknowledged');
    const slowestBackMs = Math.round(Math.max(...found.map(({ backMs }) => backMs)));
    const more = { falselyAcknowledged: falsely, refusedWithRetryAfter: sum('refused'), slowestBackMs };
    await expectWhole('two-of-three', began, rounds, more);
    expect(found.flatMap(({ unforeseen }) => unforeseen)).toEqual([]);
    expect([falsely, sum('broken'), sum('refused') > 0]).toEqual([0, 0, true]);
  });
});
