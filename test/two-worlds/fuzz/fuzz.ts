import { seedOf } from '@knooppunt/testing';
import { assert, asyncProperty } from 'fast-check';
import type { Ids } from '../history/plot.js';
import type { Operation } from '../session/document.js';
import type { Party } from '../session/party.js';
import { Session } from '../session/session.js';
import { differencesOf } from '../session/transcript.js';
import type { Pair } from '../worlds.js';
import { playScript } from './play.js';
import { scriptsOf } from './steps.js';
import type { Step } from './steps.js';

/** What is fuzzed: two worlds as they stand, and how to make them anew for a script that was found. */
export type Fuzzed = {
  readonly pair: Pair;
  readonly fresh: () => Promise<Pair>;
  readonly operations: readonly Operation[];
  readonly party: Party;
  readonly ids: Ids;
  readonly begin: number;
};

const isLong = process.env['KNOOPPUNT_LONG'] === '1';
const { runs, length } = isLong ? { runs: 150, length: 60 } : { runs: 6, length: 25 };
/** Worlds that are made anew to find a shorter script. */
const mostFresh = 40;

const faultIn = ({ sides: [here, there], statuses }: Session): string | undefined => {
  const [found] = differencesOf(here.transcript, there.transcript);
  if (found) return JSON.stringify(found, null, 2);
  const failed = [...statuses].find(([, all]) => [...all].some((status) => status >= 500));
  return failed && `${failed[0]} answered ${[...failed[1]].join(', ')}`;
};

/**
 * Plays scripts that fast-check makes up in both worlds, and throws with the shortest one that tells them apart, its seed and
 * the first answer that differs. Scripts follow each other in the same worlds, so that what one leaves behind is there for the
 * next; once one has been found, each shorter one begins in worlds of its own. `KNOOPPUNT_SEED` repeats a run.
 */
export const fuzz = async (fuzzed: Fuzzed): Promise<{ readonly requests: number }> => {
  const { operations, party, ids, begin } = fuzzed;
  const seed = seedOf(`fuzzed sessions of ${party.name}`);
  let run = 0;
  let requests = 0;
  let freshOnes = 0;
  let isFound = false;

  const play = async (script: readonly Step[], pair: Pair): Promise<string | undefined> => {
    run += 1;
    const session = new Session(`fuzz ${run}`, pair.hubs, begin + run);
    await playScript({ session, operations, party, ids, run }, script);
    requests += session.requests;
    return faultIn(session);
  };
  const playAnew = async (script: readonly Step[]): Promise<string | undefined> => {
    freshOnes += 1;
    const pair = await fuzzed.fresh();
    try {
      return await play(script, pair);
    } finally {
      await pair.close();
    }
  };
  const property = asyncProperty(scriptsOf(operations, party, length), async (script) => {
    if (isFound && freshOnes >= mostFresh) return;
    const fault = await (isFound ? playAnew(script) : play(script, fuzzed.pair));
    if (fault === undefined) return;
    isFound = true;
    throw new Error(fault);
  });
  await assert(property, { seed, numRuns: runs });
  return { requests };
};
