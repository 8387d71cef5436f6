export type { AnyTables, Reaction, ReadStore } from './port.js';
