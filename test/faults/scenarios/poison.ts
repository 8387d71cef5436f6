import { randomBytes, randomUUID } from 'node:crypto';
import { intakeGroup, signalHeadersOf, signalTopicOf } from '@knooppunt/contracts';
import { cloudEventOf } from '../../bench/deliveries.js';
import type { Scene } from '../support/scene.js';
import { quantile, until } from '../support/until.js';

const topic = signalTopicOf('COLL');
const oneIn = 100;
const lanes = 4;

type Message = { readonly value: Uint8Array; readonly headers: Readonly<Record<string, string>> };

/** A real envelope of the gateway, as it lies in the log. */
const someEnvelope = ({ engines }: Scene) => {
  const record = engines.store.log.all.find(({ type }) => type === 'ContributionSupplied');
  if (!record) throw new Error('there is no delivery yet');
  return { bytes: Buffer.from(record.data), headers: signalHeadersOf(record.data) };
};

/** What no gateway of ours writes: noise, half an envelope, one without its headers, one that claims another stream. */
const poisons = (scene: Scene): readonly Message[] => {
  const { bytes, headers } = someEnvelope(scene);
  return [
    { value: randomBytes(300), headers: {} },
    { value: bytes.subarray(0, bytes.length / 2), headers },
    { value: bytes, headers: {} },
    { value: bytes, headers: { ...headers, ce_subject: `contribution-${randomUUID()}` } },
  ];
};

/** What came of it; times in milliseconds. */
export type Poisoned = { readonly injected: number; readonly parkedMs: number; readonly latencyP99Ms: number };

/** One in a hundred of so many messages is poison. */
export const poison = async (scene: Scene, messages: number): Promise<Poisoned> => {
  const kinds = poisons(scene);
  const { agency, messaging, log } = scene;
  const delivered: { readonly contribution: string; readonly atMs: number }[] = [];
  let [left, injected] = [messages, 0];
  const inject = async (): Promise<void> => {
    const message = kinds[injected++ % kinds.length] as Message;
    const { partition, offset } = await messaging.publish(topic, { key: randomUUID(), ...message });
    scene.poison.push({ topic, partition, offset: Number(offset) });
  };
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      if (left % oneIn === 0) await inject();
      const contribution = await agency.deliver(cloudEventOf('S1', 1_000_000 + left));
      delivered.push({ contribution, atMs: Date.now() });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const parkedMs = await until('all poison is parked', async () => {
    return (await messaging.parked(intakeGroup)).length >= scene.poison.length;
  });
  await scene.settled();
  const latencies = delivered.map(({ contribution, atMs }) => (log.suppliedAt(contribution) ?? Infinity) - atMs);
  return { injected, parkedMs, latencyP99Ms: quantile(latencies, 0.99) };
};
