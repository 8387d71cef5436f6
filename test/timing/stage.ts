import { TestProvider } from '../e2e/support/identity.js';
import { FixedHub } from '../harness/fixed-hub.js';
import { tellAmsterdam } from '../two-worlds/history/amsterdam.js';
import { Narrator, momentOf } from '../two-worlds/history/narrator.js';
import type { Ids } from '../two-worlds/history/plot.js';
import { tellRotterdam } from '../two-worlds/history/rotterdam.js';
import { forImmigration } from '../two-worlds/history/variants.js';

/** A hub in which much is hidden from everybody, and the ids of all of it. */
export type Stage = { readonly hub: FixedHub; readonly ids: Ids; readonly close: () => Promise<void> };

const afterHistory = 300;

/** A hub with a history of two cooperations. */
export const openStage = async (): Promise<Stage> => {
  const provider = await TestProvider.start();
  const hub = await FixedHub.start(provider, { at: momentOf(0) });
  const tell = new Narrator(hub);
  const rotterdam = await tellRotterdam(tell);
  const ids = { ...rotterdam, ...(await tellAmsterdam(tell, forImmigration)) };
  hub.clock.set(momentOf(afterHistory));
  const close = async (): Promise<void> => {
    await hub.stop();
    hub.remove();
    await provider.close();
  };
  return { hub, ids, close };
};
