import { isCalendarDate, isInstant } from '@knooppunt/kernel';
import type { Shape } from '../validate/shape.js';
import { fromBase64Url } from './base64url.js';

const signatureBytes = 64;
/** A digest, `sha256:…`. */
export const digest: Shape = (value, path) =>
  typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value) ? [] : [`${path}: no digest`];
/** An OIN of twenty digits. */
export const oin: Shape = (value, path) =>
  typeof value === 'string' && /^\d{20}$/.test(value) ? [] : [`${path}: no OIN`];
/** An instant in UTC. */
export const instant: Shape = (value, path) => (isInstant(value) ? [] : [`${path}: no instant`]);
/** A raw Ed25519 signature as base64url. */
export const encoded: Shape = (value, path) =>
  typeof value === 'string' && fromBase64Url(value)?.length === signatureBytes ? [] : [`${path}: no signature`];
/** A calendar day. */
export const day: Shape = (value, path) => (isCalendarDate(value) ? [] : [`${path}: no day`]);
