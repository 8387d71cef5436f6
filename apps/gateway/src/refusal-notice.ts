import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import { eventCatalogue } from '@knooppunt/cases';
import { signalHeadersOf, signalTopicOf } from '@knooppunt/contracts';
import { streamName } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';
import type { OrganisationCaller } from '@knooppunt/platform';
import { IntakeUnavailable } from './errors.js';
import type { GatewayParts } from './gateway.parts.js';

/** What is told of a refused supply. Codes and ids only. */
export type Notice = {
  readonly caller: OrganisationCaller;
  readonly kind: string;
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
      supplierKind: kind,
      code: notice.code,
      rules: notice.rules,
      ...(contribution === undefined ? {} : { contribution }),
      ...(payloadType === undefined ? {} : { payloadType }),
      ...(way === undefined ? {} : { way }),
      ...(phase === undefined ? {} : { phase }),
      ...(notice.case === undefined ? {} : { case: notice.case }),
    },
  });
  try {
    await parts.messaging.publish(signalTopicOf(kind), { key: refusal, value: bytes, headers: signalHeadersOf(bytes) });
  } catch (error) {
    throw new IntakeUnavailable({ cause: error });
  }
};
