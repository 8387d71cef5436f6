import type { Instant, Uuid } from '@knooppunt/kernel';
import type { Messaging } from '@knooppunt/messaging';
import type { ReadStore } from '@knooppunt/read-store';
import type { IntakeRegister, KeyedNames, Sealer } from '@knooppunt/vault';

/** What the gateway works with: register, keys to seal, topics, one read model. Never the event store, never the opener. */
export type GatewayParts = {
  readonly register: IntakeRegister;
  readonly sealer: Sealer;
  readonly names: KeyedNames;
  readonly messaging: Messaging;
  readonly readStore: ReadStore;
  readonly clock: () => Instant;
  readonly newId: (scope: string, correlation: string) => Uuid;
  /** Deliveries that may be under way at the same time (256); what comes beyond is refused at once, so that memory is bounded. */
  readonly capacity?: number;
};

/** Injection token of `GatewayParts`. */
export const GATEWAY_PARTS = Symbol('GatewayParts');
