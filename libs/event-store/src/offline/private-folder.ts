import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How the names of this process's folders begin: what a run that was killed left behind can be told from one that goes on. */
export const privateFolderPrefix = `knooppunt-log-${process.pid}-`;

/** A new folder that only this user can enter; `remove` takes it away with all that is in it. */
export const privateFolder = (): { readonly folder: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), privateFolderPrefix));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
