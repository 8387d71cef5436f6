import { randomUUID } from 'node:crypto';
import { signalTopicOf } from '@knooppunt/contracts';
import { StreamFolds, inForce } from '@knooppunt/disclosure';
import type { InForce } from '@knooppunt/disclosure';
import { decodeEvent, eventIdOf } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import { openMatchIndex } from '@knooppunt/matching';
import { SystemClock } from '@knooppunt/platform';
import { checkPayload, findPayloadType } from '@knooppunt/signals';
import { contentOf, sealContribution } from '../../apps/gateway/src/contribution.js';
import { openEngines } from '../../apps/standalone/src/engines/embedded.js';
import type { Engines } from '../../apps/standalone/src/engines/embedded.js';
import { startWeighing } from '../../apps/worker/src/reactions/signal.reactions.js';
import type { WorkerParts } from '../../apps/worker/src/worker.module.js';
import { cast, payloadOf } from './deliveries.js';

const together = 256;
/** A signal is two events: what was supplied, and the start of its weighing. */
const eventsPerSignal = 2;

const needed = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new TypeError(`${what} is not there`);
  return value;
};

const workerParts = async ({ store, messaging, readStore, vault }: Engines): Promise<WorkerParts> => {
  const { opener, register, destroyer, tombstones, names } = vault;
  const clock = new SystemClock();
  const alarm = (what: string, error: unknown): never => {
    throw new Error(what, { cause: error });
  };
  return {
    store,
    messaging,
    readStore,
    register,
    destroyer,
    tombstones,
    names,
    folds: new StreamFolds(store),
    matches: await openMatchIndex({ readStore, opener }),
    clock: () => clock.now(),
    slot: 'bench',
    alarm,
    fail: alarm,
  };
};

/** What the gateway does with an accepted delivery, and the worker after it, without HTTP and topic between them. */
const supplierOf = (engines: Engines, parts: WorkerParts, documents: InForce) => {
  const type = needed(findPayloadType('S2'), 'payload type S2');
  const { sealer, names, register } = engines.vault;
  const weighing = startWeighing(parts);
  return async (number: number): Promise<void> => {
    const at = parts.clock();
    const payload = needed(checkPayload(type, payloadOf('S2', number)).payload, 'a payload without faults');
    const id = randomUUID();
    const contribution = names.contributionId(cast.college, 'bench', id);
    const { bytes, keys } = await sealContribution(
      { sealer, names },
      {
        contribution,
        type,
        payload,
        at,
        about: {},
        correlation: id,
        traceId: id.replaceAll('-', ''),
        cooperation: cast.cooperation,
        supplier: cast.college,
        supplierKind: 'COLL',
        covenant: { law: documents.lawDigest, covenant: documents.covenantDigest },
      },
    );
    const stream = streamName('contribution', contribution);
    const row = { contribution, stream, topic: signalTopicOf('COLL'), bytes, registeredAt: at };
    await register.register({ ...row, content: contentOf(type, payload) }, keys);
    await register.markPublished(contribution);
    const event = { id: eventIdOf(contribution, 0), type: 'ContributionSupplied', bytes };
    const place = await parts.store.append(stream, [event], 'no-stream');
    await weighing.react(decodeEvent({ ...event, ...place, stream }));
  };
};

/**
 * Makes the log of a data folder grow to so many events with signals of the college: sealed, registered, appended and
 * brought to their weighing by the code that does it in a hub. Read models and topics stay as they are; a hub that
 * starts on the folder catches up.
 */
export const fillTo = async (folder: string, events: number): Promise<void> => {
  const engines = await openEngines(folder);
  const parts = await workerParts(engines);
  const covenant = await parts.folds.fold('covenant', streamName('covenant', cast.cooperation), cast.cooperation);
  const supply = supplierOf(engines, parts, needed(inForce(covenant.state), 'a covenant in force'));
  const head = Number(needed(await engines.store.head(), 'the founding facts'));
  const signals = Math.ceil((events - head) / eventsPerSignal);
  let next = 0;
  const one = async (): Promise<void> => {
    for (let number = next++; number < signals; number = next++) await supply(number);
  };
  await Promise.all(Array.from({ length: together }, one));
  await engines.close();
};
