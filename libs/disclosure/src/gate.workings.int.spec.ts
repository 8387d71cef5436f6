import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signalDecider } from '@knooppunt/cases';
import type { StoredDisclosure } from '@knooppunt/cases';
import type { Uuid } from '@knooppunt/kernel';
import type { Opener } from '@knooppunt/vault';
import { amsterdam, organisations } from '../test/cast.js';
import { storeWith } from '../test/engines.js';
import { Scene } from '../test/scene.js';
import { casesView, dossierView, ownView } from '../test/views.js';
import type { FoldedView, GateAnswer, PlannedItem, ShownItem, View, ViewPlan } from './index.js';

const content = { persons: { p1: { adultFrom: '2001-05-06', fields: { name: 'Ada Janssen' } } } };
const subject = randomUUID();
let scene: Scene;
beforeEach(async () => {
  scene = await (await Scene.open()).found();
  await scene.need('police', ['ID']);
});
afterEach(() => scene.close());

const inDossier = async (of: { readonly bpgCode?: string } = {}): Promise<Uuid> => {
  const contribution = await scene.supply({ ...content, ...of });
  await scene.takeIn(contribution);
  await scene.link(contribution, 'p1', subject);
  return contribution;
};
const itemsOf = (answer: GateAnswer): readonly ShownItem[] => (answer.kind === 'absent' ? [] : answer.items);
/** The view of a dossier, planned otherwise. */
const planned = (plan: (folded: FoldedView) => Promise<Awaited<ReturnType<View['plan']>>>): View => ({
  ...dossierView(scene),
  plan,
});
const foldedIn = async (): Promise<readonly string[]> => {
  const events = await scene.appended();
  const { data } = events.find(({ type }) => type === 'DisclosureRecorded') ?? {};
  return (data as StoredDisclosure).folded.map(({ stream }) => stream);
};

describe('what an answer is named by', () => {
  it('is an id drawn for a disclosure or for a refusal, within the request', async () => {
    const drawn: (readonly string[])[] = [];
    const gate = scene.gate({
      newId: (...given) => {
        drawn.push(given);
        return randomUUID();
      },
    });
    const reader = scene.reader('police');
    await gate.answer(dossierView(scene), reader);
    await gate.answer(dossierView(scene, randomUUID()), reader);
    expect(drawn).toEqual([
      ['disclosure', reader.correlation],
      ['refusal', reader.correlation],
    ]);
  });

  it('refers to an item as the vault names it for this reader in this case', async () => {
    const contribution = await inDossier();
    const [item] = itemsOf(await scene.gate().answer(dossierView(scene), scene.reader('police')));
    const within = { cooperation: amsterdam, recipient: organisations.police.oin, within: scene.caseId };
    expect(item?.reference).toBe(scene.vault.names.pseudonym(within, 'reference', contribution));
  });
});

describe('a view that asks whether an item is there', () => {
  it('is told so for this reader, before anything is shown', async () => {
    const [open, silent] = [await inDossier(), await inDossier({ bpgCode: 'c' })];
    const seen: boolean[] = [];
    const view = planned(async ({ case: placed, sees }) => {
      for (const id of [open, silent]) seen.push(await sees(await scene.planned(id, placed)));
      return 'absent';
    });
    await scene.gate().answer(view, scene.reader('police'));
    expect(seen).toEqual([true, false]);
  });
});

describe('an item that is only to be like', () => {
  it('is judged as if it were asked for: absence takes the work of a refusal', async () => {
    const contribution = await inDossier();
    const opened: string[] = [];
    const { opener } = scene.vault;
    const watching: Opener = {
      open: (block, name, context) => {
        opened.push(name);
        return opener.open(block, name, context);
      },
      reach: () => opener.reach(),
      outputDigest: (...given) => opener.outputDigest(...given),
    };
    const view = planned(async ({ case: placed }) => ({ like: await scene.planned(contribution, placed) }));
    const answer = await scene.gate({ opener: watching }).answer(view, scene.reader('police'));
    expect([answer.kind, opened]).toEqual(['absent', ['facts']]);
  });
});

describe('a contribution that a view has read', () => {
  /** How often the gate reads these contributions by itself. */
  const readsWhile = async (contributions: readonly Uuid[], plan: (items: readonly PlannedItem[]) => ViewPlan) => {
    const reads: string[] = [];
    const store = storeWith(scene.store, {
      read: (stream, options) => {
        reads.push(stream);
        return scene.store.read(stream, options);
      },
    });
    const view = planned(async ({ case: placed }) => {
      const items = await Promise.all(contributions.map((one) => scene.planned(one, placed)));
      return plan(items);
    });
    const answer = await scene.gate({ store }).answer(view, scene.reader('police'));
    expect(itemsOf(answer)).toHaveLength(contributions.length);
    return reads.filter((stream) => stream.startsWith('contribution-'));
  };

  it('is not read again, also not for what it says of a person of whom another one speaks', async () => {
    const contributions = [await inDossier(), await inDossier()];
    expect(await readsWhile(contributions, (items) => ({ items }))).toEqual([]);
    expect(await readsWhile(contributions, (items) => ({ items, limit: 5 }))).toEqual([]);
  });

  it('is not read again either where it comes row by row', async () => {
    const contributions = [await inDossier()];
    const rowByRow = async function* rows(items: readonly PlannedItem[]) {
      yield* items;
    };
    expect(await readsWhile(contributions, (items) => ({ items: rowByRow(items), limit: 5 }))).toEqual([]);
  });
});

describe('what an answer rests on', () => {
  it('holds every stream that its view folded, where it is no page', async () => {
    const signal = `signal-${randomUUID()}`;
    await scene.appended();
    const view = planned(async ({ add }) => {
      add({ stream: signal, revision: 0n, state: signalDecider.initial });
      return { items: [] };
    });
    await scene.gate().answer(view, scene.reader('police'));
    expect(await foldedIn()).toContain(signal);
  });

  const own = async (change: (item: PlannedItem) => PlannedItem): Promise<readonly string[]> => {
    const contribution = await scene.supply(content);
    await scene.appended();
    const view: View = {
      ...ownView(scene, contribution),
      plan: async () => ({ items: [change(await scene.planned(contribution))] }),
    };
    await scene.gate().answer(view, scene.reader('college'));
    return (await foldedIn()).filter((stream) => /^(contribution|case)-/.test(stream));
  };

  it('holds the stream of a delivery that is read back: there alone it says that its keys have gone', async () => {
    expect(await own((one) => one)).toEqual([expect.stringMatching(/^contribution-/)]);
  });

  it('holds no such stream of what lies in clear columns, or of a text in a stream of the process', async () => {
    expect(await own((one) => ({ ...one, content: { kind: 'record', values: {} } }))).toEqual([]);
    const asText = await own(({ item: { contribution: _none, ...item }, ...one }) => ({
      ...one,
      item: { ...item, source: { stream: `case-${scene.caseId}`, revision: 0n } },
    }));
    expect(asText).toEqual([]);
  });
});

describe('a page', () => {
  it('is no longer than it may be, also where all of its rows are known beforehand', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    for (const id of ids) await scene.openCase(id);
    const known = (limit: number): View => ({
      ...casesView(ids, limit),
      plan: async (folded) => {
        const plan = await casesView(ids, limit).plan(folded);
        if (plan === 'absent' || 'like' in plan) return plan;
        const items: PlannedItem[] = [];
        for await (const row of plan.items as AsyncIterable<PlannedItem>) items.push(row);
        return { ...plan, items };
      },
    });
    const shown = async (limit: number) => {
      const answer = await scene.gate().answer(known(limit), scene.reader('police'));
      return answer.kind === 'absent' ? answer.kind : [answer.items.map(({ id }) => id), answer.more];
    };
    expect(await shown(2)).toEqual([ids.slice(0, 2), true]);
    expect(await shown(3)).toEqual([ids, false]);
  });
});
