import { hash } from 'node:crypto';
import { canonicalJson } from '@knooppunt/kernel';
import type { Digest, Envelope } from '@knooppunt/kernel';
import { NoSupplier } from './errors.js';
import type { SealContext } from './port.js';

const textIn = (data: unknown, name: string): string | null => {
  const value = typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : null;
};

/**
 * `sha256:` over the canonical JSON of the secrecy and handling codes in an event's clear data; part of what a seal is
 * bound to, so that content cannot be put under a milder label. Today those codes are `payloadType` and `supplierKind` of
 * what was supplied. An event that does not name both supplies no payload (the type in a necessity is the type that is
 * needed, not that of its text): then both are null, as in `labelOf({})`. Source: leaks-and-faults §3, walk §1.
 */
export const labelOf = (data: unknown): Digest => {
  const payloadType = textIn(data, 'payloadType');
  const supplierKind = textIn(data, 'supplierKind');
  const isSupplied = payloadType !== null && supplierKind !== null;
  const codes = isSupplied ? { payloadType, supplierKind } : { payloadType: null, supplierKind: null };
  return `sha256:${hash('sha256', canonicalJson(codes), 'hex')}`;
};

/**
 * What the seals of an event are bound to, from the event alone: whoever writes it and whoever opens it get the same.
 * The supplier is the one that the data names, else the organisation that acted, else (founding facts, which nobody's
 * request brings) the organisation that the data is about. Throws `NoSupplier` where there is none.
 */
export const sealContextOf = (
  envelope: Pick<Envelope, 'id' | 'type' | 'cooperation' | 'organisation' | 'data'>,
): SealContext => {
  const supplier = textIn(envelope.data, 'supplier') ?? envelope.organisation ?? textIn(envelope.data, 'organisation');
  if (supplier === null) throw new NoSupplier(envelope.id);
  return {
    cooperation: envelope.cooperation,
    supplier,
    eventId: envelope.id,
    eventType: envelope.type,
    label: labelOf(envelope.data),
  };
};
