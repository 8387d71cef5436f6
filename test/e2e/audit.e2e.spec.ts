import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { disclosedOf, storedFacts } from '@knooppunt/cases';
import type {
  DisclosedBlock,
  DisclosedItem,
  EvidenceEvent,
  Facts,
  StoredDecision,
  StoredFacts,
} from '@knooppunt/cases';
import type { Instant, Recorded, SealedBlock } from '@knooppunt/kernel';
import type { EventStore } from '@knooppunt/event-store';
import { audit } from '../../apps/audit/src/cli.js';
import { NightlyReplay } from '../../apps/worker/src/nightly-replay.js';
import type { Role } from './support/cast.js';
import { TestHub } from './support/hub.js';
import { Play, participants } from './support/play.js';

jest.setTimeout(300_000);

type Line = Readonly<Record<string, unknown>> & { readonly kind: string };
type Run = { readonly code: number; readonly lines: readonly Line[]; readonly err: string };

const looks: readonly (readonly [Look, number | 'away'])[] = [
  [{ at: '2026-03-02T13:05:00.000Z' }, 0],
  [{ at: '2026-03-03T01:59:59.999Z' }, 0],
  [{ at: '2026-03-03T02:00:00.000Z', isAway: true }, 'away'],
  [{ at: '2026-03-03T02:05:00.000Z' }, 1],
  [{ at: '2026-03-03T02:10:00.000Z' }, 0],
  [{ at: '2026-03-04T01:00:00.000Z' }, 0],
  // A worker that was stopped over two nights makes up for one.
  [{ at: '2026-03-06T09:00:00.000Z' }, 1],
  [{ at: '2026-03-06T09:05:00.000Z' }, 0],
];

const place = mkdtempSync(join(tmpdir(), 'knooppunt-audit-e2e-'));
const clean = join(place, 'clean');
const data = join(place, 'data');
let events: readonly Recorded[] = [];
let whileRunning: Run | undefined;
let releasedWhileRunning: Run | undefined;
let hours: readonly (number | 'away')[] | undefined;
let nights: Readonly<Record<'asItIs' | 'tampered', Night>> | undefined;

const run = async (command: string, folder = data, ...others: readonly string[]): Promise<Run> => {
  let [out, err] = ['', ''];
  const code = await audit([command, '--json', '--data', folder, ...others], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    isTty: false,
  });
  const lines = out.split('\n').filter((line) => line !== '');
  return { code, err, lines: lines.map((line) => JSON.parse(line) as Line) };
};
const findingsOf = ({ lines }: Run): readonly Line[] => lines.filter(({ kind }) => kind === 'finding');
const summaryOf = ({ lines }: Run): Line => lines.at(-1) as Line;

/** Every view that a party can ask for, by every participant and the bureau. */
const readEverything = async (hub: TestHub, play: Play): Promise<void> => {
  const roles: readonly Role[] = [...participants, 'director', 'analyst', 'privacy', 'kmar'];
  const paths = [
    '/v1/ik',
    '/v1/signalen',
    ...[...play.signals.values()].map((id) => `/v1/signalen/${id}`),
    '/v1/casussen',
    ...['', '/betrokkenen', '/noodzaak', '/dossier'].map((part) => `/v1/casussen/${play.case}${part}`),
    '/v1/verzoeken',
    `/v1/verzoeken/${play.request}`,
    '/v1/overleggen',
    ...['', '/dossier'].map((part) => `/v1/overleggen/${play.meeting}${part}`),
    '/v1/verstrekkingen',
    '/v1/convenanten',
    '/v1/leveringen',
    ...[...play.supplies.values()].map((id) => `/v1/leveringen/${id}`),
  ];
  for (const role of roles) {
    const client = await hub.as(role);
    for (const path of paths) await client.get(path);
  }
};

type Look = { readonly at: Instant; readonly isAway?: boolean };
type Night = { readonly replayed: number; readonly agreed: number; readonly alarms: readonly string[] };

/** A night's replay of a sample, of the log as it is and of one in which a record says something else. */
const replayedByNight = async (hub: TestHub): Promise<Readonly<Record<'asItIs' | 'tampered', Night>>> => {
  const { store, readStore } = hub.standalone.engines;
  const night = async (read: EventStore['read']): Promise<Night> => {
    const alarms: string[] = [];
    let agreed = 0;
    const replay = new NightlyReplay({
      store: { read },
      readStore,
      clock: () => hub.clock.now(),
      alarm: (what, detail) => void alarms.push(`${what}: ${(detail as Error).message}`),
      onReplayed: (isAgreed) => void (agreed += Number(isAgreed)),
      sample: 20,
    });
    return { replayed: await replay.run(), agreed, alarms };
  };
  const tampered: EventStore['read'] = async (stream, options) =>
    (await store.read(stream, options)).map((event) =>
      event.type === 'DisclosureRecorded' ? { ...event, bytes: tamperedBytes(event.bytes) } : event,
    );
  const asStored: EventStore['read'] = (stream, options) => store.read(stream, options);
  return { asItIs: await night(asStored), tampered: await night(tampered) };
};

/** What each look at the clock replayed, and 'away' where the store did not answer. */
const replayedByHour = async (hub: TestHub, asked: readonly Look[]): Promise<readonly (number | 'away')[]> => {
  const { store, readStore } = hub.standalone.engines;
  let now: Look = { at: '2026-03-02T13:00:00.000Z' };
  const replay = new NightlyReplay({
    store: {
      read: (stream, options) => (now.isAway ? Promise.reject(new Error('away')) : store.read(stream, options)),
    },
    readStore,
    clock: () => now.at,
    alarm: () => undefined,
    sample: 3,
    draw: () => '00000000-0000-4000-8000-000000000000',
  });
  const found: (number | 'away')[] = [];
  for (const look of asked) {
    now = look;
    found.push(await replay.runIfDue().catch(() => 'away' as const));
  }
  return found;
};

/** Every record holds facts of its question: without them none is what it was. */
const tamperedBytes = (bytes: Uint8Array): Uint8Array => {
  const event = JSON.parse(new TextDecoder().decode(bytes)) as { data: { facts: object } };
  event.data.facts = {};
  return new TextEncoder().encode(JSON.stringify(event));
};

beforeAll(async () => {
  const hub = await TestHub.start();
  try {
    const play = await new Play(hub).untilMeeting();
    await play.close();
    await readEverything(hub, play);
    await hub.standalone.sequencer.checkpoint();
    whileRunning = await run('verify', hub.folder);
    releasedWhileRunning = await run('redecide', hub.folder, '--release');
    nights = await replayedByNight(hub);
    hours = await replayedByHour(
      hub,
      looks.map(([look]) => look),
    );
    events = await hub.events();
    await hub.close();
    cpSync(hub.folder, clean, { recursive: true });
  } finally {
    await hub.end();
  }
});
afterAll(() => rmSync(place, { recursive: true, force: true }));
beforeEach(() => cpSync(clean, data, { recursive: true }));
afterEach(() => rmSync(data, { recursive: true, force: true }));

describe('the log of a played case', () => {
  it('is verified, while the hub runs and after', async () => {
    const cleanRun = { code: 0, err: '', lines: [{ kind: 'summary', findings: 0 }] };
    expect(whileRunning).toMatchObject(cleanRun);
    expect(await run('verify')).toMatchObject(cleanRun);
  });

  it('holds no disclosure that is judged otherwise now, and says which facts it took as recorded', async () => {
    const result = await run('redecide');
    expect(findingsOf(result)).toEqual([]);
    expect(result.code).toBe(0);
    const { disclosures, asRecorded, recomputed, semantics } = summaryOf(result);
    const recorded = events.filter(({ type }) => type === 'DisclosureRecorded');
    expect(recorded.length).toBeGreaterThan(50);
    expect([disclosures, semantics]).toEqual([recorded.length, { 'covenant/1': recorded.length }]);
    expect(Object.keys(asRecorded as object).toSorted()).toEqual([
      'codeB',
      'codeH1',
      'codeH2',
      'minor',
      'possibleVictim',
      'silent',
    ]);
    expect(Object.keys(recomputed as object)).toEqual(
      expect.arrayContaining(['asked:ID', 'attends', 'caseOpen', 'inNeedToKnowSet', 'ownRegion', 'weigher']),
    );
  });
});

describe('the nightly replay of a sample', () => {
  it('decides records of the log again as they were decided', () => {
    expect(nights?.asItIs).toEqual({ replayed: nights?.asItIs.replayed, agreed: nights?.asItIs.replayed, alarms: [] });
    expect(nights?.asItIs.replayed).toBeGreaterThan(0);
  });

  it('comes once a night at its hour, and again soon where the store was away', () => {
    expect(hours).toEqual(looks.map(([, replayed]) => replayed));
  });

  it('alarms where one comes out otherwise, by stream and code alone', () => {
    const { replayed = 0, agreed, alarms = [] } = nights?.tampered ?? {};
    expect([agreed, alarms.length]).toEqual([0, replayed]);
    const form =
      /^worker\/replay-differs: `disclosure-[0-9a-f-]{36}` is decided otherwise by this build \([a-z, -]+\)$/;
    expect(alarms.filter((alarm) => !form.test(alarm))).toEqual([]);
    expect(alarms.every((alarm) => alarm.includes('fact-missing'))).toBe(true);
  });
});

describe('the release replay of the log', () => {
  const releaseIn = (result: Run): Line => summaryOf(result)['release'] as Line;
  const codesIn = (result: Run): ReadonlySet<unknown> =>
    new Set(findingsOf(result).flatMap(({ replay, code }) => (replay === 'release' ? [code] : [])));

  it('makes everything that was sent again as it was, while the hub runs and after', async () => {
    for (const result of [releasedWhileRunning as Run, await run('redecide', data, '--release')]) {
      expect([result.err, result.code, findingsOf(result)]).toEqual(['', 0, []]);
      const { blocks, same, erased, unanswered } = releaseIn(result) as unknown as Record<string, number>;
      expect(same).toBeGreaterThan(50);
      expect(Number(same) + Number(erased) + Number(unanswered)).toBe(blocks);
    }
  });

  it('says nothing of it where it is not asked for', async () => {
    expect(summaryOf(await run('redecide'))).not.toHaveProperty('release');
  });

  it('finds a level that was changed in a record', async () => {
    withBlock(
      (block) => block.digest !== undefined && levelOf(block, 'reveal') !== undefined,
      (block) => [{ ...block, levels: { ...block.levels, [levelOf(block, 'reveal') as string]: 'exists' } }],
    );
    const result = await run('redecide', data, '--release');
    expect([result.code, codesIn(result)]).toEqual([1, new Set(['digest-differs'])]);
  });

  it('finds a sealed block that was changed in the log', async () => {
    const shown = new Set(dossier().data.items.map(({ stream }) => stream));
    const supplied = events.find(
      ({ type, stream, sealed }) =>
        type === 'ContributionSupplied' && shown.has(stream) && sealed?.['p1'] !== undefined,
    ) as Recorded;
    const { p1, ...others } = supplied.sealed as Record<string, SealedBlock>;
    const ct = `${p1?.ct.startsWith('A') === true ? 'B' : 'A'}${p1?.ct.slice(1)}`;
    rewrite(supplied, { sealed: { ...others, p1: { ...(p1 as SealedBlock), ct } } });
    expect(codesIn(await run('redecide', data, '--release'))).toEqual(new Set(['seal-broken']));
  });

  it('reads for people in both languages, and shows no value', async () => {
    const said: string[] = [];
    for (const lang of ['nl', 'en']) {
      await audit(['redecide', '--release', '--data', data, '--lang', lang], {
        out: (text) => void said.push(text),
        err: (text) => void said.push(text),
        isTty: false,
      });
    }
    expect(said.join('')).toContain('wat opnieuw te vormen was, is wat toen is verstuurd');
    expect(said.join('')).toContain('what could be made again is what was sent then');
    expect(said.join('')).toContain('De gecompileerde machine besliste');
    const digests = events.flatMap(({ type, data: was }) =>
      type === 'DisclosureRecorded'
        ? disclosedOf(was as Data).items.flatMap(({ blocks }) => blocks.flatMap(({ digest }) => digest ?? []))
        : [],
    );
    expect(digests.filter((digest) => said.join('').includes(digest))).toEqual([]);
  });

  it.each<readonly [string, () => readonly string[], string]>([
    ['there is no root key', () => ['--root-key', join(data, 'nowhere.key')], 'no-root-key'],
    [
      'it is another root key',
      () => {
        writeFileSync(join(data, 'other.key'), new Uint8Array(32), { mode: 0o600 });
        return ['--root-key', join(data, 'other.key')];
      },
      'root-key-wrong',
    ],
    [
      'there are no keys',
      () => {
        rmSync(join(data, 'vault.sqlite'));
        return [];
      },
      'vault.sqlite',
    ],
  ])('ends with 2 and one sentence where %s', async (_what, prepare, word) => {
    const result = await run('redecide', data, '--release', ...prepare());
    expect([result.code, findingsOf({ ...result, lines: [] })]).toEqual([2, []]);
    expect(result.err.trimEnd().split('\n')).toHaveLength(1);
    expect(result.err).toContain(word === 'no-root-key' ? 'hoofdsleutel' : word);
  });
});

type Data = Extract<EvidenceEvent, { type: 'DisclosureRecorded' }>['data'];
type Item = DisclosedItem;
type Block = DisclosedBlock;
type DisclosureEvent = Recorded & { readonly data: Data };

const isDossier = (event: Recorded): event is DisclosureEvent =>
  event.type === 'DisclosureRecorded' && (event as DisclosureEvent).data.view === 'overleg-dossier';
/** The last dossier of the meeting that an attending party was shown. */
const dossier = (): DisclosureEvent => {
  const found = events.findLast(
    (event): event is DisclosureEvent => isDossier(event) && event.data.recipientKind === 'BURG',
  );
  if (!found) throw new TypeError('no dossier');
  return found;
};

/** Writes an event anew, as somebody with access to the file could. */
const rewrite = (event: Recorded, change: Partial<Recorded>): void => {
  const { revision: _revision, position, ...envelope } = { ...event, ...change };
  const database = new DatabaseSync(join(data, 'events.sqlite'));
  database
    .prepare('UPDATE events SET data = ?, type = ? WHERE position = ?')
    .run(new TextEncoder().encode(JSON.stringify(envelope)), envelope.type, Number(position));
  database.close();
};
const withData = (change: (was: Data) => Partial<Data>): void => {
  const event = dossier();
  rewrite(event, { data: { ...event.data, ...change(event.data) } });
};
const inFull = (facts: Facts): StoredFacts => storedFacts(facts, new Map());
const byKey = (of: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Map.groupBy(Object.keys(of), (name) => of[name] as string));
/** Writes items anew, each with tables of its own and every source in full. */
const withItems = (change: (items: readonly Item[]) => readonly Item[]): void =>
  withData((was) => {
    const circumstances: StoredFacts[] = [];
    const decisions: StoredDecision[] = [];
    const items = change(disclosedOf(was).items).map(({ facts: ofItem, blocks, ...item }) => ({
      ...item,
      circumstances: circumstances.push(inFull(ofItem)) - 1,
      blocks: blocks.map(({ kind, facts, levels, permits, ...block }) => {
        const decision = { kind, facts: inFull(facts), levels: byKey(levels), permits: byKey(permits) };
        return { ...block, decision: decisions.push(decision) - 1 };
      }),
    }));
    return { circumstances, decisions, items };
  });
/** Changes the first block of the dossier that fits. */
const withBlock = (fits: (block: Block, item: Item) => boolean, change: (block: Block) => readonly Block[]): void => {
  let done = false;
  withItems((items) =>
    items.map((item) => ({
      ...item,
      blocks: item.blocks.flatMap((block) => {
        if (done || !fits(block, item)) return [block];
        done = true;
        return change(block);
      }),
    })),
  );
  if (!done) throw new TypeError('no block fits');
};
const withItem = (change: (item: Item) => Partial<Item>): void =>
  withItems((items) =>
    items.map((item) => (item.stream.startsWith('contribution-') ? { ...item, ...change(item) } : item)),
  );
const withFolded = (category: string, change: (revision: string) => string | undefined): void =>
  withData(({ folded }) => ({
    folded: folded.flatMap(({ stream, revision }) => {
      const changed = stream.startsWith(`${category}-`) ? change(revision) : revision;
      return changed === undefined ? [] : [{ stream, revision: changed }];
    }),
  }));
type Fact = Facts[string];
/** Changes a fact wherever the dossier has it: in one of its items, or in one of its blocks. */
const withFact = (name: string, change: (fact: Fact) => Fact | undefined): void => {
  let done = false;
  const changed = (facts: Facts): Facts => {
    const { [name]: was, ...others } = facts;
    if (done || !was) return facts;
    done = true;
    const now = change(was);
    return now ? { ...others, [name]: now } : others;
  };
  withItems((items) =>
    items.map((item) => ({
      ...item,
      facts: changed(item.facts),
      blocks: item.blocks.map((block) => ({ ...block, facts: changed(block.facts) })),
    })),
  );
  if (!done) throw new TypeError('no such fact');
};
const turned = ({ value, source }: Fact): Fact => ({ source, value: value === 'true' ? 'false' : 'true' });
const levelOf = (block: Block, level: string): string | undefined =>
  Object.keys(block.levels).find((field) => block.levels[field] === level);

describe('a disclosure record that somebody changed', () => {
  it.each<readonly [string, string, () => void]>([
    [
      'a withheld field that is said to have been shown',
      'level-differs',
      () =>
        withBlock(
          (block) => levelOf(block, 'withhold') !== undefined,
          (block) => [{ ...block, levels: { ...block.levels, [levelOf(block, 'withhold') as string]: 'reveal' } }],
        ),
    ],
    [
      'a shown field that is said to have been withheld',
      'level-differs',
      () =>
        withBlock(
          (block) => levelOf(block, 'reveal') !== undefined,
          (block) => [{ ...block, levels: { ...block.levels, [levelOf(block, 'reveal') as string]: 'withhold' } }],
        ),
    ],
    [
      'a field that the type does not have',
      'level-differs',
      () =>
        withBlock(
          () => true,
          (block) => [{ ...block, levels: { ...block.levels, weather: 'reveal' } }],
        ),
    ],
    [
      'another permit',
      'permit-differs',
      () =>
        withBlock(
          ({ permits }) => Object.keys(permits).length > 0,
          (block) => [
            { ...block, permits: Object.fromEntries(Object.keys(block.permits).map((field) => [field, 'P-999'])) },
          ],
        ),
    ],
    ['a clear fact turned round', 'fact-differs', () => withFact('inNeedToKnowSet', turned)],
    ['a sealed fact turned round', 'level-differs', () => withFact('minor', turned)],
    [
      'a clear fact that is said to come from a seal',
      'fact-differs',
      () => withFact('inNeedToKnowSet', ({ value }) => ({ value, source: 'facts-block' })),
    ],
    ['a used fact of an item left out', 'fact-missing', () => withFact('inNeedToKnowSet', () => undefined)],
    ['a used fact of a block left out', 'fact-missing', () => withFact('minor', () => undefined)],
    ['a fact of the question left out', 'fact-missing', () => withData(() => ({ facts: {} }))],
    [
      'a fact of the question that stands twice',
      'fact-differs',
      () => withData(({ facts }) => ({ facts: { ...facts, unset: { true: ['attends'] } } })),
    ],
    [
      'a field that stands at two levels',
      'level-differs',
      () =>
        withData(({ decisions }) => ({
          decisions: decisions.map((one) => ({
            ...one,
            levels: { ...one.levels, reveal: Object.values(one.levels).flat() },
          })),
        })),
    ],
    ['a decision that is not in the record', 'block-unknown', () => withData(() => ({ decisions: [] }))],
    ['circumstances that are not in the record', 'fact-missing', () => withData(() => ({ circumstances: [] }))],
    [
      'a fact of an item that nothing asked',
      'fact-unused',
      () =>
        withItems((items) =>
          items.map((item) => ({ ...item, facts: { ...item.facts, weather: { value: 'true', source: 'question' } } })),
        ),
    ],
    [
      'a fact that nothing asked',
      'fact-unused',
      () =>
        withBlock(
          () => true,
          (block) => [{ ...block, facts: { ...block.facts, weather: { value: 'true', source: 'question' } } }],
        ),
    ],
    [
      'a question fact turned round',
      'fact-differs',
      () =>
        withData((was) => {
          const { facts } = disclosedOf(was);
          return { facts: inFull({ ...facts, attends: turned(facts['attends'] as Fact) }) };
        }),
    ],
    [
      'a block left out',
      'block-missing',
      () =>
        withBlock(
          ({ kind }) => kind === 'person',
          () => [],
        ),
    ],
    [
      'a block that the item does not have',
      'block-unknown',
      () =>
        withBlock(
          ({ kind }) => kind === 'person',
          (block) => [block, { ...block, block: 'p9' }],
        ),
    ],
    [
      'another subject',
      'subject-differs',
      () =>
        withBlock(
          ({ subject }) => subject !== undefined,
          (block) => [{ ...block, subject: '00000000-0000-4000-8000-000000000000' }],
        ),
    ],
    ['a revision that was not there yet', 'folded-ahead', () => withFolded('case', () => '9999')],
    ['a case folded before anything was granted', 'fact-differs', () => withFolded('case', () => '0')],
    ['a meeting folded before anybody attended', 'fact-differs', () => withFolded('meeting', () => '0')],
    ['a stream left out of what was folded', 'folded-missing', () => withFolded('case', () => undefined)],
    ['a covenant folded before there was one', 'documents-missing', () => withFolded('covenant', () => '0')],
    ['another registry', 'registry-unknown', () => withData(() => ({ registry: `sha256:${'0'.repeat(64)}` }))],
    ['another semantics', 'semantics-unknown', () => withData(() => ({ semantics: 'covenant/9' }))],
    ['another recipient', 'recipient-differs', () => withData(() => ({ recipientKind: 'POL' }))],
    ['another phase', 'phase-differs', () => withItem(() => ({ phase: '3' }))],
    ['another supplier', 'source-differs', () => withItem(() => ({ supplier: '00000099000000010000' }))],
    [
      'an item that is not in the log',
      'source-missing',
      () => withItem(() => ({ stream: 'contribution-00000000-0000-4000-8000-000000000000' })),
    ],
    ['data that are none', 'record-unreadable', () => withData(() => ({ items: 7 as never }))],
    [
      'another covenant beside it',
      'documents-differ',
      () => rewrite(dossier(), { covenant: { law: `sha256:${'0'.repeat(64)}`, covenant: `sha256:${'0'.repeat(64)}` } }),
    ],
    [
      'somebody whom nobody designated',
      'folded-missing',
      () => rewrite(dossier(), { actor: '00000000-0000-4000-8000-000000000000' }),
    ],
    ['a reader folded before the designation', 'person-missing', () => withFolded('person', () => '-1')],
    ['a role that the person does not have', 'person-unauthorised', () => rewrite(dossier(), { role: 'auditor' })],
    [
      'a moment after the mandate',
      'person-unauthorised',
      () => rewrite(dossier(), { recordedAt: '2039-01-01T00:00:00.000Z' }),
    ],
  ])('is found out: %s', async (_what, code, change) => {
    change();
    const result = await run('redecide');
    expect(result.code).toBe(1);
    expect(findingsOf(result)).toContainEqual(
      expect.objectContaining({ code, position: dossier().position, disclosure: dossier().stream }),
    );
    expect(findingsOf(await run('verify')).map(({ position }) => position)).toContain(dossier().position);
  });
});

describe('a log behind the records that somebody changed', () => {
  const codesAfter = async (): Promise<ReadonlySet<unknown>> =>
    new Set(findingsOf(await run('redecide')).map(({ code }) => code));

  it('shows it where the covenant was given another text', async () => {
    const covenant = events.find(({ type }) => type === 'CovenantCameIntoForce') as Recorded;
    const { document, ...rest } = covenant.data as { readonly document: string };
    rewrite(covenant, { data: { ...rest, document: document.replaceAll('"permit":"reveal"', '"permit":"exists"') } });
    const codes = await codesAfter();
    expect(codes).toContain('document-digest');
    expect(codes).toContain('level-differs');
  });

  it('shows it where somebody else is said to have attended', async () => {
    const attended = events.find(
      ({ type, data: was }) =>
        type === 'AttendanceRecorded' &&
        (was as { readonly organisation?: string }).organisation === dossier().data.recipient,
    ) as Recorded;
    rewrite(attended, { data: { ...(attended.data as object), organisation: '00000099000000010000' } });
    expect(await codesAfter()).toContain('fact-differs');
  });

  it('shows it where something was disclosed whose destruction had begun', async () => {
    const taken = events.find(({ type }) => type === 'ContributionTakenIn') as Recorded;
    const advice = events.find(({ type }) => type === 'PrivacyAdviceGiven') as Recorded;
    const { case: inCase, contribution } = taken.data as { readonly case: string; readonly contribution: string };
    const { sealed: _sealed, ...bare } = advice;
    rewrite(bare, { type: 'ContributionUnderDestruction', data: { case: inCase, contribution } });
    expect(await codesAfter()).toContain('under-destruction');
  });

  it('shows it where a right was taken away between the fold and the record, and nothing took the record back', async () => {
    const { folded } = dossier().data;
    const inCase = folded.find(({ stream }) => stream.startsWith('case-'))?.stream;
    // The newest event of the case that the record folded becomes one that came after its fold.
    withFolded('case', (revision) => String(Number(revision) - 1));
    const last = events.find(
      ({ stream, revision }) =>
        stream === inCase && revision === BigInt(folded.find((one) => one.stream === inCase)?.revision ?? 0),
    ) as Recorded;
    const { sealed: _sealed, ...bare } = last;
    rewrite(bare, {
      type: 'GrantWithdrawn',
      data: { case: (last.data as { readonly case: string }).case, organisation: dossier().data.recipient },
    });
    const found = findingsOf(await run('redecide')).filter(({ code }) => code === 'narrowed');
    expect(found.map(({ disclosure }) => disclosure)).toContain(dossier().stream);
  });

  it('shows it where an event can no longer be read', async () => {
    const taken = events.find(({ type }) => type === 'ContributionTakenIn') as Recorded;
    rewrite(taken, { id: '00000000-0000-4000-8000-000000000000' });
    const codes = await codesAfter();
    expect(codes).toContain('event-unreadable');
    expect(codes).toContain('not-in-case');
  });
});
