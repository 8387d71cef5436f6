import { intakeGroup } from '@knooppunt/contracts';
import type { EventStore } from '@knooppunt/event-store';
import type { Instant, Position } from '@knooppunt/kernel';
import type { GroupStatus } from '@knooppunt/messaging';
import type { Metrics } from '@knooppunt/platform';
import { allProjections } from '@knooppunt/projections';
import { positionName } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import type { IntakeRegister } from '@knooppunt/vault';
import type { CovenantStanding } from './covenant-round.js';

/** What is measured at each scrape, and where. Messages are measured from outside, so that a dead consumer is seen too. */
export type Measured = {
  readonly store: Pick<EventStore, 'head'>;
  readonly readStore: Pick<ReadStore, 'positions'>;
  readonly register: Pick<IntakeRegister, 'waiting'>;
  readonly messaging: { status(group: string): Promise<GroupStatus> };
  readonly clock: () => Instant;
  readonly covenants: () => Promise<readonly CovenantStanding[]>;
};

/** More rows than this count as this many. */
const countedRows = 1_000;

const measureMessages = async (metrics: Metrics, { messaging }: Measured): Promise<void> => {
  const { partitions, parked } = await messaging.status(intakeGroup);
  metrics.declare('topic', [...new Set(partitions.map(({ topic }) => topic))]);
  metrics.clear('knooppunt_messaging_lag_messages');
  metrics.clear('knooppunt_messaging_lag_seconds');
  for (const { topic, partition, lag, oldestAgeMs } of partitions) {
    const labels = { topic, partition, group: intakeGroup };
    metrics.set('knooppunt_messaging_lag_messages', labels, lag);
    metrics.set('knooppunt_messaging_lag_seconds', labels, oldestAgeMs / 1_000);
  }
  metrics.set('knooppunt_dead_letters_messages', { group: intakeGroup }, parked);
};

const measureRegister = async (metrics: Metrics, { register, clock }: Measured): Promise<void> => {
  const rows = await register.waiting(clock(), countedRows);
  metrics.set('knooppunt_intake_waiting_rows', {}, rows.length);
};

/** Since when each projection does not stand at the head of the log, in milliseconds of the machine's own clock. */
type Behind = Map<string, number>;

const measureProjections = async (metrics: Metrics, parts: Measured, behind: Behind): Promise<void> => {
  const head: Position | undefined = await parts.store.head();
  const positions = await parts.readStore.positions(allProjections.map(positionName));
  const now = performance.now();
  for (const projection of allProjections) {
    const at = positions.get(positionName(projection));
    if (head === undefined || (at !== undefined && at >= head)) behind.delete(projection.name);
    else if (!behind.has(projection.name)) behind.set(projection.name, now);
    const since = behind.get(projection.name) ?? now;
    metrics.set('knooppunt_projection_lag_seconds', { projection: projection.name }, (now - since) / 1_000);
  }
};

const measureCovenants = async (metrics: Metrics, { covenants }: Measured): Promise<void> => {
  const standings = await covenants();
  metrics.declare(
    'cooperation',
    standings.map(({ cooperation }) => cooperation),
  );
  for (const { cooperation, left, isBehindLaw } of standings) {
    metrics.set('knooppunt_covenant_left_days', { cooperation }, left);
    metrics.set('knooppunt_covenant_law_up', { cooperation }, isBehindLaw ? 0 : 1);
  }
};

/** Adds what a worker can tell of topics, register and read models to its metrics, measured at each scrape. */
export const measure = (metrics: Metrics, parts: Measured): void => {
  const behind: Behind = new Map();
  metrics.declare('group', [intakeGroup]);
  metrics.declare(
    'projection',
    allProjections.map(({ name }) => name),
  );
  metrics.onScrape(() => measureMessages(metrics, parts));
  metrics.onScrape(() => measureRegister(metrics, parts));
  metrics.onScrape(() => measureCovenants(metrics, parts));
  metrics.onScrape(() => measureProjections(metrics, parts, behind));
};
