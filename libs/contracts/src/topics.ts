import type { Kind } from '@knooppunt/kernel';
import { kinds } from '@knooppunt/signals';
import { noticeTopicOf } from './notice-message.js';
import { signalTopicOf } from './signal-message.js';

/** Where the newest signed checkpoints lie for witnesses. */
export const checkpointTopic = 'checkpoints';
/** The consumer group of the workers' intake. */
export const intakeGroup = 'intake';

/** How many partitions topics have and how long they keep messages (milliseconds); what is left out is as `defaultTopicSettings`. */
export type TopicSettings = {
  readonly signalPartitions: number;
  readonly noticePartitions: number;
  readonly signalRetentionMs: number;
  readonly noticeRetentionMs: number;
  readonly checkpointRetentionMs: number;
};
/** A topic that is to exist. */
export type TopicPlan = { readonly name: string; readonly partitions: number; readonly retentionMs: number };

const dayMs = 86_400_000;

/** Six partitions for a kind's signals, one for its notices and for checkpoints; 14 days each (design §2). */
export const defaultTopicSettings: TopicSettings = {
  signalPartitions: 6,
  noticePartitions: 1,
  signalRetentionMs: 14 * dayMs,
  noticeRetentionMs: 14 * dayMs,
  checkpointRetentionMs: 14 * dayMs,
};

const perKind = (nameOf: (kind: Kind) => string, partitions: number, retentionMs: number): readonly TopicPlan[] =>
  kinds.map((kind) => ({ name: nameOf(kind), partitions, retentionMs }));

/**
 * Every topic of Knooppunt, and every consumer group (each has a topic of dead letters beside its topics). The one list: made by
 * an explicit step, never by a first message.
 */
export const topicsOf = (
  settings: Partial<TopicSettings> = {},
): { readonly topics: readonly TopicPlan[]; readonly groups: readonly string[] } => {
  const { signalPartitions, noticePartitions, ...keeping } = { ...defaultTopicSettings, ...settings };
  return {
    topics: [
      ...perKind(signalTopicOf, signalPartitions, keeping.signalRetentionMs),
      ...perKind(noticeTopicOf, noticePartitions, keeping.noticeRetentionMs),
      { name: checkpointTopic, partitions: 1, retentionMs: keeping.checkpointRetentionMs },
    ],
    groups: [intakeGroup],
  };
};
