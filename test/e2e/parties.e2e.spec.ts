import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EventStore } from '@knooppunt/event-store';
import { audit } from '../../apps/audit/src/cli.js';
import { amsterdam, oins, people } from './support/cast.js';
import type { Person, Role } from './support/cast.js';
import { accepted, idOf } from './support/client.js';
import type { Answer, Client } from './support/client.js';
import { demoCovenant, digest, law } from './support/covenants.js';
import { grant, personIdOf } from './support/deciding.js';
import { deliver, signals } from './support/deliveries.js';
import { TestHub } from './support/hub.js';
import { withMethod } from './support/interference.js';
import { Play, linesOf } from './support/play.js';
import { Signer } from './support/signing.js';
import { asBody, signedDesignation } from './support/signing-designations.js';
import type { Designee } from './support/signing-designations.js';

jest.setTimeout(600_000);

const newcomer = '00000099000000077000';
const signer = new Signer(newcomer);
const ofNewcomer = (sub: string): Person => ({
  sub,
  organisation: newcomer,
  cooperation: amsterdam,
  purpose: 'NVWA.toezicht',
});
const [chief, inspector] = [ofNewcomer('sub-directeur-nvwa'), ofNewcomer('sub-inspecteur-nvwa')];
const term = { eersteDag: '2026-03-01', laatsteDag: '2028-02-29', gescreendTot: '2027-12-31' };
const chiefDesignee: Designee = { persoon: chief.sub, naam: 'Zeldzame Directeur', rollen: ['stuurgroeplid'], ...term };
const inspectorDesignee: Designee = {
  persoon: inspector.sub,
  naam: 'Zeldzame Inspecteur',
  rollen: ['accounthouder'],
  ...term,
};

let hub: TestHub;
let play: Play;
const cases = { before: '', after: '' };
const seen = { before: '', after: '' };

const codeOf = ({ status, body }: Answer): readonly unknown[] => [status, body['code']];
const faultsOf = ({ body }: Answer): readonly string[] =>
  ((body['fouten'] ?? []) as readonly { readonly pointer: string; readonly code: string }[]).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
const by = (who: Role | Person, purpose?: string): Promise<Client> =>
  typeof who === 'string' ? hub.as(who, purpose) : hub.person(who);
const get = async (who: Role | Person, path: string): Promise<Answer> => (await by(who)).get(path);
const post = async (who: Role | Person, path: string, body: unknown, headers = {}): Promise<Answer> =>
  (await by(who)).post(path, body, headers);

const partyPath = `/v1/deelnemers/${newcomer}`;
const designations = `/v1/aanwijzingen?organisatie=${newcomer}`;
const designate = (who: Role | Person, body: object): Promise<Answer> =>
  post(who, '/v1/aanwijzingen', { organisatie: newcomer, ...body });
const signedFor = (designee: Designee, change = {}, key = signer) =>
  asBody(designee, signedDesignation(key, { cooperation: amsterdam, at: hub.clock.now() }, designee, change));
const caseOf = async (signal: string, organisations: readonly string[]): Promise<string> => {
  const id = idOf(
    await post('director', '/v1/casussen', {
      signalen: [signal],
      activiteit: 'casusoverleg',
      deelnemers: organisations.map((organisatie) => ({ organisatie })),
    }),
  );
  await hub.settled();
  return id;
};
const signal = async (): Promise<string> => {
  const id = idOf(await deliver(hub, 'S1', signals.S1));
  await hub.settled();
  return id;
};

beforeAll(async () => {
  hub = await TestHub.start();
  play = new Play(hub);
  seen.before = await signal();
  await play.prepare(seen.before);
  accepted(await post('police', `/v1/signalen/${seen.before}/_voldoet`, {}));
  await hub.settled();
  cases.before = await caseOf(seen.before, [oins.police]);
  hub.clock.moveDays(1);
  hub.renewTokens();
  accepted(
    await post('covenantManager', '/v1/deelnemers', {
      organisatie: newcomer,
      soort: 'NVWA',
      naam: 'Nederlandse Voedsel- en Warenautoriteit',
      regio: 'landelijk',
      sleutel: signer.publicKey,
      handtekening: signer.sign({ cooperation: amsterdam, covenant: demoCovenant, law }, hub.clock.now()),
    }),
  );
  await hub.settled();
});
afterAll(() => hub.end());

describe('who takes part', () => {
  it('is told to who works on the covenant, and to nobody else', async () => {
    for (const role of ['covenantManager', 'steeringPolice', 'committee', 'privacy'] as const) {
      const { body } = accepted(await get(role, '/v1/deelnemers'));
      const items = body['items'] as readonly { readonly organisatie: string }[];
      expect(items.map(({ organisatie }) => organisatie)).toEqual([
        oins.bureau,
        oins.college,
        oins.mayor,
        oins.police,
        oins.labour,
        oins.tax,
        oins.immigration,
        oins.kmar,
        newcomer,
      ]);
    }
    const auditor = await by('auditor', 'RIEC.voorbereiding');
    expect((await auditor.get('/v1/deelnemers')).status).toBe(200);
    for (const role of ['college', 'director', 'analyst'] as const) {
      expect(codeOf(await get(role, '/v1/deelnemers'))).toEqual([403, 'hub/role-missing']);
      expect(codeOf(await get(role, partyPath))).toEqual([403, 'hub/role-missing']);
    }
  });

  it('is told with its memberships and its keys, under a tag that moves with them', async () => {
    const first = accepted(await get('steeringPolice', partyPath));
    const { sinds } = first.body['deelnemer'] as { readonly sinds: string };
    expect(first.body).toMatchObject({
      deelnemer: { organisatie: newcomer, soort: 'NVWA', regio: 'landelijk' },
      lidmaatschappen: [{ sinds, convenant: digest(demoCovenant) }],
      sleutels: [{ kenmerk: signer.keyId, sleutel: signer.publicKey, toestand: 'huidig' }],
    });
    const again = accepted(await get('steeringPolice', partyPath));
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    const police = `/v1/deelnemers/${oins.police}`;
    const before = accepted(await get('steeringCollege', police));
    expect(before.body['sleutels']).toEqual([]);
    const [old, next] = [new Signer(oins.police), new Signer(oins.police)];
    for (const { publicKey } of [old, next]) {
      accepted(await post('steeringPolice', '/v1/sleutels', { sleutel: publicKey }));
    }
    accepted(await post('steeringPolice', '/v1/sleutelintrekkingen', { sleutel: next.keyId, reden: 'kwijt' }));
    const after = accepted(await get('steeringCollege', police));
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    const keys = after.body['sleutels'] as readonly { readonly sinds: string; readonly tot: string }[];
    expect(keys).toMatchObject([
      { kenmerk: old.keyId, toestand: 'vervangen' },
      { kenmerk: next.keyId, toestand: 'ingetrokken', reden: 'kwijt' },
    ]);
    expect(keys[0]?.tot).toBe(keys[1]?.sinds);
  });

  it('is not there where it never was, in this cooperation', async () => {
    for (const oin of ['00000099000000099000', oins.collegeRotterdam, 'x', `${newcomer}0`]) {
      expect(codeOf(await get('covenantManager', `/v1/deelnemers/${oin}`))).toEqual([404, 'platform/niet-gevonden']);
    }
  });

  it('is told by a record of the gate, under the covenant in force', async () => {
    const events = await hub.eventsOf(() => get('committee', partyPath));
    expect(events).toMatchObject([{ type: 'DisclosureRecorded', data: { view: 'deelnemer' } }]);
  });
});

describe('who just acceded', () => {
  it('has nobody who may read for it yet', async () => {
    for (const who of [chief, inspector]) {
      expect(codeOf(await get(who, '/v1/convenanten'))).toEqual([403, 'hub/no-standing']);
    }
    expect(accepted(await get('privacy', designations)).body['items']).toEqual([]);
  });

  it('is designated for by nobody else: not by the bureau, not by another participant', async () => {
    expect(codeOf(await designate('covenantManager', chiefDesignee))).toEqual([403, 'hub/designation-unsigned']);
    expect(codeOf(await designate('steeringPolice', chiefDesignee))).toEqual([403, 'hub/not-own-organisation']);
    expect(codeOf(await designate('police', chiefDesignee))).toEqual([403, 'hub/role-missing']);
  });

  it('is not designated for by what it did not sign so, here, now', async () => {
    const bring = async (body: object) => {
      const answer = await designate('covenantManager', body);
      return [...codeOf(answer), ...faultsOf(answer)];
    };
    const refused = (fault: string) => [409, 'cases/signature-refused', `/handtekening ${fault}`];
    const good = signedFor(chiefDesignee) as { readonly handtekening: { readonly statement: object } };
    const { handtekening } = good;
    const forged = { ...handtekening, statement: { ...handtekening.statement, at: '2026-03-02T10:00:00.000Z' } };
    expect(await bring({ ...chiefDesignee, handtekening: forged })).toEqual(refused('bad-signature'));
    expect(await bring({ ...good, rollen: ['accounthouder'] })).toEqual(refused('other-designation'));
    expect(await bring({ ...good, persoon: 'een-ander' })).toEqual(refused('other-designation'));
    expect(await bring({ ...good, laatsteDag: '2029-01-01' })).toEqual(refused('other-designation'));
    expect(await bring(signedFor(chiefDesignee, { cooperation: 'rotterdam' }))).toEqual(refused('other-cooperation'));
    expect(await bring(signedFor(chiefDesignee, { at: '2027-01-01T00:00:00.000Z' }))).toEqual(refused('time-to-come'));
    expect(await bring(signedFor(chiefDesignee, { at: '2026-01-01T00:00:00.000Z' }))).toEqual(refused('too-old'));
    const stranger = new Signer(newcomer);
    expect(await bring(signedFor(chiefDesignee, {}, stranger))).toEqual(refused('unknown-key'));
    expect(await bring({ ...chiefDesignee, handtekening: {} })).toEqual([
      400,
      'platform/invoer-ongeldig',
      '/handtekening vorm',
    ]);
    expect(accepted(await get('privacy', designations)).body['items']).toEqual([]);
  });

  it('is told all that is wrong with a designation at once', async () => {
    const wrong = await designate('covenantManager', {
      organisatie: '1',
      persoon: 'met spatie',
      naam: '',
      rollen: [],
      eersteDag: '2026-02-30',
      laatsteDag: '1926-01-01',
    });
    expect(codeOf(wrong)).toEqual([400, 'platform/invoer-ongeldig']);
    expect(faultsOf(wrong).toSorted()).toEqual([
      '/eersteDag datum',
      '/gescreendTot verplicht',
      '/laatsteDag datum',
      '/naam tekst',
      '/organisatie vorm',
      '/persoon vorm',
      '/rollen aantal',
    ]);
    const rollen = ['accounthouder', 'auditor', 'convenantbeheerder'];
    const roles = await designate('covenantManager', signedFor({ ...chiefDesignee, rollen }));
    expect(faultsOf(roles)).toEqual(['/rollen/1 keuze', '/rollen/2 keuze']);
  });

  it('designates its first member of the steering group by a signature, which the bureau brings', async () => {
    const body = signedFor(chiefDesignee);
    const id = idOf(await designate('covenantManager', body));
    expect(id).toBe(personIdOf(hub, chief));
    expect((await get(chief, '/v1/convenanten')).status).toBe(200);
    expect(codeOf(await designate('covenantManager', body))).toEqual([409, 'cases/signature-refused']);
    const [event] = (await hub.events()).filter(
      ({ type, stream }) => type === 'PersonDesignated' && stream.endsWith(id),
    );
    expect(event).toMatchObject({
      organisation: newcomer,
      actor: personIdOf(hub, people.covenantManager),
      role: 'convenantbeheerder',
      data: { roles: ['stuurgroeplid'], signed: { key: signer.keyId } },
    });
  });

  it('designates the others itself, and they read at once', async () => {
    expect(codeOf(await get(inspector, '/v1/casussen'))).toEqual([403, 'hub/no-standing']);
    accepted(await designate(chief, inspectorDesignee));
    expect(accepted(await get(inspector, '/v1/casussen')).body['items']).toEqual([]);
    expect(codeOf(await designate(chief, { ...inspectorDesignee, rollen: ['stuurgroeplid'] }))).toEqual([
      409,
      'cases/already-exists',
    ]);
    expect(codeOf(await designate(chief, { ...inspectorDesignee, persoon: people.police.sub }))).toEqual([
      409,
      'cases/person-elsewhere',
    ]);
    expect(codeOf(await designate(chief, { ...inspectorDesignee, gescreendTot: '2026-03-01', persoon: 'x' }))).toEqual([
      409,
      'cases/screening-lapsed',
    ]);
  });

  it('reads whom it designated, by name; others do not, and who tests legality does', async () => {
    const own = accepted(await get(chief, designations));
    expect(own.text).toContain('Zeldzame Inspecteur');
    const items = own.body['items'] as readonly { readonly persoon: string; readonly toestand: string }[];
    expect(new Set(items.map(({ persoon, toestand }) => `${persoon} ${toestand}`))).toEqual(
      new Set([chief, inspector].map((who) => `${personIdOf(hub, who)} aangewezen`)),
    );
    expect(codeOf(await get('steeringPolice', designations))).toEqual([403, 'hub/not-own-organisation']);
    expect(codeOf(await get('covenantManager', designations))).toEqual([403, 'hub/role-missing']);
    expect((accepted(await get('privacy', designations)).body['items'] as readonly object[]).length).toBe(2);
    const bureau = accepted(await get(chief, `/v1/aanwijzingen?organisatie=${oins.bureau}`));
    expect(accepted(await get(chief, '/v1/aanwijzingen')).body['items']).toEqual(own.body['items']);
    expect(bureau.text).not.toContain('Casusregisseur');
    expect((bureau.body['items'] as readonly object[]).length).toBeGreaterThan(4);
  });

  it('leaves no name and no subject id in the clear', async () => {
    await hub.settled();
    const log = JSON.stringify(await hub.events(), (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    for (const word of ['Zeldzame', chief.sub, inspector.sub]) expect(log).not.toContain(word);
    expect(hub.lines.filter((line) => line.includes('Zeldzame') || line.includes(inspector.sub))).toEqual([]);
  });
});

describe('accession opens nothing that lies before it (R61)', () => {
  it('no case, whoever grants it what', async () => {
    await grant(hub, cases.before, newcomer);
    await hub.settled();
    expect(codeOf(await get(inspector, `/v1/casussen/${cases.before}`))).toEqual([404, 'platform/niet-gevonden']);
    expect(codeOf(await get(inspector, `/v1/casussen/${cases.before}/dossier`))).toEqual([
      404,
      'platform/niet-gevonden',
    ]);
    expect(accepted(await get(inspector, '/v1/casussen')).body['items']).toEqual([]);
  });

  it('no signal', async () => {
    expect(codeOf(await get(inspector, `/v1/signalen/${seen.before}`))).toEqual([404, 'platform/niet-gevonden']);
  });

  it('and what comes after it, as the covenant permits: it weighs, and is in the case', async () => {
    seen.after = await signal();
    await play.prepare(seen.after, [newcomer]);
    await hub.settled();
    expect((await get(inspector, `/v1/signalen/${seen.after}`)).status).toBe(200);
    accepted(await post(inspector, `/v1/signalen/${seen.after}/_voldoet`, {}));
    await hub.settled();
    cases.after = await caseOf(seen.after, [newcomer, oins.police]);
    expect((await get(inspector, `/v1/casussen/${cases.after}`)).status).toBe(200);
    const { body } = accepted(await get(inspector, '/v1/casussen'));
    expect(linesOf({ body } as Answer).map(({ id }) => id)).toEqual([cases.after]);
  });
});

describe('a designation', () => {
  const path = () => `/v1/aanwijzingen/${personIdOf(hub, inspector)}`;
  const { persoon: _persoon, ...terms } = inspectorDesignee;

  it('is changed as it was seen: of two at the same time one does', async () => {
    const shown = accepted(await get(chief, path()));
    expect(shown.body['aanwijzing']).toMatchObject({ rollen: ['accounthouder'], tot: '2028-02-29T23:00:00.000Z' });
    const seenAs = { 'if-match': shown.headers.get('etag') ?? '' };
    const change = (rollen: readonly string[], headers: object = seenAs) =>
      post(chief, `${path()}/wijzigingen`, { ...terms, rollen }, headers);
    accepted(await change(['accounthouder', 'stuurgroeplid']));
    expect(codeOf(await change(['stuurgroeplid']))).toEqual([412, 'platform/inmiddels-gewijzigd']);
    expect(codeOf(await post(chief, `${path()}/_beeindig`, {}, seenAs))).toEqual([412, 'platform/inmiddels-gewijzigd']);
    expect(accepted(await get(chief, path())).body['aanwijzing']).toMatchObject({
      rollen: ['accounthouder', 'stuurgroeplid'],
    });
    accepted(await change(['accounthouder'], {}));
  });

  it('is changed and ended by its own organisation alone', async () => {
    for (const who of ['covenantManager', inspector] as const) {
      expect(codeOf(await post(who, `${path()}/_beeindig`, {}))).toEqual([403, 'hub/role-missing']);
      expect(codeOf(await post(who, `${path()}/wijzigingen`, terms))).toEqual([403, 'hub/role-missing']);
    }
    for (const other of [personIdOf(hub, people.police), personIdOf(hub, people.policeRotterdam), cases.after]) {
      const foreign = `/v1/aanwijzingen/${other}`;
      expect(codeOf(await get(chief, foreign))).toEqual([404, 'platform/niet-gevonden']);
      expect(codeOf(await post(chief, `${foreign}/_beeindig`, {}))).toEqual([404, 'platform/niet-gevonden']);
      expect(codeOf(await post(chief, `${foreign}/wijzigingen`, terms))).toEqual([404, 'platform/niet-gevonden']);
    }
  });

  it('is not changed by the person itself', async () => {
    const own = `/v1/aanwijzingen/${personIdOf(hub, chief)}/wijzigingen`;
    const longer = { ...terms, rollen: ['stuurgroeplid'], laatsteDag: '2030-01-01' };
    expect(codeOf(await post(chief, own, longer))).toEqual([403, 'hub/own-designation']);
  });

  it('ends at once: the answer that is on its way is aborted, and the next one is refused', async () => {
    const { store } = hub.standalone.engines;
    let hasEnded = false;
    const events = await hub.eventsOf(async () => {
      const answer = await withMethod(
        store,
        'append',
        (real): EventStore['append'] =>
          async (stream, added, expected) => {
            const result = await real(stream, added, expected);
            if (added.some(({ type }) => type === 'DisclosureRecorded') && !hasEnded) {
              hasEnded = true;
              accepted(await post(chief, `${path()}/_beeindig`, {}));
            }
            return result;
          },
        () => get(inspector, `/v1/casussen/${cases.after}`),
      );
      expect(codeOf(answer)).toEqual([404, 'platform/niet-gevonden']);
    });
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['DisclosureRecorded', 'PersonWithdrawn', 'DisclosureAborted', 'ReadRefused']),
    );
    expect(codeOf(await get(inspector, '/v1/ik'))).toEqual([403, 'hub/no-standing']);
    expect(accepted(await get(chief, path())).body['aanwijzing']).toMatchObject({ toestand: 'beeindigd' });
    expect(codeOf(await post(chief, `${path()}/wijzigingen`, terms))).toEqual([409, 'cases/wrong-state']);
  });

  it('comes back by a new one, and not by an old signature', async () => {
    const old = signedFor(inspectorDesignee, { at: new Date(Date.parse(hub.clock.now()) - 86_400_000).toISOString() });
    expect(faultsOf(await designate('covenantManager', old))).toEqual(['/handtekening too-old']);
    accepted(await designate(chief, inspectorDesignee));
    expect((await get(inspector, `/v1/casussen/${cases.after}`)).status).toBe(200);
  });
});

describe('the people of the bureau, which works for all', () => {
  const sub = 'sub-analist-nieuw';
  const analyst: Person = { ...people.analyst, sub };

  it('are designated by any member of the steering group, in roles of the bureau', async () => {
    const body = { organisatie: oins.bureau, persoon: sub, naam: 'Zeldzame Analist', ...term };
    const wrong = await designate('steeringPolice', { ...body, rollen: ['accounthouder'] });
    expect(faultsOf(wrong)).toEqual(['/rollen/0 keuze']);
    const rollen = ['informatieanalist'];
    expect(codeOf(await designate('covenantManager', { ...body, rollen }))).toEqual([403, 'hub/designation-unsigned']);
    const id = idOf(await designate('steeringPolice', { ...body, rollen }));
    expect((await get(analyst, '/v1/signalen')).status).toBe(200);
    expect(accepted(await get(analyst, '/v1/ik')).text).toContain('Zeldzame Analist');
    accepted(await post('steeringTax', `/v1/aanwijzingen/${id}/_beeindig`, {}));
    expect(codeOf(await get(analyst, '/v1/signalen'))).toEqual([403, 'hub/no-standing']);
  });
});

describe('its departure', () => {
  it('ends it all: nobody reads for it, nothing is designated for it, and should it come back, nobody is there', async () => {
    const events = await hub.eventsOf(async () =>
      accepted(await post('covenantManager', '/v1/uittredingen', { organisatie: newcomer })),
    );
    expect(events.map(({ type }) => type).toSorted()).toEqual([
      'GrantWithdrawn',
      'GrantWithdrawn',
      'PartyLeft',
      'PersonWithdrawn',
      'PersonWithdrawn',
    ]);
    for (const who of [chief, inspector]) expect(codeOf(await get(who, '/v1/ik'))).toEqual([403, 'hub/no-standing']);
    expect(codeOf(await designate('covenantManager', signedFor(chiefDesignee)))).toEqual([
      409,
      'hub/not-a-participant',
    ]);
    const { body } = accepted(await get('covenantManager', partyPath));
    expect(body['lidmaatschappen']).toMatchObject([{ tot: expect.any(String) }]);
    accepted(
      await post('covenantManager', '/v1/deelnemers', {
        organisatie: newcomer,
        soort: 'NVWA',
        naam: 'NVWA',
        regio: 'landelijk',
        sleutel: signer.publicKey,
        handtekening: signer.sign({ cooperation: amsterdam, covenant: demoCovenant, law }, hub.clock.now()),
      }),
    );
    expect(codeOf(await get(inspector, '/v1/ik'))).toEqual([403, 'hub/no-standing']);
    expect(accepted(await get('covenantManager', partyPath)).body['lidmaatschappen']).toHaveLength(2);
  });

  it('leaves the audit whole: all that it was shown is decided again, as it was', async () => {
    await hub.settled();
    let out = '';
    const code = await audit(['redecide', '--json', '--data', hub.folder], {
      out: (text) => (out += text),
      err: (text) => (out += text),
      isTty: false,
    });
    expect([code, out.split('\n').filter((line) => line.includes('"finding"'))]).toEqual([0, []]);
  });
});
