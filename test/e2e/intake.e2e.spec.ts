import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import type { EventStore } from '@knooppunt/event-store';
import type { Messaging } from '@knooppunt/messaging';
import { oins, rotterdam } from './support/cast.js';
import { idOf } from './support/client.js';
import type { Answer } from './support/client.js';
import { closeCase } from './support/deciding.js';
import {
  answering,
  answers,
  cloudEvent,
  declaration,
  deliver,
  post,
  signals,
  suppliers,
} from './support/deliveries.js';
import type { Data } from './support/deliveries.js';
import { TestHub } from './support/hub.js';
import { withMethod } from './support/interference.js';
import { Play, piecesOf } from './support/play.js';
import { until } from '../faults/support/until.js';

type Refusal = { readonly code: string; readonly contribution?: string; readonly supplierKind: string };

let hub: TestHub;
beforeAll(async () => {
  hub = await TestHub.start({ rhythm: { sweepMs: 40, checkpointMs: 3_600_000 } });
});
afterAll(() => hub.end());

const typesOf = (events: readonly Recorded[]): readonly string[] => events.map(({ type }) => type);
const refusalsOf = (events: readonly Recorded[]): readonly Refusal[] =>
  events.filter(({ type }) => type === 'SupplyRefused').map(({ data }) => data as Refusal);
const taken = ['ContributionSupplied', 'SignalSubmitted'];
const supplied = async (id: string): Promise<Answer> => (await hub.as('college')).get(`/v1/leveringen/${id}`);
const rowOf = (id: string) => hub.standalone.engines.vault.register.find(id);
/** The mark is not waited for before the answer: a crash in between means one more publish by the sweeper. */
const isMarked = async (id: string): Promise<boolean> => (await rowOf(id))?.published === true;

const brokerAway = (): Messaging['publish'] => () => Promise.reject(new Error('the broker is away'));

describe('a delivery', () => {
  it('is answered 202 with its id and address, and lies in the log as one event with its weighing', async () => {
    let answer: Answer | undefined;
    const events = await hub.eventsOf(async () => {
      answer = await deliver(hub, 'S1', signals.S1);
    });
    const id = idOf(answer!);
    expect([answer?.status, answer?.body]).toEqual([202, { id, status: 'ontvangen' }]);
    expect(answer?.headers.get('location')).toBe(`/v1/leveringen/${id}`);
    expect(typesOf(events)).toEqual(taken);
    expect((await supplied(id)).body).toMatchObject({ id, soort: 'S1', wijze: 'signal', status: 'verwerkt' });
  });

  it('is also taken as application/json', async () => {
    const event = cloudEvent('S1', signals.S1);
    expect((await post(hub, event, { headers: { 'content-type': 'application/json' } })).status).toBe(202);
  });

  it('keeps no bytes in the register once it lies on the topic', async () => {
    const id = idOf(await deliver(hub, 'S1', signals.S1));
    await until('the row is marked', () => isMarked(id));
    expect(await rowOf(id)).toMatchObject({ published: true, bytes: null });
  });

  it('with a source and id of another organisation has another id', async () => {
    const inRotterdam = { ...signals.S1, report: { ...signals.S1.report, region: rotterdam } };
    const event = cloudEvent('S1', inRotterdam, { supplier: oins.collegeRotterdam, id: 'levering-daar' });
    const there = await post(hub, event, { supplier: oins.collegeRotterdam, cooperation: rotterdam });
    const here = await post(hub, cloudEvent('S1', signals.S1, { id: 'levering-daar' }));
    expect(idOf(there)).not.toBe(idOf(here));
  });
});

describe('the same source and id again', () => {
  const event = cloudEvent('S1', signals.S1, { id: 'levering-1' });
  let first: Answer;
  beforeAll(async () => {
    first = await post(hub, event);
    await hub.settled();
  });

  it('gives the same answer and no event', async () => {
    let again: Answer | undefined;
    const events = await hub.eventsOf(async () => {
      again = await post(hub, event);
    });
    expect([again?.status, again?.text]).toEqual([202, first.text]);
    expect(typesOf(events)).toEqual([]);
  });

  it('gives the same answer when another member of the envelope differs, for the content is the same', async () => {
    const events = await hub.eventsOf(async () => {
      expect((await post(hub, { ...event, time: '2026-03-01T10:00:00Z' })).text).toBe(first.text);
    });
    expect(typesOf(events)).toEqual([]);
  });

  it('gives the same answer and no event after a restart', async () => {
    await hub.restart();
    const events = await hub.eventsOf(async () => {
      expect((await post(hub, event)).text).toBe(first.text);
    });
    expect(typesOf(events)).toEqual([]);
  });

  it('with other content is 409; the first stands, and the refusal is one fact', async () => {
    const other = cloudEvent(
      'S1',
      { ...signals.S1, matter: { ...signals.S1.matter, registrations: 13 } },
      { id: 'levering-1' },
    );
    let answer: Answer | undefined;
    const events = await hub.eventsOf(async () => {
      answer = await post(hub, other);
    });
    expect([answer?.status, answer?.body['code']]).toEqual([409, 'gateway/content-differs']);
    expect(typesOf(events)).toEqual(['SupplyRefused']);
    expect(refusalsOf(events)).toMatchObject([
      { code: 'gateway/content-differs', contribution: idOf(first), supplierKind: 'COLL' },
    ]);
    expect((await post(hub, event)).text).toBe(first.text);
    expect((await supplied(idOf(first))).body).toMatchObject({ status: 'verwerkt' });
  });

  it('in a race of ten gives ten equal answers and one event', async () => {
    const racer = cloudEvent('S1', signals.S1);
    let racers: readonly Answer[] = [];
    const events = await hub.eventsOf(async () => {
      racers = await Promise.all(Array.from({ length: 10 }, () => post(hub, racer)));
    });
    expect(racers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
    expect(new Set(racers.map(({ text }) => text)).size).toBe(1);
    expect(typesOf(events)).toEqual(taken);
  });

  it('in a race with two contents takes in one of them, and refuses every other as a fact', async () => {
    const id = randomUUID();
    const contents = [12, 13].map((registrations) =>
      cloudEvent('S1', { ...signals.S1, matter: { ...signals.S1.matter, registrations } }, { id }),
    );
    let racers: readonly Answer[] = [];
    const events = await hub.eventsOf(async () => {
      racers = await Promise.all(Array.from({ length: 10 }, (_, at) => post(hub, contents[at % 2] as Data)));
    });
    expect(racers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      202, 202, 202, 202, 202, 409, 409, 409, 409, 409,
    ]);
    expect(typesOf(events).filter((type) => type === 'ContributionSupplied')).toHaveLength(1);
    expect(refusalsOf(events)).toHaveLength(5);
  });
});

describe('with the broker away', () => {
  const withoutBroker = <Result>(work: () => Promise<Result>): Promise<Result> =>
    withMethod(hub.standalone.engines.messaging, 'publish', brokerAway, work);
  const event = cloudEvent('S1', signals.S1, { id: 'zonder-makelaar' });
  const idOfRow = (id: string): string =>
    hub.standalone.engines.vault.names.contributionId(oins.college, String(event['source']), id);

  it('a delivery is 503 with Retry-After, its row stays, and the retry of the agency completes it', async () => {
    const id = idOfRow('zonder-makelaar');
    const events = await hub.eventsOf(async () => {
      const answer = await withoutBroker(() => post(hub, event));
      expect([answer.status, answer.body['code']]).toEqual([503, 'gateway/intake-unavailable']);
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      const row = await rowOf(id);
      expect([row?.published, row?.bytes === null]).toEqual([false, false]);
    });
    expect(typesOf(events)).toEqual([]);
    const completed = await hub.eventsOf(async () => {
      expect(idOf(await post(hub, event))).toBe(id);
    });
    expect(typesOf(completed)).toEqual(taken);
    await until('the row is marked', () => isMarked(id));
    expect(await rowOf(id)).toMatchObject({ published: true, bytes: null });
  });

  it('a delivery that nobody offers again is completed by the sweeper, once, and only when it is no longer young', async () => {
    const again = { ...event, id: 'geveegd' };
    const id = idOfRow('geveegd');
    const events = await hub.eventsOf(async () => {
      expect((await withoutBroker(() => post(hub, again))).status).toBe(503);
      const { register } = hub.standalone.engines.vault;
      expect((await register.waiting(hub.clock.now(), 10)).map(({ contribution }) => contribution)).toEqual([id]);
      hub.clock.move(6_000);
      await until('the row is marked', () => isMarked(id));
    });
    expect(typesOf(events)).toEqual(taken);
    const repeated = await hub.eventsOf(() => post(hub, again));
    expect(typesOf(repeated)).toEqual([]);
  });

  it('a refusal cannot be recorded either, so it is 503', async () => {
    const wrong = cloudEvent('S1', { ...signals.S1, declaration: { ...declaration, lawful: false } });
    const events = await hub.eventsOf(async () => {
      expect((await withoutBroker(() => post(hub, wrong))).status).toBe(503);
    });
    expect(typesOf(events)).toEqual([]);
  });
});

describe('a supply that is not allowed', () => {
  let play: Play;
  beforeAll(async () => {
    play = new Play(hub);
    await play.deliver(['S1', 'S2']);
    await play.weigh();
    await play.openCase();
    await play.link();
    await play.ask();
  });

  type Refused = {
    readonly what: string;
    readonly event: () => Data;
    readonly supplier: string;
    readonly code: string;
    readonly basis: readonly string[];
    readonly kind: string;
  };
  const into = (way: 'supply', data: Data, place: Data): Data => ({ ...data, ...place, way, declaration });
  const { text: _text, report: _report, ...matterOfS1 } = signals.S1 as Data;
  const { text: _s19text, report: _s19report, ...contentOfS19 } = signals.S19 as Data;

  const refused: readonly Refused[] = [
    {
      what: 'of a type that this organisation does not bring',
      event: () => cloudEvent('S1', signals.S1, { supplier: oins.police }),
      supplier: oins.police,
      code: 'supply/type-not-of-supplier',
      basis: ['WGS 2.19', 'BGS 2.15'],
      kind: 'POL',
    },
    {
      what: 'of police data before phase 2',
      event: () => cloudEvent('S6', into('supply', answers.S6, { case: play.case })),
      supplier: oins.police,
      code: 'supply/refused-by-law',
      basis: ['WGS 2.22, 2.23(6)(b); BGS 2.15'],
      kind: 'POL',
    },
    {
      what: 'of tax data before phase 2, asked though it is',
      event: () => cloudEvent('S15', answering(answers.S15, { case: play.case, request: play.request })),
      supplier: oins.tax,
      code: 'supply/refused-by-law',
      basis: ['WGS 2.22, 2.23(6)(b); BGS 2.15'],
      kind: 'BD',
    },
    {
      what: 'without a declaration of lawfulness',
      event: () => cloudEvent('S1', { ...signals.S1, declaration: { ...declaration, lawful: false } }),
      supplier: oins.college,
      code: 'supply/refused-by-law',
      basis: ['BGS 1.5, 1.6'],
      kind: 'COLL',
    },
    {
      what: 'that answers a request to others',
      event: () =>
        cloudEvent('S19', { ...answering(contentOfS19, { case: play.case, request: play.request }), way: 'answer' }),
      supplier: oins.labour,
      code: 'supply/not-asked',
      basis: ['WGS 1.5(1)', 'WGS 2.23(6)'],
      kind: 'NLA',
    },
    {
      what: 'that answers a request that does not exist',
      event: () => cloudEvent('S15', answering(answers.S15, { case: play.case, request: randomUUID() })),
      supplier: oins.tax,
      code: 'supply/not-asked',
      basis: ['WGS 1.5(1)', 'WGS 2.23(6)'],
      kind: 'BD',
    },
    {
      what: 'into a case that does not exist',
      event: () => cloudEvent('S1', into('supply', matterOfS1, { case: randomUUID() })),
      supplier: oins.college,
      code: 'supply/no-open-case',
      basis: ['WGS 2.23(6)'],
      kind: 'COLL',
    },
    {
      what: 'in the name of another organisation',
      event: () => cloudEvent('S1', signals.S1, { supplier: oins.mayor }),
      supplier: oins.college,
      code: 'gateway/source-not-own',
      basis: [],
      kind: 'COLL',
    },
  ];

  it.each(refused)('$what: a problem that names the article, one refusal in the log and nothing else', async (one) => {
    const event = one.event();
    const lines = hub.lines.length;
    let answer: Answer | undefined;
    const events = await hub.eventsOf(async () => {
      answer = await post(hub, event, { supplier: one.supplier });
    });
    expect(answer?.headers.get('content-type')).toBe('application/problem+json');
    expect(answer?.body).toMatchObject({ status: 403, code: one.code, grondslag: one.basis });
    expect(typesOf(events)).toEqual(['SupplyRefused']);
    expect(refusalsOf(events)).toMatchObject([{ code: one.code, supplierKind: one.kind }]);
    const { names } = hub.standalone.engines.vault;
    const id = names.contributionId(one.supplier, String(event['source']), String(event['id']));
    expect(await rowOf(id)).toBeUndefined();
    expect(hub.lines.slice(lines).filter((line) => line.includes('"error"'))).toEqual([]);
  });

  it('into a case of which the supplier is no part is refused with the bytes of one that does not exist', async () => {
    const texts: string[] = [];
    for (const caseId of [play.case, randomUUID()]) {
      const event = cloudEvent('S1', into('supply', matterOfS1, { case: caseId }), { supplier: oins.collegeRotterdam });
      const headers = { 'x-correlation-id': '00000000-0000-4000-8000-000000000001' };
      texts.push((await post(hub, event, { supplier: oins.collegeRotterdam, cooperation: rotterdam, headers })).text);
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('supply/no-open-case');
  });

  it('is read back by its supplier as refused, with the reason, and by nobody else', async () => {
    const event = cloudEvent('S15', answering(answers.S15, { case: play.case, request: play.request }));
    await post(hub, event, { supplier: suppliers.S15 });
    await hub.settled();
    const { names } = hub.standalone.engines.vault;
    const id = names.contributionId(oins.tax, String(event['source']), String(event['id']));
    const own = await (await hub.as('tax')).get(`/v1/leveringen/${id}`);
    expect(own.body).toMatchObject({ id, status: 'geweigerd', code: 'supply/refused-by-law', soort: 'S15' });
    expect((await (await hub.as('police')).get(`/v1/leveringen/${id}`)).status).toBe(404);
  });

  it('may be offered again under the same id once the phase allows it', async () => {
    const event = cloudEvent('S15', answering(answers.S15, { case: play.case, request: play.request }));
    expect((await post(hub, event, { supplier: suppliers.S15 })).status).toBe(403);
    await play.openPhase();
    const id = idOf(await post(hub, event, { supplier: suppliers.S15 }));
    await hub.settled();
    const own = await (await hub.as('tax')).get(`/v1/leveringen/${id}`);
    expect(own.body).toMatchObject({ id, status: 'verwerkt', soort: 'S15' });
  });

  describe('any more when the worker decides, though the gateway accepted it', () => {
    const closingFirst =
      (real: Messaging['publish']): Messaging['publish'] =>
      async (topic, message) => {
        await closeCase(hub, play.case);
        return real(topic, message);
      };

    const expectRefusedAfterAll = async (events: readonly Recorded[], answer: Answer | undefined): Promise<void> => {
      const id = idOf(answer!);
      expect(answer?.status).toBe(202);
      const own = events.filter(({ stream }) => stream === `contribution-${id}`);
      expect(own.find(({ type }) => type === 'ContributionRefused')?.data).toMatchObject({
        code: 'supply/no-open-case',
      });
      const destroyed = own.filter(({ type }) => type === 'KeyDestroyed');
      expect(destroyed.map(({ data }) => (data as { block: string }).block).toSorted()).toEqual([
        'facts',
        'matter',
        'tokens',
      ]);
      expect(typesOf(events)).toContain('ErasureCompleted');
      expect(typesOf(events)).not.toContain('ContributionTakenIn');
      expect(await rowOf(id)).toMatchObject({ bytes: null, digest: null });
      const shown = await supplied(id);
      expect(shown.body).toMatchObject({ id, status: 'geweigerd', code: 'supply/no-open-case' });
      expect(shown.body['inhoud']).toBeUndefined();
    };

    it('is refused after all: its keys are destroyed and its supplier reads so', async () => {
      const { messaging } = hub.standalone.engines;
      const supply = cloudEvent('S1', into('supply', matterOfS1, { case: play.case }));
      let answer: Answer | undefined;
      const events = await hub.eventsOf(async () => {
        answer = await withMethod(messaging, 'publish', closingFirst, () => post(hub, supply));
      });
      expect(typesOf(events)).not.toContain('ContributionSupplied');
      await expectRefusedAfterAll(events, answer);
    });

    it('is refused after all, even where the case closes after the worker decided and before it is taken in', async () => {
      const { store } = hub.standalone.engines;
      const other = new Play(hub);
      await other.deliver(['S1']);
      await other.weigh();
      await other.openCase();
      const supply = cloudEvent('S1', into('supply', matterOfS1, { case: other.case }));
      const closingBetween =
        (real: EventStore['append']): EventStore['append'] =>
        async (stream, added, expected) => {
          if (added[0]?.type === 'ContributionTakenIn') await closeCase(hub, other.case);
          return real(stream, added, expected);
        };
      let answer: Answer | undefined;
      const events = await hub.eventsOf(() =>
        withMethod(store, 'append', closingBetween, async () => {
          answer = await post(hub, supply);
          await hub.settled();
        }),
      );
      expect(typesOf(events)).toContain('ContributionSupplied');
      await expectRefusedAfterAll(events, answer);
    });
  });
});

describe('what the log overtakes', () => {
  it('two cases opened with one signal at once have it once, and what comes behind is not held up', async () => {
    const play = new Play(hub);
    await play.deliver(['S1']);
    await play.weigh();
    const director = await hub.as('director');
    const body = {
      signalen: [...play.signals.values()],
      activiteit: 'casusoverleg',
      deelnemers: [{ organisatie: oins.police }],
    };
    const bothOpened = Promise.withResolvers<void>();
    const waiting =
      (real: EventStore['append']): EventStore['append'] =>
      async (stream, added, expected) => {
        if (added[0]?.type === 'SignalTakenIntoCase') await bothOpened.promise;
        return real(stream, added, expected);
      };
    const cases = await withMethod(hub.standalone.engines.store, 'append', waiting, async () => {
      const ids = [idOf(await director.post('/v1/casussen', body)), idOf(await director.post('/v1/casussen', body))];
      bothOpened.resolve();
      await hub.settled();
      return ids;
    });
    const dossiers = await Promise.all(cases.map((id) => director.get(`/v1/casussen/${id}/dossier`)));
    expect(dossiers.flatMap(piecesOf).filter(({ soort }) => soort === 'S1')).toHaveLength(1);
    const next = await hub.eventsOf(() => deliver(hub, 'S1', signals.S1));
    expect(typesOf(next)).toEqual(taken);
  });

  it('a request for a participant that the case does not concern is refused', async () => {
    const play = new Play(hub);
    await play.deliver(['S2']);
    await play.weigh();
    await play.openCase();
    await play.link();
    const director = await hub.as('director');
    const answer = await director.post('/v1/verzoeken', {
      casus: play.case,
      gevraagd: [oins.police],
      soorten: ['S6'],
      categorieen: ['CRIM'],
      betrokkenen: [play.subjects.get('volwassene')],
      voor: [{ organisatie: oins.kmar, doel: 'KMAR.grens' }],
      uiterlijk: '2026-05-01',
      tekst: 'Waarom dit nodig is.',
    });
    expect([answer.status, answer.body['code']]).toEqual([409, 'hub/recipient-outside-set']);
  });
});
