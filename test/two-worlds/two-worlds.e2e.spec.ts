import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { payloadTypes } from '@knooppunt/signals';
import { playCovenantLife, playHiddenDesignation } from './covenant-life.js';
import type { Ids } from './history/plot.js';
import { markers } from './history/variants.js';
import { fuzz } from './fuzz/fuzz.js';
import { mutants } from './mutants/index.js';
import { faultsOfOpaque } from './opaque.js';
import { differences, firstDifference, foundWith, readings } from './readings.js';
import { operationsOf } from './session/document.js';
import type { Operation } from './session/document.js';
import { everybodyOfCovenant as everybody } from './session/covenant-life.js';
import { play, playActs } from './session/script.js';
import { Session } from './session/session.js';
import { Worlds, goOnInRotterdam } from './worlds.js';
import type { Pair } from './worlds.js';

/** A sample that is played with every run; `npm run test:mutants` plays all of them. */
const sample: readonly string[] = [
  'lookup',
  'scope',
  'count',
  'audience',
  'laterPage',
  'filterLast',
  'sideObjects',
  'edge',
  'forbidden',
  'unrecorded',
  'etag',
];
const played = Object.entries(mutants).filter(([name]) => sample.includes(name));

const beginOf = { before: 400, session: 800, control: 1200, mutants: 1300, fuzz: 6000 };
const minutesPerMutant = 100;
/** What is kept of a session when its worlds are closed; the transcripts are large. */
type Played = Pick<Session, 'name' | 'requests' | 'statuses'> & { readonly differing: number };
const sessions: Played[] = [];
/** Sessions that play a part only: a life of the covenant. */
const lives: Played[] = [];
const kept = (session: Session): Played => {
  const { name, requests, statuses } = session;
  return { name, requests, statuses, differing: differences(session).length };
};
let worlds: Worlds;
let operations: readonly Operation[];

type Whole = Parameters<typeof playActs>[0];

const playWhole = async (script: Whole, isSwept = false): Promise<Session> => {
  const { session } = script;
  await play(script);
  if (isSwept) for await (const _operation of playActs(script, ['otherForms', 'sweeping'])) void _operation;
  sessions.push(kept(session));
  return session;
};

beforeAll(async () => {
  worlds = await Worlds.begin();
}, 120_000);
afterAll(() => worlds.end());

describe.each(readings.map((reading) => [reading.party.name, reading] as const))(
  'two worlds that differ only in what is hidden from the %s',
  (_title, { name, party, plot, before, control, sweeps }) => {
    let pair: Pair;
    let ids: Ids;
    let session: Session;
    let earlier: Session | undefined;
    const forget = (): void => {
      for (const one of [session, earlier]) for (const side of one?.sides ?? []) side.transcript.clear();
    };

    beforeAll(async () => {
      pair = await worlds.pair(plot);
      operations ??= await operationsOf(pair.hubs[0]);
      if (before) {
        const first = new Session(before.name, pair.hubs, beginOf.before);
        earlier = await playWhole({ session: first, operations, party: before, ids: pair.ids });
      }
      ids = await goOnInRotterdam(pair);
      const whole = new Session(party.name, pair.hubs, beginOf.session);
      session = await playWhole({ session: whole, operations, party, ids }, sweeps);
    }, 480_000);
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
      expect(await firstDifference({ session: reading, operations, party: control, ids }, ['reading'])).toMatch(
        /^GET /,
      );
    });

    if (sweeps) {
      it('refuse every way of asking by a field as what no operation knows', () => {
        const declared = new Set(operations.flatMap(({ key, queries }) => queries.map((query) => `${key} ${query}`)));
        const asked = session.sides[0].transcript.entries.flatMap(({ label, status }) => {
          const [, key = '', query = ''] = /^(GET .*) · with ([^ ]+?)=/.exec(label) ?? [];
          return query === '' || declared.has(`${key} ${query}`) ? [] : [{ label, status }];
        });
        expect(asked.length).toBeGreaterThan(0);
        expect(asked.filter(({ status }) => !status.startsWith('400 '))).toEqual([]);
      });
    }

    it('answer alike in sessions that nobody wrote', async () => {
      const fresh = async (): Promise<Pair> => {
        const other = await worlds.pair(plot);
        await goOnInRotterdam(other);
        return other;
      };
      const { requests } = await fuzz({ pair, fresh, operations, party, ids, begin: beginOf.fuzz });
      expect(requests).toBeGreaterThan(0);
    }, 1_800_000);

    const spoilt = played.filter(([, mutant]) => mutant.reading === name);
    for (const [at, [key, mutant]] of spoilt.entries()) {
      it(`are told apart where ${mutant.what} (${key})`, async () => {
        const begin = beginOf.mutants + minutesPerMutant * at;
        expect(await foundWith(mutant, { pair, operations, party, ids, begin })).toMatch(mutant.foundAt);
      }, 120_000);
    }

    if (!plot) {
      // last: the time of these worlds goes on for weeks, and what nobody of Amsterdam had part in is not theirs to see
      it('answer who works on the covenant alike through a whole life of it', async () => {
        const told = await playCovenantLife({ pair, operations, ids });
        lives.push(...told.map(kept));
        expect(told.flatMap(differences)).toEqual([]);
        expect(told.flatMap(({ sides }) => sides.flatMap((side) => faultsOfOpaque(side, everybody)))).toEqual([]);
        const failed = told.flatMap(({ statuses }) =>
          [...statuses].filter(([, found]) => [...found].some((status) => status >= 500)),
        );
        expect(failed).toEqual([]);
      }, 480_000);

      it('answer who may not know whom others designate alike, where they did and where not', async () => {
        const hidden = await playHiddenDesignation({ pair, operations, ids });
        lives.push(kept(hidden));
        expect(differences(hidden)).toEqual([]);
        const bodies = hidden.sides.flatMap(({ transcript }) => transcript.entries.map(({ body }) => body)).join();
        expect(bodies).not.toContain('Zohra Onbekend');
      }, 120_000);
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
      [...sessions, ...lives].some(({ statuses }) => [...(statuses.get(key) ?? [])].some((status) => status < 300));
    expect(operations.filter((operation) => !isGranted(operation)).map(({ key }) => key)).toEqual([]);
  });

  it('are refused every command whose condition (If-Match) does not hold', () => {
    const conditional = operations.filter(({ headers }) => headers.includes('If-Match'));
    const isMet = (key: string, test: (status: number) => boolean): boolean =>
      [...sessions, ...lives].some(({ statuses }) => [...(statuses.get(key) ?? [])].some(test));
    expect(conditional.filter(({ key }) => !isMet(key, (status) => status === 412)).map(({ key }) => key)).toEqual([]);
    expect(conditional.length).toBeGreaterThan(0);
  });

  it('know the sample of mutants, each by its name', () => {
    expect(sample.filter((name) => !Object.hasOwn(mutants, name))).toEqual([]);
    expect(readings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(played.map(([, mutant]) => mutant.reading)),
    );
  });

  afterAll(() => {
    const all = [...sessions, ...lives];
    const requests = all.reduce((sum, session) => sum + session.requests, 0);
    const differing = all.reduce((sum, session) => sum + session.differing, 0);
    process.stdout.write(
      `two worlds: ${operations.length} operations, ${all.length} sessions, ${requests} requests in each world, ${differing} differing\n`,
    );
  });
});

describe('what cannot leak because it is not there: the hub', () => {
  const root = new URL('../../', import.meta.url);
  const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');

  it('answers in one form and holds no files', () => {
    // the published schemas are for everybody
    const forms = operations.filter(({ isOpen }) => !isOpen).flatMap(({ forms: own }) => own);
    expect([...new Set(forms)].toSorted()).toEqual(['application/json', 'application/problem+json']);
    const kinds = payloadTypes.flatMap(({ fields }) => fields.map(({ block }) => block));
    expect([...new Set(kinds)].toSorted()).toEqual(['company', 'matter', 'person', 'record', 'text']);
  });

  it('has no second door: nothing that keeps a connection open to tell something', () => {
    const { dependencies } = JSON.parse(textOf('package.json')) as { readonly dependencies: object };
    const doors = /(^|[/-])(ws|websockets?|socket\.io|mercurius|graphql|sse|mqtt)($|[/-])/;
    expect(Object.keys(dependencies).filter((name) => doors.test(name))).toEqual([]);
  });

  it('takes nothing out of its log', () => {
    const port = /export interface EventStore \{(.*?)\n\}/s.exec(textOf('libs/event-store/src/port.ts'))?.[1] ?? '';
    const methods = [...port.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
    expect(methods).toEqual(['append', 'read', 'readAll', 'head', 'subscribe', 'close']);
  });

  it('lets nobody change what he may do himself', () => {
    const changed = operations.filter(({ method }) => method !== 'GET').map(({ resource }) => resource);
    expect([...new Set(changed)].toSorted()).toEqual([
      // whom an organisation lets act for it, never oneself, and for no other organisation (test/e2e/parties.e2e.spec.ts)
      'aanwijzingen',
      'casussen',
      // texts that parties sign, and who is party to them; nobody is given a role, a mandate or a grant by them
      'convenanten',
      'deelnemers',
      'leveringen',
      'overleggen',
      'signalen',
      'sleutelintrekkingen',
      'sleutels',
      'uittredingen',
      'verzoeken',
    ]);
  });

  it('can be asked by nothing that lies in a seal', () => {
    const asked = operations.flatMap(({ queries }) => queries);
    // a situation that could be, a version, and days: of texts of the covenant, in which nobody's data are
    const ofCovenants = ['doel', 'eersteDag', 'fase', 'feiten', 'laatsteDag', 'met', 'naar', 'soort', 'van', 'veld'];
    const others = asked.filter((name) => !ofCovenants.includes(name));
    expect([...new Set(others)].toSorted()).toEqual(['cursor', 'limiet', 'organisatie', 'tot']);
    const withThem = operations.filter(({ queries }) => queries.some((name) => ofCovenants.includes(name)));
    expect([...new Set(withThem.map(({ resource }) => resource))]).toEqual(['convenanten']);
  });
});
