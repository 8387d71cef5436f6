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

/** Every refusal of this lib. */
export type MessagingError = UnknownTopic | InvalidTopic | MessageTooLarge | MessagingUnavailable | MessagesLost;

/** Why a message was parked when its effect gave no code of its own, or was never tried. */
export const parkingReasons = {
  /** The effect rejected with something that carries no code. */
  effectFailed: 'messaging/effect-failed',
  /** Every delivery ended with the process, never with an answer. */
  attemptsExhausted: 'messaging/attempts-exhausted',
  /** An earlier message of this key lies parked; this one would overtake it. */
  followsParked: 'messaging/follows-parked',
} as const;
