import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { hashBytes, leafRecordFile } from '@knooppunt/evidence';
import type { LeafRecord } from '@knooppunt/evidence';
import type { CooperationId } from '@knooppunt/kernel';

const chunkLeaves = 4096;

class LeafFile implements LeafRecord {
  private chunk = Buffer.alloc(0);
  private chunkStart = 0;

  constructor(
    private readonly handle: number,
    readonly size: number,
  ) {}

  at(index: number): Uint8Array | undefined {
    if (index < 0) return undefined;
    if (index < this.chunkStart || index >= this.chunkStart + this.chunk.length / hashBytes) this.load(index);
    const from = (index - this.chunkStart) * hashBytes;
    return from + hashBytes <= this.chunk.length ? this.chunk.subarray(from, from + hashBytes) : undefined;
  }

  close(): void {
    closeSync(this.handle);
  }

  private load(index: number): void {
    const chunk = Buffer.alloc(chunkLeaves * hashBytes);
    const read = readSync(this.handle, chunk, 0, chunk.length, index * hashBytes);
    this.chunk = chunk.subarray(0, read - (read % hashBytes));
    this.chunkStart = index;
  }
}

const suffix = leafRecordFile('');

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(suffix));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

/**
 * The leaf records of a data folder. `size` is what they had when they were opened; `at` reads on while the hub writes,
 * for a leaf once written stays.
 */
export class LeafFiles {
  private constructor(private readonly files: ReadonlyMap<CooperationId, LeafFile>) {}

  /** Opens `<data>/evidence/*.leaves`. To be done before the log is copied: the record follows the log, never the reverse. */
  static open(data: string): LeafFiles {
    const folder = join(data, 'evidence');
    const files = namesIn(folder).map((name) => {
      const handle = openSync(join(folder, name), 'r');
      const size = Math.floor(fstatSync(handle).size / hashBytes);
      return [name.slice(0, -suffix.length), new LeafFile(handle, size)] as const;
    });
    return new LeafFiles(new Map(files));
  }

  get records(): ReadonlyMap<CooperationId, LeafRecord> {
    return this.files;
  }

  close(): void {
    for (const file of this.files.values()) file.close();
  }
}
