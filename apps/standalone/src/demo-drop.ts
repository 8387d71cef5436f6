import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { dropFolderOf, prepareFolders } from '../../gateway/src/gateway.module.js';
import type { DropFolder } from '../../gateway/src/gateway.module.js';
import type { Founding } from '../../worker/src/worker.module.js';
import { demoClients } from './demo-clients.js';
import { demoDropRoot } from './demo-drop-root.js';

/** A drop folder for each demonstration client, under its name in the data folder; made where it is not there yet. */
export const demoDropFolders = (data: string, founding: Founding): readonly DropFolder[] => {
  const root = resolve(demoDropRoot(data));
  const folders = demoClients(founding).map(({ clientId, organisation, cooperation }) =>
    dropFolderOf(root, { folder: clientId, organisation, cooperation }),
  );
  for (const { path } of folders) mkdirSync(path, { recursive: true, mode: 0o750 });
  prepareFolders(folders);
  return folders;
};
