import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import { StoreUnavailable } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import { Scene, amsterdam, answerOfPolice, deliveryOf, noon, oins } from '../test/scene.js';
import { caseInPhaseTwo, ofCase, requested } from '../test/story.js';
import { takeIn } from './intake.js';

let scene: Scene;
beforeAll(async () => {
  scene = await (await Scene.open()).found();
});
beforeEach(() => {
  scene.alarms.length = 0;
});
afterAll(() => scene.close());

const take = (delivery: Parameters<ReturnType<typeof takeIn>>[0]) => takeIn(scene.parts)(delivery);
const contributionOf = (id: string) => scene.events(streamName('contribution', id));
const codes = () => scene.alarms.map(({ error }) => (error as { readonly code?: string }).code);
const parsed = (bytes: Uint8Array): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
const changed = (bytes: Uint8Array, changes: Readonly<Record<string, unknown>>): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ ...parsed(bytes), ...changes }));

describe('a message of the intake', () => {
  it('goes into the log byte for byte as the gateway wrote it', async () => {
    const { contribution, bytes, delivery } = await scene.supply();
    await take(delivery);
    const [stored] = await scene.store.read(streamName('contribution', contribution));
    expect(Buffer.from(stored?.bytes ?? []).equals(bytes)).toBe(true);
    expect(scene.alarms).toEqual([]);
  });

  it('is one event, however often it comes', async () => {
    const { contribution, delivery } = await scene.supply();
    await take(delivery);
    await Promise.all([take(delivery), take(delivery), take(delivery)]);
    expect(await contributionOf(contribution)).toHaveLength(1);
    expect(scene.alarms).toEqual([]);
  });

  it('never overwrites another under its id: the first stands, and somebody hears of it', async () => {
    const { contribution, bytes, delivery } = await scene.supply();
    await take(delivery);
    const other = await scene.supply({ contribution });
    await expect(take(other.delivery)).rejects.toMatchObject({ code: 'worker/contribution-clash', retriable: false });
    const [stored] = await scene.store.read(streamName('contribution', contribution));
    expect(Buffer.from(stored?.bytes ?? []).equals(bytes)).toBe(true);
    expect(codes()).toEqual(['worker/contribution-clash']);
  });

  it('that found its event written by a try whose answer was lost is done', async () => {
    const { contribution, delivery } = await scene.supply();
    const lost = {
      ...scene.parts,
      store: Object.assign(Object.create(scene.store) as typeof scene.store, {
        append: async (...given: Parameters<typeof scene.store.append>) => {
          await scene.store.append(...given);
          throw new StoreUnavailable('answer-lost');
        },
      }),
    };
    await takeIn(lost)(delivery);
    expect(await contributionOf(contribution)).toHaveLength(1);
  });

  it('waits where the store is away, without an alarm: it comes again', async () => {
    const { delivery } = await scene.supply();
    const away = new StoreUnavailable('spec');
    const store = Object.assign(Object.create(scene.store) as typeof scene.store, {
      append: () => Promise.reject(away),
    });
    await expect(takeIn({ ...scene.parts, store })(delivery)).rejects.toBe(away);
    expect(scene.alarms).toEqual([]);
  });
});

describe('a supply of a gateway that is newer than this worker', () => {
  it('is neither stored nor refused, keeps its keys, and somebody hears of it', async () => {
    const { contribution, bytes } = await scene.supply();
    const { data } = parsed(bytes) as { readonly data: object };
    const newer = changed(bytes, { data: { ...data, registry: `sha256:${'7'.repeat(64)}` } });
    await expect(take(deliveryOf(newer))).rejects.toMatchObject({ code: 'disclosure/registry-unknown' });
    expect(await contributionOf(contribution)).toEqual([]);
    expect(codes()).toEqual(['disclosure/registry-unknown']);
    await take(deliveryOf(bytes));
    expect(await contributionOf(contribution)).toHaveLength(1);
  });
});

describe('a supply that may not come in by what the log says', () => {
  const refusalOf = async (id: string) => {
    const events = await contributionOf(id);
    expect(events.map(({ type }) => type)).toEqual(['ContributionRefused']);
    return events[0];
  };

  it('is refused on the account of its supplier, and stored by no byte of its content', async () => {
    const { contribution, delivery } = await scene.supply({
      ...answerOfPolice,
      case: randomUUID(),
      request: randomUUID(),
    });
    await take(delivery);
    expect(await refusalOf(contribution)).toMatchObject({
      organisation: oins.police,
      actor: 'system:worker',
      data: { contribution, code: 'supply/no-open-case', rules: [] },
    });
    expect((await refusalOf(contribution))?.sealed).toBeUndefined();
  });

  it('stays refused, however often it comes', async () => {
    const { contribution, delivery } = await scene.supply({ lawful: false });
    await take(delivery);
    await take(delivery);
    expect(await refusalOf(contribution)).toMatchObject({
      data: { code: 'supply/refused-by-law', rules: ['G-09'] },
    });
    expect(scene.alarms).toEqual([]);
  });

  it('is refused to who is no member, and to who says it is of another kind than the log knows', async () => {
    const stranger = await scene.supply({ supplier: '00000099000000099000' });
    const pretender = await scene.supply({ supplier: oins.mayor });
    await take(stranger.delivery);
    await take(pretender.delivery);
    for (const { contribution } of [stranger, pretender]) {
      expect(await refusalOf(contribution)).toMatchObject({ data: { code: 'supply/no-participant' } });
    }
  });

  it.each(['S9', 'S31', 'S32', 'S33'])('is refused where nobody may bring it yet: %s', async (payloadType) => {
    const shut = await scene.supply({ payloadType, supplier: oins.police, supplierKind: 'POL' });
    await take(shut.delivery);
    expect(await refusalOf(shut.contribution)).toMatchObject({ data: { code: 'supply/type-not-open', rules: [] } });
  });

  it('is refused before its phase, and comes in once the phase is open', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    const { request } = (await requested(scene, caseId)).data as { readonly request: string };
    const answer = await scene.supply({ ...answerOfPolice, case: caseId, request });
    await take(answer.delivery);
    expect((await contributionOf(answer.contribution)).map(({ type }) => type)).toEqual(['ContributionSupplied']);
  });

  it('is refused where the case was suspended between the gateway and here', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    const { request } = (await requested(scene, caseId)).data as { readonly request: string };
    const answer = await scene.supply({ ...answerOfPolice, case: caseId, request });
    await ofCase(scene, caseId, { type: 'SuspendCase', data: { case: caseId, reason: 'opsporing' } });
    await take(answer.delivery);
    expect(await refusalOf(answer.contribution)).toMatchObject({ data: { code: 'supply/no-open-case' } });
  });

  it('is refused where case or request belong to another cooperation', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    const { request } = (await requested(scene, caseId)).data as { readonly request: string };
    const answer = await scene.supply({ ...answerOfPolice, case: caseId, request, cooperation: 'rotterdam' });
    await take(answer.delivery);
    expect(await refusalOf(answer.contribution)).toMatchObject({
      cooperation: 'rotterdam',
      data: { code: 'supply/no-open-case' },
    });
  });
});

describe('a message that no gateway of ours wrote', () => {
  /** What is wrong with it, and how many events it left and alarms it raised. */
  const outcomeOf = async (bytes: Uint8Array) => {
    await scene.appended();
    scene.alarms.length = 0;
    const error: unknown = await take(deliveryOf(bytes)).catch((thrown: unknown) => thrown);
    const { code, fault } = error as { readonly code?: string; readonly fault?: string };
    return { code, fault, appended: (await scene.appended()).length, alarms: scene.alarms.length };
  };
  const unfit = (fault: string) => ({ code: 'worker/message-unfit', fault, appended: 0, alarms: 1 });

  it('goes into no log where it is of another type', async () => {
    const caseId = randomUUID();
    const { bytes } = encodeEvent({
      id: eventIdOf(caseId, 0),
      type: 'GrantsDecided',
      schemaVersion: 1,
      stream: streamName('case', caseId),
      cooperation: amsterdam,
      recordedAt: noon,
      actor: 'system:gateway',
      organisation: oins.college,
      role: null,
      purpose: null,
      commandId: caseId,
      correlation: 'spec',
      causation: null,
      traceId: '0'.repeat(32),
      data: { case: caseId, grants: [{ organisation: oins.college, until: '2027-01-01T00:00:00.000Z' }] },
    });
    expect(await outcomeOf(bytes)).toEqual(unfit('type'));
  });

  it('goes into no log where it names another stream, id or supplier than its own', async () => {
    const { bytes } = await scene.supply();
    for (const changes of [
      { stream: streamName('contribution', randomUUID()) },
      { id: randomUUID() },
      { organisation: oins.police },
    ]) {
      expect(await outcomeOf(changed(bytes, changes))).toEqual(unfit('place'));
    }
  });

  it('goes into no log with a member in the clear that the catalogue does not name', async () => {
    const { bytes } = await scene.supply();
    await expect(take(deliveryOf(changed(bytes, { remark: 'Ada Janssen' })))).rejects.toMatchObject({
      code: 'event-store/clear-data-refused',
    });
    expect(codes()).toEqual(['event-store/clear-data-refused']);
  });

  it('goes into no log with anything in its bytes that its reading does not give back', async () => {
    const { bytes } = await scene.supply();
    const text = new TextDecoder().decode(bytes);
    const hidden = text.replace('"actor":', '"actor":"Ada-Janssen","actor":');
    expect(await outcomeOf(new TextEncoder().encode(hidden))).toEqual(unfit('bytes'));
    expect(await outcomeOf(new TextEncoder().encode(text.replace('{', '{ ')))).toEqual(unfit('bytes'));
  });

  it('goes into no log with clear data of another form', async () => {
    const { bytes } = await scene.supply();
    const data = { ...(parsed(bytes)['data'] as object), task: 'Ada Janssen, Kade 1' };
    await expect(take(deliveryOf(changed(bytes, { data })))).rejects.toMatchObject({
      code: 'event-store/clear-data-refused',
    });
    expect(codes()).toEqual(['event-store/clear-data-refused']);
  });
});

describe('a refusal of the gateway', () => {
  it('becomes a fact as it came, once', async () => {
    const refusal = randomUUID();
    const { bytes } = encodeEvent({
      id: eventIdOf(refusal, 0),
      type: 'SupplyRefused',
      schemaVersion: 1,
      stream: streamName('refusal', refusal),
      cooperation: amsterdam,
      recordedAt: noon,
      actor: 'system:gateway',
      organisation: oins.police,
      role: null,
      purpose: null,
      commandId: refusal,
      correlation: 'spec',
      causation: null,
      traceId: '0'.repeat(32),
      data: { refusal, supplier: oins.police, supplierKind: 'POL', code: 'gateway/payload-invalid', rules: [] },
    });
    await take(deliveryOf(bytes, 'signals.pol'));
    await take(deliveryOf(bytes, 'signals.pol'));
    expect(await scene.events(streamName('refusal', refusal))).toHaveLength(1);
  });
});
