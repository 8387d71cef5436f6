import 'reflect-metadata';
import { JsonLogger, SystemClock, docsPath, readConfig, requireNode } from '@knooppunt/platform';
import type { Config } from '@knooppunt/platform';
import { endingOf } from './explain.js';
import { baseOf, requireFree } from './listening.js';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const explain = (error: unknown, where: { port: number; data: string }): never => {
  const ending = endingOf(error, where);
  if (!ending) throw error;
  process.stderr.write(`${ending.sentence}\n`);
  process.exit(ending.exitCode);
};

const start = async (config: Config): Promise<void> => {
  // imported late, so that an older Node gets its sentence first
  const { startStandalone } = await import('./standalone.js');
  await requireFree(config);
  const clock = new SystemClock();
  const hub = await startStandalone({
    config,
    clock,
    logger: new JsonLogger(clock, (line) => process.stderr.write(line)),
  });
  const stop = (): void => void hub.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await hub.app.listen(config.port, config.host);
  } catch (error) {
    await hub.close();
    throw error;
  }
  say(`Knooppunt luistert op ${baseOf(config)} (gegevens in ${config.data}; stop met Ctrl-C).`);
  say(`API-beschrijving: ${baseOf(config)}${docsPath}`);
};

if (requireNode(24, 15)) {
  let where = { port: 3000, data: 'var' };
  try {
    const config = readConfig(process.env);
    where = config;
    await start(config);
  } catch (error) {
    explain(error, where);
  }
}
