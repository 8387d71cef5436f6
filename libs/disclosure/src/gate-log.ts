import type { EvidenceEvent } from '@knooppunt/cases';
import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import type { AppendResult, EventStore } from '@knooppunt/event-store';
import { eventCatalogue } from '@knooppunt/cases';
import { idOf } from '@knooppunt/kernel';
import type { Instant, StreamName } from '@knooppunt/kernel';
import type { AnyReader } from './view.js';

type Context = {
  readonly reader: AnyReader;
  readonly at: Instant;
  readonly pins?: { readonly law: string; readonly covenant: string };
  /** Revision after which it comes; left out for the first event of a stream. */
  readonly after?: bigint;
};

/** Writes what the gate did: one stream per answer, so that no two writers meet. Durable when it resolves. */
export class GateLog {
  constructor(private readonly store: EventStore) {}

  append(stream: StreamName, event: EvidenceEvent, { reader, at, pins, after }: Context): Promise<AppendResult> {
    const commandId = idOf(stream);
    const index = after === undefined ? 0 : Number(after) + 1;
    const encoded = encodeEvent({
      id: eventIdOf(commandId, index),
      type: event.type,
      schemaVersion: eventCatalogue[event.type].version,
      stream,
      cooperation: reader.cooperation,
      recordedAt: at,
      actor: reader.person,
      organisation: reader.organisation,
      role: reader.role,
      purpose: reader.purpose,
      commandId,
      correlation: reader.correlation,
      causation: null,
      traceId: reader.traceId,
      ...(pins ? { covenant: pins } : {}),
      data: event.data,
    });
    return this.store.append(stream, [encoded], after ?? 'no-stream');
  }
}
