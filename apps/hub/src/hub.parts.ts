import type { Gate } from '@knooppunt/disclosure';
import type { EventStore } from '@knooppunt/event-store';
import type { Instant, Uuid } from '@knooppunt/kernel';
import type { MatchIndex } from '@knooppunt/matching';
import type { ReadStore } from '@knooppunt/read-store';
import type { KeyedNames, RequestRegister, Sealer } from '@knooppunt/vault';

/** What the hub works with; whoever starts it chooses the engines. The opener is not among them: the gate has it. */
export type HubParts = {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly gate: Gate;
  readonly sealer: Sealer;
  readonly names: KeyedNames;
  readonly requests: RequestRegister;
  readonly matches: MatchIndex;
  readonly clock: () => Instant;
  readonly newId: (scope: string, correlation: string) => Uuid;
};

/** Injection token of `HubParts`. */
export const HUB_PARTS = Symbol('HubParts');
