import { map, misfits, optional, record } from '@knooppunt/kernel';
import type { ClearShape, Envelope, EventDefinition, SealedBlocks } from '@knooppunt/kernel';
import { ClearDataRefused, SealedBlocksRefused, UnknownSchemaVersion } from './errors.js';
import type { NewEvent } from './port.js';

// The header is stored for ever and sealed nowhere: it holds ids and codes, like the data (design §7).
const headerShape = record({
  id: 'uuid',
  type: 'code',
  schemaVersion: 'count',
  stream: 'stream',
  cooperation: 'code',
  recordedAt: 'instant',
  actor: 'code',
  organisation: optional('oin'),
  role: optional('code'),
  purpose: optional('code'),
  commandId: 'uuid',
  correlation: 'code',
  causation: optional('code'),
  traceId: 'code',
  covenant: optional(record({ law: 'code', covenant: 'code' })),
});
const nullable = ['organisation', 'role', 'purpose', 'causation'] as const;

type Header = Omit<Envelope, 'data' | 'sealed'>;

const headerOf = (envelope: Envelope): Header => {
  const { data: _data, sealed: _sealed, ...header } = envelope;
  return header;
};

const headerMisfits = (header: Header): string[] => {
  const present: Record<string, unknown> = { ...header };
  for (const name of nullable) if (present[name] === null) delete present[name];
  const absent = nullable.filter((name) => header[name] === undefined).map((name) => `header.${name}`);
  return [...absent, ...misfits(headerShape, present, 'header')];
};

/** Only what the shape names, in the order of the shape: the same facts give the same bytes, and nothing rides along. */
const arranged = (shape: ClearShape, value: unknown): unknown => {
  if (typeof shape === 'string' || value === undefined || value === null) return value;
  if ('optional' in shape) return arranged(shape.optional, value);
  if ('list' in shape) return (value as readonly unknown[]).map((item) => arranged(shape.list, item));
  const object = value as Readonly<Record<string, unknown>>;
  if ('map' in shape) {
    const keys = Object.keys(object).toSorted((a, b) => (a < b ? -1 : 1));
    return Object.fromEntries(keys.map((key) => [key, arranged(shape.map, object[key])]));
  }
  return arrangedRecord(shape.record, object);
};

const arrangedRecord = (
  members: { readonly [name: string]: ClearShape },
  object: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  // The names are those of a catalogue, never of an event: `__proto__` is none of them.
  const inOrder: Record<string, unknown> = {};
  for (const key in members) {
    const inner = object[key];
    if (inner !== undefined) inOrder[key] = arranged(members[key] as ClearShape, inner);
  }
  return inOrder;
};

const utf8 = new TextEncoder();
const blockNameForm = /^[A-Za-z0-9_-]{1,64}$/;
const base64urlForm = /^[A-Za-z0-9_-]+$/;
const blockShape = map(record({ keyId: 'uuid', check: 'document', iv: 'document', ct: 'document' }));
const sealedTexts = ['check', 'iv', 'ct'] as const;

const sealedMisfits = (definition: EventDefinition, sealed: SealedBlocks): string[] => {
  const names = Object.keys(sealed);
  const allowed = definition.sealed ?? {};
  const foreign = Object.hasOwn(allowed, '*')
    ? names.filter((name) => !blockNameForm.test(name))
    : names.filter((name) => !Object.hasOwn(allowed, name));
  if (foreign.length > 0) return foreign.map((name) => (blockNameForm.test(name) ? `sealed.${name}` : 'sealed: key'));
  const malformed = misfits(blockShape, sealed, 'sealed');
  if (malformed.length > 0) return malformed;
  return Object.entries(sealed).flatMap(([name, block]) =>
    sealedTexts.filter((part) => !base64urlForm.test(block[part])).map((part) => `sealed.${name}.${part}`),
  );
};

const sealedOf = (definition: EventDefinition, envelope: Envelope): { sealed?: unknown } => {
  const { sealed } = envelope;
  if (sealed === undefined || Object.keys(sealed).length === 0) return {};
  const wrong = sealedMisfits(definition, sealed);
  if (wrong.length > 0) throw new SealedBlocksRefused(envelope.type, wrong);
  return { sealed: arranged(blockShape, sealed) };
};

/** Checks an envelope against its definition and serialises it; see `encodeEvent`. */
export const encodeWith = (definition: EventDefinition, envelope: Envelope): NewEvent => {
  const { id, type, schemaVersion } = envelope;
  if (schemaVersion !== definition.version) throw new UnknownSchemaVersion(type, schemaVersion);
  const header = headerOf(envelope);
  const dataShape = record(definition.data);
  const wrong = [...headerMisfits(header), ...misfits(dataShape, envelope.data)];
  if (wrong.length > 0) throw new ClearDataRefused(type, wrong);
  const stored = {
    ...(arranged(headerShape, header) as object),
    data: arranged(dataShape, envelope.data),
    ...sealedOf(definition, envelope),
  };
  return { id, type, bytes: utf8.encode(JSON.stringify(stored)) };
};
