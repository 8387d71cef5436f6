import 'reflect-metadata';
import { sep } from 'node:path';
import { docsPath, readConfig, runProgram } from '@knooppunt/platform';
import type { ProgramConfig, Started, Tools } from '@knooppunt/platform';
import { demoDropRoot } from './demo-drop-root.js';
import { baseOf, requireFree } from './listening.js';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const start = async (config: ProgramConfig, { isReady, ...tools }: Tools): Promise<Started> => {
  await requireFree(config);
  // imported late, so that an older Node gets its sentence first
  const { startStandalone } = await import('./standalone.js');
  const { openRegisters } = await import('../../worker/src/worker.module.js');
  const registers = config.brpPartners === undefined ? undefined : openRegisters(config.brpPartners, tools.metrics);
  const { demoDropFolders } = await import('./demo-drop.js');
  const isDemo = config.fileDrop === undefined && config.identity.kind === 'demo';
  const hub = await startStandalone({
    config,
    ...tools,
    isReady,
    ...(registers ? { registers } : {}),
    ...(isDemo ? { dropFolders: (founding) => demoDropFolders(config.data, founding) } : {}),
  });
  const { app, checks, fileDrop } = hub;
  const closing = [...hub.closing, { name: 'registers', close: async () => registers?.forEach((one) => one.close()) }];
  const listen = async (): Promise<void> => {
    await app.listen(config.port, config.host);
    fileDrop.begin();
    say(`Knooppunt luistert op ${baseOf(config)} (gegevens in ${config.data}; stop met Ctrl-C).`);
    say(`API-beschrijving: ${baseOf(config)}${docsPath}`);
    if (isDemo) say(`Inlevermappen: ${demoDropRoot(config.data)}${sep}<organisatie>${sep}in (docs/file-drop.md)`);
  };
  return { checks, closing, listen };
};

await runProgram({
  name: 'standalone',
  read: readConfig,
  start,
  where: ({ port, data }) => ({ port, data }),
  logTo: 'stderr',
});
