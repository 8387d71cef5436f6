import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedReadStore } from '../src/index.js';
import type { ReadStoreBench } from './fixtures.js';

/** A folder of its own for an embedded read store; `file` is where it lies. */
export const embeddedBench = async (clock?: () => number): Promise<ReadStoreBench & { readonly file: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'read-store-'));
  const file = join(folder, 'read.sqlite');
  return {
    file,
    open: () => openEmbeddedReadStore({ file, ...(clock ? { clock } : {}) }),
    dispose: () => rm(folder, { recursive: true }),
  };
};
