import 'reflect-metadata';
import { JsonLogger, SystemClock, readWorkerConfig, requireNode } from '@knooppunt/platform';

if (requireNode(24, 15)) {
  const { startWorker } = await import('./start.js');
  const config = readWorkerConfig(process.env);
  const clock = new SystemClock();
  const service = await startWorker(config, { clock, logger: new JsonLogger(clock) });
  const stop = (): void => void service.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
