export { SqliteCallFailed, SqliteEngine } from './engine.js';
