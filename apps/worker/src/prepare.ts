import 'reflect-metadata';
import { SystemClock, readPrepareConfig, requireNode } from '@knooppunt/platform';

if (requireNode(24, 15)) {
  const { prepare } = await import('./preparing.js');
  const { topics, isFoundedNow } = await prepare(readPrepareConfig(process.env), new SystemClock());
  process.stdout.write(
    `Voorbereid: tabellen, ${topics} topics, beginfeiten ${isFoundedNow ? 'geschreven' : 'waren er al'}.\n`,
  );
}
