import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { disclosedOf } from '@knooppunt/cases';
import type { StoredDisclosure } from '@knooppunt/cases';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import { SealBroken, UnknownKey, VaultUnavailable } from '@knooppunt/vault';
import type { Opener } from '@knooppunt/vault';
import { awayFrom, failingAt, goingAwayAt, storeWith } from '../test/engines.js';
import { Scene } from '../test/scene.js';
import type { Content } from '../test/supply.js';
import { casesView, dossierView, ownView } from '../test/views.js';
import type { GateAnswer, PlannedItem, ShownItem, View } from './index.js';

const adult = { adultFrom: '2001-05-06' };
const two: Content = {
  persons: {
    p1: { ...adult, fields: { name: 'Ada Janssen' } },
    p2: { ...adult, fields: { name: 'Bo Janssen' } },
  },
};
let scene: Scene;
const inDossier = async (content: Content): Promise<Uuid> => {
  const contribution = await scene.supply(content);
  await scene.takeIn(contribution);
  for (const ref of Object.keys(content.persons)) await scene.link(contribution, ref, randomUUID());
  return contribution;
};

beforeEach(async () => {
  scene = await (await Scene.open()).found();
  await scene.need('police', ['ID']);
});
afterEach(() => scene.close());

const itemsOf = (answer: GateAnswer): readonly ShownItem[] => (answer.kind === 'absent' ? [] : answer.items);
const namesIn = (answer: GateAnswer): readonly unknown[] =>
  itemsOf(answer).flatMap(({ blocks }) => blocks.flatMap(({ fields }) => fields.map(({ value }) => value)));
const recordIn = (events: readonly Recorded[]) => {
  const found = events.filter(({ type }) => type === 'DisclosureRecorded');
  expect(found).toHaveLength(1);
  return disclosedOf(found[0]?.data as StoredDisclosure);
};
const broken = new SealBroken('00000000-0000-4000-8000-000000000000');
const failures: readonly [string, Error][] = [
  ['seal-broken', broken],
  ['key-unknown', new UnknownKey('00000000-0000-4000-8000-000000000000')],
  ['vault-unavailable', new VaultUnavailable()],
];
const asking = async (
  block: string,
  error: Error,
  view: View = dossierView(scene),
  reader = scene.reader('police'),
) => {
  await scene.appended();
  const gate = scene.gate({ opener: failingAt(scene.vault.opener, block, error) });
  const answer = await gate.answer(view, reader);
  return { answer, events: await scene.appended() };
};

describe('a block that cannot be read', () => {
  it.each(failures)('is not answered, and takes no other along; the record says why: %s', async (code, error) => {
    await inDossier(two);
    const { answer, events } = await asking('p2', error);
    expect(namesIn(answer)).toEqual(['Ada Janssen']);
    const [, item] = recordIn(events).items;
    const blocks = item?.blocks.map(({ block, digest, unanswered }) => [block, digest !== undefined, unanswered]);
    expect(blocks).toEqual([
      ['head', false, undefined],
      ['p1', true, undefined],
      ['p2', false, code],
    ]);
  });

  it('says why too where its key was destroyed', async () => {
    const contribution = await scene.supply(two);
    await scene.vault.destroyer.destroy(contribution);
    await scene.appended();
    await scene.gate().answer(ownView(scene, contribution), scene.reader('college'));
    const [item] = recordIn(await scene.appended()).items;
    expect(item?.blocks.map(({ unanswered }) => unanswered)).toEqual([undefined, 'key-destroyed', 'key-destroyed']);
  });

  it('looks to its reader like a block of which all is withheld', async () => {
    await inDossier(two);
    const { answer } = await asking('p2', broken);
    const [item] = itemsOf(answer);
    expect(item?.blocks.map(({ block }) => block)).toEqual(['p1']);
    expect(Object.keys(item?.blocks[0] ?? {}).toSorted()).toEqual(['block', 'fields', 'subject']);
  });

  it('of which nothing may be shown is not opened, so that its seal matters to nobody', async () => {
    await inDossier({ ...two, text: 'Ada en Bo zijn gezien' });
    const { answer, events } = await asking('text', broken);
    expect(namesIn(answer)).toEqual(['Ada Janssen', 'Bo Janssen']);
    expect(recordIn(events).items[1]?.blocks.find(({ block }) => block === 'text')).not.toHaveProperty('unanswered');
  });

  it('through a fault of another kind ends the whole answer, unrecorded', async () => {
    await inDossier(two);
    const fault = new TypeError('a fault of the program');
    await scene.appended();
    const gate = scene.gate({ opener: failingAt(scene.vault.opener, 'p2', fault) });
    await expect(gate.answer(dossierView(scene), scene.reader('police'))).rejects.toBe(fault);
    expect(await scene.appended()).toEqual([]);
  });
});

describe('a facts block that cannot be read', () => {
  it.each(failures)('leaves its facts unknown, which withholds; the record says why: %s', async (code, error) => {
    await inDossier(two);
    const { answer, events } = await asking('facts', error);
    expect(answer).toMatchObject({ kind: 'shown', items: [] });
    const [record, item] = recordIn(events).items;
    expect(record).not.toHaveProperty('unread');
    expect(item).toMatchObject({ unread: code, facts: { silent: { value: 'unknown', source: 'facts-block' } } });
  });

  it('tells a reader nothing: the same answer as where there is no such contribution', async () => {
    const empty = await scene.gate().answer(dossierView(scene), scene.reader('police'));
    await inDossier({ ...two, bpgCode: 'c' });
    const { answer } = await asking('facts', broken);
    const without = ({ ...shown }: GateAnswer) => ({ ...shown, disclosure: '', position: '' });
    expect(without(answer)).toEqual(without(empty));
  });
});

describe('a key store that is away', () => {
  const police = () => scene.reader('police');
  const answering = (opener: Opener, view: View = dossierView(scene)) => scene.gate({ opener }).answer(view, police());

  it('leaves nothing to answer: no dossier that is shorter than it was, and no record of one', async () => {
    await inDossier(two);
    await scene.appended();
    await expect(answering(awayFrom(scene.vault.opener))).rejects.toBeInstanceOf(VaultUnavailable);
    expect(await scene.appended()).toEqual([]);
  });

  it('is away also where some keys are still at hand', async () => {
    await inDossier(two);
    await scene.appended();
    const some = awayFrom(scene.vault.opener, ['facts', 'p1']);
    await expect(answering(some)).rejects.toBeInstanceOf(VaultUnavailable);
    expect(await scene.appended()).toEqual([]);
  });

  it('is away for what holds nothing, for what others hold, and for what does not exist', async () => {
    const opener = awayFrom(scene.vault.opener);
    await expect(answering(opener)).rejects.toBeInstanceOf(VaultUnavailable);
    const other = randomUUID();
    await scene.openCase(other, ['college']);
    await expect(answering(opener, dossierView(scene, other))).rejects.toBeInstanceOf(VaultUnavailable);
    await expect(answering(opener, dossierView(scene, randomUUID()))).rejects.toBeInstanceOf(VaultUnavailable);
  });

  it.each(['facts', 'p1', 'p2'])('ends an answer that had begun, wherever it goes away: at %s', async (block) => {
    await inDossier(two);
    await inDossier(two);
    await scene.appended();
    await expect(answering(goingAwayAt(scene.vault.opener, block))).rejects.toBeInstanceOf(VaultUnavailable);
    expect(await scene.appended()).toEqual([]);
  });

  it('keeps nobody from what lies in no seal', async () => {
    const view: View = { ...casesView([scene.caseId], 5), clearOnly: true };
    expect(itemsOf(await answering(awayFrom(scene.vault.opener), view))).toHaveLength(1);
  });
});

describe('items that are planned behind a keystone', () => {
  const planning = (caseId: Uuid, onItems: () => void): View => ({
    ...dossierView(scene, caseId),
    plan: async (folded) => {
      const plan = await dossierView(scene, caseId).plan(folded);
      if (plan === 'absent' || 'like' in plan) return plan;
      return {
        ...plan,
        items: () => {
          onItems();
          return Promise.resolve(plan.items as readonly PlannedItem[]);
        },
      };
    },
  });

  it('are read for who may know of it, and for nobody else', async () => {
    await inDossier(two);
    const planned: string[] = [];
    const asked = async (reader: Parameters<typeof scene.reader>[0]) =>
      scene.gate().answer(
        planning(scene.caseId, () => planned.push(reader)),
        scene.reader(reader),
      );
    expect(itemsOf(await asked('police'))).toHaveLength(1);
    expect((await asked('marechaussee')).kind).toBe('absent');
    expect(planned).toEqual(['police']);
  });

  it('do not exist where there is something only to be like: judged, and absent whatever comes of it', async () => {
    const view: View = {
      ...dossierView(scene),
      plan: async (folded) => {
        const plan = await dossierView(scene).plan(folded);
        return plan === 'absent' || 'like' in plan || !plan.keystone ? 'absent' : { like: plan.keystone };
      },
    };
    expect((await scene.gate().answer(view, scene.reader('police'))).kind).toBe('absent');
    expect((await scene.appended()).at(-1)?.type).toBe('ReadRefused');
  });
});

describe('a dossier', () => {
  it('reads each contribution once, for its facts and its content', async () => {
    const contributions = [await inDossier(two), await inDossier(two)];
    const views: View = {
      ...dossierView(scene),
      plan: async (folded) => {
        const plan = await dossierView(scene).plan(folded);
        reads.clear();
        return plan;
      },
    };
    const reads = new Map<string, number>();
    const store = storeWith(scene.store, {
      read: (stream, options) => {
        reads.set(stream, (reads.get(stream) ?? 0) + 1);
        return scene.store.read(stream, options);
      },
    });
    const answer = await scene.gate({ store }).answer(views, scene.reader('police'));
    expect(itemsOf(answer)).toHaveLength(2);
    expect(contributions.map((contribution) => reads.get(`contribution-${contribution}`))).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('more than one record holds', () => {
  const many = 2_500;
  /** A dossier in which each contribution stands many times. */
  const grown = (times: number): View => ({
    ...dossierView(scene),
    plan: async (folded) => {
      const plan = await dossierView(scene).plan(folded);
      if (plan === 'absent' || 'like' in plan) return plan;
      return { ...plan, items: Array.from({ length: times }, () => [...(plan.items as readonly never[])]).flat() };
    },
  });

  it('is refused before a block of content is opened, and the refusal is recorded', async () => {
    await inDossier(two);
    // what is not there for the reader is not counted either
    await inDossier({ ...two, bpgCode: 'c' });
    await scene.appended();
    const opened: string[] = [];
    const opener = {
      ...failingAt(scene.vault.opener, '', broken),
      open: (...[block, name, context]: Parameters<typeof scene.vault.opener.open>) => {
        opened.push(name);
        return scene.vault.opener.open(block, name, context);
      },
    };
    const answer = scene.gate({ opener }).answer(grown(many), scene.reader('police'));
    await expect(answer).rejects.toMatchObject({
      code: 'disclosure/answer-too-large',
      view: 'casus-dossier',
      items: many,
    });
    expect(new Set(opened)).toEqual(new Set(['facts']));
    const events = await scene.appended();
    expect(events.map(({ type }) => type)).toEqual(['ReadRefused']);
    expect(events[0]?.data).toMatchObject({ code: 'disclosure/answer-too-large', rules: [] });
  });

  it('is answered where most of it is not there for the reader: that there is more tells nothing', async () => {
    await inDossier({ ...two, bpgCode: 'c' });
    await scene.appended();
    const answer = await scene.gate().answer(grown(many), scene.reader('police'));
    expect(answer).toMatchObject({ kind: 'shown', items: [] });
    expect(recordIn(await scene.appended()).items.map(({ payloadType }) => payloadType)).toEqual(['H1']);
  });

  it('is far more than a case holds: a thousand contributions fit', async () => {
    await inDossier(two);
    const answer = await scene.gate().answer(grown(1_000), scene.reader('police'));
    expect(itemsOf(answer)).toHaveLength(1_000);
  });
});
