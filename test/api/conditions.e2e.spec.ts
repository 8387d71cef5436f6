import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { oins } from '../e2e/support/cast.js';
import type { Role } from '../e2e/support/cast.js';
import { accepted, freshKey, idOf } from '../e2e/support/client.js';
import type { Answer } from '../e2e/support/client.js';
import { deliver, signals } from '../e2e/support/deliveries.js';
import { TestHub } from '../e2e/support/hub.js';
import { Play, linesOf, piecesOf } from '../e2e/support/play.js';

let hub: TestHub;
let play: Play;
/** What ties a person of the signal S2 to a subject of the case. */
let link: (block: string) => object;
beforeAll(async () => {
  hub = await TestHub.start();
  play = new Play(hub);
  await play.deliver(['S1', 'S2']);
  await play.weigh();
  await play.openCase();
  const piece = piecesOf(await play.dossierOfCase('director')).find(({ soort }) => soort === 'S2');
  link = (block) => ({ inbreng: piece?.kenmerk, blok: block, rol: 'circle' });
});
afterAll(() => hub.end());

const read = async (role: Role, path: string): Promise<Answer> => accepted(await (await hub.as(role)).get(path));
const tagOf = async (role: Role, path: string): Promise<string> => (await read(role, path)).headers.get('etag') ?? '';
const post = async (role: Role, path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
  (await hub.as(role)).post(path, body, headers);

/** A signal that police and labour weigh, and the address of it. */
const weighed = async (): Promise<string> => {
  const id = idOf(await deliver(hub, 'S1', signals.S1));
  await hub.settled();
  await play.prepare(id, [oins.police, oins.labour]);
  return `/v1/signalen/${id}`;
};
const own = async (deed: () => Promise<unknown>): Promise<readonly string[]> =>
  (await hub.eventsOf(deed)).map(({ type }) => type);
const refusedAsChanged = ({ status, body }: Answer) =>
  expect([status, body['code'], body['fouten']]).toEqual([412, 'platform/inmiddels-gewijzigd', []]);

describe('the tag of a thing', () => {
  it('is the same at each reading, and another for each reader', async () => {
    const path = await weighed();
    const tags = [];
    for (const role of ['analyst', 'analyst', 'director', 'police', 'labour'] as const)
      tags.push(await tagOf(role, path));
    expect(tags[0]).toMatch(/^"[0-9a-f-]{36}"$/);
    expect(tags[1]).toBe(tags[0]);
    expect(new Set(tags).size).toBe(4);
  });

  it('moves with what its reader is shown', async () => {
    const path = await weighed();
    const before = await tagOf('analyst', path);
    accepted(await post('police', `${path}/_voldoet`, {}));
    expect(await tagOf('analyst', path)).not.toBe(before);
  });

  it('does not move with what is not shown: advice to others, and what others read', async () => {
    const path = `/v1/casussen/${play.case}`;
    const before = await tagOf('police', path);
    const events = await own(async () => {
      accepted(await post('privacy', `${path}/adviezen`, { fase: '2', advies: 'positief', tekst: 'Het mag.' }));
      await read('director', `${path}/dossier`);
    });
    expect(events).toContain('PrivacyAdviceGiven');
    expect(await tagOf('police', path)).toBe(before);
  });

  it('belongs to one thing, and to no list, command or refusal', async () => {
    const [first, second] = [await weighed(), await weighed()];
    expect(await tagOf('analyst', first)).not.toBe(await tagOf('analyst', second));
    const others = [
      await read('analyst', '/v1/signalen'),
      await read('director', `/v1/casussen/${play.case}/dossier`),
      await post('police', `${first}/_voldoet`, {}),
      await (await hub.as('kmar')).get(first),
    ];
    expect(others.map(({ headers }) => headers.get('etag'))).toEqual([null, null, null, null]);
  });
});

describe('If-None-Match', () => {
  it('is nothing to a read: right, guessed or any, the answer is whole and recorded', async () => {
    const path = await weighed();
    const right = await tagOf('police', path);
    for (const tag of [right, '"7b0e4c1a-6f6d-8f0e-9a55-1f0f5f1b2c31"', `W/${right}`, '*']) {
      const events = await own(async () => {
        const answer = await (await hub.as('police')).get(path, { 'if-none-match': tag });
        expect([answer.status, answer.headers.get('etag'), answer.body['zaak'] !== undefined]).toEqual([
          200,
          right,
          true,
        ]);
      });
      expect(events).toEqual(['DisclosureRecorded']);
    }
  });

  it('tells nothing of what is hidden', async () => {
    const hidden = await weighed();
    const headers = {
      'if-none-match': await tagOf('police', hidden),
      'x-correlation-id': '7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c31',
    };
    const nowhere = '/v1/signalen/7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c31';
    const kmar = await hub.as('kmar');
    const [one, other] = [await kmar.get(hidden, headers), await kmar.get(nowhere, headers)];
    expect([one.status, one.text]).toEqual([404, other.text]);
  });
});

describe('a command with If-Match', () => {
  it('is carried out where the thing is as its maker saw it, and refused where it is not', async () => {
    const path = `/v1/casussen/${play.case}/betrokkenen`;
    const seen = await tagOf('analyst', path);
    accepted(await post('director', path, link('p1'), { 'if-match': await tagOf('director', path) }));
    const events = await own(async () =>
      refusedAsChanged(await post('analyst', path, link('p2'), { 'if-match': seen })),
    );
    expect(events).toEqual(['DisclosureRecorded', 'CommandRefused']);
    const either = `${seen}, ${await tagOf('analyst', path)}`;
    expect((await post('analyst', path, link('p2'), { 'if-match': either })).status).toBe(201);
  });

  it('lets one of two at once through, never both', async () => {
    const path = `/v1/casussen/${play.case}/betrokkenen`;
    const subjects = linesOf(await read('director', path)).map(({ id }) => id);
    expect(subjects).toHaveLength(2);
    const asked = [];
    for (const [at, role] of (['director', 'analyst'] as const).entries()) {
      const headers = { 'if-match': await tagOf(role, path) };
      const body = { kenmerk: 'possible-victim', gezet: true };
      asked.push(() => post(role, `${path}/${subjects[at]}/afschermingen`, body, headers));
    }
    const answers = await Promise.all(asked.map((ask) => ask()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 412]));
  });

  it('that is repeated gives its first answer, though it moved the tag itself', async () => {
    const path = await weighed();
    const headers = { 'if-match': await tagOf('police', path), 'idempotency-key': freshKey() };
    const first = await post('police', `${path}/_voldoet`, {}, headers);
    const events = await own(async () => {
      const second = await post('police', `${path}/_voldoet`, {}, headers);
      expect([second.status, second.body['id']]).toEqual([200, first.body['id']]);
    });
    expect(events).toEqual([]);
  });

  it('takes the tag of no other reader, none that is weak, and none that was made up', async () => {
    const path = await weighed();
    const right = await tagOf('police', path);
    const wrong = [await tagOf('labour', path), `W/${right}`, '"7b0e4c1a-6f6d-8f0e-9a55-1f0f5f1b2c31"', '""'];
    for (const tag of wrong) refusedAsChanged(await post('police', `${path}/_voldoet`, {}, { 'if-match': tag }));
    expect((await post('police', `${path}/_voldoet`, {}, { 'if-match': '*' })).status).toBe(200);
  });

  it('leaves no key of its text behind where it is refused', async () => {
    const path = await weighed();
    const keys = () => {
      const vault = new DatabaseSync(join(hub.folder, 'vault.sqlite'), { readOnly: true });
      const row = vault.prepare('SELECT count(*) AS keys FROM data_key').get();
      vault.close();
      return row?.['keys'];
    };
    const before = keys();
    const body = { reden: 'onvoldoende-aanwijzingen', toelichting: 'Er is te weinig gezien.' };
    refusedAsChanged(await post('police', `${path}/afwijzingen`, body, { 'if-match': '"oud"' }));
    expect(keys()).toBe(before);
  });

  it('tells nothing of what is hidden: any tag, what is there and what is not', async () => {
    const hidden = await weighed();
    const nowhere = '/v1/signalen/7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c31';
    const correlation = { 'x-correlation-id': '7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c32' };
    const texts = new Set<string>();
    for (const path of [hidden, nowhere]) {
      for (const tag of ['*', '"oud"', await tagOf('police', hidden)]) {
        const answer = await post('kmar', `${path}/_voldoet`, {}, { 'if-match': tag, ...correlation });
        texts.add(`${answer.status} ${answer.text}`);
      }
    }
    expect(texts.size).toBe(1);
    expect([...texts][0]).toMatch(/^404 /);
  });
});

describe('a key that comes with another body', () => {
  const body = { reden: 'onvoldoende-aanwijzingen', toelichting: 'Er is te weinig gezien.' };

  it('is refused, and nothing happens; the first body still gives the first answer', async () => {
    const path = `${await weighed()}/afwijzingen`;
    const key = { 'idempotency-key': freshKey() };
    const first = await post('police', path, body, key);
    const events = await own(async () => {
      const other = await post('police', path, { ...body, toelichting: 'Er is genoeg gezien.' }, key);
      expect([other.status, other.body['code']]).toEqual([409, 'platform/sleutel-hergebruikt']);
      expect(other.text).not.toContain('gezien');
    });
    expect(events).toEqual(['CommandRefused']);
    expect(idOf(await post('police', path, body, key))).toBe(idOf(first));
  });

  it('is told apart by what the body says, not by how it is written', async () => {
    const path = `${await weighed()}/afwijzingen`;
    const client = await hub.as('police');
    const key = { 'idempotency-key': freshKey() };
    const first = await client.post(path, body, key);
    const written = `{ "toelichting": "Er is te weinig\\u0020gezien.",\n "reden": "onvoldoende-aanwijzingen" }`;
    expect(idOf(await client.raw('POST', path, written, key))).toBe(idOf(first));
  });

  it('is refused too where the first was refused, and alike for what is there and for what is not', async () => {
    const hidden = `${await weighed()}/afwijzingen`;
    const nowhere = '/v1/signalen/7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c31/afwijzingen';
    const answers = [];
    for (const path of [hidden, nowhere]) {
      const key = { 'idempotency-key': freshKey() };
      answers.push((await post('kmar', path, body, key)).status);
      answers.push((await post('kmar', path, { ...body, toelichting: 'Anders.' }, key)).status);
    }
    expect(answers).toEqual([404, 409, 404, 409]);
  });

  it('is another key for another person and at another address', async () => {
    const path = await weighed();
    const key = { 'idempotency-key': freshKey() };
    accepted(await post('police', `${path}/_voldoet`, {}, key));
    expect((await post('labour', `${path}/afwijzingen`, body, key)).status).toBe(201);
  });

  it('of two at once lets one body through', async () => {
    const path = `${await weighed()}/afwijzingen`;
    const key = { 'idempotency-key': freshKey() };
    const bodies = [body, { ...body, toelichting: 'Er is genoeg gezien.' }];
    const answers = await Promise.all(bodies.map((one) => post('police', path, one, key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  });
});
