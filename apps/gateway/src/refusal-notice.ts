import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import { eventCatalogue } from '@knooppunt/cases';
import { signalHeadersOf, signalTopicOf } from '@knooppunt/contracts';
import { streamName } from '@knooppunt/kernel';
import type { Kind, Uuid } from '@knooppunt/kernel';
import { refusalEvent } from '@knooppunt/disclosure';
import type { OrganisationCaller, RecordRefusal } from '@knooppunt/platform';
import { IntakeUnavailable } from './errors.js';
import type { GatewayParts } from './gateway.parts.js';
import { SupplyRights } from './supply-rights.js';

/** What is told of a refused supply. Codes and ids only. */
export type Notice = {
  readonly caller: OrganisationCaller;
  /** Undefined for who is no participant at this moment. */
  readonly kind: Kind | undefined;
  readonly code: string;
  readonly rules: readonly string[];
  readonly correlation: string;
  readonly traceId: string;
  readonly contribution?: Uuid;
  readonly payloadType?: string;
  readonly way?: string;
  readonly case?: Uuid;
  readonly phase?: string;
};

/** What the record says of who is no participant; such refusals travel the bureau's topic. */
const noParticipant = 'none';
const bureau = 'RIEC';

/** Sends the refusal of a supply the way of the supplies, so that it becomes a fact too. Error: `gateway/intake-unavailable`. */
export const publishRefusal = async (parts: GatewayParts, notice: Notice): Promise<void> => {
  const { caller, kind, correlation, traceId, contribution, payloadType, way, phase } = notice;
  const refusal = parts.newId('refusal', correlation);
  const { bytes } = encodeEvent({
    id: eventIdOf(refusal, 0),
    type: 'SupplyRefused',
    schemaVersion: eventCatalogue.SupplyRefused.version,
    stream: streamName('refusal', refusal),
    cooperation: caller.cooperation,
    recordedAt: parts.clock(),
    actor: 'system:gateway',
    organisation: caller.organisation,
    role: null,
    purpose: null,
    commandId: refusal,
    correlation,
    causation: null,
    traceId,
    data: {
      refusal,
      supplier: caller.organisation,
      supplierKind: kind ?? noParticipant,
      code: notice.code,
      rules: notice.rules,
      ...(contribution === undefined ? {} : { contribution }),
      ...(payloadType === undefined ? {} : { payloadType }),
      ...(way === undefined ? {} : { way }),
      ...(phase === undefined ? {} : { phase }),
      ...(notice.case === undefined ? {} : { case: notice.case }),
    },
  });
  await publish(parts, kind, refusal, bytes);
};

const publish = async (
  { messaging }: GatewayParts,
  kind: Kind | undefined,
  key: Uuid,
  value: Uint8Array,
): Promise<void> => {
  try {
    await messaging.publish(signalTopicOf(kind ?? bureau), { key, value, headers: signalHeadersOf(value) });
  } catch (error) {
    throw new IntakeUnavailable({ cause: error });
  }
};

/** A refusal of the edge itself (a body that is no JSON, a header that is missing) to the system of an organisation. */
const publishEdgeRefusal = async (
  parts: GatewayParts,
  { caller, code, correlation, traceId }: Pick<Notice, 'caller' | 'code' | 'correlation' | 'traceId'>,
): Promise<void> => {
  const rights = new SupplyRights(parts.readStore);
  const kind = await rights.kindOf(caller.cooperation, caller.organisation, parts.clock());
  await publishRefusal(parts, { caller, code, correlation, traceId, kind, rules: [] });
};

const away = 503;

/**
 * Makes refusals at the agency edge facts: they travel the topics, for the gateway does not reach the log. The system of an
 * organisation was refused a supply; a person has none to bring, and was refused the request. What the gateway cannot do now
 * (503) is no refusal: the agency repeats it, and in an outage or a burst the topics must not get a message for each.
 */
export const edgeRefusalRecorder =
  (parts: GatewayParts): RecordRefusal =>
  async (refused) => {
    if (refused.status === away) return;
    const { caller } = refused;
    if (caller.kind === 'organisation') return publishEdgeRefusal(parts, { ...refused, caller });
    const { refusal, event } = refusalEvent(parts, refused);
    return publish(parts, undefined, refusal, event.bytes);
  };
