import { eventCatalogue, eventUpcasters } from '@knooppunt/cases';
import type { Envelope, EventCatalogue, EventDefinition, Recorded } from '@knooppunt/kernel';
import { encodeWith } from './codec.encode.js';
import { openEnvelope } from './codec.decode.js';
import { UnknownEventType, UnknownSchemaVersion } from './errors.js';
import type { NewEvent, StoredEvent } from './port.js';

/** Clear data of one schema version in, the same fact in the next version out. Pure. */
export type Upcaster = (data: unknown) => unknown;
/** Upcasters by event type and by the version that they lift: `{ SignalSubmitted: { 1: (v1) => v2 } }`. */
export type Upcasters = { readonly [type: string]: { readonly [fromVersion: number]: Upcaster } };

/** Between envelopes and stored bytes. `decode` lifts older schema versions to the catalogue's; the bytes stay as they are. */
export type Codec = {
  readonly encode: (envelope: Envelope) => NewEvent;
  readonly decode: (stored: StoredEvent) => Recorded;
};

const definitionOf = (catalogue: EventCatalogue, type: string): EventDefinition | undefined =>
  Object.hasOwn(catalogue, type) ? catalogue[type] : undefined;

const chainOf = (type: string, version: number, upcasters: Upcasters): readonly Upcaster[] => {
  const own = Object.hasOwn(upcasters, type) ? upcasters[type] : undefined;
  return Array.from({ length: version - 1 }, (_, at) => {
    const step = own?.[at + 1];
    if (!step) throw new UnknownSchemaVersion(type, at + 1);
    return step;
  });
};

/**
 * A codec over a catalogue. Throws `UnknownSchemaVersion` at once where an older version of a type has no upcaster, so
 * that a gap in a chain shows at start and not at the first old event. Source: eventing §5, versioning.
 */
export const codecOf = (catalogue: EventCatalogue, upcasters: Upcasters): Codec => {
  const chains = new Map(
    Object.entries(catalogue).map(([type, { version }]) => [type, chainOf(type, version, upcasters)] as const),
  );
  return {
    encode: (envelope) => {
      const definition = definitionOf(catalogue, envelope.type);
      if (!definition) throw new UnknownEventType(envelope.type);
      return encodeWith(definition, envelope);
    },
    decode: (stored) => {
      const envelope = openEnvelope(stored);
      const { type, schemaVersion } = envelope;
      const definition = definitionOf(catalogue, type);
      if (!definition) throw new UnknownEventType(type, stored.position);
      if (schemaVersion > definition.version) throw new UnknownSchemaVersion(type, schemaVersion, stored.position);
      const steps = (chains.get(type) ?? []).slice(schemaVersion - 1);
      const data = steps.reduce((older, step) => step(older), envelope.data);
      const { revision, position } = stored;
      return { ...envelope, schemaVersion: definition.version, data, revision, position };
    },
  };
};

const codec = codecOf(eventCatalogue, eventUpcasters);

/**
 * The stored form of an event: one line of UTF-8 JSON with a fixed order of keys, so that the same event gives the same
 * bytes. Throws `UnknownEventType`, `UnknownSchemaVersion` (only the newest is written), `ClearDataRefused` (header or
 * data not of the catalogue's form; paths, never values) and `SealedBlocksRefused`. Source: design §5, ADR 0001.
 */
export const encodeEvent = (envelope: Envelope): NewEvent => codec.encode(envelope);

/**
 * What the store gave back, as an event of the newest schema version with its place. Throws `UnreadableEvent`,
 * `EnvelopeMismatch` (stored id, type or stream differ from the envelope), `UnknownEventType` and
 * `UnknownSchemaVersion`, each naming the position: an unreadable log is never skipped.
 */
export const decodeEvent = (stored: StoredEvent): Recorded => codec.decode(stored);
