import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EventStore, NewEvent } from '@knooppunt/event-store';
import type { Recorded } from '@knooppunt/kernel';
import { audit } from '../../apps/audit/src/cli.js';
import { oins, people } from './support/cast.js';
import type { Role } from './support/cast.js';
import { accepted, idOf } from './support/client.js';
import type { Answer } from './support/client.js';
import { grant, personIdOf } from './support/deciding.js';
import { answering, answers, deliver, signals } from './support/deliveries.js';
import { TestHub } from './support/hub.js';
import { withMethod } from './support/interference.js';
import { Play, linesOf, piecesOf } from './support/play.js';

jest.setTimeout(600_000);

let hub: TestHub;
let play: Play;
let asked: string;
let ahead: string;
let weighed: string;
const { tax, immigration } = oins;
/** What the immigration service has part in, which leaves on a later day. */
const later = { asked: '', ahead: '', weighed: '' };

const get = async (role: Role, path: string): Promise<Answer> => (await hub.as(role)).get(path);
const command = async (role: Role, path: string, body: unknown): Promise<Answer> =>
  (await hub.as(role)).post(path, body);
const leaving = (organisation: string, laatsteDag?: string): Promise<Answer> =>
  command('covenantManager', '/v1/uittredingen', {
    organisatie: organisation,
    ...(laatsteDag === undefined ? {} : { laatsteDag }),
  });
const typesOf = (events: readonly Recorded[]): readonly string[] => events.map(({ type }) => type);
const followedFrom = (events: readonly Recorded[], cause: Recorded | undefined): readonly string[] =>
  events.filter(({ causation }) => causation === cause?.id).map(({ type, stream }) => `${type} ${stream}`);
const isOf = (added: readonly NewEvent[], type: string): boolean => added.some((event) => event.type === type);
const proposals = async (): Promise<readonly unknown[]> =>
  linesOf(accepted(await get('director', `/v1/casussen/${play.case}/betrokkenen`))).filter(
    ({ soort }) => soort === 'H9',
  );
const matchedSuppliers = async (): Promise<readonly string[]> => {
  const { readStore } = hub.standalone.engines;
  const table = readStore.tableName({ name: 'match-tokens', version: 2 }, 'tokens');
  const rows = await readStore.db.selectFrom(table).select(['supplier']).distinct().orderBy('supplier').execute();
  return rows.map((row) => String(row['supplier']));
};
const codeOf = ({ status, body }: Answer): readonly unknown[] => [status, body['code']];

const ask = async (organisations: readonly string[], soorten: readonly string[], categorieen: readonly string[]) =>
  idOf(
    await command('director', '/v1/verzoeken', {
      casus: play.case,
      gevraagd: organisations,
      soorten,
      categorieen,
      betrokkenen: [play.subjects.get('volwassene')],
      voor: [{ organisatie: oins.labour, doel: people.labour.purpose }],
      uiterlijk: '2026-05-01',
      tekst: 'Waarom dit nodig is.',
    }),
  );
const convene = async (genodigden: readonly string[], gepland: string): Promise<string> =>
  idOf(await command('director', '/v1/overleggen', { casus: play.case, genodigden, gepland }));
const weighing = async (weigher: string): Promise<string> => {
  const signal = idOf(await deliver(hub, 'S1', { ...signals.S1 }));
  await hub.settled();
  await play.prepare(signal, [weigher, oins.police]);
  accepted(await command('police', `/v1/signalen/${signal}/_voldoet`, {}));
  return signal;
};

/**
 * A play in which the tax authority, and so the immigration service, has an open request, a seat at a meeting to come and a
 * weighing, beside its grant.
 */
beforeAll(async () => {
  hub = await TestHub.start();
  play = await new Play(hub).untilMeeting();
  asked = await ask([tax, oins.police], ['S15'], ['COM', 'FISC']);
  ahead = await convene([tax, oins.police], '2026-03-19T13:00:00Z');
  weighed = await weighing(tax);
  later.asked = await ask([immigration], ['S24'], ['MIG']);
  later.ahead = await convene([immigration, oins.police], '2026-03-20T13:00:00Z');
  later.weighed = await weighing(immigration);
  await hub.settled();
});
afterAll(() => hub.end());

describe('an organisation in the middle of a case', () => {
  it('takes part in it: it reads, is asked, is invited, weighs, and its supplies lie there', async () => {
    expect((await get('tax', `/v1/casussen/${play.case}/dossier`)).status).toBe(200);
    expect((await get('tax', `/v1/verzoeken/${asked}`)).status).toBe(200);
    expect((await get('tax', `/v1/overleggen/${ahead}`)).status).toBe(200);
    expect((await get('tax', `/v1/signalen/${weighed}`)).status).toBe(200);
    expect(piecesOf(await get('director', `/v1/casussen/${play.case}/dossier`)).map(({ soort }) => soort)).toContain(
      'S15',
    );
  });
});

describe('its departure', () => {
  it('is recorded by who manages the covenant, of a participant', async () => {
    expect(codeOf(await command('director', '/v1/uittredingen', { organisatie: tax }))).toEqual([
      403,
      'hub/role-missing',
    ]);
    expect(codeOf(await leaving(oins.bureau))).toEqual([409, 'hub/not-a-participant']);
    expect(codeOf(await leaving('00000099000000099000'))).toEqual([404, 'cases/not-known']);
    expect(codeOf(await leaving('x'))).toEqual([400, 'platform/invoer-ongeldig']);
  });

  it('aborts the answer that is on its way, and the next one is refused', async () => {
    const path = `/v1/casussen/${play.case}/dossier`;
    const { store } = hub.standalone.engines;
    let hasLeft = false;
    const events = await hub.eventsOf(async () => {
      const answer = await withMethod(
        store,
        'append',
        (real): EventStore['append'] =>
          async (stream, added, expected) => {
            const result = await real(stream, added, expected);
            if (isOf(added, 'DisclosureRecorded') && !hasLeft) {
              hasLeft = true;
              accepted(await leaving(tax));
            }
            return result;
          },
        () => get('tax', path),
      );
      expect(codeOf(answer)).toEqual([404, 'platform/niet-gevonden']);
    });
    const ofReading = typesOf(events).filter((type) =>
      ['DisclosureRecorded', 'DisclosureAborted', 'ReadRefused'].includes(type),
    );
    expect(ofReading).toEqual(['DisclosureRecorded', 'DisclosureAborted', 'ReadRefused']);
    expect(codeOf(await get('tax', path))).toEqual([403, 'hub/no-standing']);
  });

  it('ends its grant, its open request, its seat to come, its weighing and the designations of its people, by an event each', async () => {
    await hub.settled();
    const events = await hub.events();
    const left = events.find(({ type }) => type === 'PartyLeft');
    const followed = followedFrom(events, left);
    expect(followed.toSorted()).toEqual(
      [
        `GrantWithdrawn case-${play.case}`,
        `RequestLapsed request-${asked}`,
        `RequestLapsed request-${play.request}`,
        `InvitationWithdrawn meeting-${ahead}`,
        `InvitationWithdrawn meeting-${play.meeting}`,
        `WeigherWithdrawn signal-${weighed}`,
        `SignalAccepted signal-${weighed}`,
        `PersonWithdrawn person-${personIdOf(hub, people.tax)}`,
        `PersonWithdrawn person-${personIdOf(hub, people.steeringTax)}`,
      ].toSorted(),
    );
  });

  it('shows: nobody waits for it, and its request asks the others alone', async () => {
    const { velden } = accepted(await get('director', `/v1/signalen/${weighed}`)).body['zaak'] as {
      readonly velden: readonly { readonly veld: string; readonly waarde?: unknown }[];
    };
    const valueOf = (name: string): unknown => velden.find(({ veld }) => veld === name)?.waarde;
    expect([valueOf('state'), valueOf('weighers')]).toEqual(['accepted', [`${oins.police}:voldoet`]]);
    const cases = accepted(await get('director', `/v1/casussen/${play.case}`)).text;
    expect(cases).not.toContain(tax);
  });

  it('leaves what it supplied in the case, under the rules of the covenant', async () => {
    const kinds = piecesOf(await get('director', `/v1/casussen/${play.case}/dossier`)).map(({ soort }) => soort);
    expect(kinds).toContain('S15');
    expect(piecesOf(await get('labour', `/v1/casussen/${play.case}/dossier`)).map(({ soort }) => soort)).toContain(
      'S15',
    );
  });

  it('matches nothing more with what it supplied, and what others supplied matches on', async () => {
    const suppliers = await matchedSuppliers();
    expect(suppliers).not.toContain(tax);
    expect(suppliers).toContain(oins.college);
    expect(Array.isArray(await proposals())).toBe(true);
  });

  it('lets it supply nothing more, and be named nowhere', async () => {
    const answer = answering(answers.S15, { case: play.case, request: asked });
    expect(codeOf(await deliver(hub, 'S15', answer))).toEqual([403, 'supply/no-participant']);
    const request = {
      casus: play.case,
      gevraagd: [tax],
      soorten: ['S15'],
      categorieen: ['FISC'],
      betrokkenen: [play.subjects.get('volwassene')],
      voor: [{ organisatie: oins.labour, doel: people.labour.purpose }],
      uiterlijk: '2026-05-01',
      tekst: 'Waarom dit nodig is.',
    };
    expect(codeOf(await command('director', '/v1/verzoeken', request))).toEqual([409, 'hub/not-a-participant']);
    const meeting = { casus: play.case, genodigden: [tax], gepland: '2026-03-29T13:00:00Z' };
    expect(codeOf(await command('director', '/v1/overleggen', meeting))).toEqual([
      409,
      'cases/outside-need-to-know-set',
    ]);
  });

  it('takes away at once what is given to it by who did not know yet', async () => {
    const events = await hub.eventsOf(() => grant(hub, play.case, tax));
    expect(typesOf(events)).toEqual(['GrantsDecided', 'GrantWithdrawn']);
  });

  it('is complete once: the worker starts anew and finds nothing left to do', async () => {
    await hub.restart();
    const events = await hub.eventsOf(async () => {
      expect(codeOf(await leaving(tax))).toEqual([201, undefined]);
    });
    expect(events).toEqual([]);
  });
});

describe('a departure that is told ahead', () => {
  const dossier = () => get('immigration', `/v1/casussen/${play.case}/dossier`);
  const toMoment = (moment: string): void => {
    hub.clock.move(Date.parse(moment) - Date.parse(hub.clock.now()));
    hub.renewTokens();
  };
  const look = () => hub.standalone.worker.lookAtCovenants();

  it('has a last day that is not over, and is brought forward and never put off', async () => {
    expect(codeOf(await leaving(immigration, '2026-03-01'))).toEqual([400, 'cases/term-invalid']);
    expect(codeOf(await leaving(immigration, '1826-03-01'))).toEqual([400, 'platform/invoer-ongeldig']);
    const events = await hub.eventsOf(async () => {
      accepted(await leaving(immigration, '2026-03-12'));
      accepted(await leaving(immigration, '2026-03-12'));
      expect(codeOf(await leaving(immigration, '2026-03-13'))).toEqual([409, 'cases/already-exists']);
      accepted(await leaving(immigration, '2026-03-11'));
    });
    expect(events.map(({ type, data }) => [type, (data as { memberUntil?: string }).memberUntil])).toEqual([
      ['PartyLeft', '2026-03-12T23:00:00.000Z'],
      ['CommandRefused', undefined],
      ['PartyLeft', '2026-03-11T23:00:00.000Z'],
    ]);
  });

  it('leaves it all that it has part in until then, tokens included, and it may still be given more', async () => {
    await look();
    expect((await dossier()).status).toBe(200);
    expect((await get('immigration', `/v1/verzoeken/${later.asked}`)).status).toBe(200);
    expect(await matchedSuppliers()).toContain(immigration);
    toMoment('2026-03-11T09:00:00.000Z');
    expect(await hub.eventsOf(look)).toEqual([]);
    expect((await dossier()).status).toBe(200);
  });

  it('ends its reading at the end of that day, whether or not the worker has looked', async () => {
    toMoment('2026-03-11T23:00:00.000Z');
    expect(codeOf(await dossier())).toEqual([403, 'hub/no-standing']);
    expect(codeOf(await get('immigration', '/v1/ik'))).toEqual([403, 'hub/no-standing']);
  });

  it('ends what it has part in by an event each, once the worker looks, and once', async () => {
    const events = await hub.eventsOf(look);
    const ended = events.find(({ type }) => type === 'PartyMembershipEnded');
    expect(ended?.data).toEqual({ organisation: immigration, memberUntil: '2026-03-11T23:00:00.000Z' });
    expect(followedFrom(events, ended).toSorted()).toEqual(
      [
        `GrantWithdrawn case-${play.case}`,
        `RequestLapsed request-${later.asked}`,
        `InvitationWithdrawn meeting-${later.ahead}`,
        `InvitationWithdrawn meeting-${play.meeting}`,
        `WeigherWithdrawn signal-${later.weighed}`,
        `SignalAccepted signal-${later.weighed}`,
        `PersonWithdrawn person-${personIdOf(hub, people.immigration)}`,
        `PersonWithdrawn person-${personIdOf(hub, people.steeringImmigration)}`,
      ].toSorted(),
    );
    expect(await matchedSuppliers()).not.toContain(immigration);
    expect(await hub.eventsOf(look)).toEqual([]);
    expect(await hub.eventsOf(() => grant(hub, play.case, immigration))).toMatchObject([
      { type: 'GrantsDecided' },
      { type: 'GrantWithdrawn' },
    ]);
  });
});

describe('the audit', () => {
  it('decides all that it was shown again, as it was', async () => {
    await hub.settled();
    let out = '';
    const code = await audit(['redecide', '--json', '--data', hub.folder], {
      out: (text) => (out += text),
      err: (text) => (out += text),
      isTty: false,
    });
    const findings = out.split('\n').filter((line) => line.includes('"finding"'));
    expect([code, findings]).toEqual([0, []]);
    const events = await hub.events();
    const toTax = events.filter(({ type, organisation }) => type === 'DisclosureRecorded' && organisation === tax);
    expect(toTax.length).toBeGreaterThan(3);
  });
});
