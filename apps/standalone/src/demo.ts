import 'reflect-metadata';
import { exitCodes, explainStartFailure, readConfig, requireNode } from '@knooppunt/platform';
import type { OwnHub } from './demo/own-hub.js';

const end = (sentence: string, exitCode: number): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(exitCode);
};

/** Ctrl-C stops the hub, wherever the play is; the data stay. What breaks off because of it is no failure. */
const stopOnSignal = () => {
  let own: OwnHub | undefined;
  let stopping = false;
  const stop = (): void => {
    stopping = true;
    void (own?.close() ?? Promise.resolve()).finally(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const onHub = (hub: OwnHub): void => {
    own = hub;
  };
  return { onHub, isStopping: () => stopping };
};

const start = async (): Promise<void> => {
  // imported late, so that an older Node gets its sentence first
  const { OptionInvalid, languageOf, readDemoOptions } = await import('./demo/options.js');
  const { DemoStopped, runDemo, textsOf } = await import('./demo/run.js');
  const args = process.argv.slice(2);
  const texts = textsOf[languageOf(args)];
  const { onHub, isStopping } = stopOnSignal();
  try {
    const options = readDemoOptions(args);
    if (options.help) return void process.stdout.write(texts.usage);
    const config = readConfig(process.env);
    const { exitCode, stays } = await runDemo({
      config,
      options,
      onHub,
      out: (text) => void process.stdout.write(text),
    });
    process.exitCode = exitCode;
    if (!stays) process.exit();
  } catch (error) {
    if (isStopping()) return;
    if (error instanceof DemoStopped) end(error.ending.sentence, error.ending.exitCode);
    if (error instanceof OptionInvalid) end(texts.badOption(error.argument), exitCodes.configuration);
    const ending = explainStartFailure(error, { port: 0, data: '' });
    if (ending) end(ending.sentence, ending.exitCode);
    throw error;
  }
};

if (requireNode(24, 15)) await start();
