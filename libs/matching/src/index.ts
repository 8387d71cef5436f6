export { TokensMalformed } from './errors.js';
export type { MatchingError } from './errors.js';
export { openMatchIndex } from './match-index.js';
export type { MatchIndex } from './match-index.js';
export { matchTables } from './match.tables.js';
export type { Party, Proposal } from './proposals.js';
