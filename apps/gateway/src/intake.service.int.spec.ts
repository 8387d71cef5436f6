import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MessagingUnavailable } from '@knooppunt/messaging';
import type { Messaging } from '@knooppunt/messaging';
import { Scene, amsterdam, cloudEvent, parties, rotterdam, s1, s6 } from '../test/scene.js';
import type { PartyName } from '../test/scene.js';
import { edgeRefusalRecorder } from './gateway.module.js';
import { IntakeService } from './intake.service.js';

let scene: Scene;
beforeEach(async () => {
  scene = await (await Scene.open()).found();
});
afterEach(() => scene.close());

const s1Event = (data: object = s1, id?: string) => cloudEvent('college', 'overbewoond-adres', data, id);
const s6Event = (data: object, name: PartyName = 'police', id?: string) => cloudEvent(name, 'incident', data, id);
const failureOf = (work: Promise<unknown>): Promise<Record<string, unknown>> =>
  work.then(
    () => ({}),
    (error: unknown) => error as Record<string, unknown>,
  );
const atEdge = (event: ReturnType<typeof cloudEvent>) => {
  const { organisation } = parties.college;
  const caller = { kind: 'organisation', organisation, cooperation: amsterdam, clientId: 'college' } as const;
  return { caller, event, correlation: 'spec', traceId: '0'.repeat(32) };
};
const typesOf = async () => (await scene.published()).map(({ type }) => type);
const away: Messaging['publish'] = () => Promise.reject(new MessagingUnavailable('spec'));
const withoutTopics = () =>
  scene.parts({ messaging: Object.assign(Object.create(scene.messaging) as Messaging, { publish: away }) });

describe('a delivery', () => {
  it('lies on the topic of its kind, sealed, before it is answered', async () => {
    const contribution = await scene.deliver('college', s1Event());
    const [event, ...others] = await scene.published();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'ContributionSupplied',
      stream: `contribution-${contribution}`,
      cooperation: amsterdam,
      organisation: parties.college.organisation,
      data: { contribution, way: 'signal', payloadType: 'S1', supplierKind: 'COLL', task: 'wonen' },
    });
    expect(JSON.stringify(event)).not.toContain('Kade');
    expect(await scene.vault.register.find(contribution)).toMatchObject({ published: true, bytes: null });
  });

  it('gives the same answer again and nothing else, also when the case has closed by then', async () => {
    const caseId = await scene.openCase(['college']);
    await scene.openPhase(caseId);
    const request = await scene.request(caseId, ['police']);
    const event = s6Event(s6(caseId, request));
    const first = await scene.deliver('police', event);
    await scene.tell({ type: 'CaseClosed', data: { case: caseId, reason: 'gereed' } });
    expect(await scene.deliver('police', event)).toBe(first);
    expect(await typesOf()).toEqual(['ContributionSupplied']);
  });

  it('in a race of ten is one row, one set of bytes and one answer', async () => {
    const event = s1Event();
    const answers = await Promise.all(Array.from({ length: 10 }, () => scene.deliver('college', event)));
    expect(new Set(answers).size).toBe(1);
    const published = await scene.published();
    expect(new Set(published.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('with other content under a known id is refused, and the first stands', async () => {
    const id = randomUUID();
    const first = await scene.deliver('college', s1Event(s1, id));
    const other = s1Event({ ...s1, matter: { ...s1.matter, registrations: 13 } }, id);
    expect(await failureOf(scene.deliver('college', other))).toMatchObject({ code: 'gateway/content-differs' });
    const [supplied, refused] = await scene.published();
    expect(supplied).toMatchObject({ type: 'ContributionSupplied', data: { contribution: first } });
    expect(refused).toMatchObject({
      type: 'SupplyRefused',
      data: { contribution: first, code: 'gateway/content-differs' },
    });
  });

  it('is not answered in one cooperation for what came into another', async () => {
    const caseId = await scene.openCase(['police']);
    await scene.openPhase(caseId);
    const request = await scene.request(caseId, ['police']);
    const event = s6Event(s6(caseId, request));
    await scene.deliver('police', event);
    const elsewhere = await failureOf(scene.deliver('police', event, { cooperation: rotterdam }));
    expect(elsewhere).toMatchObject({ code: 'gateway/content-differs' });
    expect((await scene.published()).map(({ type, cooperation }) => [type, cooperation])).toEqual([
      ['ContributionSupplied', amsterdam],
      ['SupplyRefused', rotterdam],
    ]);
  });

  it('waits in the register where the topics are away, and goes out with the next try', async () => {
    const event = s1Event();
    const failure = await failureOf(scene.deliver('college', event, { parts: withoutTopics() }));
    expect(failure).toMatchObject({ code: 'gateway/intake-unavailable', retriable: true });
    expect(failure).not.toHaveProperty('recorded');
    expect(await scene.published()).toEqual([]);
    const contribution = await scene.deliver('college', event);
    expect((await scene.published()).map(({ data }) => data['contribution'])).toEqual([contribution]);
  });

  it('is not taken up again after its keys were destroyed', async () => {
    const event = s1Event();
    const contribution = await scene.deliver('college', event);
    await scene.vault.destroyer.destroy(contribution);
    expect(await scene.deliver('college', event)).toBe(contribution);
    expect(await typesOf()).toEqual(['ContributionSupplied']);
  });
});

describe('a delivery that is refused', () => {
  const refused = async (name: PartyName, event: ReturnType<typeof cloudEvent>) => {
    const failure = await failureOf(scene.deliver(name, event));
    const events = await scene.published();
    expect(events.map(({ type }) => type)).toEqual(['SupplyRefused']);
    return { failure, fact: events[0]?.data };
  };

  it('is a fact once, and says so, that the edge makes it none again', async () => {
    const { failure, fact } = await refused('college', s1Event({ ...s1, way: 'x' }));
    expect(failure).toMatchObject({ code: 'gateway/payload-invalid', recorded: true });
    expect(fact).toMatchObject({ code: 'gateway/payload-invalid', supplierKind: 'COLL', payloadType: 'S1' });
  });

  it('for the source of another organisation names no contribution of that one', async () => {
    const { failure, fact } = await refused('college', s6Event(s6(randomUUID(), randomUUID()), 'police'));
    expect(failure).toMatchObject({ code: 'gateway/source-not-own' });
    expect(fact).not.toHaveProperty('contribution');
    expect(fact).toMatchObject({ supplier: parties.college.organisation });
  });

  it('keeps nothing of its content, in the register neither', async () => {
    const { fact } = await refused('college', s1Event({ ...s1, declaration: { ...s1.declaration, lawful: false } }));
    expect(fact).toMatchObject({ code: 'supply/refused-by-law', rules: ['G-09'] });
    expect(JSON.stringify(fact)).not.toContain('Kade');
    expect(await scene.vault.register.find(String(fact?.['contribution']))).toBeUndefined();
  });

  it('comes from no participant: who never joined, and who has left', async () => {
    const stranger = await refused('stranger', cloudEvent('stranger', 'overbewoond-adres', s1));
    expect(stranger.failure).toMatchObject({ code: 'supply/no-participant' });
    expect(stranger.fact).toMatchObject({ supplierKind: 'none' });
    await scene.tell({
      type: 'PartyLeft',
      data: { organisation: parties.college.organisation, memberUntil: '2026-03-01T00:00:00.000Z' },
    });
    expect(await failureOf(scene.deliver('college', s1Event()))).toMatchObject({ code: 'supply/no-participant' });
  });

  it.each([
    ['S9', 'mogelijk-slachtoffer', ['WGS 2.19', 'BGS 2.15']],
    ['S31', 'slachtofferregistratie', ['WGS 2.19', 'BGS 2.15']],
    ['S32', 'opvangvraag', ['WGS 2.19', 'BGS 2.15']],
    ['S33', 'hotelsignaal', ['WGS 2.19', 'BGS 2.16(1)(a)']],
  ])('is of a type that is open to nobody yet (%s): unread, with the articles', async (id, slug, basis) => {
    const { failure, fact } = await refused(
      'police',
      cloudEvent('police', slug, { victimToken: 'not even looked at' }),
    );
    expect(failure).toMatchObject({ code: 'supply/type-not-open', basis });
    expect(fact).toMatchObject({ code: 'supply/type-not-open', payloadType: id, supplierKind: 'POL' });
    expect(fact).not.toHaveProperty('way');
  });

  it('tells who has left nothing of what it delivered while it was a participant', async () => {
    const event = s1Event();
    await scene.deliver('college', event);
    await scene.tell({
      type: 'PartyLeft',
      data: { organisation: parties.college.organisation, memberUntil: '2026-03-01T00:00:00.000Z' },
    });
    expect(await failureOf(scene.deliver('college', event))).toMatchObject({ code: 'supply/no-participant' });
  });

  it('has every fault of its declarations at once: a day to come, a task that nobody has', async () => {
    const { failure } = await refused(
      'college',
      s1Event({
        ...s1,
        declaration: { ...s1.declaration, firstProcessed: '2090-01-01' },
        report: { ...s1.report, task: 'jan-jansen' },
      }),
    );
    expect(failure['faults']).toEqual([
      { pointer: '/data/declaration/firstProcessed', code: 'in-the-future' },
      { pointer: '/data/report/task', code: 'unknown-task' },
    ]);
  });

  it('cannot be recorded where the topics are away, so that it is to be tried again', async () => {
    const failure = await failureOf(scene.deliver('college', s1Event({}), { parts: withoutTopics() }));
    expect(failure).toMatchObject({ code: 'gateway/intake-unavailable', retriable: true });
  });
});

describe('a subject that an answer names', () => {
  const ofCase = async () => {
    const caseId = await scene.openCase(['police']);
    await scene.openPhase(caseId);
    const [subject, other] = [randomUUID(), randomUUID()];
    const request = await scene.request(caseId, ['police'], [subject]);
    const recipient: string = parties.police.organisation;
    const scope = { cooperation: amsterdam, recipient, within: caseId as string };
    const reference = (id: string, changes: Partial<typeof scope> = {}) =>
      scene.vault.names.pseudonym({ ...scope, ...changes }, 'subject', id);
    return { caseId, request, subject, other, reference };
  };

  it('is found by the reference that this organisation was shown, and stored by its id', async () => {
    const { caseId, request, subject, reference } = await ofCase();
    await scene.deliver('police', s6Event(s6(caseId, request, { about: reference(subject) })));
    const [event] = await scene.published();
    expect(event?.data['blocks']).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'p1', kind: 'person', about: subject })]),
    );
  });

  it('is unknown by its id, by the reference of another organisation, and where it is not of the request', async () => {
    const { caseId, request, subject, other, reference } = await ofCase();
    const foreign = reference(subject, { recipient: parties.college.organisation });
    for (const about of [foreign, reference(other), reference(subject, { within: randomUUID() })]) {
      const failure = await failureOf(scene.deliver('police', s6Event(s6(caseId, request, { about }))));
      expect(failure['faults']).toEqual([{ pointer: '/data/persons/0/about', code: 'unknown-subject' }]);
    }
    const byId = await failureOf(scene.deliver('police', s6Event(s6(caseId, request, { about: subject }))));
    expect(byId).toMatchObject({ code: 'gateway/payload-invalid' });
  });
});

describe('an intake that has as much under way as it takes', () => {
  it('refuses what comes beyond at once and does nothing with it, and takes it when there is room again', async () => {
    const [held, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let waiting = 0;
    const publish: Messaging['publish'] = async (topic, message) => {
      waiting += 1;
      if (waiting === 2) begun.resolve();
      await held.promise;
      return scene.messaging.publish(topic, message);
    };
    const messaging = Object.assign(Object.create(scene.messaging) as Messaging, { publish });
    const intake = new IntakeService(scene.parts({ messaging, capacity: 2 }));
    const take = (event: ReturnType<typeof s1Event>) => intake.takeIn(atEdge(event));
    const accepted = [take(s1Event()), take(s1Event())];
    await begun.promise;

    const late = s1Event();
    expect(await failureOf(take(late))).toMatchObject({ code: 'gateway/intake-busy', retriable: true });
    const unborn = scene.vault.names.contributionId(parties.college.organisation, late.source, late.id);
    expect(await scene.vault.register.find(unborn)).toBeUndefined();
    held.resolve();
    await Promise.all(accepted);
    expect(await take(late)).toEqual(expect.any(String));
    expect(await typesOf()).toEqual(Array.from({ length: 3 }, () => 'ContributionSupplied'));
  });

  it('has room again after deliveries that were refused or failed', async () => {
    const intake = new IntakeService(scene.parts({ capacity: 1 }));
    for (const data of [{}, {}, {}]) {
      expect(await failureOf(intake.takeIn(atEdge(s1Event(data))))).toMatchObject({ code: 'gateway/payload-invalid' });
    }
    expect(await intake.takeIn(atEdge(s1Event()))).toEqual(expect.any(String));
  });
});

describe('what the gateway cannot do now', () => {
  it('is no refusal, and goes to no topic', async () => {
    const { organisation } = parties.college;
    const refused = {
      caller: { kind: 'organisation', organisation, cooperation: amsterdam, clientId: 'college' },
      code: 'gateway/intake-busy',
      basis: [],
      method: 'POST',
      route: '/v1/leveringen',
      correlation: 'spec',
      traceId: '0'.repeat(32),
    } as const;
    const record = edgeRefusalRecorder(scene.parts());
    await record({ ...refused, status: 503 });
    expect(await typesOf()).toEqual([]);
    await record({ ...refused, status: 400, code: 'platform/inhoud-ongeldig' });
    expect(await typesOf()).toEqual(['SupplyRefused']);
  });
});
