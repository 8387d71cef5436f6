import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const inNamespace = 'cd "$1" && shift && exec "$@"';

/** Can this machine give a process a small disk of its own (a tmpfs in a mount namespace)? It takes root and util-linux. */
export const canMakeDisks = (): boolean =>
  spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs none /mnt && command -v nsenter']).status === 0;

/** A disk of a few megabytes that only those processes see that run under it. */
export class SmallDisk {
  private constructor(
    private readonly holder: ChildProcess,
    /** The folder as a process under it sees it. */
    readonly folder: string,
  ) {}

  static async make(megabytes: number): Promise<SmallDisk> {
    const folder = mkdtempSync(join(tmpdir(), 'knooppunt-disk-'));
    const script = `mount -t tmpfs -o size=${megabytes}m,mode=700 none "$1" && echo ready && exec cat`;
    const holder = spawn('unshare', ['-m', 'sh', '-c', script, 'sh', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    return new SmallDisk(holder, folder);
  }

  /** What a program is run under to see the disk. */
  get under(): readonly string[] {
    return ['nsenter', '-t', String(this.holder.pid), '-m', 'sh', '-c', inNamespace, 'sh', process.cwd()];
  }

  /** The folder as this process reaches it. */
  get seen(): string {
    return `/proc/${this.holder.pid}/root${this.folder}`;
  }

  /** Bytes that are free. */
  get free(): number {
    const { bavail, bsize } = statfsSync(this.seen);
    return bavail * bsize;
  }

  /** Takes all the space but so many bytes. */
  fill(except = 0): void {
    const handle = openSync(join(this.seen, 'ballast'), 'a');
    const block = Buffer.alloc(4_096);
    try {
      while (this.free > except) writeSync(handle, block);
    } finally {
      closeSync(handle);
    }
  }

  /** Gives the space back. */
  clear(): void {
    rmSync(join(this.seen, 'ballast'), { force: true });
  }

  /** The disk is gone, with all that is on it; nobody may run under it any more. */
  async end(): Promise<void> {
    this.holder.stdin?.end();
    await once(this.holder, 'close');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
