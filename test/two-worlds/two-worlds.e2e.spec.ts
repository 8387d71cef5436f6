import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ids, Plot } from './history/plot.js';
import { forBureau, forCollege, forImmigration, forWeigher, markers } from './history/variants.js';
import { infect, mutants } from './mutants.js';
import type { Mutant } from './mutants.js';
import { faultsOfOpaque } from './opaque.js';
import { operationsOf } from './session/document.js';
import type { Operation } from './session/document.js';
import { auditorOfRotterdam, bureau, college, immigration, outsider, weigher } from './session/parties.js';
import type { Party } from './session/party.js';
import { play, playReading } from './session/script.js';
import { Session } from './session/session.js';
import { differencesOf } from './session/transcript.js';
import { Worlds, goOnInRotterdam } from './worlds.js';
import type { Pair } from './worlds.js';

type Reading = {
  readonly party: Party;
  /** The second world; without one, nothing ever happened in Amsterdam there. */
  readonly plot?: Plot;
  /** A session of a party for whom all that differs so far is hidden as well, played before Rotterdam goes on. */
  readonly before?: Party;
  /** Somebody who may see what differs. */
  readonly control: Party;
  readonly mutants: readonly Mutant[];
};

const { lookup, scope, count, audience, laterPage, filterLast } = mutants;
const readings: readonly Reading[] = [
  {
    party: college,
    plot: forCollege,
    before: auditorOfRotterdam,
    control: bureau,
    mutants: [count, laterPage, filterLast],
  },
  { party: immigration, plot: forImmigration, control: bureau, mutants: [] },
  { party: weigher, plot: forWeigher, control: bureau, mutants: [audience] },
  { party: outsider, control: bureau, mutants: [lookup, scope] },
  { party: bureau, plot: forBureau, control: college, mutants: [] },
];

const beginOf = { before: 400, session: 800, control: 1200, mutants: 1300 };
const minutesPerMutant = 100;
/** What is kept of a session when its worlds are closed; the transcripts are large. */
type Played = Pick<Session, 'name' | 'requests' | 'statuses'> & { readonly differing: number };
const sessions: Played[] = [];
let worlds: Worlds;
let operations: readonly Operation[];

const differences = ({ sides: [here, there] }: Session) => differencesOf(here.transcript, there.transcript);

const playWhole = async (pair: Pair, party: Party, ids: Ids, begin: number): Promise<Session> => {
  const session = new Session(party.name, pair.hubs, begin);
  await play({ session, operations, party, ids });
  const { name, requests, statuses } = session;
  sessions.push({ name, requests, statuses, differing: differences(session).length });
  return session;
};

/** Reads one resource after the other, until two answers differ: the request that they answered. */
const firstDifference = async (session: Session, party: Party, ids: Ids): Promise<string> => {
  for await (const _operation of playReading({ session, operations, party, ids })) {
    const [found] = differences(session);
    if (found) return found.label;
  }
  return 'no difference';
};

beforeAll(async () => {
  worlds = await Worlds.begin();
}, 120_000);
afterAll(() => worlds.end());

describe.each(readings.map((reading) => [reading.party.name, reading] as const))(
  'two worlds that differ only in what is hidden from the %s',
  (_name, { party, plot, before, control, mutants: spoilt }) => {
    let pair: Pair;
    let ids: Ids;
    let session: Session;
    let earlier: Session | undefined;
    const forget = (): void => {
      for (const played of [session, earlier]) for (const side of played?.sides ?? []) side.transcript.clear();
    };

    beforeAll(async () => {
      pair = await worlds.pair(plot);
      operations ??= await operationsOf(pair.hubs[0]);
      if (before) earlier = await playWhole(pair, before, pair.ids, beginOf.before);
      ids = await goOnInRotterdam(pair);
      session = await playWhole(pair, party, ids, beginOf.session);
    }, 240_000);
    afterAll(async () => {
      forget();
      await pair.close();
    });

    it('answer alike, byte for byte, with as many durable appends', () => {
      expect(differences(session)).toEqual([]);
    });

    if (before) {
      it(`answer the ${before.name} alike too`, () => {
        expect(differences(earlier as Session)).toEqual([]);
        expect(earlier?.sides.flatMap((side) => faultsOfOpaque(side, before))).toEqual([]);
      });
    }

    it('let nothing leave of what differs', () => {
      const bodies = session.sides.flatMap(({ transcript }) => transcript.entries.map(({ body }) => body)).join('\n');
      expect(markers.filter((marker) => bodies.includes(marker))).toEqual([]);
    });

    it('seal nothing in opaque strings but a place that the reader knows', () => {
      const given = session.sides.map((side) => side.transcript.opaqueStrings.length);
      expect(given[0]).toBeGreaterThan(0);
      expect(session.sides.flatMap((side) => faultsOfOpaque(side, party))).toEqual([]);
    });

    it('fail at nothing: no answer of 500 or above, no alarm', () => {
      const statuses = [...session.statuses].filter(([, found]) => [...found].some((status) => status >= 500));
      expect(statuses).toEqual([]);
      expect(pair.hubs.flatMap(({ lines }) => lines.filter((line) => line.includes('"level":"error"')))).toEqual([]);
    });

    it(`differ for who may see it: the ${control.name}`, async () => {
      const reading = new Session('control', pair.hubs, beginOf.control);
      expect(await firstDifference(reading, control, ids)).toMatch(/^GET /);
    }, 60_000);

    for (const [at, mutant] of spoilt.entries()) {
      it(`are told apart where ${mutant.name} (${mutant.shippedBy})`, async () => {
        const heal = pair.hubs.map((hub) => infect(hub, mutant));
        try {
          const reading = new Session(mutant.name, pair.hubs, beginOf.mutants + minutesPerMutant * at);
          expect(await firstDifference(reading, party, ids)).toMatch(mutant.foundAt);
        } finally {
          for (const undo of heal) undo();
        }
      }, 60_000);
    }
  },
);

describe('the sessions together', () => {
  it('ask every operation of the API description, each of them', () => {
    const missed = sessions.flatMap(({ name, statuses }) =>
      operations.filter(({ key }) => !statuses.has(key)).map(({ key }) => `${name}: ${key}`),
    );
    expect(missed).toEqual([]);
  });

  it('are granted every operation at least once', () => {
    const isGranted = ({ key }: Operation): boolean =>
      sessions.some(({ statuses }) => [...(statuses.get(key) ?? [])].some((status) => status < 300));
    expect(operations.filter((operation) => !isGranted(operation)).map(({ key }) => key)).toEqual([]);
  });

  it('play against every mutant', () => {
    expect(readings.flatMap((reading) => reading.mutants)).toHaveLength(Object.keys(mutants).length);
  });

  afterAll(() => {
    const requests = sessions.reduce((sum, session) => sum + session.requests, 0);
    const differing = sessions.reduce((sum, session) => sum + session.differing, 0);
    process.stdout.write(
      `two worlds: ${operations.length} operations, ${sessions.length} sessions, ${requests} requests in each world, ${differing} differing\n`,
    );
  });
});
