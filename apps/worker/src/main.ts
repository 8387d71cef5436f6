import 'reflect-metadata';
import { readWorkerConfig, runProgram } from '@knooppunt/platform';

await runProgram({
  name: 'worker',
  read: readWorkerConfig,
  // imported late, so that an older Node gets its sentence first
  start: async (config, tools) => (await import('./start.js')).startWorker(config, tools),
  where: ({ data }) => ({ port: 0, data }),
});
