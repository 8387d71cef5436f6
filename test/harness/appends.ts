import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import type { Position, StreamName } from '@knooppunt/kernel';

/** One event that lies in the log: what a request wrote itself, what the worker did because of it, or a checkpoint. */
export type Append = {
  readonly origin: 'request' | 'reaction' | 'checkpoint';
  readonly type: string;
  readonly stream: StreamName;
  readonly correlation: string;
};

const pageSize = 500;

const appendOf = (stored: StoredEvent): Append => {
  const { type, stream, correlation, causation } = decodeEvent(stored);
  const reacted = causation === null ? 'request' : 'reaction';
  return { origin: type === 'CheckpointSigned' ? 'checkpoint' : reacted, type, stream, correlation };
};

/** What has been appended after a position, in the order of the log, and where the log stands then. */
export const appendsAfter = async (
  store: EventStore,
  after: Position | undefined,
): Promise<{ readonly appends: readonly Append[]; readonly head: Position | undefined }> => {
  const appends: Append[] = [];
  for (let from = after; ;) {
    const page = await store.readAll({ maxCount: pageSize, ...(from === undefined ? {} : { after: from }) });
    appends.push(...page.map(appendOf));
    from = page.at(-1)?.position ?? from;
    if (page.length < pageSize) return { appends, head: from };
  }
};
