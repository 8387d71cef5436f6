import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import { allProjections } from '@knooppunt/projections';
import { migratePostgresReadStore, openPostgresReadStore } from '@knooppunt/read-store';
import { audit } from '../../apps/audit/src/cli.js';
import { leaveOutPostgres } from '../postgres/left-out.js';
import { startServer } from '../postgres/server.js';
import { oins } from './support/cast.js';
import { TestHub } from './support/hub.js';
import { Play } from './support/play.js';

jest.setTimeout(300_000);

type Line = Readonly<Record<string, unknown>> & { readonly kind: string };
type Run = { readonly code: number; readonly out: string; readonly err: string; readonly lines: readonly Line[] };

const server = await startServer();
const place = mkdtempSync(join(tmpdir(), 'knooppunt-rebuild-e2e-'));
const clean = join(place, 'clean');
const data = join(place, 'data');
let events: readonly Recorded[] = [];
let whileRunning: Run;
let asked: { readonly text: Run; readonly json: Run; readonly later: readonly Recorded[] };
let refusals: readonly Run[];
let theCase = '';
let atEnd = '';

const run = async (...args: readonly string[]): Promise<Run> => {
  let [out, err] = ['', ''];
  const code = await audit(args, { out: (text) => (out += text), err: (text) => (err += text), isTty: false });
  const lines = args.includes('--json') ? out.split('\n').filter((line) => line !== '') : [];
  return { code, out, err, lines: lines.map((line) => JSON.parse(line) as Line) };
};
const rebuild = (...args: readonly string[]): Promise<Run> => run('rebuild', '--json', '--data', data, ...args);
const findingsOf = ({ lines }: Run): readonly Line[] => lines.filter(({ kind }) => kind === 'finding');

const tokenOf = async (hub: TestHub, role: 'auditor' | 'mayor'): Promise<string> =>
  ((await hub.as(role)).headers['authorization'] ?? '').replace('Bearer ', '');

/** Asks the running hub what the police had been shown, and what it refuses. */
const askHub = async (hub: TestHub): Promise<void> => {
  const token = await tokenOf(hub, 'auditor');
  const question = (...changes: readonly string[]): readonly string[] => {
    const wanted = new Map([
      ['--base', hub.base],
      ['--token', token],
      ['--case', theCase],
      ['--party', oins.police],
      ['--at', atEnd],
      ['--purpose', 'rechtmatigheid'],
      ['--lang', 'en'],
    ]);
    for (let at = 0; at < changes.length; at += 2) wanted.set(changes[at] ?? '', changes[at + 1] ?? '');
    return ['as-seen', ...[...wanted].flat()];
  };
  const before = await hub.standalone.engines.store.head();
  const json = await run(...question(), '--json');
  asked = { json, text: await run(...question()), later: await hub.events(before) };
  refusals = [
    await run(...question('--case', '11111111-1111-4111-8111-111111111111')),
    await run(...question('--purpose', 'POL.opsporing')),
    await run(...question('--token', await tokenOf(hub, 'mayor'))),
    await run(...question('--party', 'politie')),
    await run(...question('--base', 'http://127.0.0.1:1')),
    await run(...question('--at', 'gisteren')),
  ];
};

beforeAll(async () => {
  const hub = await TestHub.start();
  try {
    const play = await new Play(hub).untilMeeting();
    theCase = play.case;
    const police = await hub.as('police');
    await police.get(`/v1/overleggen/${play.meeting}/dossier`);
    await hub.settled();
    atEnd = hub.clock.now();
    whileRunning = await run('rebuild', '--json', '--data', hub.folder);
    events = await hub.events();
    await askHub(hub);
    await hub.settled();
    await hub.close();
    cpSync(hub.folder, clean, { recursive: true });
  } finally {
    await hub.end();
  }
});
afterAll(async () => {
  await server?.stop();
  rmSync(place, { recursive: true, force: true });
});
beforeEach(() => cpSync(clean, data, { recursive: true }));
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** Changes the live tables behind everybody's back. */
const tamper = (statement: string, ...values: readonly string[]): void => {
  const database = new DatabaseSync(join(data, 'read.sqlite'));
  expect(database.prepare(statement).run(...values).changes).toBe(1);
  database.close();
};
const eventOfType = (type: string): Recorded => {
  const found = events.find((event) => event.type === type);
  if (!found) throw new TypeError(`no ${type}`);
  return found;
};
const since = ({ position, stream, revision, type }: Recorded) => ({
  position,
  stream,
  revision: String(revision),
  type,
});

describe('the read models of a played case', () => {
  it('are what the log makes of them, while the hub runs and after', async () => {
    for (const result of [whileRunning, await rebuild()]) {
      expect(result).toMatchObject({ code: 0, err: '' });
      expect(result.lines).toHaveLength(1);
      expect(result.lines[0]?.['projections']).toHaveLength(allProjections.length);
    }
    const text = await run('rebuild', '--data', data);
    expect(text.out).toContain('Geen bevindingen: elk leesmodel is wat het logboek ervan maakt.');
    expect(readdirSync(data).toSorted()).toEqual(readdirSync(clean).toSorted());
  });

  it('that lack a row differ since the event that made it', async () => {
    const opened = eventOfType('CaseOpened');
    tamper('DELETE FROM cases_v1__cases WHERE case_id = ?', theCase);
    const result = await rebuild();
    expect(result.code).toBe(1);
    expect(findingsOf(result)).toMatchObject([
      {
        code: 'rows-differ',
        projection: 'cases_v1',
        first: since(opened),
        tables: [{ table: 'cases', missing: 1, extra: 0, changed: 0 }],
      },
    ]);
  });

  it.each([
    ['is gone', 'DROP TABLE cases_v1__cases'],
    ['lacks a column', 'ALTER TABLE cases_v1__cases DROP COLUMN phase'],
    ['has a column more', 'ALTER TABLE cases_v1__cases ADD COLUMN more TEXT'],
  ])('of which a table %s are found, whatever the store keeps of their definition', async (_what, statement) => {
    const database = new DatabaseSync(join(data, 'read.sqlite'));
    database.exec(statement);
    database.close();
    const result = await rebuild();
    expect(result).toMatchObject({ code: 1, err: '' });
    expect(findingsOf(result)).toMatchObject([{ code: 'tables-differ', projection: 'cases_v1', detail: 'columns' }]);
  });

  it('that are not there are not called a log', async () => {
    rmSync(join(data, 'read.sqlite'));
    expect(await rebuild()).toMatchObject({ code: 2, err: expect.stringContaining('Er zijn geen leesmodellen') });
  });

  it('that hold another value differ since the event that gave it last', async () => {
    const phases = events.filter(({ type }) => type === 'PhaseOpened');
    tamper(`UPDATE cases_v1__cases SET phase = '1' WHERE case_id = ?`, theCase);
    expect(findingsOf(await rebuild())).toMatchObject([
      { projection: 'cases_v1', first: since(phases.at(-1) as Recorded), tables: [{ changed: 1 }] },
    ]);
    const text = await run('rebuild', '--data', data, '--lang', 'en');
    expect(text.out).toContain(`PhaseOpened, case-${theCase}@`);
    expect(text.out).toMatch(/cases_v1 +up to position \d+ +DIFFERS/);
  });

  it('that hold a row of which the log knows nothing are told so', async () => {
    const columns = `disclosure_id, subject`;
    tamper(`INSERT INTO disclosures_v2__disclosure_subjects (${columns}) VALUES (?, ?)`, 'made-up', 'made-up');
    expect(findingsOf(await rebuild())).toMatchObject([
      { projection: 'disclosures_v2', first: null, tables: [{ table: 'disclosure_subjects', extra: 1 }] },
    ]);
  });

  it('that stand behind the log are compared as far as they came', async () => {
    const database = new DatabaseSync(join(data, 'events.sqlite'));
    const insert = database.prepare('DELETE FROM events WHERE position > ?');
    insert.run(Number(events.at(-1)?.position));
    database.close();
    const result = await rebuild();
    // The read models know of the questions to the hub, of which the log has now been robbed.
    expect(new Set(findingsOf(result).map(({ code }) => code))).toEqual(new Set(['ahead-of-log']));
    expect(result.code).toBe(1);
  });

  it('that were never made, or made otherwise, are named', async () => {
    tamper(`DELETE FROM read_store__position WHERE name = 'people_v1'`);
    tamper(`UPDATE read_store__definition SET tables = '{}' WHERE name = ?`, 'supplies_v1');
    const codes = findingsOf(await rebuild()).map(({ code, projection }) => `${String(code)} ${String(projection)}`);
    expect(codes.toSorted()).toEqual(['never-followed people_v1', 'tables-differ supplies_v1']);
  });

  it('cannot be made from a log that cannot be read, and where it stops is named', async () => {
    const database = new DatabaseSync(join(data, 'events.sqlite'));
    database.exec(`UPDATE events SET data = CAST('{}' AS BLOB) WHERE position = 9`);
    database.close();
    expect(findingsOf(await rebuild())).toMatchObject([
      { code: 'event-unreadable', detail: expect.stringContaining('9 ') },
    ]);
  });

  it('that are not there are exit 2', async () => {
    rmSync(join(data, 'read.sqlite'));
    expect(await rebuild()).toMatchObject({ code: 2, out: '' });
    expect(await rebuild('--postgres', join(data, 'nowhere'))).toMatchObject({ code: 2, out: '' });
    const gone = await rebuild('--postgres', 'postgresql://somebody:geheim@127.0.0.1:1/none');
    expect(gone.code).toBe(2);
    expect(gone.err).not.toContain('geheim');
  });
});

describe('the read models in PostgreSQL', () => {
  if (server) {
    const { connectionString } = server;

    it('are copied as one moment saw them, and compared like any other', async () => {
      await migratePostgresReadStore({ connectionString, applicationRole: 'test', projections: allProjections });
      const store = await openPostgresReadStore({ connectionString });
      await store.migrate(allProjections);
      const changes = (projection: (typeof allProjections)[number]) =>
        events.filter(({ type }) => projection.handles.includes(type)).flatMap((event) => projection.evolve(event));
      const parts = allProjections.map((projection) => ({ projection, changes: changes(projection) }));
      await store.applyAll(parts, { from: undefined, to: events.at(-1)?.position ?? '' });
      expect(await rebuild('--postgres', connectionString)).toMatchObject({ code: 0, err: '' });

      const cases = parts.find(({ projection }) => projection.name === 'cases');
      if (!cases) throw new TypeError('no cases');
      const forged = { do: 'update', table: 'cases', where: { case_id: theCase }, set: { phase: '1' } } as const;
      const head = events.at(-1)?.position ?? '';
      const next = String(BigInt(head) + 1n).padStart(20, '0');
      await store.apply(cases.projection, [forged], { from: head, to: next });
      await store.close();
      const result = await rebuild('--postgres', connectionString);
      expect(findingsOf(result)).toMatchObject([{ projection: 'cases_v1', first: { type: 'PhaseOpened' } }]);
    });
  } else leaveOutPostgres('are compared');
});

describe('what a party had been shown of a case', () => {
  const answers = (): readonly Line[] => asked.json.lines.at(-1)?.['answers'] as readonly Line[];

  it('is every recorded answer to it until then, with levels and permits, and no value', () => {
    expect(asked.json).toMatchObject({ code: 0, err: '' });
    const recorded = events.filter(({ type, data: content }) => {
      const told = content as { recipient?: string; case?: string; items?: readonly { readonly case?: string }[] };
      const isOfCase = told.case === theCase || told.items?.some((item) => item.case === theCase);
      return type === 'DisclosureRecorded' && told.recipient === oins.police && isOfCase;
    });
    expect(recorded.length).toBeGreaterThan(0);
    const ids = answers().map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(recorded.map((event) => (event.data as { disclosure: string }).disclosure)),
    );
    const pieces = asked.json.lines.filter(({ kind }) => kind === 'piece');
    expect(pieces.length).toBeGreaterThan(0);
    expect(JSON.stringify(pieces)).not.toContain('waarde');
    expect(JSON.stringify(pieces)).not.toContain('"withhold"');
    expect(asked.text.out).toContain(`what ${oins.police} had been shown by ${atEnd}`);
    expect(asked.text.out).toMatch(/\w+ (?:reveal|generalise|pseudonymise|mask) \[P-?\w+/);
  });

  it('is asked under a purpose of the law, and that is recorded before it is answered', () => {
    expect(
      asked.later.map(({ type, purpose, role, data: content }) => ({ type, purpose, role, content })),
    ).toMatchObject(
      [1, 2].map(() => ({
        type: 'LogConsulted',
        purpose: 'rechtmatigheid',
        role: 'auditor',
        content: { question: 'verstrekkingen-casus', case: theCase, recipient: oins.police, until: atEnd },
      })),
    );
  });

  it('is refused in one sentence: no such case, another purpose, another role, another form, no hub, no moment', () => {
    expect(refusals.map(({ code, out }) => [code, out])).toEqual(refusals.map(() => [2, '']));
    const codes = refusals.map(({ err }) => /\(([^()]*)\)\.\n$/.exec(err)?.[1]);
    expect(codes).toEqual([
      expect.stringMatching(/niet-gevonden|not-found/),
      undefined,
      expect.stringMatching(/^(?:hub|platform)\//),
      expect.stringMatching(/^platform\//),
      expect.any(String),
      undefined,
    ]);
  });
});
