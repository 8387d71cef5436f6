import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileRefused } from './errors.js';
import { digestOfFile } from './examine.js';
import { isAbsent, openPlain } from './open-file.js';
import { ends, isFileName, namesIn } from './places.js';

/** Something to do with what lies in a folder: take a complete file, or refuse one. `name`: without the end of its marker. */
export type Finding =
  { readonly name: string; readonly digest: string } | { readonly name: string; readonly refusal: FileRefused };

const markerLimit = 4_096;
/** The digest and perhaps a name behind it, as `sha256sum` writes it. */
const markerForm = /^([0-9a-f]{64})(?:[ *]+\S+)?\s*$/i;

/** A mark in front and NUL bytes are left out: some systems write everything as UTF-16. */
const digestIn = (bytes: Buffer): string | undefined => {
  const text = Buffer.from(bytes.filter((byte) => byte > 0 && byte < 0x80)).toString('latin1');
  return markerForm.exec(text.trim())?.[1]?.toLowerCase();
};

const readMarker = async (path: string): Promise<string | undefined> => {
  const handle = await openPlain(path);
  try {
    return (await handle.stat()).size > markerLimit ? undefined : digestIn(await readFile(handle));
  } finally {
    await handle.close();
  }
};

/** Changes whenever a file or its name does; the time of change cannot be set back. */
const lookOf = async (path: string): Promise<{ readonly look: string; readonly changedMs: number }> => {
  const { ino, size, ctimeMs, mtimeMs } = await lstat(path);
  return { look: `${ino} ${size} ${ctimeMs} ${mtimeMs}`, changedMs: ctimeMs };
};

/**
 * Finds complete files: `<name>` beside `<name>.klaar`, which holds the SHA-256 of the whole. A file without a marker is not
 * looked at. Where the digest does not fit, the file is still being written, until neither has changed for `graceMs`.
 */
export class Incoming {
  /** What did not fit and how it looked then, so that a large file is not read again each time. Only a saving. */
  private readonly unfit = new Map<string, string>();

  constructor(
    private readonly folder: string,
    private readonly terms: { readonly nowMs: () => number; readonly graceMs: number },
  ) {}

  /** Names that have a marker, without its end. */
  async marked(): Promise<readonly string[]> {
    const names = await namesIn(this.folder);
    return names.filter((name) => name.endsWith(ends.marker)).map((name) => name.slice(0, -ends.marker.length));
  }

  /** The next thing to do, or nothing. */
  async next(): Promise<Finding | undefined> {
    for (const name of await this.marked()) {
      const finding = await this.findingOf(name);
      if (finding) return finding;
    }
    return undefined;
  }

  private async findingOf(name: string): Promise<Finding | undefined> {
    const [path, marker] = [join(this.folder, name), join(this.folder, `${name}${ends.marker}`)];
    try {
      const looks = await Promise.all([lookOf(path), lookOf(marker)]);
      if (!isFileName(name)) throw new FileRefused('gateway/file-name');
      const look = looks.map((one) => one.look).join(' | ');
      if (this.unfit.get(name) !== look) {
        const digest = await this.digestOf(path, marker);
        if (digest !== undefined) return { name, digest };
        this.unfit.set(name, look);
      }
      const quietMs = this.terms.nowMs() - Math.max(...looks.map(({ changedMs }) => changedMs));
      return quietMs > this.terms.graceMs ? { name, refusal: new FileRefused('gateway/file-incomplete') } : undefined;
    } catch (error) {
      // a marker that came before its file
      if (isAbsent(error)) return undefined;
      if (error instanceof FileRefused) return { name, refusal: error };
      throw error;
    }
  }

  private async digestOf(path: string, marker: string): Promise<string | undefined> {
    const wanted = await readMarker(marker);
    const handle = await openPlain(path);
    try {
      return (await digestOfFile(handle)) === wanted ? wanted : undefined;
    } finally {
      await handle.close();
    }
  }
}
