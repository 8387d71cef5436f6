import { epochMsOf, instantOf } from '@knooppunt/kernel';
import type { WorkerParts } from './worker.parts.js';
import { signalHeadersOf } from '@knooppunt/contracts';

/** Rows younger than this are the gateway's own to publish (walk §5), in milliseconds. */
export const youngRowMs = 5_000;
const batch = 100;

/** Publishes what the gateway registered and could not publish or mark; how many rows it completed. Repeating is harmless. */
export const sweep = async (parts: WorkerParts): Promise<number> => {
  const before = instantOf(epochMsOf(parts.clock()) - youngRowMs);
  const rows = await parts.register.waiting(before, batch);
  for (const row of rows) {
    if (row.bytes) {
      await parts.messaging.publish(row.topic, {
        key: row.contribution,
        value: row.bytes,
        headers: signalHeadersOf(row.bytes),
      });
    }
    await parts.register.markPublished(row.contribution);
  }
  return rows.length;
};
