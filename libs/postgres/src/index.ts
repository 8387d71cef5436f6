export { Connections } from './connections.js';
export type { Answer, ConnectionOptions, PoolState, Send, Statement } from './connections.js';
export { isMissing, sqlState } from './errors.js';
export { appliedSteps, isIdentifier, migrateSchema, quoted } from './migration.js';
export type { Grant, Migration } from './migration.js';
