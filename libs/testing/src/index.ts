export { envelopeBytes, EvidenceLog, newNoteSigner, sha256, verifySignature } from './evidence-log.js';
export { given, noon } from './given.js';
export type { Given, Then } from './given.js';
export { digest, oin, uuid } from './ids.js';
export { recorded } from './recorded.js';
export type { EnvelopeParts } from './recorded.js';
export { rowsAfter } from './tables.js';
export type { Tables } from './tables.js';
