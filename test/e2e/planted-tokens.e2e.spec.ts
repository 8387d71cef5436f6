import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPayloadType } from '@knooppunt/signals';
import { filesUnder, findAll, needlesOfBytes, needlesOfText } from './support/byte-search.js';
import type { Haystack, Needle } from './support/byte-search.js';
import { oins, people } from './support/cast.js';
import type { Role } from './support/cast.js';
import { freshKey, idOf, send } from './support/client.js';
import type { Answer, Client } from './support/client.js';
import { cloudEvent, post, suppliers } from './support/deliveries.js';
import type { Data, TypeId } from './support/deliveries.js';
import { TestHub } from './support/hub.js';
import { Play, piecesOf } from './support/play.js';
import { fieldsMissing, marker, numbers, plant, plantedPayloads, plantedValues } from './support/planted.js';

const types = ['S1', 'S2', 'S6', 'S15', 'S19', 'S24'] as const;
const demo = fileURLToPath(new URL('../../deploy/demo/', import.meta.url));

/** The founding facts with a planted name for every person. */
const plantFounding = (folder: string): string => {
  for (const name of ['law-wgs-riec.yaml', 'convenant.yaml']) cpSync(join(demo, name), join(folder, name));
  const text = readFileSync(join(demo, 'founding.yaml'), 'utf8');
  const file = join(folder, 'founding.yaml');
  const named = /(sub: (\S+), name: )([^,]+)/g;
  writeFileSync(
    file,
    text.replaceAll(named, (_all, before: string, sub: string) => `${before}${plant(`naam${sub}`)}`),
  );
  return file;
};

let folder: string;
let hub: TestHub;
let play: Play;
const payloads = plantedPayloads();
const refusals: string[] = [];
const words: string[] = [];

const needles: readonly Needle[] = [
  ...[marker, marker.toLowerCase(), marker.toUpperCase()].flatMap((text) => needlesOfText(text, text)),
  ...plantedValues.flatMap(([name, value]) => needlesOfText(name, value)),
];
const sinks = (): readonly Haystack[] => [
  { name: 'log', bytes: Buffer.from(hub.lines.join('')) },
  { name: 'refusals', bytes: Buffer.from(refusals.join('\n')) },
];
const everywhere = (): readonly Haystack[] => [...filesUnder(hub.folder), ...sinks()];

const refused = async (asked: Promise<Answer>): Promise<void> => {
  const { status, text, headers } = await asked;
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  refusals.push(text, JSON.stringify([...headers]));
};

/** Sends each command with a planted key and in a request that plants what else a header may carry. */
const plantedCommand = (client: Client, path: string, body: unknown): Promise<Answer> =>
  client.post(path, body, { 'idempotency-key': plant('sleutel'), 'user-agent': plant('agent') });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-planted-'));
  hub = await TestHub.start({ founding: plantFounding(folder) });
  const wordsOf = (what: string): string => {
    const text = plant(what);
    words.push(text);
    return `Woorden ${text} bij ${what}.`;
  };
  play = new Play(hub, { words: wordsOf, payloads, command: plantedCommand });
  await play.untilMeeting();
  await play.close();
  // an agency's own ids and names of systems, and what a trace may carry
  const own = cloudEvent('S1', payloads.S1, { id: plant('kenmerk') });
  const source = `urn:nld:oin:${oins.college}:systeem:${plant('systeem').toLowerCase()}`;
  idOf(await post(hub, { ...own, source, tracestate: `${marker.toLowerCase()}=${plant('spoor')}` }));
});
afterAll(async () => {
  await hub.end();
  rmSync(folder, { recursive: true, force: true });
});

describe('the search', () => {
  it('finds every form of a planted text at every alignment, and no other text', () => {
    const forms = [
      (text: string) => Buffer.from(text),
      (text: string) => Buffer.from(Buffer.from(text).toString('base64')),
      (text: string) => Buffer.from(Buffer.from(text).toString('base64url')),
      (text: string) => Buffer.from(Buffer.from(text).toString('hex')),
      (text: string) => Buffer.from(text, 'utf16le'),
      (text: string) => Buffer.from(text, 'utf16le').swap16(),
    ];
    for (const form of forms) {
      for (const before of ['', 'x', 'xx', 'xxx']) {
        const bytes = form(`${before}${plant('proef')}${before}`);
        expect(findAll([{ name: 'proef', bytes }], needles)).not.toEqual([]);
      }
      expect(findAll([{ name: 'proef', bytes: form('Aalbersestraat 281, 1067 MD Amsterdam') }], needles)).toEqual([]);
    }
  });

  it('finds a number beside what is drawn anew in each run, and leaves it where it was drawn with the rest', () => {
    const number = numbers.bsn;
    const found = (text: string): boolean =>
      findAll([{ name: 'proef', bytes: Buffer.from(text) }], needlesOfText('bsn', number)).length > 0;
    const uuid = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
    const rest = 'c0ffee00c0ffee00c0ffee0';
    for (const drawn of [
      `${uuid.slice(0, 24)}${number}abc`,
      `${rest}${number}`,
      `1795${number}000123`,
      `0.00${number}`,
    ]) {
      expect([drawn, found(`"${drawn}"`)]).toEqual([drawn, false]);
      expect([drawn, found(`${number}${drawn}`)]).toEqual([drawn, true]);
    }
    for (const told of [`${uuid}${number}`, `${number}${uuid}`, `${'0'.repeat(23)}${number}`, `x${number}x`]) {
      expect([told, found(told)]).toEqual([told, true]);
    }
  });
});

describe('what was planted', () => {
  it('stands in every field of every payload type that the journey brings in', () => {
    expect(types.filter((id) => findPayloadType(id)?.open !== true)).toEqual([]);
    for (const id of types) expect([id, fieldsMissing(findPayloadType(id)!, payloads[id])]).toEqual([id, []]);
  });

  it('is shown to who may see it, so it was stored', async () => {
    const shown: string[] = [];
    for (const role of ['police', 'director', 'mayor', 'labour', 'tax', 'immigration'] as const) {
      shown.push((await play.dossierOfMeeting(role)).text, (await play.dossierOfCase(role)).text);
      shown.push((await (await hub.as(role)).get('/v1/ik')).text);
    }
    for (const [type, id] of play.supplies) {
      const owner = Object.entries(people).find(
        ([role, { organisation }]) => role !== 'policeRotterdam' && organisation === suppliers[type as TypeId],
      );
      shown.push((await (await hub.as(owner?.[0] as Role)).get(`/v1/leveringen/${id}`)).text);
    }
    const all = shown.join('\n');
    const texts = [...JSON.stringify(payloads).matchAll(new RegExp(`${marker}\\w+`, 'g'))].map(([text]) => text);
    expect(texts.length).toBeGreaterThan(25);
    expect(texts.filter((text) => !all.includes(text))).toEqual([]);
    expect(words.filter((text) => all.includes(text)).length).toBeGreaterThan(20);
    expect(piecesOf(await play.dossierOfCase('director')).map(({ soort }) => soort)).toContain('S6');
  });
});

describe('what is refused', () => {
  it('echoes nothing that was planted in it', async () => {
    const police = await hub.as('police');
    const wrong: Data = {
      ...payloads.S2,
      persons: [{ ref: plant('ref'), [plant('veld')]: plant('waarde'), bsn: plant('bsn') }],
    };
    await refused(post(hub, cloudEvent('S2', wrong)));
    await refused(post(hub, { ...cloudEvent('S2', wrong), [plant('attribuut')]: plant('waarde') }));
    await refused(post(hub, cloudEvent('S1', payloads.S1, { supplier: oins.police }), { supplier: oins.police }));
    await refused(
      post(hub, {
        ...cloudEvent('S1', payloads.S1),
        id: plant('id'),
        type: `nl.samenwerkingsverbanden.${marker.toLowerCase()}.v1`,
      }),
    );
    await refused(
      police.raw('POST', `/v1/signalen/${play.signals.get('S1')}/afwijzingen`, `{"${plant('json')}`, {
        'idempotency-key': freshKey(),
      }),
    );
    await refused(
      police.post(`/v1/signalen/${play.signals.get('S1')}/afwijzingen`, {
        reden: plant('reden'),
        toelichting: plant('woorden'),
      }),
    );
    await refused(police.get(`/v1/casussen/${plant('casus')}`));
    await refused(police.get(`/v1/casussen?${plant('vraag')}=${plant('antwoord')}&cursor=${plant('cursor')}`));
    await refused(
      police.get('/v1/casussen', { leesbewijs: plant('leesbewijs'), 'x-correlation-id': plant('correlatie') }),
    );
    await refused(send(`${hub.base}/${plant('pad')}`, { headers: { authorization: `Bearer ${plant('token')}` } }));
    expect(refusals.length).toBe(20);
  });
});

describe('no byte of it', () => {
  it('lies in any file of the data folder or in the log while the hub runs', async () => {
    await hub.settled();
    const names = filesUnder(hub.folder).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'events.sqlite',
        'events.sqlite-wal',
        'messages.sqlite',
        'read.sqlite',
        'vault.sqlite',
        'root.key',
      ]),
    );
    expect(hub.lines.length).toBeGreaterThan(50);
    expect(findAll(everywhere(), needles)).toEqual([]);
  });

  it('lies there after the hub closed, nor after it began again', async () => {
    await hub.close();
    expect(findAll(everywhere(), needles)).toEqual([]);
    await hub.open();
    await hub.settled();
    expect(accepted(await play.dossierOfCase('director'))).toContain(marker);
    expect(findAll(everywhere(), needles)).toEqual([]);
  });
});

const accepted = ({ status, text }: Answer): string => (status === 200 ? text : '');

/** Every wrapped key of a contribution, as the vault's own file has it; the vault offers no way to them. */
const wrappedKeysOf = (contribution: string): readonly Buffer[] => {
  const vault = new DatabaseSync(join(hub.folder, 'vault.sqlite'), { readOnly: true });
  try {
    const rows = [
      ...vault
        .prepare('SELECT wrapped FROM data_key JOIN slot ON slot.id = data_key.slot WHERE owner = ?')
        .all(contribution),
      ...vault
        .prepare('SELECT wrapped FROM intake JOIN slot ON slot.id = intake.digest_slot WHERE contribution = ?')
        .all(contribution),
    ];
    return rows.map((row) => Buffer.from(row['wrapped'] as Uint8Array));
  } finally {
    vault.close();
  }
};

describe('a signal that is rejected', () => {
  it('leaves none of its keys anywhere, while the hub runs, after it closed and after it began again', async () => {
    const signal = idOf(await post(hub, cloudEvent('S2', payloads.S2)));
    await hub.settled();
    await play.prepare(signal);
    const keys = wrappedKeysOf(signal);
    const wanted = keys.flatMap((key, at) => needlesOfBytes(`key ${at}`, key));
    // p1, p2, text, facts and tokens, and the key of the content digest
    expect(keys).toHaveLength(6);
    const before = findAll(filesUnder(hub.folder), wanted);
    expect(new Set(before.map((found) => found.split(' in ')[0])).size).toBe(6);
    const events = await hub.eventsOf(() =>
      play.command('police', `/v1/signalen/${signal}/afwijzingen`, {
        reden: 'onvoldoende-aanwijzingen',
        toelichting: `Omdat ${plant('afwijzing')}.`,
      }),
    );
    expect(events.filter(({ type }) => type === 'KeyDestroyed')).toHaveLength(5);
    expect(findAll(everywhere(), wanted)).toEqual([]);
    await hub.restart();
    await hub.settled();
    expect(findAll(everywhere(), wanted)).toEqual([]);
    await hub.close();
    expect(findAll(everywhere(), [...wanted, ...needles])).toEqual([]);
    await hub.open();
  });

  it('cannot be read back by anybody, its supplier neither', async () => {
    const id = idOf(await post(hub, cloudEvent('S1', payloads.S1)));
    await hub.settled();
    const college = await hub.as('college');
    expect((await college.get(`/v1/leveringen/${id}`)).text).toContain(marker);
    await play.prepare(id);
    await play.command('police', `/v1/signalen/${id}/afwijzingen`, { reden: 'onvoldoende', toelichting: 'Te weinig.' });
    await hub.settled();
    const own = await college.get(`/v1/leveringen/${id}`);
    expect(own.body).toMatchObject({ status: 'vernietigd' });
    expect(own.text).not.toContain(marker);
    const seen = await (await hub.as('analyst')).get(`/v1/signalen/${id}`);
    expect(JSON.stringify(piecesOf(seen).filter(({ soort }) => soort === 'S1'))).not.toContain(marker);
  });
});
