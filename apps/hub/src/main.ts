import 'reflect-metadata';
import { readHubConfig, runProgram } from '@knooppunt/platform';

await runProgram({
  name: 'hub',
  read: readHubConfig,
  // imported late, so that an older Node gets its sentence first
  start: async (config, tools) => (await import('./start.js')).startHub(config, tools),
  where: ({ http }) => ({ port: http.port, data: '' }),
});
