import type { Envelope } from '@knooppunt/kernel';
import { EnvelopeMismatch, UnreadableEvent } from './errors.js';
import type { StoredEvent } from './port.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const texts = ['id', 'type', 'stream', 'cooperation', 'recordedAt', 'actor', 'commandId', 'correlation', 'traceId'];
const textsOrNull = ['organisation', 'role', 'purpose', 'causation'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEnvelope = (value: unknown): value is Envelope =>
  isObject(value) &&
  texts.every((name) => typeof value[name] === 'string') &&
  textsOrNull.every((name) => value[name] === null || typeof value[name] === 'string') &&
  Number.isSafeInteger(value['schemaVersion']) &&
  (value['schemaVersion'] as number) >= 1 &&
  isObject(value['data']) &&
  (value['sealed'] === undefined || isObject(value['sealed']));

const parsed = ({ bytes, position }: StoredEvent): unknown => {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new UnreadableEvent(position, 'not-utf8');
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, so it goes no further.
    throw new UnreadableEvent(position, 'not-json');
  }
};

/** The envelope inside stored bytes, compared with the columns beside them; see `decodeEvent`. */
export const openEnvelope = (stored: StoredEvent): Envelope => {
  const envelope = parsed(stored);
  if (!isEnvelope(envelope)) throw new UnreadableEvent(stored.position, 'not-an-envelope');
  const differing = (['id', 'type', 'stream'] as const).filter((column) => envelope[column] !== stored[column]);
  if (differing.length > 0) throw new EnvelopeMismatch(stored.position, differing);
  return envelope;
};
