import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { noteFigure } from '../../libs/messaging/test/kafka/figures.js';
import { GuardedKafka, readingWithdrawn, writingWithdrawn } from './scenarios/kafka-rights.js';
import { nothing } from './support/checker.js';
import { Scene, missing } from './support/scene.js';

jest.setTimeout(1_800_000);

const lanes = 4;
const pauseMs = 50;
const why = missing();
if (why !== undefined) process.stderr.write(`no engines for the faults: ${why}\n`);

(why === undefined ? describe : describe.skip)('the hub on a Kafka that withdraws rights and gives them back', () => {
  let kafka: GuardedKafka;
  let scene: Scene;

  beforeAll(async () => {
    kafka = new GuardedKafka();
    scene = await Scene.start(kafka.stands);
    scene.readers.begin();
  });
  afterAll(async () => {
    await scene?.end();
    kafka.remove();
  });

  it('says that it cannot work, acknowledges nothing, comes back, and has lost nothing', async () => {
    const began = performance.now();
    scene.agency.begin(lanes, pauseMs);
    const writing = await writingWithdrawn(scene, kafka);
    const reading = await readingWithdrawn(scene, kafka);
    await scene.settled();
    const findings = await scene.findings();
    noteFigure({
      fault: 'kafka-rights',
      times: 2,
      acknowledged: scene.agency.acknowledged.size,
      lost: findings.lost.length,
      doubled: findings.twice.length,
      unrecorded: findings.unrecorded.length,
      seed: null,
      tookMs: performance.now() - began,
      more: {
        falselyAcknowledged: writing.falsely,
        slowestNoticedMs: Math.round(Math.max(writing.noticedMs, reading.noticedMs)),
        slowestBackMs: Math.round(Math.max(writing.backMs, reading.backMs)),
      },
    });
    expect(findings).toEqual(nothing);
    expect(writing.falsely).toBe(0);
  });
});
