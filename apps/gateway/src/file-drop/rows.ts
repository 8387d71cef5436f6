import type { FileHandle } from 'node:fs/promises';
import { csvRows } from './csv-rows.js';
import { FileRefused } from './errors.js';
import { jsonRows } from './json-rows.js';
import type { DropRow } from './row.js';

/** The rows of a file, by the end of its name; CSV rows get this source. Errors: `FileRefused`, where nobody can say what a row is. */
export const rowsOf = (name: string, handle: FileHandle, source: string): AsyncIterable<DropRow> =>
  name.endsWith('.csv') ? csvRows(handle, source) : jsonRows(handle);

/** Reads a file through without taking anything in: is every row of it a row? Errors: `FileRefused`, `gateway/file-empty`. */
export const requireRows = async (name: string, handle: FileHandle, source: string): Promise<void> => {
  let rows = 0;
  for await (const row of rowsOf(name, handle, source)) rows += row.line > 0 ? 1 : 0;
  if (rows === 0) throw new FileRefused('gateway/file-empty');
};
