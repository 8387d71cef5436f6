import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messagingContract } from '../test/contract.js';
import { openEmbeddedMessaging } from './index.js';

messagingContract('embedded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'messaging-'));
  return {
    open: () =>
      openEmbeddedMessaging({
        file: join(folder, 'messaging.sqlite'),
        delay: () => new Promise((resolve) => setImmediate(resolve)),
      }),
    dispose: () => rm(folder, { recursive: true }),
  };
});
