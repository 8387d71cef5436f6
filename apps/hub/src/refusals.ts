import { evidenceEvents } from '@knooppunt/cases';
import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { HttpRefusal, RecordRefusal } from '@knooppunt/platform';
import type { HubParts } from './hub.parts.js';

/** A route as a code: `POST /v1/casussen/:id/_open-fase` becomes `POST.v1.casussen.id._open-fase`. */
const routeCode = ({ method, route }: HttpRefusal): string =>
  `${method}${route.replaceAll('/', '.').replaceAll(':', '')}`;

/** Makes a refusal of an authenticated caller a fact (house style): code, route and who, nothing of what was sent. */
export const refusalRecorder =
  (parts: Pick<HubParts, 'store' | 'names' | 'clock' | 'newId'>): RecordRefusal =>
  async (refused) => {
    const { caller, code, correlation, traceId, purpose } = refused;
    const refusal = parts.newId('refusal', correlation);
    const stream = streamName('refusal', refusal);
    const actor =
      caller.kind === 'person'
        ? parts.names.personId(caller.provider, caller.sub, caller.cooperation)
        : 'system:organisation';
    const event = encodeEvent({
      id: eventIdOf(refusal, 0),
      type: 'CommandRefused',
      schemaVersion: evidenceEvents.CommandRefused.version,
      stream,
      cooperation: caller.cooperation,
      recordedAt: parts.clock(),
      actor,
      organisation: caller.organisation,
      role: null,
      purpose: purpose?.purpose ?? null,
      commandId: refusal,
      correlation,
      causation: null,
      traceId,
      data: { refusal, command: routeCode(refused), code, rules: [] },
    });
    await parts.store.append(stream, [event], 'no-stream');
  };
