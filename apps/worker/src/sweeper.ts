import { signalHeadersOf } from '@knooppunt/contracts';
import { epochMsOf, instantOf } from '@knooppunt/kernel';
import type { IntakeRow } from '@knooppunt/vault';
import type { WorkerParts } from './worker.parts.js';

/** Rows younger than this are the gateway's own to publish (walk §5), in milliseconds. */
export const youngRowMs = 5_000;
const batch = 100;

const complete = async ({ messaging, register }: WorkerParts, row: IntakeRow): Promise<void> => {
  const { contribution, bytes, topic } = row;
  if (bytes) await messaging.publish(topic, { key: contribution, value: bytes, headers: signalHeadersOf(bytes) });
  await register.markPublished(contribution);
};

/**
 * Publishes what the gateway registered and could not publish or mark; how many rows it completed. Repeating is harmless.
 * A row that cannot be completed is an alarm, and holds up no other.
 */
export const sweep = async (parts: WorkerParts): Promise<number> => {
  const before = instantOf(epochMsOf(parts.clock()) - youngRowMs);
  let completed = 0;
  for (const row of await parts.register.waiting(before, batch)) {
    try {
      await complete(parts, row);
      completed += 1;
    } catch (error) {
      parts.alarm('worker/sweep', error);
    }
  }
  return completed;
};
