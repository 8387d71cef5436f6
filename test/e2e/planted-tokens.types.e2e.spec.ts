import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Frame } from '@knooppunt/agencies';
import { Tracing } from '@knooppunt/platform';
import { cloudEventTypeOf, payloadTypes } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';
import { dropFolderOf, prepareFolders } from '../../apps/gateway/src/gateway.module.js';
import { filesUnder, findAll, needlesOfDigest, needlesOfText } from './support/byte-search.js';
import type { Haystack, Needle } from './support/byte-search.js';
import { amsterdam, oins } from './support/cast.js';
import { freshKey, send } from './support/client.js';
import type { Answer } from './support/client.js';
import { Collector } from './support/collector.js';
import { post } from './support/deliveries.js';
import type { Data } from './support/deliveries.js';
import { askFor, openPhase, supplierOf, widerFounding } from './support/every-kind.js';
import { TestHub } from './support/hub.js';
import { withMethod } from './support/interference.js';
import { Play } from './support/play.js';
import { fieldsMissing, marker, plant } from './support/planted.js';
import { needlesOf, plantedIn, plantedPayload } from './support/planted-types.js';

jest.setTimeout(300_000);

const types = payloadTypes.filter(({ id }) => id.startsWith('S'));
const firstProcessed = '2026-01-12';
/** Sexual conduct needs criminal data beside it, which nobody can vouch for at the edge yet (W-22). */
const isHeld = ({ id }: PayloadType): boolean => id === 'S30';
const isTaken = (type: PayloadType): boolean => type.open && !isHeld(type);

const root = mkdtempSync(join(tmpdir(), 'knooppunt-planted-types-'));
let collector: Collector;
let hub: TestHub;
let play: Play;
const answers: string[] = [];
const sent = new Map<string, Data>();
const statuses = new Map<string, number>();
const own: string[] = [];
const needles: Needle[] = [marker, marker.toLowerCase(), marker.toUpperCase()].flatMap((text) =>
  needlesOfText(text, text),
);

/** A text of somebody, to be looked for as itself and as its digest. */
const planted = (what: string): string => {
  const text = plant(what);
  own.push(text);
  return text;
};
/** The amounts of a confiscation are not for a signal (W-12b). */
const isSignal = ({ ways, id }: PayloadType): boolean => ways.includes('signal') && id !== 'S13';
const frameOf = (type: PayloadType, request: string): Frame =>
  isSignal(type)
    ? { way: 'signal', region: amsterdam, firstProcessed }
    : { way: 'answer', case: play.case, request, firstProcessed };

/** The CloudEvent around a payload, with something planted in whatever else it may carry. */
const eventOf = (type: PayloadType, data: Data, supplier: string): Data => ({
  specversion: '1.0',
  id: planted(`${type.id}id`),
  source: `urn:nld:oin:${supplier}:systeem:${planted('systeem').toLowerCase()}`,
  type: cloudEventTypeOf(type),
  datacontenttype: 'application/json',
  tracestate: `${planted('spoor').toLowerCase()}=${planted('spoor')}`,
  data,
});
const headers = (): Readonly<Record<string, string>> => ({
  'user-agent': planted('agent'),
  'idempotency-key': planted('sleutel'),
  tracestate: `${planted('staat').toLowerCase()}=${planted('staat')}`,
  baggage: `${planted('bagage')}=${planted('bagage')}`,
  traceparent: `00-${randomUUID().replaceAll('-', '')}-${planted('spoor')}-01`,
  'accept-language': planted('taal'),
  'x-forwarded-for': planted('adres'),
  referer: `https://elders.example/${planted('vandaan')}`,
  cookie: `sessie=${planted('koek')}`,
});

const heard = ({ status, text, headers: heads }: Answer): number => {
  answers.push(text, JSON.stringify([...heads]));
  return status;
};
const bring = async (type: PayloadType, request: string): Promise<void> => {
  const data = plantedPayload(type, frameOf(type, request));
  const supplier = supplierOf(type);
  sent.set(type.id, data);
  needles.push(...needlesOf(plantedIn(type, data)));
  statuses.set(type.id, heard(await post(hub, eventOf(type, data, supplier), { supplier, headers: headers() })));
};

const drop = (...names: readonly string[]): string => join(hub.folder, 'inlevermap', 'college', ...names);
const dropped = async (name: string, bytes: string | Buffer): Promise<void> => {
  writeFileSync(drop('in', name), bytes);
  writeFileSync(drop('in', `${name}.klaar`), createHash('sha256').update(bytes).digest('hex'));
  while (!readdirSync(drop('in')).every((one) => !one.startsWith(name)))
    await new Promise((resolve) => setTimeout(resolve, 5));
};
const worked = async (): Promise<void> => {
  while (!readdirSync(drop('werk')).every((name) => name.startsWith('lock.'))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Files of all types, and files that are broken in several ways, each with something planted in it. */
const dropAll = async (): Promise<void> => {
  const lines = types.map((type) => JSON.stringify(eventOf(type, sent.get(type.id) ?? {}, oins.college)));
  await dropped('alles.jsonl', lines.join('\n'));
  const header = 'type,id,way,matter.address,matter.registrations';
  const row = (): string =>
    `nl.samenwerkingsverbanden.overbewoond-adres.v1,${planted('rij')},signal,${planted('adres')},${planted('x')}`;
  await dropped('rijen.csv', [header, row(), `${row()},${planted('teveel')}`, row()].join('\n'));
  await dropped('kop.csv', [`${header},${planted('kolom')}`, `${row()},x`].join('\n'));
  await dropped('quote.csv', [header, row(), `"${planted('open')}`].join('\n'));
  await dropped('latijn.csv', Buffer.from([header, row(), `é${planted('latijn')}`].join('\n'), 'latin1'));
  await dropped('breed.csv', Buffer.from(`\uFEFF${[header, row()].join('\n')}`, 'utf16le'));
  await dropped(`${planted('naam')} met spatie.csv`, [header, row()].join('\n'));
  await worked();
};

/** What is refused at every stage of a request. */
const askWrongly = async (): Promise<void> => {
  const police = await hub.as('police');
  const college = await hub.system(oins.college, amsterdam);
  const wrong: readonly Promise<Answer>[] = [
    police.post(
      `/v1/signalen/${play.case}/_wijs-af`,
      { reden: planted('reden'), [planted('lid')]: planted('waarde') },
      headers(),
    ),
    police.post(
      '/v1/casussen',
      { signalen: [planted('signaal')], deelnemers: [{ organisatie: planted('oin') }] },
      headers(),
    ),
    police.get(`/v1/casussen?${planted('vraag')}=${planted('antwoord')}`, {
      ...headers(),
      doelbinding: planted('doel'),
    }),
    police.get(`/v1/leveringen?cursor=${planted('cursor')}&limiet=${planted('limiet')}`, headers()),
    police.get(`/v1/leveringen/${planted('levering')}`, headers()),
    police.raw('POST', '/v1/verzoeken', `{"${planted('json')}`, { 'idempotency-key': freshKey(), ...headers() }),
    college.raw('POST', '/v1/leveringen', `[{"${planted('partij')}":"${planted('waarde')}"}]`, {
      ...headers(),
      'content-type': 'application/cloudevents-batch+json',
    }),
    college.raw(
      'POST',
      `/v1/leveringen?${planted('vraag')}=1`,
      JSON.stringify({ [planted('lid')]: planted('waarde') }),
      headers(),
    ),
    send(`${hub.base}/${planted('pad')}`, { headers: { ...headers(), authorization: `Bearer ${planted('token')}` } }),
    send(`${hub.base}/v1/ik`, {
      method: 'PATCH',
      headers: { ...headers(), authorization: `Basic ${planted('basis')}` },
    }),
  ];
  // a batch says of each of its items why not
  for (const answer of await Promise.all(wrong)) expect(heard(answer)).toBeGreaterThanOrEqual(207);
};

/** A delivery whose message breaks on its way: it is parked as a dead letter. */
const parkOne = async (): Promise<void> => {
  const { messaging } = hub.standalone.engines;
  const type = types[0]!;
  const breaking =
    (publish: typeof messaging.publish): typeof messaging.publish =>
    (topic, message) =>
      publish(topic, { ...message, value: message.value.subarray(0, -7) });
  const data = plantedPayload(type, frameOf(type, ''));
  needles.push(...needlesOf(plantedIn(type, data)));
  await withMethod(messaging, 'publish', breaking, async () => {
    expect(heard(await post(hub, eventOf(type, data, oins.college), { headers: headers() }))).toBe(202);
  });
  while (!hub.lines.some((line) => line.includes('"worker/intake"')))
    await new Promise((resolve) => setTimeout(resolve, 5));
};

/** Everything that stays or leaves, by the way that it goes. */
const channels = async (): Promise<Readonly<Record<string, readonly Haystack[]>>> => {
  const files = filesUnder(hub.folder);
  const inDrop = (name: string): boolean => name.startsWith('inlevermap');
  return {
    log: [{ name: 'log', bytes: Buffer.from(hub.lines.join('')) }],
    metrics: [{ name: 'metrics', bytes: Buffer.from(await hub.standalone.metrics.text()) }],
    traces: collector.received.map((bytes) => ({ name: 'traces', bytes })),
    answers: [{ name: 'answers', bytes: Buffer.from(answers.join('\n')) }],
    databases: files.filter(({ name }) => !inDrop(name)),
    results: files.filter(({ name }) => inDrop(name)),
    names: [{ name: 'names', bytes: Buffer.from(files.map(({ name }) => name).join('\n')) }],
  };
};
const leaks = async (wanted: readonly Needle[]): Promise<readonly string[]> =>
  Object.entries(await channels()).flatMap(([channel, haystacks]) =>
    findAll(haystacks, wanted).map((found) => `${channel}: ${found}`),
  );
const everything = (): readonly Needle[] => [...needles, ...own.flatMap((text) => needlesOfDigest(text, text))];

beforeAll(async () => {
  collector = await Collector.start();
  const founding = widerFounding(root, (text) =>
    text.replaceAll(
      /(sub: (\S+), name: )([^,]+)/g,
      (_all, before: string, sub: string) => `${before}${planted(`naam${sub}`)}`,
    ),
  );
  hub = await TestHub.start({
    founding,
    tracing: Tracing.to({ url: collector.url, service: 'proef' }),
    dropFolders: (data) => {
      const folder = dropFolderOf(join(data, 'inlevermap'), {
        folder: 'college',
        organisation: oins.college,
        cooperation: amsterdam,
      });
      mkdirSync(folder.path, { recursive: true, mode: 0o750 });
      prepareFolders([folder]);
      return [folder];
    },
  });
  play = new Play(hub, { words: (what) => `Woorden ${planted(what)} bij ${what}.` });
  await play.deliver(['S1', 'S2']);
  await play.weigh();
  await play.openCase();
  await play.link();
  const asked = types.filter((type) => type.open && !isSignal(type));
  const request = await askFor(play, asked);
  await openPhase(play, '2');
  await openPhase(play, '3');
  for (const type of types) await bring(type, request);
  await dropAll();
  await askWrongly();
  await parkOne();
  await hub.settled();
}, 300_000);
afterAll(async () => {
  await hub.end();
  await collector.close();
  rmSync(root, { recursive: true, force: true });
});

describe('what was planted', () => {
  it.each(types)('stands in every field of $id', (type) => {
    const missing = fieldsMissing(type, sent.get(type.id) ?? {});
    // a reference, where there is no other party to refer to; and what explains a signal has no place in an answer
    const absent: readonly (string | undefined)[] = ['reference', ...(isSignal(type) ? [] : ['explanations'])];
    const kindOf = (name: string): string | undefined => type.fields.find((field) => field.name === name)?.type;
    expect(missing.filter((name) => !absent.includes(kindOf(name)))).toEqual([]);
  });

  it('was taken in of each type that is open, and refused of the others', async () => {
    expect([...statuses]).toEqual(types.map((type) => [type.id, isTaken(type) ? 202 : 403]));
    const supplied = (await hub.events()).filter(({ type }) => type === 'ContributionSupplied');
    const stored = new Set(supplied.map(({ data }) => (data as { readonly payloadType: string }).payloadType));
    expect([...stored].filter((id) => !statuses.has(id))).toEqual([]);
    expect(types.filter((type) => isTaken(type) && !stored.has(type.id))).toEqual([]);
  });

  it('came in by file too: some rows were taken in, others and whole files refused', () => {
    const results = readdirSync(drop('uit')).map((name) => readFileSync(drop('uit', name), 'utf8'));
    expect(results).toHaveLength(7);
    const all = results.join('');
    for (const what of ['"status":202', 'supply/type-not-of-supplier', 'supply/type-not-open', 'gateway/file-header']) {
      expect(all).toContain(what);
    }
    for (const what of ['file-quotes', 'file-not-utf-8', 'file-utf-16', 'file-name', 'cell-count']) {
      expect(all).toContain(what);
    }
  });

  it('is enough to look for', () => {
    expect(new Set(needles.map(({ name }) => name)).size).toBeGreaterThan(150);
    expect(own.length).toBeGreaterThan(200);
  });
});

describe('no byte of it, nor its digest, in any form', () => {
  it('lies or went anywhere while the hub runs: not in logs, metrics, traces, answers, databases, dead letters, results', async () => {
    const present = await channels();
    for (const name of ['log', 'metrics', 'answers', 'databases', 'results'] as const) {
      expect([name, present[name]?.some(({ bytes }) => bytes.length > 0)]).toEqual([name, true]);
    }
    expect(present['databases']?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['events.sqlite-wal', 'messages.sqlite', 'read.sqlite', 'vault.sqlite']),
    );
    expect(await leaks(everything())).toEqual([]);
  });

  it('is left when it has stopped, and the collector has all of its spans', async () => {
    const metrics = hub.standalone.metrics;
    await hub.close();
    while (collector.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(Buffer.concat(collector.received).toString('latin1')).toContain('POST /v1/leveringen');
    const files = [...filesUnder(hub.folder), ...collector.received.map((bytes) => ({ name: 'traces', bytes }))];
    expect(findAll(files, everything())).toEqual([]);
    expect(await metrics.text()).not.toContain(marker);
    await hub.open();
    await hub.settled();
  });
});

describe('the search finds what leaks on purpose', () => {
  const forms: Readonly<Record<string, (text: string) => Buffer>> = {
    raw: (text) => Buffer.from(text),
    base64: (text) => Buffer.from(Buffer.from(`x${text}yy`).toString('base64')),
    base64url: (text) => Buffer.from(Buffer.from(`xx${text}`).toString('base64url')),
    hex: (text) => Buffer.from(Buffer.from(text).toString('hex')),
    'UTF-16': (text) => Buffer.from(text, 'utf16le'),
    gzip: (text) => gzipSync(Buffer.from(`voor ${text} na`)),
    'base64 of gzip': (text) => Buffer.from(gzipSync(Buffer.from(`${text} `.repeat(3))).toString('base64')),
    'SHA-256': (text) => createHash('sha256').update(text).digest(),
    'SHA-256 in hex': (text) => Buffer.from(createHash('sha256').update(JSON.stringify(text)).digest('hex')),
    'SHA-256 in base64url': (text) => Buffer.from(createHash('sha256').update(text).digest('base64url')),
    percent: (text) => Buffer.from(encodeURIComponent(text)),
  };

  it.each(Object.entries(forms))('as %s, among other bytes', (_name, form) => {
    const text = plant('lek');
    const bytes = Buffer.concat([Buffer.alloc(1_001, 0x41), form(text), Buffer.alloc(99, 0x42)]);
    const wanted = [...needlesOfText(text, text), ...needlesOfDigest(text, text)];
    expect(findAll([{ name: 'proef', bytes }], wanted)).not.toEqual([]);
    expect(findAll([{ name: 'proef', bytes: Buffer.alloc(2_000, 0x41) }], wanted)).toEqual([]);
  });

  const row = (file: string, sql: string, ...values: readonly string[]): void => {
    const database = new DatabaseSync(join(hub.folder, file));
    try {
      database.exec('CREATE TABLE IF NOT EXISTS lek (tekst TEXT)');
      database.prepare(sql).run(...values);
    } finally {
      database.close();
    }
  };
  const seeds: Readonly<Record<string, (text: string) => Promise<unknown> | void>> = {
    log: (text) => void hub.lines.push(`{"event":"${text}"}\n`),
    traces: async (text) => {
      await send(collector.url, { method: 'POST', body: gzipSync(Buffer.from(`{"naam":"${text}"}`)) });
    },
    answers: (text) => void answers.push(Buffer.from(text).toString('base64')),
    databases: (text) =>
      row('read.sqlite', 'INSERT INTO lek VALUES (?)', createHash('sha256').update(text).digest('hex')),
    results: (text) => appendFileSync(drop('uit', 'alles.jsonl.uitkomst.jsonl'), JSON.stringify({ waarde: text })),
    names: (text) => writeFileSync(drop('uit', `${text}.uitkomst.jsonl`), ''),
  };

  it.each(Object.entries(seeds))('in the channel %s, and names it', async (channel, seed) => {
    const text = plant(`lek${channel}`);
    await seed(text);
    const found = await leaks([...needlesOfText(text, text), ...needlesOfDigest(text, text)]);
    expect(found.map((one) => one.split(':')[0])).toContain(channel);
  });

  it('in metrics nothing can be seeded: a label that nobody declared is refused', () => {
    const { metrics } = hub.standalone;
    expect(() => metrics.increment('knooppunt_refusals_total', { status: plant('lek') })).toThrow('no such value');
  });
});
