import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import { amsterdam, oins, people } from './support/cast.js';
import { accepted, freshKey, idOf } from './support/client.js';
import type { Answer, Client } from './support/client.js';
import { demoCovenant, digest, following, law, withFewRules } from './support/covenants.js';
import { personIdOf } from './support/deciding.js';
import { cloudEvent, deliver, post, signals } from './support/deliveries.js';
import { TestHub } from './support/hub.js';
import { operationAt, operationsOf } from './support/open-api.js';
import type { Operation } from './support/open-api.js';
import { Play } from './support/play.js';
import { Signer } from './support/signing.js';

/** One command, sent twice at once and then twice in a row, always with the same key. */
type Sent = {
  readonly operation: string;
  readonly answers: readonly Answer[];
  readonly first: readonly Recorded[];
  readonly later: readonly Recorded[];
};

let hub: TestHub;
let operations: readonly Operation[];
const sent: Sent[] = [];

const sendFourTimes = async (client: Client, path: string, body: unknown): Promise<Answer> => {
  const headers = { 'idempotency-key': freshKey() };
  const answers: Answer[] = [];
  const ask = async (): Promise<void> => {
    answers.push(await client.post(path, body, headers));
  };
  const first = await hub.eventsOf(() => Promise.all([ask(), ask()]));
  const later = await hub.eventsOf(async () => {
    await ask();
    await ask();
  });
  const operation = operationAt(operations, 'POST', path);
  sent.push({ operation: `POST ${operation?.path ?? path}`, answers, first, later });
  return answers[0] as Answer;
};

const steering = [
  'steeringPolice',
  'steeringCollege',
  'steeringMayor',
  'steeringLabour',
  'steeringTax',
  'steeringImmigration',
  'steeringKmar',
] as const;

let revoked: Signer | undefined;
const newcomer = '00000099000000077000';

/** Every command in the life of a covenant; a party that accedes, and one that leaves. */
const playCovenant = async (): Promise<void> => {
  const manager = await hub.as('covenantManager');
  const at = (version: string, deed: string): string => `/v1/convenanten/${version}/${deed}`;
  const text = withFewRules(following(demoCovenant, '1.2.0', '2026-04-01'));
  const one = { ...text, rules: text.rules.slice(1) };
  const seen = { vingerafdruk: digest(one) };
  accepted(await sendFourTimes(manager, '/v1/convenanten', { document: text }));
  accepted(await sendFourTimes(manager, at('1.2.0', 'wijzigingen'), { document: one }));
  accepted(await sendFourTimes(manager, at('1.2.0', '_dienin'), seen));
  for (const role of steering) {
    const signer = new Signer(people[role].organisation);
    const client = await hub.as(role);
    const send =
      role === 'steeringPolice'
        ? sendFourTimes
        : (...[by, path, body]: Parameters<typeof sendFourTimes>) => by.post(path, body);
    accepted(await send(client, '/v1/sleutels', { sleutel: signer.publicKey }));
    const handtekening = signer.sign({ cooperation: amsterdam, covenant: one, law }, hub.clock.now());
    accepted(await send(client, at('1.2.0', 'ondertekeningen'), { handtekening }));
    if (role === 'steeringTax') revoked = signer;
  }
  const advice = { ...seen, advies: 'positief', adviesdocument: digest(text) };
  accepted(await sendFourTimes(await hub.as('committee'), at('1.2.0', 'adviezen'), advice));
  const police = await hub.as('steeringPolice');
  accepted(await sendFourTimes(police, at('1.2.0', '_stelvast'), seen));
  accepted(await sendFourTimes(manager, at('1.2.0', '_trekin'), { ...seen, reden: 'andere-tekst' }));
  const other = { ...one, version: '1.3.0' };
  const seenOther = { vingerafdruk: digest(other), reden: 'geen-overeenstemming' };
  accepted(await manager.post('/v1/convenanten', { document: other }));
  accepted(await manager.post(at('1.3.0', '_dienin'), { vingerafdruk: digest(other) }));
  accepted(await sendFourTimes(police, at('1.3.0', '_weiger'), seenOther));
  const tax = await hub.as('steeringTax');
  accepted(await sendFourTimes(tax, '/v1/sleutelintrekkingen', { sleutel: revoked?.keyId, reden: 'kwijt' }));
  const joining = new Signer(newcomer);
  accepted(
    await sendFourTimes(manager, '/v1/deelnemers', {
      organisatie: newcomer,
      soort: 'NVWA',
      naam: 'Nederlandse Voedsel- en Warenautoriteit',
      regio: 'landelijk',
      sleutel: joining.publicKey,
      handtekening: joining.sign({ cooperation: amsterdam, covenant: demoCovenant, law }, hub.clock.now()),
    }),
  );
  const terms = { eersteDag: '2026-03-01', laatsteDag: '2028-02-29', gescreendTot: '2027-12-31' };
  const designated = { naam: 'N. Nieuw', rollen: ['accounthouder'], ...terms };
  const person = idOf(
    await sendFourTimes(police, '/v1/aanwijzingen', {
      organisatie: oins.police,
      persoon: 'sub-nieuw',
      ...designated,
    }),
  );
  const wider = { ...designated, rollen: ['accounthouder', 'stuurgroeplid'] };
  accepted(await sendFourTimes(police, `/v1/aanwijzingen/${person}/wijzigingen`, wider));
  accepted(await sendFourTimes(police, `/v1/aanwijzingen/${person}/_beeindig`, {}));
  accepted(await sendFourTimes(manager, '/v1/uittredingen', { organisatie: oins.kmar }));
};

beforeAll(async () => {
  hub = await TestHub.start();
  operations = await operationsOf(hub);
  const play = await new Play(hub, { command: sendFourTimes }).untilMeeting();
  await play.close();
  const director = await hub.as('director');
  const shield = `/v1/casussen/${play.case}/betrokkenen/${play.subjects.get('kind')}/afschermingen`;
  accepted(await sendFourTimes(director, shield, { kenmerk: 'possible-victim', gezet: true }));
  const asked = await director.post('/v1/verzoeken', {
    casus: play.case,
    gevraagd: [oins.immigration],
    soorten: ['S24'],
    categorieen: ['MIG'],
    betrokkenen: [play.subjects.get('volwassene')],
    voor: [{ organisatie: oins.police, doel: 'POL.opsporing' }],
    uiterlijk: '2026-05-01',
    tekst: 'Waarom dit nodig is.',
  });
  accepted(
    await sendFourTimes(await hub.as('immigration'), `/v1/verzoeken/${idOf(asked)}/_weiger`, { reden: 'no-data' }),
  );
  const signal = idOf(await deliver(hub, 'S1', signals.S1));
  await hub.settled();
  await play.prepare(signal);
  accepted(
    await sendFourTimes(await hub.as('police'), `/v1/signalen/${signal}/afwijzingen`, {
      reden: 'onvoldoende-aanwijzingen',
      toelichting: 'Er is te weinig gezien.',
    }),
  );
  await playCovenant();
}, 600_000);
afterAll(() => hub.end());

describe('a command that is repeated with its key', () => {
  it('was tried for every POST of the API but the deliveries, which identify themselves', () => {
    const posts = operations.filter(({ method }) => method === 'POST').map(({ path }) => `POST ${path}`);
    expect(posts.length).toBeGreaterThan(15);
    expect([...new Set(sent.map(({ operation }) => operation))].toSorted()).toEqual(
      posts.filter((one) => one !== 'POST /v1/leveringen').toSorted(),
    );
  });

  it('gives the same answer every time, also to the first two at once', () => {
    for (const { operation, answers } of sent) {
      const told = answers.map(({ status, body }) => `${operation} ${status} ${String(body['id'])}`);
      expect([told.length, new Set(told).size]).toEqual([4, 1]);
      expect(told[0]).toMatch(/ 20[01] /);
    }
  });

  it('reads back the same place of the log', () => {
    const { names } = hub.standalone.engines.vault;
    const readers = Object.values(people).map((who) => personIdOf(hub, who));
    for (const { answers } of sent) {
      const places = answers.map(({ body }) =>
        readers.map((reader) => names.openOpaque(reader, 'leesbewijs', String(body['leesbewijs']))).find(Boolean),
      );
      expect(places[0]).toMatch(/^\d+$/);
      expect(new Set(places).size).toBe(1);
    }
  });

  it('brings about what it brings about once', () => {
    for (const { operation, first, later } of sent) {
      const own = first.filter(({ causation }) => causation === null);
      expect([operation, own.length > 0]).toEqual([operation, true]);
      expect(new Set(own.map(({ commandId }) => commandId)).size).toBe(1);
      expect(new Set(own.map(({ type }) => type)).size).toBe(own.length);
      expect([operation, later.map(({ type }) => type)]).toEqual([operation, []]);
    }
  });

  it('leaves no key behind that no event uses', async () => {
    const events = await hub.events();
    const used = new Set(events.flatMap(({ sealed }) => Object.values(sealed ?? {}).map(({ keyId }) => keyId)));
    const vault = new DatabaseSync(join(hub.folder, 'vault.sqlite'), { readOnly: true });
    const kept = vault
      .prepare('SELECT key_id FROM data_key')
      .all()
      .map((row) => String(row['key_id']));
    vault.close();
    expect(kept.filter((keyId) => !used.has(keyId))).toEqual([]);
    expect(kept).toHaveLength(used.size);
  });

  it('is still that command after a restart', async () => {
    const signal = idOf(await deliver(hub, 'S1', signals.S1));
    await hub.settled();
    const key = { 'idempotency-key': freshKey() };
    const body = {
      wegers: [oins.police],
      criteria: { aanwijzingen: 'a', verschijningsvorm: 'b', noodzaak: 'c', partijen: 'd', regio: 'e' },
      factoren: { aard: 'a', omvang: 'b', gewicht: 'c', melders: 'd' },
    };
    const path = `/v1/signalen/${signal}/wegingen`;
    const first = await (await hub.as('analyst')).post(path, body, key);
    await hub.restart();
    const events = await hub.eventsOf(async () => {
      expect(idOf(await (await hub.as('analyst')).post(path, body, key))).toBe(idOf(first));
    });
    expect(events).toEqual([]);
  });
});

describe('a key', () => {
  it('of another person, or at another address, names another command', async () => {
    const ids = await Promise.all([deliver(hub, 'S1', signals.S1), deliver(hub, 'S1', signals.S1)]);
    await hub.settled();
    const play = new Play(hub);
    for (const id of ids.map(idOf)) await play.prepare(id, [oins.police, oins.labour]);
    const key = { 'idempotency-key': freshKey() };
    const events = await hub.eventsOf(async () => {
      for (const role of ['police', 'labour'] as const) {
        const client = await hub.as(role);
        for (const id of ids.map(idOf)) accepted(await client.post(`/v1/signalen/${id}/_voldoet`, {}, key));
      }
    });
    expect(events.filter(({ type }) => type === 'CriteriaMetRecorded')).toHaveLength(4);
    expect(events.filter(({ type }) => type === 'SignalAccepted')).toHaveLength(2);
  });

  it('changes nothing about a delivery, which its source and id identify', async () => {
    const event = cloudEvent('S1', signals.S1);
    const first = await post(hub, event, { headers: { 'idempotency-key': freshKey() } });
    const again = await post(hub, event, { headers: { 'idempotency-key': freshKey() } });
    expect([again.status, again.text]).toEqual([202, first.text]);
  });
});
