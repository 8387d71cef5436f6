/** A CloudEvent as a JSON object: attributes and `data`, before the profile is checked. */
export type EventObject = Readonly<Record<string, unknown>>;

/** Headers of a message by name in small letters, as they stood there; a name that stood twice has a list. */
export type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Stands for a value that could not be read: an attribute of every form refuses it, at its own place. */
export const unreadable = false;

const httpPrefix = 'ce-';
const kafkaPrefix = 'ce_';
const structuredType = /^application\/cloudevents\s*(\+|;|$)/i;
const batchType = /^application\/cloudevents-batch\s*(\+|;|$)/i;

/** How a message carries its events. Source: CloudEvents HTTP and Kafka bindings 1.0.2, §3. */
export type ContentMode = 'structured' | 'batch' | 'binary';

/** The mode that a content type tells; all that is no CloudEvents type is data, in binary mode. */
export const contentModeOf = (contentType: string | undefined): ContentMode => {
  if (structuredType.test(contentType ?? '')) return 'structured';
  return batchType.test(contentType ?? '') ? 'batch' : 'binary';
};

/** A value in double quotes, with its escapes undone; any other as it is (RFC 7230 §3.2.6). */
const unquoted = (text: string): string | undefined => {
  if (!text.startsWith('"')) return text;
  const inside = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1];
  return inside?.replaceAll(/\\(.)/g, '$1');
};

const strictly = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const percentDecoded = (text: string): string | undefined => {
  if (!/^(?:[^%]|%[0-9A-Fa-f]{2})*$/.test(text)) return undefined;
  try {
    return text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (run) =>
      strictly.decode(Uint8Array.from(run.slice(1).split('%'), (pair) => Number.parseInt(pair, 16))),
    );
  } catch {
    return undefined;
  }
};

/**
 * The text that the value of an HTTP header stands for: double quotes undone, then one round of percent-decoding; undefined
 * where it is no printable ASCII or decodes to no UTF-8. Source: CloudEvents HTTP binding 1.0.2, §3.1.3.2.
 */
const decodedHeader = (value: string): string | undefined => {
  if (!/^[\x20-\x7e]*$/.test(value)) return undefined;
  const text = unquoted(value);
  return text === undefined ? undefined : percentDecoded(text);
};

/** The value of an HTTP header that stands for this text. Source: as `decodedHeader`. */
export const encodedHeader = (text: string): string =>
  Array.from(text, (character) =>
    /^[!#$&-~]$/.test(character)
      ? character
      : Array.from(
          new TextEncoder().encode(character),
          (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
        ).join(''),
  ).join('');

const one = (value: string | readonly string[], decode: (text: string) => string | undefined): unknown =>
  typeof value === 'string' ? (decode(value) ?? unreadable) : unreadable;

const attributesWith = (
  prefix: string,
  headers: HeaderValues,
  decode: (text: string) => string | undefined,
): EventObject =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), one(value, decode)]] : [],
    ),
  );

/** The attributes that `ce-` headers of an HTTP message name, by attribute; what cannot be read is `unreadable`. */
export const attributesOfHttp = (headers: HeaderValues): EventObject =>
  attributesWith(httpPrefix, headers, decodedHeader);

/** The same for the `ce_` headers of a Kafka message, whose values are UTF-8 as they stand. */
const attributesOfKafka = (headers: HeaderValues): EventObject => attributesWith(kafkaPrefix, headers, (text) => text);

/**
 * The event of a message in binary mode: what its headers name, its content type as `datacontenttype`, its body as `data`.
 * A header of its own for the content type has no meaning (HTTP binding §3.1.1), and is kept, to be refused by name.
 */
export const binaryEvent = (
  attributes: EventObject,
  { contentType, data }: { readonly contentType: string | undefined; readonly data: unknown },
): EventObject => {
  const { datacontenttype: doubled, ...named } = attributes;
  return {
    ...named,
    ...(contentType === undefined ? {} : { datacontenttype: contentType }),
    ...(doubled === undefined ? {} : { datacontenttype: unreadable }),
    ...(data === undefined ? {} : { data }),
  };
};

const isText64 = (text: string): boolean =>
  text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && btoa(atob(text)) === text;

/** The bytes of base64 as RFC 4648 writes it, with padding and without anything else; undefined for any other text. */
const bytesOf = (text: unknown): Uint8Array | undefined =>
  typeof text === 'string' && isText64(text) ? Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)) : undefined;

const isObject = (value: unknown): value is EventObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (bytes: Uint8Array, parse: (bytes: Uint8Array) => unknown): { readonly data?: unknown } => {
  try {
    return { data: parse(bytes) };
  } catch {
    return {};
  }
};

/**
 * An event in structured form, made even: a member that is null is not set, and `data_base64` that holds JSON becomes `data`.
 * What holds none, or stands beside `data`, stays as it is, for the profile to refuse. `parse` reads JSON and throws where it
 * is none. Source: CloudEvents JSON format 1.0.2, §2.2 and §3.1.
 */
export const structuredEvent = (event: unknown, parse: (bytes: Uint8Array) => unknown): unknown => {
  if (!isObject(event)) return event;
  const set: EventObject = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
  const bytes = Object.hasOwn(set, 'data') ? undefined : bytesOf(set['data_base64']);
  if (!bytes) return set;
  const read = parsed(bytes, parse);
  if (read.data === undefined) return set;
  const { data_base64: _read, ...rest } = set;
  return { ...rest, ...read };
};

/**
 * Names of attributes that headers beside a structured event give another value than the event does. They may be there, and
 * then say the same (HTTP binding §3.2.2): whoever reads the headers on the way must not see another event than we do.
 */
export const attributesAside = (attributes: EventObject, event: unknown): readonly string[] =>
  Object.keys(attributes).filter((name) => !isObject(event) || attributes[name] !== event[name]);

/** A message of a topic: its headers as text, its value as bytes. */
export type KafkaMessageText = {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array;
};

/**
 * The event of a Kafka message: in structured mode what its value holds, else what its headers name, with the value as data.
 * `parse` reads JSON, and what it throws goes on. Source: CloudEvents Kafka binding 1.0.2, §3.
 */
export const eventOfKafka = (
  { headers, value }: KafkaMessageText,
  parse: (bytes: Uint8Array) => unknown,
): EventObject => {
  const contentType = headers['content-type'];
  const held = parse(value);
  if (contentModeOf(contentType) === 'binary')
    return binaryEvent(attributesOfKafka(headers), { contentType, data: held });
  const event = structuredEvent(held, parse);
  return isObject(event) ? event : {};
};
