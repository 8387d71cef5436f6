import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { meetingDecider } from '@knooppunt/cases';
import { noticePseudonymOf, noticeTopicOf, topicsOf } from '@knooppunt/contracts';
import { streamName } from '@knooppunt/kernel';
import type { OrganisationId, Recorded } from '@knooppunt/kernel';
import type { Message, Messaging } from '@knooppunt/messaging';
import { kinds } from '@knooppunt/signals';
import { Scene, amsterdam, grantsFor, oins, rotterdam } from '../../test/scene.js';
import { caseInPhaseTwo, ofCase, opened, requested } from '../../test/story.js';
import type { WorkerParts } from '../worker.parts.js';
import { concernedBy, noticedEvents, sendNotices } from './notice.reactions.js';

let scene: Scene;
type Sent = Message & { readonly topic: string };
let sent: Sent[];
let parts: WorkerParts;

beforeAll(async () => {
  scene = await (await Scene.open()).found();
  await scene.messaging.createTopics(topicsOf().topics);
});
beforeEach(() => {
  sent = [];
  const messaging: Messaging = Object.assign(Object.create(scene.messaging) as Messaging, {
    publish: (topic: string, message: Message) => {
      sent.push({ topic, ...message });
      return scene.messaging.publish(topic, message);
    },
  });
  parts = { ...scene.parts, messaging };
});
afterAll(() => scene.close());

const nameOf = (organisation: OrganisationId) => noticePseudonymOf(scene.parts.names, amsterdam, organisation);
const told = () => sent.map(({ key }) => key).toSorted();
const names = (...organisations: readonly OrganisationId[]) => organisations.map(nameOf).toSorted();
const react = (event: Recorded) => sendNotices(parts).react(event);
const convened = async (caseId: string, ...invitees: readonly OrganisationId[]) => {
  const meeting = randomUUID();
  return (await scene.run(meetingDecider, streamName('meeting', meeting), {
    type: 'ConveneMeeting',
    data: {
      meeting,
      case: caseId,
      invitees,
      needToKnow: invitees,
      plannedFor: '2026-03-20T09:00:00.000Z',
      chair: randomUUID(),
    },
  })) as Recorded;
};

describe('organisations are told to look', () => {
  it('when a request is put to them, and not those for whom it is put', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    await react(await requested(scene, caseId));
    expect(told()).toEqual(names(oins.police));
    expect(sent[0]?.topic).toBe(noticeTopicOf('POL'));
  });

  it('when a case opens with them in its need-to-know set, or takes them in later', async () => {
    const cause = await opened(scene, [randomUUID()]);
    await react(cause);
    expect(told()).toEqual(names(oins.college, oins.police));
    sent.length = 0;
    const { case: caseId } = cause.data as { readonly case: string };
    const decided = await ofCase(scene, caseId, {
      type: 'DecideGrants',
      data: { case: caseId, grants: grantsFor(oins.tax) },
    });
    await react(decided as Recorded);
    expect(told()).toEqual(names(oins.tax));
  });

  it('when they are invited to a meeting', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    await react(await convened(caseId, oins.college, oins.police));
    expect(told()).toEqual(names(oins.college, oins.police));
  });

  it('when what they supplied was taken in', async () => {
    await react(await scene.supplied());
    expect(told()).toEqual(names(oins.college));
  });

  it('when what they supplied was refused after all', async () => {
    const supplied = await scene.supplied();
    const { contribution } = supplied.data as { readonly contribution: string };
    const refusal = { contribution, code: 'supply/no-open-case', rules: [] };
    await react({ ...supplied, type: 'ContributionRefused', organisation: oins.college, data: refusal });
    expect(told()).toEqual(names(oins.college));
  });
});

describe('nothing goes out', () => {
  it('to who is out of the need-to-know set again when the notice would be sent', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    const cause = await convened(caseId, oins.college, oins.police);
    await ofCase(scene, caseId, { type: 'WithdrawGrant', data: { case: caseId, organisation: oins.police } });
    await react(cause);
    expect(told()).toEqual(names(oins.college));
  });

  it('to who is no member of the cooperation, whatever an event says', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    const cause = await requested(scene, caseId);
    const asked = ['00000099000000777000'];
    await react({ ...cause, data: { ...(cause.data as object), asked } });
    await react({ ...cause, cooperation: 'nowhere' });
    expect(sent).toEqual([]);
  });

  it('for any other event', async () => {
    const { signal } = await caseInPhaseTwo(scene);
    const events = await scene.appended();
    const others = events.filter(({ type }) => !(noticedEvents as readonly string[]).includes(type));
    expect(others.length).toBeGreaterThan(2);
    for (const event of others) expect(concernedBy(event).organisations).toEqual([]);
    expect(signal).toBeDefined();
  });
});

describe('a notice', () => {
  it('is the same when the reaction is repeated after a crash', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    const cause = await requested(scene, caseId);
    await react(cause);
    await react(cause);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('says nothing of event, case, request, organisation or cooperation, and has one form for all events', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    const causes = [await requested(scene, caseId), await convened(caseId, oins.college), await scene.supplied()];
    for (const cause of causes) await react(cause);
    const texts = sent.map(({ value }) => Buffer.from(value).toString());
    expect(new Set(texts.map((text) => text.replace(/[0-9a-f]/g, 'x'))).size).toBe(1);
    const secrets = [caseId, amsterdam, ...Object.values(oins), ...causes.map(({ id }) => id), 'Request', 'Meeting'];
    const all = JSON.stringify(sent.map((one) => [one.topic, one.key, one.headers, Buffer.from(one.value).toString()]));
    for (const secret of secrets) expect(all).not.toContain(secret);
    expect(sent.map(({ headers }) => headers)).toEqual(sent.map(() => ({})));
  });

  it('goes under another name in each cooperation, and to a topic of a kind that exists', async () => {
    await react(await scene.supplied());
    expect(noticePseudonymOf(scene.parts.names, rotterdam, oins.college)).not.toBe(nameOf(oins.college));
    expect(kinds.map(noticeTopicOf)).toContain(sent[0]?.topic);
  });
});
