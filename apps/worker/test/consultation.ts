import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';

/** Somebody asked the log something: the smallest event that there is, in a stream of its own, for specs that need many. */
export const consultationOf = (consultation: Uuid, cooperation = 'rotterdam') => ({
  stream: streamName('loguse', consultation),
  event: encodeEvent({
    id: eventIdOf(consultation, 0),
    type: 'LogConsulted',
    schemaVersion: 1,
    stream: streamName('loguse', consultation),
    cooperation,
    recordedAt: '2026-03-01T12:00:00.000Z',
    actor: 'system:spec',
    organisation: null,
    role: null,
    purpose: null,
    commandId: consultation,
    correlation: consultation,
    causation: null,
    traceId: consultation,
    data: { consultation, question: 'ijkpunten', purpose: 'integriteit' },
  }),
});
