import type { Envelope, Kind } from '@knooppunt/kernel';
import { eventOfKafka } from './cloud-event.binding.js';
import type { EventObject, KafkaMessageText } from './cloud-event.binding.js';

const decoder = new TextDecoder('utf-8', { fatal: true });
const read = (bytes: Uint8Array): unknown => JSON.parse(decoder.decode(bytes));

/** The topic of a kind of organisation: `signals.coll`. Topics are per kind (design §5). */
export const signalTopicOf = (kind: Kind): string => `signals.${kind.toLowerCase()}`;

const gateway = 'urn:knooppunt:gateway';
const typePrefix = 'nl.samenwerkingsverbanden.knooppunt.';

/** Headers of a message on a signal topic. Ids and codes only. */
export type SignalHeaders = {
  readonly 'content-type': 'application/json';
  readonly ce_specversion: '1.0';
  readonly ce_id: string;
  readonly ce_source: string;
  readonly ce_type: string;
  readonly ce_subject: string;
  readonly ce_time: string;
};

/**
 * The headers that make a message on a signal topic a CloudEvent in binary mode: id, type with its schema version, stream as
 * subject and moment of the envelope, which is its data. Source: CloudEvents Kafka binding 1.0.2, §3.2.
 */
export const signalHeadersOf = (bytes: Uint8Array): SignalHeaders => {
  const { stream, id, type, schemaVersion, recordedAt } = read(bytes) as Envelope;
  return {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: gateway,
    ce_type: `${typePrefix}${type}.v${schemaVersion}`,
    ce_subject: stream,
    ce_time: recordedAt,
  };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The event that a message holds, without a word of what JSON says where it holds none: that would quote it. */
const eventOf = (message: KafkaMessageText): EventObject => {
  try {
    return eventOfKafka(message, read);
  } catch {
    return {};
  }
};

/** Where a message on a signal topic says that its envelope belongs; each is empty where it says nothing of the kind. */
export const placeOfMessage = (
  message: KafkaMessageText,
): { readonly stream: string; readonly id: string; readonly type: string } => {
  const { subject, id, type } = eventOf(message);
  const named = textOf(type);
  return {
    stream: textOf(subject),
    id: textOf(id),
    type: named.startsWith(typePrefix) ? (named.slice(typePrefix.length).split('.')[0] ?? '') : '',
  };
};
