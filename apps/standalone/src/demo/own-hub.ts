import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';
import { JsonLogger, SystemClock } from '@knooppunt/platform';
import type { Config } from '@knooppunt/platform';
import { requireFree } from '../listening.js';
import { startStandalone } from '../standalone.js';

/** A hub that the demonstration started itself. */
export type OwnHub = {
  readonly log: string;
  /** Lines of the log that tell of something broken. */
  readonly errors: () => number;
  /** Once is enough; again waits for the first. */
  readonly close: () => Promise<void>;
};

/** Checkpoints come more often than usual, for the auditor of the account waits for one. */
const rhythm = { sweepMs: 2_000, checkpointMs: 2_000 } as const;

const logFile = (file: string) => {
  let stream: WriteStream | undefined;
  let errors = 0;
  return {
    write: (line: string): void => {
      stream ??= createWriteStream(file, { flags: 'a', mode: 0o600 });
      stream.write(line);
      if (line.includes('"level":"error"')) errors += 1;
    },
    errors: () => errors,
    close: (): Promise<void> => new Promise((resolve) => (stream ? stream.end(resolve) : resolve())),
  };
};

/** Starts a hub as `npm start` does, with its log lines in a file of the data folder. Throws what `startStandalone` does. */
export const startOwnHub = async (config: Config): Promise<OwnHub> => {
  await requireFree(config);
  const clock = new SystemClock();
  const log = join(config.data, 'demo.log');
  const lines = logFile(log);
  const hub = await startStandalone({ config, clock, logger: new JsonLogger(clock, lines.write), rhythm });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= hub.close().then(lines.close));
  try {
    await hub.app.listen(config.port, config.host);
  } catch (error) {
    await close();
    throw error;
  }
  return { log, errors: lines.errors, close };
};
