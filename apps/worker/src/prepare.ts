import 'reflect-metadata';
import { isDomainError } from '@knooppunt/kernel';
import { SystemClock, explainStartFailure, readPrepareConfig, requireNode } from '@knooppunt/platform';

const mostTries = 5;
const pauseMs = 1_000;

const end = (error: unknown): never => {
  const failure = explainStartFailure(error, { port: 0, data: '' });
  if (!failure) throw error;
  process.stderr.write(`${failure.sentence}\n`);
  return process.exit(failure.exitCode);
};

/** An engine that has just been started may be slow: what can pass is tried again, for all of it can be repeated. */
const patiently = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === mostTries || !isDomainError(error) || !error.retriable) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
};

if (requireNode(24, 15)) {
  try {
    const config = readPrepareConfig(process.env);
    const { prepare } = await import('./preparing.js');
    const { topics, isFoundedNow, warnings } = await patiently(() => prepare(config, new SystemClock()));
    const facts = isFoundedNow ? 'beginfeiten geschreven' : 'de beginfeiten waren er al';
    for (const warning of warnings) process.stdout.write(`Let op: ${warning}\n`);
    process.stdout.write(`Voorbereid: tabellen, ${topics} topics, ${facts}.\n`);
  } catch (error) {
    end(error);
  }
}
