import 'reflect-metadata';
import { readGatewayConfig, runProgram } from '@knooppunt/platform';

await runProgram({
  name: 'gateway',
  read: readGatewayConfig,
  // imported late, so that an older Node gets its sentence first
  start: async (config, tools) => (await import('./start.js')).startGateway(config, tools),
  where: ({ http }) => ({ port: http.port, data: '' }),
});
