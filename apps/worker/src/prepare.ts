import 'reflect-metadata';
import { SystemClock, exitCodes, explainStartFailure, readPrepareConfig, requireNode } from '@knooppunt/platform';

const end = (error: unknown): never => {
  const { faults } = error as { readonly faults?: readonly string[] };
  const failure =
    explainStartFailure(error, { port: 0, data: '' }) ??
    (faults && { sentence: faults.join('\n'), exitCode: exitCodes.configuration });
  if (!failure) throw error;
  process.stderr.write(`${failure.sentence}\n`);
  return process.exit(failure.exitCode);
};

if (requireNode(24, 15)) {
  try {
    const config = readPrepareConfig(process.env);
    const { prepare } = await import('./preparing.js');
    const { topics, isFoundedNow } = await prepare(config, new SystemClock());
    const facts = isFoundedNow ? 'beginfeiten geschreven' : 'de beginfeiten waren er al';
    process.stdout.write(`Voorbereid: tabellen, ${topics} topics, ${facts}.\n`);
  } catch (error) {
    end(error);
  }
}
