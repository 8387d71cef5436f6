import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { covenantDecider, partyDecider } from '@knooppunt/cases';
import type { CovenantCommand } from '@knooppunt/cases';
import { noticePseudonymOf, topicsOf } from '@knooppunt/contracts';
import { standingStream } from '@knooppunt/disclosure';
import { streamName } from '@knooppunt/kernel';
import type { Instant, Recorded } from '@knooppunt/kernel';
import type { Message, Messaging } from '@knooppunt/messaging';
import { allProjections } from '@knooppunt/projections';
import { startProjector } from '@knooppunt/read-store';
import type { Following, Reaction } from '@knooppunt/read-store';
import { digest } from '@knooppunt/testing';
import { Scene, amsterdam, oins, quickFacts } from '../test/scene.js';
import { covenantStandings, runCovenantRound } from './covenant-round.js';
import { runDepartureRound } from './departure-round.js';
import { logSourceOf } from './log-source.js';
import { sendNotices } from './reactions/notice.reactions.js';

const founding = quickFacts();
const stream = streamName('covenant', amsterdam);
const { covenant } = founding;
/** A version that follows on that of the founding facts, for two years. */
const next = {
  ...covenant,
  version: '1.2.0',
  valid: { ...covenant.valid, from: '2026-04-01', until: '2028-03-31' },
};
const text = {
  covenant: covenant.covenant,
  version: next.version,
  semantics: next.semantics,
  digest: digest(12),
  document: JSON.stringify(next),
};
const name = { covenant: text.covenant, version: text.version, digest: text.digest };
const members = [{ organisation: oins.police, kind: 'POL', keys: [digest(30)] }];

let scene: Scene;
let projector: Following;
const ending = new AbortController();

const run = (command: CovenantCommand): Promise<Recorded | undefined> => scene.run(covenantDecider, stream, command);
const followed = async (): Promise<void> => {
  const head = await scene.store.head();
  if (head !== undefined) await projector.settled(head);
};
const at = (clock: Instant): void => void (scene.clock = clock);
/** What a look of two workers at the same moment brings about. */
const look = async (): Promise<readonly Recorded[]> => {
  await followed();
  await scene.appended();
  await Promise.all([runCovenantRound(scene.parts), runCovenantRound(scene.parts)]);
  return (await scene.appended()).filter((event) => event.cooperation === amsterdam);
};
const typesOf = (events: readonly Recorded[]): readonly string[] => events.map(({ type }) => type);
const codes = () => scene.alarms.map(({ error }) => (error as { readonly code?: string }).code);

/** The version, signed by the police and adopted. */
const adopt = async (): Promise<void> => {
  const { state } = await scene.parts.folds.fold('covenant', stream, amsterdam);
  if (!state.law || !state.covenant) throw new Error('nothing is in force');
  const base = { law: state.law.digest, registry: state.covenant.registry, base: state.covenant.digest };
  const seen = { version: text.version, digest: text.digest };
  await run({ type: 'DraftCovenant', data: text });
  await run({
    type: 'SubmitCovenant',
    data: {
      ...seen,
      ...base,
      validFrom: next.valid.from,
      validUntil: next.valid.until,
      parties: ['POL'],
      widens: [],
      newProcessing: [],
    },
  });
  const signed = {
    organisation: oins.police,
    kind: 'POL',
    key: digest(30),
    at: scene.clock,
    signature: 'c2ln',
    fault: null,
  };
  await run({ type: 'SignCovenant', data: { ...seen, ...signed } });
  await run({ type: 'AdoptCovenant', data: { ...seen, members } });
};

beforeAll(async () => {
  scene = await (await Scene.open()).found(founding);
  await scene.messaging.createTopics(topicsOf().topics);
  projector = await startProjector({
    source: logSourceOf(scene.store, ending.signal),
    readStore: scene.readStore,
    projections: allProjections,
    holder: 'spec',
    onAlarm: ({ error }) => void scene.alarms.push({ what: 'projector', error }),
  });
}, 60_000);
beforeEach(() => {
  scene.alarms.length = 0;
});
afterAll(async () => {
  await projector.stop();
  ending.abort();
  await scene.close();
});

describe('the round of covenants', () => {
  it('finds nothing due while nothing has been adopted', async () => {
    expect(await look()).toEqual([]);
    await adopt();
    at('2026-03-31T21:59:59.999Z');
    expect(await look()).toEqual([]);
  });

  it('brings what was adopted into force on its first day, in the Netherlands, once', async () => {
    at('2026-03-31T22:00:00.000Z');
    const events = await look();
    expect(typesOf(events)).toEqual(['CovenantCameIntoForce', 'CovenantSuperseded']);
    expect(events[0]).toMatchObject({ actor: 'system:worker', organisation: null, data: { version: '1.2.0' } });
    expect(new Set(events.map(({ commandId }) => commandId)).size).toBe(1);
    expect(await look()).toEqual([]);
    expect(scene.alarms).toEqual([]);
  });

  it('announces the end, of several notices that are due the nearest, and raises the alarm', async () => {
    at('2028-01-02T12:00:00.000Z');
    expect(typesOf(await look())).toEqual(['CovenantExpiryAnnounced']);
    expect(await look()).toEqual([]);
    at('2028-03-25T12:00:00.000Z');
    const events = await look();
    expect(events.map(({ data }) => (data as { readonly days: number }).days)).toEqual([7]);
    expect(new Set(codes())).toEqual(new Set(['worker/covenant-ending']));
  });

  it('lets it expire the day after its last, by an event and an alarm', async () => {
    at('2028-03-31T12:00:00.000Z');
    expect(typesOf(await look())).toEqual(['CovenantExpiryAnnounced']);
    scene.alarms.length = 0;
    at('2028-04-01T12:00:00.000Z');
    expect(typesOf(await look())).toEqual(['CovenantExpired']);
    expect(new Set(codes())).toEqual(new Set(['worker/covenant-expired']));
    expect(await look()).toEqual([]);
  });

  it('tells how it stands: days left, below 0 once expired, and whether the law went on', async () => {
    const standing = async () => (await covenantStandings(scene.parts)).find((one) => one.cooperation === amsterdam);
    expect(await standing()).toEqual({ cooperation: amsterdam, left: -1, isBehindLaw: false });
    await run({
      type: 'BringLawIntoForce',
      data: {
        law: founding.law.wet,
        version: '2028.1',
        semantics: founding.law.semantics,
        digest: digest(20),
        document: '{}',
      },
    });
    expect(await standing()).toMatchObject({ isBehindLaw: true });
  });
});

describe('the notices of a covenant', () => {
  const reactions = (): { readonly told: string[]; readonly react: Reaction['react'] } => {
    const told: string[] = [];
    const messaging: Messaging = Object.assign(Object.create(scene.messaging) as Messaging, {
      publish: (topic: string, message: Message) => {
        told.push(message.key);
        return scene.messaging.publish(topic, message);
      },
    });
    const { react } = sendNotices({ ...scene.parts, messaging });
    return { told, react };
  };
  const nameOf = (organisation: string) => noticePseudonymOf(scene.parts.names, amsterdam, organisation);

  it('go to every member of its cooperation, once each, and say nothing of it', async () => {
    const events = await scene.events(stream);
    for (const type of ['CovenantSubmitted', 'CovenantAdopted', 'CovenantExpiryAnnounced', 'CovenantExpired']) {
      const { told, react } = reactions();
      await react(events.find((event) => event.type === type) as Recorded);
      expect([type, told.length]).toEqual([type, new Set(told).size]);
      expect(told).toEqual(expect.arrayContaining([oins.college, oins.mayor, oins.police, oins.tax].map(nameOf)));
      expect(told.join()).not.toContain(name.version);
    }
  });

  it('go to nobody when it is drafted, signed or superseded', async () => {
    const events = await scene.events(stream);
    for (const type of ['CovenantDrafted', 'CovenantSigned', 'CovenantSuperseded']) {
      const { told, react } = reactions();
      const { handles } = sendNotices(scene.parts);
      expect(handles).not.toContain(type);
      await react(events.find((event) => event.type === type) as Recorded);
      expect(told).toEqual([]);
    }
  });
});

describe('the round of departures', () => {
  const leave = (organisation: string, memberUntil: Instant) =>
    scene.run(partyDecider, standingStream('party', amsterdam, organisation), {
      type: 'LeaveParty',
      data: { organisation, memberUntil },
    });
  const lookAtDepartures = async (): Promise<readonly Recorded[]> => {
    await followed();
    await scene.appended();
    await Promise.all([runDepartureRound(scene.parts), runDepartureRound(scene.parts)]);
    return scene.appended();
  };

  it('records the end of a membership at its moment, and not before, once', async () => {
    at('2028-05-01T12:00:00.000Z');
    await leave(oins.tax, '2028-05-31T22:00:00.000Z');
    expect(await lookAtDepartures()).toEqual([]);
    at('2028-05-31T21:59:59.999Z');
    expect(await lookAtDepartures()).toEqual([]);
    at('2028-05-31T22:00:00.000Z');
    expect(await lookAtDepartures()).toMatchObject([
      {
        type: 'PartyMembershipEnded',
        cooperation: amsterdam,
        actor: 'system:worker',
        data: { organisation: oins.tax, memberUntil: '2028-05-31T22:00:00.000Z' },
      },
    ]);
    expect(await lookAtDepartures()).toEqual([]);
  });

  it('leaves a departure at once to its own event', async () => {
    await leave(oins.police, scene.clock);
    expect(await lookAtDepartures()).toEqual([]);
  });

  it('catches up after a long absence, of each organisation its own', async () => {
    at('2028-06-02T12:00:00.000Z');
    await leave(oins.college, '2028-06-10T22:00:00.000Z');
    await leave(oins.mayor, '2028-06-20T22:00:00.000Z');
    at('2029-01-01T12:00:00.000Z');
    const events = await lookAtDepartures();
    expect(events.map(({ data }) => (data as { readonly organisation: string }).organisation).toSorted()).toEqual([
      oins.college,
      oins.mayor,
    ]);
  });
});
