import 'reflect-metadata';
import { JsonLogger, SystemClock, readGatewayConfig, requireNode } from '@knooppunt/platform';

if (requireNode(24, 15)) {
  const { startGateway } = await import('./start.js');
  const config = readGatewayConfig(process.env);
  const clock = new SystemClock();
  const service = await startGateway(config, { clock, logger: new JsonLogger(clock) });
  const stop = (): void => void service.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  await service.app.listen(config.http.port, config.http.host);
}
