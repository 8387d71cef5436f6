import { eventCatalogue } from '@knooppunt/cases';
import { canonicalJson, misfits, optional, record } from '@knooppunt/kernel';
import type { ClearShape, Envelope, EventDefinition, Json } from '@knooppunt/kernel';
import type { FindingCode } from './finding.js';

/** Something wrong with the bytes of one event. */
export type Fault = { readonly code: FindingCode; readonly detail: string };
/** The envelope, as far as it can be read at all, and what is wrong with it. */
export type EnvelopeCheck = { readonly envelope: Envelope | undefined; readonly faults: readonly Fault[] };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const definitions: { readonly [type: string]: EventDefinition } = eventCatalogue;
const catalogued = new Set(Object.keys(definitions));

const envelopeShape = record({
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
  covenant: optional(record({ law: 'code', covenant: 'code' })),
});
/** May be null, but must be there. */
const nullable = ['organisation', 'role', 'purpose', 'causation'];
const chained = ['correlation', 'causation', 'traceId'];
const required = [...Object.keys(envelopeShape.record).filter((name) => name !== 'covenant'), ...chained, 'data'];
const known = new Set([...required, 'covenant', 'sealed']);
const sealedBlock = record({ keyId: 'uuid', check: 'token', iv: 'token', ct: 'document' });
const base64url = /^[A-Za-z0-9_-]*$/;
const chainId = /^[\x20-\x7e]{0,200}$/;

const named = (names: readonly string[]): string => names.slice(0, 5).join(', ');

/** Paths of misfits without the names of unknown members: those come from the bytes and could be anything. */
const fittingPaths = (shape: ClearShape, value: unknown, path: string): string[] =>
  misfits(shape, value, path).map((misfit) => misfit.replace(/: unknown `.*/su, ': unknown member'));

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const envelopeFaults = (raw: { readonly [key: string]: unknown }): Fault[] => {
  const missing = required.filter((name) => !Object.hasOwn(raw, name));
  const extra = Object.keys(raw).some((name) => !known.has(name)) ? ['unknown member'] : [];
  const broken = chained.filter((name) => {
    const value = raw[name];
    return value !== null ? typeof value !== 'string' || !chainId.test(value) : !nullable.includes(name);
  });
  const shaped = Object.fromEntries(
    Object.entries(raw).filter(
      ([name, value]) =>
        known.has(name) &&
        !['data', 'sealed', ...chained].includes(name) &&
        !(value === null && nullable.includes(name)),
    ),
  );
  const wrong = [...missing, ...extra, ...broken, ...fittingPaths(envelopeShape, shaped, 'envelope')];
  return wrong.length > 0 ? [{ code: 'envelope-misfit', detail: named(wrong) }] : [];
};

const sealedFaults = (sealed: unknown, allowed: EventDefinition['sealed']): Fault[] => {
  if (sealed === undefined) return [];
  if (!isObject(sealed)) return [{ code: 'sealed-misfit', detail: 'sealed' }];
  const wrong = Object.entries(sealed).filter(([name, block]) => {
    const isAllowed = allowed !== undefined && ('*' in allowed || Object.hasOwn(allowed, name));
    if (!isAllowed || fittingPaths(sealedBlock, block, name).length > 0) return true;
    const { check, iv, ct } = block as { check: string; iv: string; ct: string };
    return ![check, iv, ct].every((part) => base64url.test(part));
  });
  return wrong.length > 0 ? [{ code: 'sealed-misfit', detail: `${wrong.length} blocks` }] : [];
};

const contentFaults = (envelope: Envelope): Fault[] => {
  const definition = catalogued.has(envelope.type) ? definitions[envelope.type] : undefined;
  if (!definition) return [{ code: 'type-unknown', detail: 'type' }];
  if (!(envelope.schemaVersion >= 1 && envelope.schemaVersion <= definition.version)) {
    return [{ code: 'version-unknown', detail: envelope.type }];
  }
  const sealed = sealedFaults(envelope.sealed, definition.sealed);
  if (envelope.schemaVersion < definition.version) return sealed;
  const wrong = fittingPaths({ record: definition.data }, envelope.data, 'data');
  return wrong.length > 0 ? [...sealed, { code: 'data-misfit', detail: named(wrong) }] : sealed;
};

/** One spelling for one value: no white space, no member twice, no other escape, members in the order of writing or of RFC 8785. */
const isOneSpelling = (text: string, value: unknown): boolean => {
  try {
    return JSON.stringify(value) === text || canonicalJson(value as Json) === text;
  } catch {
    // what has no canonical form, or nests too deep to be written again
    return false;
  }
};

/** Reads stored bytes: one line of UTF-8 JSON, an envelope, a known type, clear data that fit the catalogue (design §5). */
export const checkEnvelope = (bytes: Uint8Array): EnvelopeCheck => {
  let text: string;
  let value: unknown;
  try {
    text = decoder.decode(bytes);
    value = JSON.parse(text);
  } catch {
    return { envelope: undefined, faults: [{ code: 'bytes-unreadable', detail: 'no line of UTF-8 JSON' }] };
  }
  if (!isObject(value)) return { envelope: undefined, faults: [{ code: 'bytes-unreadable', detail: 'no object' }] };
  const spelling: Fault[] = isOneSpelling(text, value) ? [] : [{ code: 'bytes-not-canonical', detail: 'spelling' }];
  const form = envelopeFaults(value);
  const envelope = value as unknown as Envelope;
  if (form.length > 0) return { envelope: undefined, faults: [...spelling, ...form] };
  return { envelope, faults: [...spelling, ...contentFaults(envelope)] };
};

const claimed = /"cooperation":"([a-z][a-z0-9-]{0,63})"/;

/** The cooperation that unreadable bytes seem to name, so that they still count as a leaf of its tree. */
export const claimedCooperation = (bytes: Uint8Array): string | undefined =>
  claimed.exec(new TextDecoder('latin1').decode(bytes))?.[1];
