export { copySqliteFile } from './copy.js';
export { SqliteCallFailed, SqliteEngine } from './engine.js';
export type { SqliteEngineOptions } from './engine.js';
