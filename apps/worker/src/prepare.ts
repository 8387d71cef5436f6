import 'reflect-metadata';
import { SystemClock, explainStartFailure, readPrepareConfig, requireNode } from '@knooppunt/platform';

const end = (error: unknown): never => {
  const failure = explainStartFailure(error, { port: 0, data: '' });
  if (!failure) throw error;
  process.stderr.write(`${failure.sentence}\n`);
  return process.exit(failure.exitCode);
};

if (requireNode(24, 15)) {
  try {
    const config = readPrepareConfig(process.env);
    const { prepare } = await import('./preparing.js');
    const { topics, isFoundedNow, warnings } = await prepare(config, new SystemClock());
    const facts = isFoundedNow ? 'beginfeiten geschreven' : 'de beginfeiten waren er al';
    for (const warning of warnings) process.stdout.write(`Let op: ${warning}\n`);
    process.stdout.write(`Voorbereid: tabellen, ${topics} topics, ${facts}.\n`);
  } catch (error) {
    end(error);
  }
}
