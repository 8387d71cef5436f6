import { closeSync, fdatasyncSync, fstatSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { leafRecordFile } from '@knooppunt/evidence';

const leafBytes = 32;

type Kept = { readonly file: number; readonly known: Buffer; size: number };

/** The leaf hashes of every cooperation's tree, one file each: concatenated hashes, durable before a root is signed. */
export class LeafFiles {
  private readonly files = new Map<string, Kept>();
  private readonly dirty = new Set<Kept>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** The leaf that the file holds at an index, if it goes that far. */
  recorded(cooperation: string, index: number): Uint8Array | undefined {
    const { known } = this.open(cooperation);
    const at = index * leafBytes;
    return at + leafBytes <= known.length ? known.subarray(at, at + leafBytes) : undefined;
  }

  /** Writes a leaf that the file does not hold yet. */
  write(cooperation: string, index: number, leaf: Uint8Array): void {
    const kept = this.open(cooperation);
    if (index < kept.size) return;
    writeSync(kept.file, leaf, 0, leafBytes, index * leafBytes);
    kept.size = index + 1;
    this.dirty.add(kept);
  }

  /** Makes all that was written durable. */
  flush(): void {
    for (const { file } of this.dirty) fdatasyncSync(file);
    this.dirty.clear();
  }

  close(): void {
    this.flush();
    for (const { file } of this.files.values()) closeSync(file);
    this.files.clear();
  }

  private open(cooperation: string): Kept {
    const known = this.files.get(cooperation);
    if (known) return known;
    const path = join(this.folder, leafRecordFile(cooperation));
    closeSync(openSync(path, 'a', 0o600));
    const file = openSync(path, 'r+');
    const kept = { file, known: readFileSync(path), size: Math.floor(fstatSync(file).size / leafBytes) };
    this.files.set(cooperation, kept);
    return kept;
  }
}
