import { DomainError } from '@knooppunt/kernel';

/** A topic that nobody made: topics come from an explicit step, never from a first message. */
export class UnknownTopic extends DomainError {
  readonly code = 'messaging/unknown-topic';

  constructor(readonly topic: string) {
    super(`no topic \`${topic}\``);
  }
}

/** A topic that cannot exist on every engine: its name (1 to 249 of `A-Za-z0-9._-`) or its number of partitions (1 to 1000). */
export class InvalidTopic extends DomainError {
  readonly code = 'messaging/invalid-topic';

  constructor(readonly topic: string) {
    super(`\`${topic}\` is no topic that every engine can hold`);
  }
}

/** Key, headers and value together are more than `maxMessageBytes`. */
export class MessageTooLarge extends DomainError {
  readonly code = 'messaging/message-too-large';

  constructor(
    readonly topic: string,
    readonly sizeBytes: number,
  ) {
    super(`a message of ${sizeBytes} bytes is too large for \`${topic}\``);
  }
}

/** The engine cannot be reached, has ended, or could not commit; whether the call took effect is unknown. */
export class MessagingUnavailable extends DomainError {
  readonly code = 'messaging/unavailable';
  override readonly retriable = true;
}

/**
 * Messages that a group had not handled are no longer there: the topic kept them for too short a time, or was made anew.
 * The consumer halts instead of going on behind them; an operator decides what is done about the loss.
 */
export class MessagesLost extends DomainError {
  readonly code = 'messaging/messages-lost';

  constructor(
    readonly group: string,
    readonly topic: string,
    readonly partition: number,
  ) {
    super(`messages of \`${topic}\` (partition ${partition}) are gone before \`${group}\` handled them`);
  }
}

/** One setting of a topic that is not as it should be; values as Kafka writes them. */
export type TopicDifference = {
  readonly topic: string;
  readonly setting: string;
  readonly found: string;
  readonly wanted: string;
};

/** Topics exist with other settings than are wanted, and nobody said that they may be altered, or they cannot be. */
export class TopicDiffers extends DomainError {
  readonly code = 'messaging/topic-differs';

  constructor(readonly differences: readonly TopicDifference[]) {
    const told = differences.map(
      ({ topic, setting, found, wanted }) => `\`${topic}\` has ${setting}=${found}, wanted ${wanted}`,
    );
    super(told.join('; '));
  }
}

/** Every refusal of this lib. */
export type MessagingError =
  UnknownTopic | InvalidTopic | MessageTooLarge | MessagingUnavailable | MessagesLost | TopicDiffers;

/** Why a message was parked when its effect gave no code of its own, or was never tried. */
export const parkingReasons = {
  /** The effect rejected with something that carries no code. */
  effectFailed: 'messaging/effect-failed',
  /** Every delivery ended with the process, never with an answer. */
  attemptsExhausted: 'messaging/attempts-exhausted',
  /** An earlier message of this key lies parked; this one would overtake it. */
  followsParked: 'messaging/follows-parked',
} as const;
