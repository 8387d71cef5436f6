import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { disclosedOf } from '@knooppunt/cases';
import type { StoredDisclosure } from '@knooppunt/cases';
import type { Json, Recorded, Uuid } from '@knooppunt/kernel';
import { SealBroken, UnknownKey, VaultUnavailable } from '@knooppunt/vault';
import type { Opener } from '@knooppunt/vault';
import { amsterdam, organisations } from '../test/cast.js';
import { failingAt } from '../test/engines.js';
import { Scene } from '../test/scene.js';
import type { Content } from '../test/supply.js';
import { dossierView, ownView } from '../test/views.js';
import type { GateAnswer, PlannedItem, ShownItem, View } from './index.js';

const person = (fields: Readonly<Record<string, Json>>) => ({ adultFrom: '2001-05-06', fields });
const two: Content = { persons: { p1: person({ name: 'Ada Janssen' }), p2: person({ name: 'Bo Janssen' }) } };

let scene: Scene;
beforeEach(async () => {
  scene = await (await Scene.open()).found();
  await scene.need('police', ['ID']);
  await scene.appended();
});
afterEach(() => scene.close());

const inDossier = async (content: Content): Promise<Uuid> => {
  const contribution = await scene.supply(content);
  await scene.takeIn(contribution);
  for (const ref of Object.keys(content.persons)) await scene.link(contribution, ref, randomUUID());
  return contribution;
};
const itemOf = (answer: GateAnswer): ShownItem | undefined =>
  answer.kind === 'absent' ? undefined : answer.items.at(0);
const blocksIn = (answer: GateAnswer): readonly string[] => itemOf(answer)?.blocks.map(({ block }) => block) ?? [];
const dossier = (opener: Opener = scene.vault.opener): Promise<GateAnswer> =>
  scene.gate({ opener }).answer(dossierView(scene), scene.reader('police'));

/** The same opener with some of its methods replaced; the others go through. */
const openerWith = (changes: Partial<Opener>): Opener => {
  const { opener } = scene.vault;
  return {
    open: (...given) => opener.open(...given),
    reach: () => opener.reach(),
    outputDigest: (...given) => opener.outputDigest(...given),
    ...changes,
  };
};

describe('a block', () => {
  it('is about its subject by the name that the vault makes of it for this reader in this case', async () => {
    await inDossier(two);
    const placed = await scene.gate().streams.fold('case', `case-${scene.caseId}`, amsterdam);
    const subjects = Object.keys(placed.state.subjects);
    const recipient = organisations.police.oin;
    const within = { cooperation: amsterdam, recipient, within: scene.caseId };
    const shown = itemOf(await dossier())?.blocks.map(({ subject }) => subject);
    expect(shown).toEqual(subjects.map((subject) => scene.vault.names.pseudonym(within, 'subject', subject)));
  });

  it('that holds nothing of what may be shown is not there, as one of which all is withheld, and has no digest', async () => {
    const contribution = await inDossier({
      persons: { ...two.persons, p2: person({ address: 'Kade 1, 1011AA Amsterdam' }) },
    });
    const digested: string[] = [];
    const outputDigest: Opener['outputDigest'] = (keyId, canonical) => {
      digested.push(keyId);
      return scene.vault.opener.outputDigest(keyId, canonical);
    };
    expect(blocksIn(await dossier(openerWith({ outputDigest })))).toEqual(['p1']);
    const { sealed } = await scene.suppliedEvent(contribution);
    expect(digested).toEqual([sealed?.['p1']?.keyId]);
  });

  /** A read of an own delivery whose event seals less than its description names. */
  const ownOf = async (contribution: Uuid, change: (event: Recorded) => Recorded): Promise<GateAnswer> => {
    const planned = await scene.planned(contribution);
    const { content } = planned;
    if (content.kind === 'record') throw new TypeError('not sealed');
    const changed: PlannedItem = { ...planned, content: { kind: 'sealed', event: change(content.event) } };
    const view: View = { ...ownView(scene, contribution), plan: () => Promise.resolve({ items: [changed] }) };
    return scene.gate().answer(view, scene.reader('college'));
  };

  it('that its event does not seal has nothing to show, and takes no other along', async () => {
    const contribution = await scene.supply(two);
    const answer = await ownOf(contribution, ({ sealed: { p2: _gone, ...sealed } = {}, ...event }) => ({
      ...event,
      sealed,
    }));
    expect(blocksIn(answer)).toEqual(['p1']);
    // in an own delivery nobody is a subject of a case
    expect(Object.keys(itemOf(answer)?.blocks[0] ?? {})).toEqual(['block', 'fields']);
  });

  it('has nothing to show where its event seals nothing at all', async () => {
    const contribution = await scene.supply(two);
    const answer = await ownOf(contribution, ({ sealed: _gone, ...event }) => event);
    expect(itemOf(answer)).toMatchObject({ payloadType: 'S2', blocks: [] });
  });

  it.each([
    ['seal-broken', new SealBroken('p2')],
    ['key-unknown', new UnknownKey('p2')],
    ['vault-unavailable', new VaultUnavailable()],
  ])('is not shown where no digest can bind its record to it, and the record says why: %s', async (code, error) => {
    const contribution = await inDossier(two);
    await scene.appended();
    const { sealed } = await scene.suppliedEvent(contribution);
    const outputDigest: Opener['outputDigest'] = (keyId, canonical) =>
      keyId === sealed?.['p2']?.keyId ? Promise.reject(error) : scene.vault.opener.outputDigest(keyId, canonical);
    expect(blocksIn(await dossier(openerWith({ outputDigest })))).toEqual(['p1']);
    const record = (await scene.appended()).find(({ type }) => type === 'DisclosureRecorded');
    const blocks = disclosedOf(record?.data as StoredDisclosure).items[1]?.blocks ?? [];
    expect(blocks.map(({ block, unanswered }) => [block, unanswered])).toEqual([
      ['head', undefined],
      ['p1', undefined],
      ['p2', code],
    ]);
  });

  it('whose seal is broken is tried once: only a key that went while others were opened makes them open again', async () => {
    await inDossier(two);
    const opened: string[] = [];
    const broken = failingAt(scene.vault.opener, 'p2', new SealBroken('p2'));
    const open: Opener['open'] = (block, name, context) => {
      opened.push(name);
      return broken.open(block, name, context);
    };
    expect(blocksIn(await dossier(openerWith({ open })))).toEqual(['p1']);
    expect(opened.filter((name) => name !== 'facts')).toEqual(['p1', 'p2']);
  });
});

describe('the folds of a gate', () => {
  it('tell its handlers where a stream stands', async () => {
    const gate = scene.gate();
    const before = await gate.streams.fold('case', `case-${scene.caseId}`, amsterdam);
    await scene.need('inspectorate', ['ID']);
    const after = await gate.streams.fold('case', `case-${scene.caseId}`, amsterdam);
    expect([before.revision, after.revision]).toEqual([1n, 2n]);
    expect(after.state.necessities.map(({ categories }) => categories)).toEqual([['ID'], ['ID']]);
  });
});
