import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { seedOf } from '@knooppunt/testing';
import { bareClient, eventually, makeTopic } from '../../test/kafka/bare.js';
import { describeWithBroker, startBroker } from '../../test/kafka/broker.js';
import type { Broker } from '../../test/kafka/broker.js';
import { Load, seeded } from '../../test/kafka/load.js';
import type { Child } from '../../test/kafka/load.js';
import { noteFigure } from '../../test/kafka/figures.js';
import { openKafkaMessaging } from '../index.js';
import type { KafkaMessaging } from '../index.js';

// The short form runs with every test; KNOOPPUNT_FAULTS=long takes some ten minutes.
const isLong = process.env['KNOOPPUNT_FAULTS'] === 'long';
const seed = seedOf('faults of a broker');
const amounts = isLong
  ? { rebalanceMs: 300_000, stepMs: 3000, brokerKills: 20, freezeMs: 30_000 }
  : { rebalanceMs: 6000, stepMs: 1000, brokerKills: 2, freezeMs: 3000 };

jest.setTimeout(isLong ? 900_000 : 120_000);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describeWithBroker(`under load, faults by seed ${seed}`, () => {
  let broker: Broker;
  let load: Load;
  let messaging: KafkaMessaging;

  beforeAll(async () => {
    process.stdout.write(`kafka faults: seed ${seed}\n`);
    broker = await startBroker();
  });
  afterEach(async () => {
    await load.close();
    await messaging.close();
  });
  afterAll(() => broker.stop());

  const begin = async () => {
    messaging = await openKafkaMessaging({
      brokers: broker.addresses,
      clientId: `load-${randomUUID()}`,
      replication: 1,
      minInsync: 1,
      requestMs: 5000,
    });
    began = performance.now();
    load = new Load(broker, await makeTopic(broker, 6));
    await messaging.createDeadLetters(load.group);
  };
  const publishing = () =>
    load.publishWith(
      (key, id) => messaging.publish(load.topic, { key, value: Buffer.from(id), headers: {} }),
      20,
      isLong ? 50 : 20,
    );
  const allApplied = async () => {
    await load.quiet();
    await load.settled(30_000);
    process.stdout.write(`kafka faults: ${load.acknowledged.length} acknowledged, ${load.applied} applied\n`);
  };
  let began = 0;
  const note = (fault: string, times: number, more: Readonly<Record<string, number>> = {}): void => {
    const { lost, twice, outOfOrder } = load.check();
    noteFigure({
      fault,
      times,
      acknowledged: load.acknowledged.length,
      lost: lost.length,
      doubled: twice.length,
      unrecorded: null,
      seed,
      tookMs: performance.now() - began,
      more: { outOfOrder: outOfOrder.length, ...more },
    });
  };
  const nothingWrong = { lost: [], twice: [], outOfOrder: [] };

  it('loses, doubles and reorders nothing while consumers come, go, stand still and are killed', async () => {
    await begin();
    publishing();
    await load.join().ready;
    const random = seeded(seed);
    const anyChild = () => load.children[Math.floor(random() * load.children.length)] as Child;
    const deeds = {
      join: () => load.join().ready,
      leave: () => anyChild().process.kill('SIGTERM'),
      kill: () => anyChild().process.kill('SIGKILL'),
      stall: async () => {
        const { process: child } = anyChild();
        child.kill('SIGSTOP');
        // Longer than its session: the others have its partitions when it goes on.
        await pause(3500);
        child.kill('SIGCONT');
      },
    };
    const names = Object.keys(deeds) as (keyof typeof deeds)[];
    let done = 0;
    for (const until = Date.now() + amounts.rebalanceMs; done < 4 || Date.now() < until; done++) {
      const name =
        load.children.length < 2 ? 'join' : (names[Math.floor(random() * names.length)] as keyof typeof deeds);
      if (name !== 'join' || load.children.length < 4) await deeds[name]();
      await pause(amounts.stepMs * random());
    }
    await load.join().ready;
    await allApplied();
    note('consumers', done, { rebalanceMs: amounts.rebalanceMs });
    expect(load.acknowledged.length).toBeGreaterThan(500);
    expect(load.check()).toEqual(nothingWrong);
  });

  it('loses, doubles and reorders nothing while the broker is killed and stands still', async () => {
    await begin();
    publishing();
    const [first, second] = [load.join(), load.join()];
    await Promise.all([first.ready, second.ready]);
    const random = seeded(seed + 1);
    for (let kill = 0; kill < amounts.brokerKills; kill++) {
      const before = load.acknowledged.length;
      await eventually(() => load.acknowledged.length > before + 100);
      await pause(500 * random());
      await broker.kill(1);
      await broker.start(1);
    }
    await broker.freeze(1);
    await pause(amounts.freezeMs);
    broker.thaw(1);
    // A consumer that gave up has ended its process; a watcher would start another.
    if (load.children.length === 0) load.join();
    await allApplied();
    note('broker-alone', amounts.brokerKills, { freezeMs: amounts.freezeMs });
    expect(load.acknowledged.length).toBeGreaterThan(200);
    expect(load.check()).toEqual(nothingWrong);
  });

  it('would see a consumer that commits before its effect', async () => {
    await begin();
    publishing();
    const child = load.join('commit-first');
    await child.ready;
    await eventually(() => load.applied > 20);
    // In the middle of a batch: kill until it was.
    child.process.kill('SIGKILL');
    await child.ended;
    await load.join().ready;
    await load.quiet();
    await load.settled(3000);
    expect(load.check().lost).not.toEqual([]);
  });

  it('would see a producer that acknowledges before its message is durable', async () => {
    await begin();
    const producer = bareClient(broker).producer();
    await producer.connect();
    const sent = (key: string, id: string) =>
      producer.send({ topic: load.topic, acks: 0, messages: [{ key, value: id }] });
    load.publishWith(sent, 20, 5);
    await load.join().ready;
    await eventually(() => load.acknowledged.length > 100);
    await broker.freeze(1);
    const before = load.acknowledged.length;
    await eventually(() => load.acknowledged.length > before + 50);
    await broker.kill(1);
    await broker.start(1);
    await load.quiet();
    await producer.disconnect();
    await load.settled(4000);
    expect(load.check().lost).not.toEqual([]);
  });
});
