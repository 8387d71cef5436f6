declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]?: Name };

/** A random or derived identifier in UUID form, lower case (RFC 9562). */
export type Uuid = Branded<'Uuid'>;
/** An OIN of twenty digits; demonstration organisations carry the test prefix 00000099 (OIN-stelsel 3.0). */
export type OrganisationId = Branded<'OrganisationId'>;
/** The slug of one of the ten RIECs, such as `amsterdam-amstelland`. */
export type CooperationId = Branded<'CooperationId'>;
/** `<category>-<id>`; the category has no dash. */
export type StreamName = Branded<'StreamName'>;
/** A position in a store's total order: twenty digits, zero-padded, so that text order is number order. */
export type Position = Branded<'Position'>;
/** The kind of an organisation: a participant of WGS 2.19, or RIEC. */
export type Kind = Branded<'Kind'>;
/** `uuid` of a person, or `system:<name>`. */
export type ActorId = Branded<'Uuid'> | Branded<'ActorId'>;
/** `sha256:` and 64 hexadecimal digits. */
export type Digest = Branded<'Digest'>;

/** The categories of streams (design §5). */
export const categories = [
  'contribution',
  'signal',
  'case',
  'meeting',
  'request',
  'disclosure',
  'refusal',
  'covenant',
  'party',
  'person',
  'erasure',
  'checkpoint',
  'loguse',
] as const;
export type Category = (typeof categories)[number];

/** The stream of one thing: `streamName('case', id)` gives `case-<id>`. */
export const streamName = (category: Category, id: string): StreamName => `${category}-${id}`;

/** The category of a stream: all before the first dash. */
export const categoryOf = (stream: StreamName): string => stream.slice(0, stream.indexOf('-'));

/** What comes after the category: the id of the thing. */
export const idOf = (stream: StreamName): string => stream.slice(stream.indexOf('-') + 1);
