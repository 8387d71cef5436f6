import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { FileRefused } from './errors.js';

/** How much of a file is in memory at a time, in bytes. */
const chunkSize = 65_536;
/** Never through a link, and never waiting for the other end of a pipe. */
const plainly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes(String((error as { readonly code?: unknown }).code));

/** Is this the error of something that is not there? */
export const isAbsent = (error: unknown): boolean => hasCode(error, 'ENOENT');

/**
 * Opens a plain file that has one name only, to read. Errors: `gateway/file-not-regular` (a link, a folder, a pipe, a second
 * name), `gateway/file-not-readable`.
 */
export const openPlain = async (path: string): Promise<FileHandle> => {
  let handle: FileHandle;
  try {
    handle = await open(path, plainly);
  } catch (error) {
    if (hasCode(error, 'ELOOP', 'EMLINK', 'EISDIR', 'ENXIO')) throw new FileRefused('gateway/file-not-regular');
    if (hasCode(error, 'EACCES', 'EPERM')) throw new FileRefused('gateway/file-not-readable');
    throw error;
  }
  const { nlink } = await handle.stat();
  if ((await handle.stat()).isFile() && nlink === 1) return handle;
  await handle.close();
  throw new FileRefused('gateway/file-not-regular');
};

/** What a file is read at: if this stays, nobody wrote it meanwhile; the time of change cannot be set back. */
export const stateOf = async (handle: FileHandle): Promise<string> => {
  const { ino, size, ctimeNs } = await handle.stat({ bigint: true });
  return `${ino} ${size} ${ctimeNs}`;
};

/** The bytes of an open file, from its beginning, a chunk at a time; the handle stays open. Each chunk is a buffer of its own. */
export async function* chunksOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
