import type { StreamFolds } from '@knooppunt/disclosure';
import type { EventStore } from '@knooppunt/event-store';
import type { Instant } from '@knooppunt/kernel';
import type { MatchIndex } from '@knooppunt/matching';
import type { Messaging } from '@knooppunt/messaging';
import type { ReadStore } from '@knooppunt/read-store';
import type { IntakeRegister, KeyDestroyer, KeyedNames, Tombstones } from '@knooppunt/vault';
import type { PersonCheckParts } from './person-checks/parts.js';

/** What the worker works with; whoever starts it chooses the engines. */
export type WorkerParts = {
  readonly store: EventStore;
  readonly folds: StreamFolds;
  readonly messaging: Messaging;
  readonly readStore: ReadStore;
  readonly register: IntakeRegister;
  readonly destroyer: KeyDestroyer;
  readonly tombstones: Tombstones;
  readonly names: KeyedNames;
  readonly matches: MatchIndex;
  readonly clock: () => Instant;
  /** Name of this worker's place in the deployment: it takes up its own leases after a crash. */
  readonly slot: string;
  /** Somebody must look. Ids and codes only. */
  readonly alarm: (what: string, error: unknown) => void;
  /** The worker cannot do its work any more: the process has to end, and must not sleep on. */
  readonly fail: (what: string, error: unknown) => void;
  /** Told of every past disclosure that a nightly replay decided again, and whether it came out as it was. */
  readonly onReplayed?: (isAgreed: boolean) => void;
  /** Checks of persons against registers; without it none is asked. */
  readonly personChecks?: PersonCheckParts;
};
