import { evidenceEvents } from '@knooppunt/cases';
import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import type { NewEvent } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { CooperationId, Instant, OrganisationId, StreamName, Uuid } from '@knooppunt/kernel';
import type { KeyedNames } from '@knooppunt/vault';

/** Who was refused, as the edge knows them. */
type RefusedCaller =
  | {
      readonly kind: 'person';
      readonly provider: string;
      readonly sub: string;
      readonly organisation: OrganisationId;
      readonly cooperation: CooperationId;
    }
  | { readonly kind: 'organisation'; readonly organisation: OrganisationId; readonly cooperation: CooperationId };

/** A request of an authenticated caller that was not granted: ids and codes, nothing of what was sent. */
export type RefusedRequest = {
  readonly caller: RefusedCaller;
  readonly code: string;
  readonly method: string;
  /** Pattern of the route, never the address. */
  readonly route: string;
  readonly correlation: string;
  readonly traceId: string;
  readonly purpose?: { readonly purpose: string };
};

export type RefusalParts = {
  readonly names: KeyedNames;
  readonly clock: () => Instant;
  readonly newId: (scope: string, correlation: string) => Uuid;
};

/** A route as a code: `POST /v1/casussen/:id/fasen` becomes `POST.v1.casussen.id.fasen`. */
const routeCode = ({ method, route }: RefusedRequest): string =>
  `${method}${route.replaceAll('/', '.').replaceAll(':', '')}`;

/** The event `CommandRefused` of a refused request, and the stream where it belongs (house style, Errors). */
export const refusalEvent = (
  { names, clock, newId }: RefusalParts,
  refused: RefusedRequest,
): { readonly refusal: Uuid; readonly stream: StreamName; readonly event: NewEvent } => {
  const { caller, code, correlation, traceId, purpose } = refused;
  const refusal = newId('refusal', correlation);
  const stream = streamName('refusal', refusal);
  const actor =
    caller.kind === 'person' ? names.personId(caller.provider, caller.sub, caller.cooperation) : 'system:organisation';
  const event = encodeEvent({
    id: eventIdOf(refusal, 0),
    type: 'CommandRefused',
    schemaVersion: evidenceEvents.CommandRefused.version,
    stream,
    cooperation: caller.cooperation,
    recordedAt: clock(),
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
  return { refusal, stream, event };
};
