import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredDisclosure } from '@knooppunt/cases';
import { decodeEvent } from '@knooppunt/event-store';
import type { Recorded, SealedBlock, StreamName, Uuid } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import type { Registry } from '@knooppunt/signals';
import { VaultUnavailable } from '@knooppunt/vault';
import type { Opener } from '@knooppunt/vault';
import { digestOf } from '../../test/cast.js';
import { failingAt } from '../../test/engines.js';
import { Scene } from '../../test/scene.js';
import { dossierView, ownView } from '../../test/views.js';
import { ReleaseReplay } from '../index.js';
import type { ReleaseFinding, ReleaseReplayParts, ReleaseSummary } from '../index.js';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Record_ = Recorded & { readonly data: StoredDisclosure };

let scene: Scene;
let contribution: Uuid;

beforeEach(async () => {
  scene = await (await Scene.open()).found();
  await scene.need('police', ['ID']);
  contribution = await scene.supply({
    persons: {
      p1: { adultFrom: '2001-05-06', fields: { name: 'Ada Janssen' } },
      p2: { adultFrom: '2031-05-06', fields: { name: 'Bo Janssen' } },
    },
  });
  await scene.takeIn(contribution);
  for (const block of ['p1', 'p2']) await scene.link(contribution, block, randomUUID());
  await scene.appended();
});
afterEach(() => scene.close());

const recordOf = async (): Promise<Record_> => {
  const found = (await scene.appended()).findLast(({ type }) => type === 'DisclosureRecorded');
  if (!found) throw new TypeError('no record');
  return found as Record_;
};
const shown = async (): Promise<Record_> => {
  await scene.gate().answer(dossierView(scene), scene.reader('police'));
  return recordOf();
};
const eventAt = async (stream: StreamName, revision: bigint): Promise<Recorded | undefined> => {
  const [stored] = await scene.store.read(stream, { from: revision, maxCount: 1 });
  return stored && decodeEvent(stored);
};

/** The registries of this program, of which each is otherwise in this. */
const registriesWith = (change: Partial<Registry>): Registries => {
  const registries = new Registries(digestOf);
  const find = (digest: string) => {
    const found = registries.find(digest);
    return found && { ...found, ...change };
  };
  return Object.assign(Object.create(registries) as Registries, { find });
};

type Replayed = { readonly summary: ReleaseSummary; readonly found: readonly string[] };
const replayed = async (record: Recorded, changes: Partial<ReleaseReplayParts> = {}): Promise<Replayed> => {
  const found: ReleaseFinding[] = [];
  const { opener, names } = scene.vault;
  const registries = new Registries(digestOf);
  const replay = new ReleaseReplay({
    opener,
    names,
    registries,
    eventAt,
    report: (one) => void found.push(one),
    ...changes,
  });
  await replay.check(record);
  expect(replay.summary().findings).toBe(found.length);
  return { summary: replay.summary(), found: found.map(({ code, detail }) => `${code} ${detail.split(' ').at(-1)}`) };
};

const changed = (record: Record_, change: (data: Mutable<StoredDisclosure>) => void): Recorded => {
  const data = structuredClone(record.data) as Mutable<StoredDisclosure>;
  change(data);
  return { ...record, data };
};
/** The decision over one block of the contribution, as the record holds it. */
const decisionOver = (data: Mutable<StoredDisclosure>, block: string) => {
  const item = data.items.find(({ stream }) => stream.startsWith('contribution-'));
  const found = item?.blocks.find((one) => one.block === block);
  const decision = structuredClone(data.decisions[found?.decision ?? -1]);
  if (!found || !decision) throw new TypeError('no such block');
  found.decision = data.decisions.push(decision) - 1;
  return { block: found, decision };
};
/** The log with one sealed block changed. */
const withBlock =
  (change: (sealed: Readonly<Record<string, SealedBlock>>) => Readonly<Record<string, SealedBlock>>) =>
  async (stream: StreamName, revision: bigint): Promise<Recorded | undefined> => {
    const event = await eventAt(stream, revision);
    return event?.sealed ? { ...event, sealed: change(event.sealed) } : event;
  };
const flipped = (text: string): string => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;

describe('the release replay of a disclosure', () => {
  it('gives the same content with the same keyed digest, pseudonyms too', async () => {
    const { summary, found } = await replayed(await shown());
    expect(found).toEqual([]);
    expect(summary).toEqual({
      disclosures: 1,
      blocks: 2,
      same: 2,
      erased: 0,
      unanswered: 0,
      unsealed: 1,
      findings: 0,
    });
  });

  it('gives the same in another month, for a transform looks at the day of then', async () => {
    const record = await shown();
    scene.clock = '2027-11-02T12:00:00.000Z';
    expect((await replayed(record)).found).toEqual([]);
  });

  it('gives the same for what an organisation read back of its own', async () => {
    await scene.gate().answer(ownView(scene, contribution), scene.reader('college'));
    const { summary, found } = await replayed(await recordOf());
    expect([found, summary.blocks, summary.same]).toEqual([[], 2, 2]);
  });

  it('says of an erased block that it is erased, by design', async () => {
    const record = await shown();
    await scene.vault.destroyer.destroy(contribution);
    const { summary, found } = await replayed(record);
    expect([found, summary.erased, summary.same]).toEqual([[], 2, 0]);
  });

  it('says so too where the key goes between the opening and the comparing', async () => {
    const { opener } = scene.vault;
    const going: Opener = {
      open: (...given) => opener.open(...given),
      reach: () => opener.reach(),
      outputDigest: async () => undefined,
    };
    const { summary, found } = await replayed(await shown(), { opener: going });
    expect([found, summary.erased, summary.same]).toEqual([[], 2, 0]);
  });

  it('says the same of a block that was never sealed, for its content held nothing, and of which nothing was sent', async () => {
    const record = changed(await shown(), (data) => void delete decisionOver(data, 'p1').block.digest);
    const without = withBlock(({ p1: _none, ...sealed }) => sealed);
    const { summary, found } = await replayed(record, { eventAt: without });
    expect([found, summary.same]).toEqual([[], 2]);
  });

  it('says of a block that could not be read then that nothing of it was sent', async () => {
    const opener = failingAt(scene.vault.opener, 'p2', new VaultUnavailable());
    await scene.gate({ opener }).answer(dossierView(scene), scene.reader('police'));
    const { summary, found } = await replayed(await recordOf());
    expect([found, summary.unanswered, summary.same]).toEqual([[], 1, 1]);
  });
});

describe('what somebody changed', () => {
  it('is found in the levels of a record', async () => {
    const record = changed(await shown(), (data) => {
      const { decision } = decisionOver(data, 'p2');
      decision.levels = { reveal: Object.values(decision.levels).flat() };
    });
    expect((await replayed(record)).found).toEqual(['digest-differs p2']);
  });

  it('is found in a field that is said to have been withheld', async () => {
    const record = changed(await shown(), (data) => {
      const { decision } = decisionOver(data, 'p1');
      decision.levels = { withhold: Object.values(decision.levels).flat() };
    });
    const { found, summary } = await replayed(record);
    expect([found, summary.blocks, summary.same]).toEqual([['digest-unfounded p1'], 1, 1]);
    const honest = changed(record as Record_, (data) => void delete decisionOver(data, 'p1').block.digest);
    const nothing = await replayed(honest);
    expect([nothing.found, nothing.summary.blocks, nothing.summary.same]).toEqual([[], 1, 1]);
  });

  it('is found in an item that is said not to have been there for its reader', async () => {
    const record = changed(await shown(), (data) => {
      const { decision } = decisionOver(data, 'head');
      decision.levels = { withhold: ['_exists'] };
    });
    const { found, summary } = await replayed(record);
    expect([found, summary.blocks]).toEqual([['digest-unfounded p1', 'digest-unfounded p2'], 0]);
  });

  it('is found in a digest that was taken out, or put in for another', async () => {
    const record = await shown();
    const outOf = changed(record, (data) => void delete decisionOver(data, 'p1').block.digest);
    expect((await replayed(outOf)).found).toEqual(['digest-missing p1']);
    const other = changed(record, (data) => {
      decisionOver(data, 'p1').block.digest = decisionOver(data, 'p2').block.digest as string;
    });
    expect((await replayed(other)).found).toEqual(['digest-differs p1']);
  });

  it('is found in the person whom a record says it was sent to', async () => {
    const record = changed(await shown(), (data) => void (data.recipient = '00000099000000009999'));
    expect((await replayed(record)).found).toEqual(['digest-differs p2']);
  });

  it('is found in a transform', async () => {
    const { names } = scene.vault;
    const batch = names.pseudonymBatch();
    const pseudonymBatch = () =>
      Object.assign(Object.create(batch) as typeof batch, { pseudonym: (value: number) => `x${value}` });
    const otherwise = Object.assign(Object.create(names) as typeof names, { pseudonymBatch });
    expect((await replayed(await shown(), { names: otherwise })).found).toEqual(['digest-differs p2']);
  });

  it('is found in transforms of a version that this build does not have', async () => {
    const { found } = await replayed(await shown(), { registries: registriesWith({ isExecutable: false }) });
    expect(found).toEqual(['transforms-unknown p1', 'transforms-unknown p2']);
  });

  it('takes the pseudonyms of the version that the registry of the record names', async () => {
    const before = registriesWith({ pseudonyms: 1 });
    await scene.gate({ registries: before }).answer(dossierView(scene), scene.reader('police'));
    const record = await recordOf();
    expect((await replayed(record, { registries: before })).found).toEqual([]);
    expect((await replayed(record)).found).toEqual(['digest-differs p2']);
  });

  it('is found in a stored block: changed, swapped for another, or gone', async () => {
    const record = await shown();
    const broken = withBlock((sealed) => ({
      ...sealed,
      p1: { ...(sealed['p1'] as SealedBlock), ct: flipped(sealed['p1']?.ct ?? '') },
    }));
    expect((await replayed(record, { eventAt: broken })).found).toEqual(['seal-broken p1']);
    const swapped = withBlock((sealed) => ({ ...sealed, p1: sealed['p2'] as SealedBlock }));
    expect((await replayed(record, { eventAt: swapped })).found).toEqual(['seal-broken p1']);
    const gone = withBlock(({ p1: _gone, ...sealed }) => sealed);
    expect((await replayed(record, { eventAt: gone })).found).toEqual(['block-missing p1']);
    const unsealed = async (...place: Parameters<typeof eventAt>) => {
      const { sealed: _none, ...event } = (await eventAt(...place)) as Recorded;
      return event;
    };
    expect((await replayed(record, { eventAt: unsealed })).found).toEqual(['block-missing p1', 'block-missing p2']);
    const { found, summary } = await replayed(record, { eventAt: () => undefined });
    expect([found, summary.same]).toEqual([['source-missing p1', 'source-missing p2'], 0]);
  });

  it('is found in an event that names nobody whose seals these are', async () => {
    const nobodys = async (...place: Parameters<typeof eventAt>) => {
      const event = (await eventAt(...place)) as Recorded;
      return { ...event, organisation: null, data: {} };
    };
    expect((await replayed(await shown(), { eventAt: nobodys })).found).toEqual(['seal-broken p1', 'seal-broken p2']);
  });

  it('is found in a key that the vault never had', async () => {
    const other = withBlock((sealed) => ({ ...sealed, p1: { ...(sealed['p1'] as SealedBlock), keyId: randomUUID() } }));
    expect((await replayed(await shown(), { eventAt: other })).found).toEqual(['key-unknown p1']);
  });

  it('is found in data that are none', async () => {
    const record = { ...(await shown()), data: { items: 7 } };
    expect((await replayed(record)).found).toEqual(['record-unreadable data']);
  });

  it('is found in a digest of a block that could not be read, for nothing of it was sent', async () => {
    const record = await shown();
    const unread = changed(record, (data) => void (decisionOver(data, 'p1').block.unanswered = 'seal-broken'));
    const { found, summary } = await replayed(unread);
    expect([found, summary.unanswered, summary.same]).toEqual([['digest-unfounded p1'], 1, 1]);
  });

  it('is found in a digest over fields of which the content holds nothing', async () => {
    const record = changed(await shown(), (data) => {
      const { decision } = decisionOver(data, 'p1');
      decision.levels = { reveal: ['bagId'] };
    });
    expect((await replayed(record)).found).toEqual(['digest-unfounded p1']);
  });

  it('is found in a level that nobody knows, or in a field that its type does not have', async () => {
    const was = await shown();
    const levelled = (level: string) =>
      changed(was, (data) => {
        const { decision } = decisionOver(data, 'p1');
        const { reveal = [], ...others } = decision.levels;
        decision.levels = { ...others, reveal: reveal.filter((field) => field !== 'bsn'), [level]: ['bsn'] };
      });
    expect((await replayed(levelled('show'))).found).toEqual(['level-unknown p1']);
    const more = changed(was, (data) => {
      const { decision } = decisionOver(data, 'p1');
      decision.levels = { ...decision.levels, mask: ['shoeSize'] };
    });
    expect((await replayed(more)).found).toEqual(['level-unknown p1']);
  });

  it('is found in a registry, or a type of it, that this build does not have', async () => {
    const record = await shown();
    const both = ['registry-unknown p1', 'registry-unknown p2'];
    const other = changed(record, (data) => void (data.registry = digestOf('another')));
    expect((await replayed(other)).found).toEqual(both);
    const untyped = changed(record, (data) => {
      for (const item of data.items) if (item.payloadType === 'S2') item.payloadType = 'S999';
    });
    expect((await replayed(untyped)).found).toEqual(both);
  });

  it('never shows a value, nor a digest of one', async () => {
    const was = await shown();
    const record = changed(was, (data) => {
      const { decision } = decisionOver(data, 'p1');
      decision.levels = { exists: Object.values(decision.levels).flat() };
    });
    const found: ReleaseFinding[] = [];
    const { opener, names } = scene.vault;
    const registries = new Registries(digestOf);
    const replay = new ReleaseReplay({ opener, names, registries, eventAt, report: (one) => void found.push(one) });
    await replay.check(record);
    const said = JSON.stringify([found, replay.summary()]);
    expect(found.length).toBeGreaterThan(0);
    expect(said).not.toContain('Janssen');
    const digests = was.data.items.flatMap(({ blocks }) => blocks.flatMap(({ digest }) => digest ?? []));
    expect(digests.filter((digest) => said.includes(digest))).toEqual([]);
    expect(digests.length).toBeGreaterThan(0);
  });
});

describe('keys that are away', () => {
  it('end the replay: nothing can be said then', async () => {
    const opener = failingAt(scene.vault.opener, 'p1', new VaultUnavailable());
    await expect(replayed(await shown(), { opener })).rejects.toThrow(VaultUnavailable);
  });
});
