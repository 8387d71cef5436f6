import type { Ids, Plot } from './history/plot.js';
import { forBureau, forCollege, forImmigration, forWeigher } from './history/variants.js';
import { infect } from './mutants/index.js';
import type { Mutant, ReadingName } from './mutants/index.js';
import { faultsOfOpaque } from './opaque.js';
import type { Operation } from './session/document.js';
import { auditorOfRotterdam, bureau, college, immigration, outsider, weigher } from './session/parties.js';
import type { Party } from './session/party.js';
import type { Script } from './session/scene.js';
import { playActs } from './session/script.js';
import type { ActName } from './session/script.js';
import { Session } from './session/session.js';
import { differencesOf } from './session/transcript.js';
import type { Difference } from './session/transcript.js';
import type { Pair } from './worlds.js';

/** A party, and two worlds that differ only in what is hidden from it. */
export type Reading = {
  readonly name: ReadingName;
  readonly party: Party;
  /** The second world; without one, nothing ever happened in Amsterdam there. */
  readonly plot?: Plot;
  /** A session of a party for whom all that differs so far is hidden as well, played before Rotterdam goes on. */
  readonly before?: Party;
  /** Somebody who may see what differs. */
  readonly control: Party;
  /** Asks by hidden fields in every way, and in odd forms, too. */
  readonly sweeps?: true;
};

export const readings: readonly Reading[] = [
  {
    name: 'college',
    party: college,
    plot: forCollege,
    before: auditorOfRotterdam,
    control: bureau,
    sweeps: true,
  },
  { name: 'immigration', party: immigration, plot: forImmigration, control: bureau },
  { name: 'weigher', party: weigher, plot: forWeigher, control: bureau },
  { name: 'outsider', party: outsider, control: bureau },
  { name: 'bureau', party: bureau, plot: forBureau, control: college },
];

const others: Readonly<Record<string, Party>> = { auditorOfRotterdam, bureau };

/** Where the answers of the two worlds part, over a whole session. */
export const differences = ({ sides: [here, there] }: Session): readonly Difference[] =>
  differencesOf(here.transcript, there.transcript);

/** Plays acts until two answers differ: the request that they answered. */
export const firstDifference = async (script: Script, names: readonly ActName[]): Promise<string> => {
  for await (const _operation of playActs(script, names)) {
    const [found] = differences(script.session);
    if (found) return found.label;
  }
  return 'no difference';
};

const minutesOfWarming = 50;

/** Puts a mutant into both worlds, and says where it tells: the first request answered otherwise, or what an opaque string holds. */
export const foundWith = async (
  mutant: Mutant,
  at: {
    readonly pair: Pair;
    readonly operations: readonly Operation[];
    readonly party: Party;
    readonly ids: Ids;
    /** Minute of the history at which it begins; it takes a hundred. */
    readonly begin: number;
  },
): Promise<string> => {
  const { pair, operations, ids, begin } = at;
  const { warmedBy, by, acts = ['reading'], commands, tells } = mutant;
  const heal = await Promise.all(pair.hubs.map((hub) => infect(hub, mutant)));
  const party = by ? (others[by] as Party) : at.party;
  const session = new Session(mutant.what, pair.hubs, begin + minutesOfWarming);
  const script: Script = { session, operations, party, ids, ...(commands ? { commands } : {}) };
  try {
    if (warmedBy) {
      const before = new Session(`${mutant.what}, before`, pair.hubs, begin);
      await all({ session: before, operations, party: others[warmedBy] as Party, ids }, ['reading']);
    }
    if (tells === undefined) return await firstDifference(script, acts);
    await all(script, acts);
    return session.sides.flatMap((side) => faultsOfOpaque(side, party))[0] ?? 'no fault';
  } finally {
    for (const undo of heal) undo();
  }
};

const all = async (script: Script, names: readonly ActName[]): Promise<void> => {
  for await (const _operation of playActs(script, names)) void _operation;
};
