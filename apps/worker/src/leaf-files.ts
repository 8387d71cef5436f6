import { closeSync, fdatasyncSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { leafRecordFile } from '@knooppunt/evidence';

const leafBytes = 32;
const windowLeaves = 2_048;

/** `recorded` leaves lay in the file when it was opened; a window of them is in memory, from leaf `from` on. */
type Kept = {
  readonly file: number;
  readonly recorded: number;
  size: number;
  window: { readonly from: number; readonly leaves: Buffer };
};

const noWindow = { from: 0, leaves: Buffer.alloc(0) };

const windowAt = (file: number, from: number): Kept['window'] => {
  const leaves = Buffer.alloc(windowLeaves * leafBytes);
  return { from, leaves: leaves.subarray(0, readSync(file, leaves, 0, leaves.length, from * leafBytes)) };
};

/** The leaf hashes of every cooperation's tree, one file each: concatenated hashes, durable before a root is signed. */
export class LeafFiles {
  private readonly files = new Map<string, Kept>();
  private readonly dirty = new Set<Kept>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** The leaf that the file held at an index when it was opened, if it went that far. Read in order, a window at a time. */
  recorded(cooperation: string, index: number): Uint8Array | undefined {
    const kept = this.open(cooperation);
    if (index >= kept.recorded) return undefined;
    if (index < kept.window.from || index >= kept.window.from + windowLeaves || kept.window.leaves.length === 0) {
      kept.window = windowAt(kept.file, index);
    }
    const at = (index - kept.window.from) * leafBytes;
    return kept.window.leaves.subarray(at, at + leafBytes);
  }

  /** Writes a leaf that the file does not hold yet. */
  write(cooperation: string, index: number, leaf: Uint8Array): void {
    const kept = this.open(cooperation);
    if (index < kept.size) return;
    writeSync(kept.file, leaf, 0, leafBytes, index * leafBytes);
    kept.size = index + 1;
    kept.window = noWindow;
    this.dirty.add(kept);
  }

  /** Makes all that was written durable. */
  flush(): void {
    for (const { file } of this.dirty) fdatasyncSync(file);
    this.dirty.clear();
  }

  close(): void {
    this.flush();
    this.reopen();
  }

  /** Lets go of all files as they are; each is opened anew when it is next asked. For when writing failed. */
  reopen(): void {
    for (const { file } of this.files.values()) closeSync(file);
    this.files.clear();
    this.dirty.clear();
  }

  private open(cooperation: string): Kept {
    const known = this.files.get(cooperation);
    if (known) return known;
    const path = join(this.folder, leafRecordFile(cooperation));
    closeSync(openSync(path, 'a', 0o600));
    const file = openSync(path, 'r+');
    const size = Math.floor(fstatSync(file).size / leafBytes);
    const kept = { file, size, recorded: size, window: noWindow };
    this.files.set(cooperation, kept);
    return kept;
  }
}
