import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Uuid } from '@knooppunt/kernel';
import type { KeyedNames, Opener } from '@knooppunt/vault';
import { Scene } from '../test/scene.js';
import type { Content } from '../test/supply.js';
import { dossierView } from '../test/views.js';
import type { Gate, GateAnswer, View } from './index.js';

const content: Content = {
  persons: { p1: { adultFrom: '2001-05-06', fields: { name: 'Ada Janssen', bsn: '999990019' } } },
};
const subject = randomUUID();
let scene: Scene;
let contributions: readonly Uuid[];

/** The names of the vault, with a list of what values they were asked a pseudonym of. */
const watchedNames = (): { readonly names: KeyedNames; readonly asked: string[] } => {
  const asked: string[] = [];
  const { names } = scene.vault;
  const pseudonymBatch: KeyedNames['pseudonymBatch'] = () => {
    const batch = names.pseudonymBatch();
    const valueOf: typeof batch.valueOf = (kind, value) => {
      if (kind === 'bsn' || kind === 'name') asked.push(value);
      return batch.valueOf(kind, value);
    };
    return Object.assign(Object.create(batch) as typeof batch, { valueOf });
  };
  // the methods lie on its prototype
  return { asked, names: Object.assign(Object.create(names) as KeyedNames, { pseudonymBatch }) };
};
const read = (gate: Gate): Promise<GateAnswer> => gate.answer(dossierView(scene), scene.reader('police'));
const pseudonymsIn = (answer: GateAnswer): readonly unknown[] =>
  answer.kind === 'absent'
    ? []
    : answer.items.flatMap(({ blocks }) =>
        blocks.flatMap(({ fields }) =>
          fields.filter(({ level }) => level === 'pseudonymise').map(({ value }) => value),
        ),
      );

beforeEach(async () => {
  scene = await (await Scene.open()).found();
  contributions = [await scene.supply(content), await scene.supply(content), await scene.supply(content)];
  for (const contribution of contributions) {
    await scene.takeIn(contribution);
    await scene.link(contribution, 'p1', subject);
  }
  await scene.need('police', ['ID']);
  await scene.ofCase({
    type: 'SetShielding',
    data: { case: scene.caseId, subject, mark: 'possible-victim', set: true },
  });
});
afterEach(() => scene.close());

describe('pseudonyms of one answer', () => {
  it('are made once for all deliveries that speak of the same person', async () => {
    const { names, asked } = watchedNames();
    const shown = pseudonymsIn(await read(scene.gate({ names })));
    expect([shown.length, new Set(shown).size]).toEqual([6, 2]);
    expect(asked.toSorted()).toEqual(['999990019', 'ada janssen']);
  });

  it('are made once also for what comes before them all', async () => {
    const { names, asked } = watchedNames();
    const view: View = {
      ...dossierView(scene),
      plan: async ({ case: placed }) => {
        const [keystone, ...items] = await Promise.all(contributions.map((one) => scene.planned(one, placed)));
        return keystone ? { keystone, items } : 'absent';
      },
    };
    const answer = await scene.gate({ names }).answer(view, scene.reader('police'));
    expect(pseudonymsIn(answer)).toHaveLength(4);
    expect(asked.toSorted()).toEqual(['999990019', 'ada janssen']);
  });

  it('are kept by nobody after it: the next answer makes them anew, and the same', async () => {
    const { names, asked } = watchedNames();
    const gate = scene.gate({ names });
    const first = pseudonymsIn(await read(gate));
    expect(pseudonymsIn(await read(gate))).toEqual(first);
    expect(asked).toHaveLength(4);
  });

  it('are let go of at once where a key turns out to be destroyed', async () => {
    const person = content.persons['p1'];
    const two = await scene.supply({ persons: { ...content.persons, ...(person && { p2: person }) } });
    await scene.takeIn(two);
    for (const ref of ['p1', 'p2']) await scene.link(two, ref, subject);
    for (const contribution of contributions) await scene.vault.destroyer.destroy(contribution);
    const { names, asked } = watchedNames();
    const { opener } = scene.vault;
    const withoutSecond: Opener = {
      open: async (block, name, context) => (name === 'p2' ? 'destroyed' : opener.open(block, name, context)),
      reach: () => opener.reach(),
      outputDigest: (...given) => opener.outputDigest(...given),
    };
    expect(pseudonymsIn(await read(scene.gate({ names, opener: withoutSecond })))).toHaveLength(2);
    // once before the loss was seen, once after it
    expect(asked.toSorted()).toEqual(['999990019', '999990019', 'ada janssen', 'ada janssen']);
  });
});
