import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contributionDecider, disclosedOf, partyDecider, personDecider } from '@knooppunt/cases';
import type { StoredDisclosure } from '@knooppunt/cases';
import { StoreUnavailable, eventIdOf } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { idOf, streamName } from '@knooppunt/kernel';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import { amsterdam, organisations } from '../test/cast.js';
import { Scene } from '../test/scene.js';
import type { Content } from '../test/supply.js';
import { afterAppend, afterOpening, storeWith } from '../test/engines.js';
import { dossierView, ownView } from '../test/views.js';
import { standingStream } from './index.js';
import type { GateAnswer, View } from './index.js';

const { police } = organisations;
const content: Content = {
  persons: { p1: { adultFrom: '2001-05-06', fields: { name: 'Ada Janssen', address: 'Kade 1, 1011AA Amsterdam' } } },
};
const subject = randomUUID();
let scene: Scene;
let contribution: Uuid;

beforeEach(async () => {
  scene = await (await Scene.open()).found();
  contribution = await scene.supply(content);
  await scene.takeIn(contribution);
  await scene.link(contribution, 'p1', subject);
  await scene.need('police', ['ID', 'RES']);
  await scene.appended();
});
afterEach(() => scene.close());

const typesOf = (events: readonly Recorded[]): readonly string[] => events.map(({ type }) => type);
const shownNames = (answer: GateAnswer): readonly string[] =>
  answer.kind === 'absent'
    ? []
    : answer.items.flatMap(({ blocks }) => blocks.flatMap(({ fields }) => fields.map(({ field }) => field)));
const levelOf = (answer: GateAnswer, name: string): string | undefined =>
  answer.kind === 'absent'
    ? undefined
    : answer.items.flatMap(({ blocks }) => blocks.flatMap(({ fields }) => fields)).find(({ field }) => field === name)
        ?.level;

/** Asks while something happens after the record has become durable and before the answer leaves. */
const askWhile = async (happen: () => Promise<void>, times = 1, view: View = dossierView(scene)) => {
  const store = afterAppend(scene.store, 'DisclosureRecorded', happen, times);
  const answer = await scene.gate({ store }).answer(view, scene.reader('police'));
  return { answer, events: await scene.appended() };
};

describe('an answer that is narrowed while it is on its way', () => {
  const withdrawals: readonly [string, () => Promise<void>][] = [
    [
      'a grant withdrawn',
      () => scene.ofCase({ type: 'WithdrawGrant', data: { case: scene.caseId, organisation: police.oin } }),
    ],
    [
      'a person withdrawn',
      () =>
        scene.run(personDecider, standingStream('person', amsterdam, scene.persons.police), {
          type: 'WithdrawPerson',
          data: { person: scene.persons.police },
        }),
    ],
    [
      'a member that leaves',
      () =>
        scene.run(partyDecider, standingStream('party', amsterdam, police.oin), {
          type: 'LeaveParty',
          data: { organisation: police.oin, memberUntil: scene.clock },
        }),
    ],
  ];

  it.each(withdrawals)('is aborted, and answered as if absent: %s', async (_name, happen) => {
    const { answer, events } = await askWhile(happen);
    expect(answer.kind).toBe('absent');
    const what = typesOf(events).filter((type) => /^(Disclosure|ReadRefused)/.test(type));
    expect(what).toEqual(['DisclosureRecorded', 'DisclosureAborted', 'ReadRefused']);
    const [recorded, , aborted] = events;
    expect(aborted).toMatchObject({ stream: recorded?.stream, revision: 1n, correlation: recorded?.correlation });
    expect(aborted?.id).toBe(eventIdOf(idOf(recorded?.stream ?? ''), 1));
  });

  it('names the streams that moved, and is decided again by what they say now', async () => {
    const { answer, events } = await askWhile(() =>
      scene.ofCase({
        type: 'SetShielding',
        data: { case: scene.caseId, subject, mark: 'possible-victim', set: true },
      }),
    );
    expect(levelOf(answer, 'name')).toBe('pseudonymise');
    expect(levelOf(answer, 'address')).toBe('reveal');
    expect(typesOf(events)).toEqual(['DisclosureRecorded', 'ShieldingSet', 'DisclosureAborted', 'DisclosureRecorded']);
    expect(events[2]?.data).toMatchObject({ moved: [`case-${scene.caseId}`] });
  });

  it('is decided again when a phase opens, for a covenant may close with it what was open', async () => {
    const text = { length: 10, textDigest: 'ZGlnZXN0' };
    const { answer } = await askWhile(async () => {
      await scene.ofCase({
        type: 'GivePrivacyAdvice',
        data: { case: scene.caseId, phase: '2', advice: 'positief', ...text },
      });
      await scene.ofCase({ type: 'OpenPhase', data: { case: scene.caseId, phase: '2', ...text } });
    });
    expect(shownNames(answer)).toEqual(['name']);
  });

  it('is given up after three times, and never sent', async () => {
    let isSet = false;
    const { answer, events } = await askWhile(() => {
      isSet = !isSet;
      return scene.ofCase({
        type: 'SetShielding',
        data: { case: scene.caseId, subject, mark: 'possible-victim', set: isSet },
      });
    }, Infinity);
    expect(answer.kind).toBe('absent');
    const types = typesOf(events);
    expect(types.filter((type) => type === 'DisclosureRecorded')).toHaveLength(3);
    expect(types.filter((type) => type === 'DisclosureAborted')).toHaveLength(3);
    expect(types.at(-1)).toBe('ReadRefused');
  });

  it('goes on where the event changes nothing for this reader', async () => {
    const { answer, events } = await askWhile(async () => {
      await scene.need('inspectorate', ['ID']);
      await scene.takeIn(await scene.supply(content));
    });
    expect(levelOf(answer, 'name')).toBe('reveal');
    expect(typesOf(events).filter((type) => type.startsWith('Disclosure'))).toEqual(['DisclosureRecorded']);
  });

  it('is decided again where the event changes a fact of the reader itself', async () => {
    const { events } = await askWhile(() => scene.need('police', ['CRIM']));
    expect(typesOf(events)).toEqual([
      'DisclosureRecorded',
      'NecessityRecorded',
      'DisclosureAborted',
      'DisclosureRecorded',
    ]);
  });
});

describe('without a record', () => {
  const away = new StoreUnavailable('spec');
  const failing = (when: (type: string) => boolean): EventStore =>
    storeWith(scene.store, {
      append: (stream, events, expected) =>
        events.some(({ type }) => when(type)) ? Promise.reject(away) : scene.store.append(stream, events, expected),
    });

  it('there is no answer', async () => {
    const gate = scene.gate({ store: failing((type) => type === 'DisclosureRecorded') });
    await expect(gate.answer(dossierView(scene), scene.reader('police'))).rejects.toBe(away);
    expect(await scene.appended()).toEqual([]);
  });

  it('there is no refusal either', async () => {
    const gate = scene.gate({ store: failing((type) => type === 'ReadRefused') });
    await expect(gate.answer(dossierView(scene, randomUUID()), scene.reader('police'))).rejects.toBe(away);
  });

  it('that can be looked behind, there is no answer', async () => {
    let isRecorded = false;
    const store = storeWith(scene.store, {
      append: (...given) => {
        isRecorded = true;
        return scene.store.append(...given);
      },
      read: (...given) => (isRecorded ? Promise.reject(away) : scene.store.read(...given)),
    });
    await expect(scene.gate({ store }).answer(dossierView(scene), scene.reader('police'))).rejects.toBe(away);
    expect(typesOf(await scene.appended())).toEqual(['DisclosureRecorded']);
  });

  it('that can be looked behind, there is no refusal either: it takes the steps of an answer', async () => {
    let isRecorded = false;
    const store = storeWith(scene.store, {
      append: (...given) => {
        isRecorded = true;
        return scene.store.append(...given);
      },
      read: (...given) => (isRecorded ? Promise.reject(away) : scene.store.read(...given)),
    });
    await expect(scene.gate({ store }).answer(dossierView(scene, randomUUID()), scene.reader('police'))).rejects.toBe(
      away,
    );
    expect(typesOf(await scene.appended())).toEqual(['ReadRefused']);
  });

  it('of an abort, there is no second try', async () => {
    const store = afterAppend(
      failing((type) => type === 'DisclosureAborted'),
      'DisclosureRecorded',
      () => scene.ofCase({ type: 'WithdrawGrant', data: { case: scene.caseId, organisation: police.oin } }),
      1,
    );
    await expect(scene.gate({ store }).answer(dossierView(scene), scene.reader('police'))).rejects.toBe(away);
  });
});

describe('keys that are destroyed', () => {
  const underDestruction = () =>
    scene.ofCase({ type: 'MarkUnderDestruction', data: { case: scene.caseId, contribution } });
  const destroyed = async (of = contribution): Promise<void> => {
    const keys = await scene.vault.destroyer.destroy(of);
    await scene.run(contributionDecider, streamName('contribution', of), {
      type: 'RecordKeysDestroyed',
      data: { contribution: of, keys },
    });
  };

  it('during a read of the dossier end it, and the next try shows nothing of them', async () => {
    const opener = afterOpening(scene.vault.opener, 'p1', async () => {
      await underDestruction();
      await destroyed();
    });
    const answer = await scene.gate({ opener }).answer(dossierView(scene), scene.reader('police'));
    expect(answer).toMatchObject({ kind: 'shown', items: [] });
    const events = await scene.appended();
    expect(typesOf(events).filter((type) => type.startsWith('Disclosure'))).toEqual([
      'DisclosureRecorded',
      'DisclosureAborted',
      'DisclosureRecorded',
    ]);
  });

  it('show whole or nothing of a delivery that its supplier reads back, never a part', async () => {
    const two = await scene.supply({
      persons: {
        p1: { fields: { name: 'Ada Janssen' } },
        p2: { fields: { name: 'Bo Janssen' } },
        p3: { fields: { name: 'Cy Janssen' } },
      },
      text: 'drie mensen',
    });
    await scene.appended();
    for (const block of ['p1', 'p2', 'p3', 'text']) {
      const opener = afterOpening(scene.vault.opener, block, async () => {
        await scene.vault.destroyer.destroy(two);
      });
      const answer = await scene.gate({ opener }).answer(ownView(scene, two), scene.reader('college'));
      expect([0, 4]).toContain(shownNames(answer).length);
      const [recorded] = (await scene.appended()) as readonly [Recorded];
      const { items } = recorded.data as { readonly items: readonly { readonly blocks: readonly object[] }[] };
      const digests = items[0]?.blocks.filter((shown) => 'digest' in shown);
      expect(digests).toHaveLength(shownNames(answer).length);
    }
  });

  it('end an own read that has recorded itself before they went into the log', async () => {
    const own = await scene.supply(content);
    await scene.appended();
    const store = afterAppend(scene.store, 'DisclosureRecorded', () => destroyed(own), 1);
    const answer = await scene.gate({ store }).answer(ownView(scene, own), scene.reader('college'));
    expect(shownNames(answer)).toEqual([]);
    const types = typesOf(await scene.appended()).filter((type) => type.startsWith('Disclosure'));
    expect(types).toEqual(['DisclosureRecorded', 'DisclosureAborted', 'DisclosureRecorded']);
  });

  it('leave nobody knowing whether a hit was silent, so that it is there for nobody', async () => {
    await destroyed();
    const answer = await scene.gate().answer(dossierView(scene), scene.reader('police'));
    expect(answer).toMatchObject({ kind: 'shown', items: [] });
  });

  it('of one contribution leave others of the same person as they are known', async () => {
    const other = await scene.supply({ persons: { p1: { fields: { name: 'A. Janssen' } } } });
    await scene.takeIn(other);
    await scene.link(other, 'p1', subject);
    await underDestruction();
    await destroyed();
    const answer = await scene.gate().answer(dossierView(scene), scene.reader('police'));
    expect(levelOf(answer, 'name')).toBe('pseudonymise');
  });
});

describe('a stream that a view folds twice', () => {
  it('counts once, as it was first folded, so that a record rests on one state of it', async () => {
    const view: View = {
      name: 'twee-maal',
      act: 'inzage',
      case: scene.caseId,
      plan: async (folded) => {
        await scene.need('inspectorate', ['ID']);
        const again = folded.add(await folded.folds.fold('case', streamName('case', scene.caseId), amsterdam));
        return { items: [await scene.planned(contribution, again)] };
      },
    };
    const { events } = await askWhile(() => Promise.resolve(), 1, view);
    const record = events.find(({ type }) => type === 'DisclosureRecorded')?.data as StoredDisclosure;
    const { revision } = record.folded.find(({ stream }) => stream.startsWith('case-')) ?? { revision: '' };
    const sources = [...JSON.stringify(disclosedOf(record).items).matchAll(/clear:case-[0-9a-f-]+@(\d+)/g)].map(
      ([, at]) => at,
    );
    expect(new Set(sources)).toEqual(new Set([revision]));
  });
});
