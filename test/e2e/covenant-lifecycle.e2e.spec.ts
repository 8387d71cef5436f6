import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CovenantDocument } from '@knooppunt/covenant';
import { stringify } from 'yaml';
import { audit } from '../../apps/audit/src/cli.js';
import { amsterdam, oins } from './support/cast.js';
import type { Role } from './support/cast.js';
import { accepted } from './support/client.js';
import type { Answer } from './support/client.js';
import { demoCovenant, digest, following, law, withFewRules } from './support/covenants.js';
import { deliver, signals } from './support/deliveries.js';
import { TestHub } from './support/hub.js';
import { Signer } from './support/signing.js';

// As long as it takes: what is worked out of a version is a matter of the processor.
jest.setTimeout(600_000);

const demo = new URL('../../deploy/demo/', import.meta.url);
const first = withFewRules(demoCovenant);
/** The same text, with a rule of the covenant left out: nobody gains anything. */
const narrower = following(first, '1.2.0', '2026-04-01', {
  rules: first.rules.filter(({ id }) => id !== 'P-209'),
});

const parties = [
  ['steeringCollege', oins.college],
  ['steeringMayor', oins.mayor],
  ['steeringPolice', oins.police],
  ['steeringLabour', oins.labour],
  ['steeringTax', oins.tax],
  ['steeringImmigration', oins.immigration],
  ['steeringKmar', oins.kmar],
] as const satisfies readonly (readonly [Role, string])[];
type Steering = (typeof parties)[number][0];

let hub: TestHub;
const signers = new Map<string, Signer>(parties.map(([role, oin]) => [role, new Signer(oin)]));
const signerOf = (role: Steering): Signer => {
  const signer = signers.get(role);
  if (!signer) throw new TypeError(`no key of ${role}`);
  return signer;
};

const get = async (role: Role, path: string): Promise<Answer> => (await hub.as(role)).get(path);
const post = async (role: Role, path: string, body: unknown, headers = {}): Promise<Answer> =>
  (await hub.as(role)).post(path, body, headers);
const version = async (number: string, role: Role = 'steeringPolice') =>
  accepted(await get(role, `/v1/convenanten/${number}`)).body;
const codeOf = ({ status, body }: Answer): readonly unknown[] => [status, body['code']];
const faultsOf = ({ body }: Answer): readonly string[] =>
  ((body['fouten'] ?? []) as readonly { readonly code: string }[]).map(({ code }) => code);

const draft = (document: unknown): Promise<Answer> => post('covenantManager', '/v1/convenanten', { document });
const submit = (document: CovenantDocument): Promise<Answer> =>
  post('covenantManager', `/v1/convenanten/${document.version}/_dienin`, { vingerafdruk: digest(document) });
const sign = (role: Steering, document: CovenantDocument, signer = signerOf(role), change = {}): Promise<Answer> =>
  post(role, `/v1/convenanten/${document.version}/ondertekeningen`, {
    handtekening: signer.sign({ cooperation: amsterdam, covenant: document, law }, hub.clock.now(), change),
  });
const adopt = (document: CovenantDocument, more = {}): Promise<Answer> =>
  post('steeringPolice', `/v1/convenanten/${document.version}/_stelvast`, { vingerafdruk: digest(document), ...more });
const register = (role: Steering, signer = signerOf(role)): Promise<Answer> =>
  post(role, '/v1/sleutels', { sleutel: signer.publicKey });
const revoke = (role: Steering, signer: Signer, reden: string): Promise<Answer> =>
  post(role, '/v1/sleutelintrekkingen', { sleutel: signer.keyId, reden });
const signByAll = async (document: CovenantDocument): Promise<void> => {
  for (const [role] of parties) accepted(await sign(role, document));
};
const toDay = async (day: string): Promise<void> => {
  hub.clock.move(Date.parse(`${day}T10:00:00.000Z`) - Date.parse(hub.clock.now()));
  hub.renewTokens();
  await hub.standalone.worker.lookAtCovenants();
  await hub.settled();
};
const redecide = async (): Promise<readonly [number, string]> => {
  await hub.settled();
  let out = '';
  const code = await audit(['redecide', '--json', '--data', hub.folder], {
    out: (text) => (out += text),
    err: (text) => (out += text),
    isTty: false,
  });
  return [
    code,
    out
      .split('\n')
      .filter((line) => line.includes('"finding"'))
      .join('\n'),
  ];
};

const folder = mkdtempSync(join(tmpdir(), 'knooppunt-covenant-'));
const founding = join(folder, 'founding.yaml');

beforeAll(async () => {
  for (const name of ['founding.yaml', 'law-wgs-riec.yaml']) cpSync(new URL(name, demo), join(folder, name));
  writeFileSync(join(folder, 'convenant.yaml'), stringify(first));
  hub = await TestHub.start({ founding });
  for (const [role] of parties) accepted(await register(role));
}, 600_000);
afterAll(async () => {
  await hub.end();
  rmSync(folder, { recursive: true, force: true });
});

describe('a draft', () => {
  it('that has not the form of a covenant is told every place at once, and begins nothing', async () => {
    const { basis: _basis, ...nameless } = first.rules[0] as unknown as Record<string, unknown>;
    const misshapen = {
      ...first,
      version: 1.2,
      valid: { ...first.valid, until: '2026-02-31' },
      parties: { ...first.parties, POL: { ...first.parties['POL'], name: 'Pol\u200bitie' } },
      rules: [nameless, { ...first.rules[1], kleur: 'rood', when: { asked: 'ja' } }],
    };
    const { status, body } = await draft(misshapen);
    expect(status).toBe(400);
    const found = (body['fouten'] as readonly { readonly pointer: string; readonly code: string }[]).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
    expect(found.toSorted()).toEqual(
      [
        '/document/version tekst',
        '/document/valid/until datum',
        '/document/parties/POL/name tekst',
        '/document/rules/0/basis verplicht',
        '/document/rules/1 onbekend',
        '/document/rules/1/when/asked vlag',
      ].toSorted(),
    );
  });

  it('is begun by who manages the covenant, and by nobody else', async () => {
    expect(codeOf(await post('police', '/v1/convenanten', { document: narrower }))).toEqual([403, 'hub/role-missing']);
    expect(codeOf(await post('steeringPolice', '/v1/convenanten', { document: narrower }))).toEqual([
      403,
      'hub/role-missing',
    ]);
    expect((await draft(narrower)).status).toBe(201);
  });

  it('is read with its digest and its text, by every party', async () => {
    for (const role of ['college', 'steeringPolice', 'committee', 'privacy'] as const) {
      expect(await version('1.2.0', role)).toMatchObject({
        versie: '1.2.0',
        vingerafdruk: digest(narrower),
        toestand: 'ontwerp',
        document: { version: '1.2.0' },
        ondertekeningen: [],
        ontbreekt: { leveranciers: [], soorten: [] },
      });
    }
    const { body } = accepted(await get('college', '/v1/convenanten'));
    const items = body['items'] as readonly { readonly versie: string; readonly toestand: string }[];
    expect(items.map(({ versie, toestand }) => [versie, toestand])).toEqual([
      [law.version, 'in-werking'],
      ['1.1.0', 'in-werking'],
      ['1.2.0', 'ontwerp'],
    ]);
  });

  it('is not there for who asks another number', async () => {
    for (const number of ['9.9.9', 'x', '1.2']) {
      expect(codeOf(await get('college', `/v1/convenanten/${number}`))).toEqual([404, 'platform/niet-gevonden']);
    }
  });

  it('is amended as it was seen: of two at the same time one does', async () => {
    const seen = accepted(await get('covenantManager', '/v1/convenanten/1.2.0')).headers.get('etag') ?? '';
    const other = { ...narrower, rules: narrower.rules.slice(0, -1) };
    const amend = (document: unknown): Promise<Answer> =>
      post('covenantManager', '/v1/convenanten/1.2.0/wijzigingen', { document }, { 'if-match': seen });
    expect((await amend(other)).status).toBe(201);
    expect(codeOf(await amend(narrower))).toEqual([412, 'platform/inmiddels-gewijzigd']);
    accepted(await post('covenantManager', '/v1/convenanten/1.2.0/wijzigingen', { document: narrower }));
    expect((await version('1.2.0'))['vingerafdruk']).toBe(digest(narrower));
  });

  it('is refused where it is no covenant, of another, or an old number', async () => {
    expect(codeOf(await draft({ convenant: 'nee' }))).toEqual([400, 'platform/invoer-ongeldig']);
    expect(codeOf(await draft({ ...narrower, version: 'twee' }))).toEqual([400, 'cases/version-invalid']);
    expect(codeOf(await draft({ ...narrower, version: '1.3.0', covenant: 'riec-elders' }))).toEqual([
      409,
      'cases/covenant-of-another',
    ]);
    expect(codeOf(await draft({ ...narrower, version: '1.0.9' }))).toEqual([409, 'cases/version-not-newer']);
    expect(codeOf(await draft({ ...narrower, version: '1.1.0' }))).toEqual([409, 'cases/version-reused']);
    expect(codeOf(await draft({ ...narrower, rules: narrower.rules.slice(1) }))).toEqual([409, 'cases/version-reused']);
  });

  it('may be as large as a covenant gets, and no larger', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...first.rules[0], id: `P-9${String(at).padStart(5, '0')}` }));
    const large = following(first, '1.9.0', '2026-04-01', { rules: [...first.rules, ...many(1_000)] as never });
    expect(JSON.stringify(large).length).toBeGreaterThan(200_000);
    expect((await draft(large)).status).toBe(201);
    const tooLarge = following(first, '1.9.1', '2026-04-01', { rules: many(3_000) as never });
    expect(codeOf(await draft(tooLarge))).toEqual([413, 'platform/te-groot']);
  });

  it('decides nothing: the record of a reading names the covenant in force', async () => {
    const events = await hub.eventsOf(() => get('police', '/v1/convenanten'));
    const record = events.find(({ type }) => type === 'DisclosureRecorded');
    expect(record?.covenant?.covenant).toBe(digest(first));
  });
});

describe('submission', () => {
  it('is refused with the reasons where the check finds errors, and the draft stays one', async () => {
    const looser = following(first, '1.3.0', '2026-04-01', {
      facts: { ...first.facts, expired: { ...first.facts['caseOpen'] } as never },
    });
    accepted(await draft(looser));
    const refused = await submit(looser);
    expect(codeOf(refused)).toEqual([409, 'hub/covenant-unfit']);
    expect(faultsOf(refused)).toContain('redefined-fact');
    const pointers = (refused.body['fouten'] as readonly { readonly pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers.filter((pointer) => !/^\/document(?:\/(?:rules|assertions)\/\d+)?$/.test(pointer))).toEqual([]);
    expect((await version('1.3.0'))['toestand']).toBe('ontwerp');
    const texts = (refused.body['fouten'] as readonly { readonly tekst: string }[]).map(({ tekst }) => tekst);
    expect(texts).not.toContain('Dit gegeven klopt niet.');
    const { body: checked } = accepted(await get('covenantManager', '/v1/convenanten/1.3.0/toets'));
    expect(checked['bevindingen']).toContainEqual(
      expect.objectContaining({
        code: 'redefined-fact',
        pointer: '/document',
        tekst: 'Een feit van de wet kan een convenant niet anders omschrijven.',
      }),
    );
    const elsewhere = following(first, '1.4.0', '2026-04-01', { cooperations: ['rotterdam'] });
    accepted(await draft(elsewhere));
    expect(faultsOf(await submit(elsewhere))).toEqual(['other-cooperation']);
    const unrelated: CovenantDocument = { ...first, version: '1.5.0' };
    accepted(await draft(unrelated));
    expect(faultsOf(await submit(unrelated))).toEqual(['overlapping-validity']);
  });

  it('is of the text that was seen', async () => {
    const path = '/v1/convenanten/1.2.0/_dienin';
    expect(codeOf(await post('covenantManager', path, { vingerafdruk: digest(first) }))).toEqual([
      409,
      'cases/text-differs',
    ]);
  });

  it('freezes the text, and names who has to sign', async () => {
    expect(codeOf(await sign('steeringPolice', narrower))).toEqual([409, 'cases/version-in-state']);
    accepted(await submit(narrower));
    const amended = await post('covenantManager', '/v1/convenanten/1.2.0/wijzigingen', {
      document: { ...narrower, rules: narrower.rules.slice(1) },
    });
    expect(codeOf(amended)).toEqual([409, 'cases/version-in-state']);
    expect(await version('1.2.0')).toMatchObject({
      toestand: 'ingediend',
      verruimt: [],
      nieuweVerwerkingen: [],
      ontbreekt: { leveranciers: [], soorten: ['BD', 'BURG', 'COLL', 'IND', 'KMAR', 'NLA', 'POL'] },
    });
  });
});

describe('a signature', () => {
  const refused = async (answer: Promise<Answer>): Promise<readonly unknown[]> => {
    const got = await answer;
    return [...codeOf(got), ...faultsOf(got)];
  };
  const refusal = 'cases/signature-refused';

  it('counts once, for the organisation that brings it', async () => {
    accepted(await sign('steeringPolice', narrower));
    expect(await version('1.2.0')).toMatchObject({
      ondertekeningen: [{ organisatie: oins.police, soort: 'POL', sleutel: signerOf('steeringPolice').keyId }],
    });
    expect(await refused(sign('steeringPolice', narrower))).toEqual([409, 'cases/signed-already']);
  });

  it('is refused when somebody else brings it', async () => {
    expect(await refused(sign('steeringCollege', narrower, signerOf('steeringTax')))).toEqual([
      403,
      'hub/not-own-organisation',
    ]);
    expect(await refused(post('police', '/v1/convenanten/1.2.0/ondertekeningen', { handtekening: {} }))).toEqual([
      403,
      'hub/role-missing',
    ]);
  });

  it('is refused when it is forged, over another text, for another cooperation or law, or with another key', async () => {
    const signer = signerOf('steeringCollege');
    const good = signer.sign({ cooperation: amsterdam, covenant: narrower, law }, hub.clock.now());
    const bring = (handtekening: unknown): Promise<Answer> =>
      post('steeringCollege', '/v1/convenanten/1.2.0/ondertekeningen', { handtekening });
    const forged = { ...good, statement: { ...good.statement, at: '2026-03-02T09:00:00.001Z' } };
    expect(await refused(bring(forged))).toEqual([409, refusal, 'bad-signature']);
    expect(await refused(bring({ ...good, extra: true }))).toEqual([400, 'platform/invoer-ongeldig', 'vorm']);
    expect(await refused(bring({}))).toEqual([400, 'platform/invoer-ongeldig', 'vorm']);
    const stranger = new Signer(oins.college);
    expect(await refused(sign('steeringCollege', narrower, stranger))).toEqual([409, refusal, 'unknown-key']);
    const change = (statement: object) => refused(sign('steeringCollege', narrower, signer, statement));
    expect(await change({ cooperation: 'rotterdam' })).toEqual([409, refusal, 'other-cooperation']);
    expect(await change({ version: '1.1.0' })).toEqual([409, refusal, 'other-version']);
    expect(await change({ digest: digest(first) })).toEqual([409, 'cases/text-differs']);
    expect(await change({ law: { name: 'wgs-riec', version: '2025.1', digest: digest(first) } })).toEqual([
      409,
      refusal,
      'other-law',
    ]);
    expect(await change({ at: '2026-03-01T00:00:00.000Z' })).toEqual([409, refusal, 'before-submission']);
    expect(await change({ at: '2027-03-01T00:00:00.000Z' })).toEqual([409, refusal, 'time-to-come']);
    expect((await version('1.2.0'))['ondertekeningen']).toHaveLength(1);
  });

  it('is refused under a key that was replaced or revoked, whenever it says it was made', async () => {
    const old = signerOf('steeringCollege');
    const next = new Signer(oins.college);
    const before = hub.clock.now();
    accepted(await register('steeringCollege', next));
    expect(await refused(sign('steeringCollege', narrower, old, { at: before }))).toEqual([
      409,
      refusal,
      'key-replaced',
    ]);
    expect(codeOf(await revoke('steeringPolice', next, 'gelekt'))).toEqual([404, 'cases/key-unknown']);
    accepted(await revoke('steeringCollege', next, 'gelekt'));
    expect(await refused(sign('steeringCollege', narrower, next, { at: before }))).toEqual([
      409,
      refusal,
      'key-revoked',
    ]);
    const last = new Signer(oins.college);
    accepted(await register('steeringCollege', last));
    signers.set('steeringCollege', last);
    expect(codeOf(await register('steeringCollege', old))).toEqual([409, 'cases/key-over']);
    accepted(await sign('steeringCollege', narrower));
  });

  it('takes a public key that is one', async () => {
    const small = `ed25519:${Buffer.alloc(32).toString('base64url')}`;
    const bring = (sleutel: string): Promise<Answer> => post('steeringPolice', '/v1/sleutels', { sleutel });
    expect(codeOf(await bring(small))).toEqual([400, 'hub/key-unfit']);
    expect(codeOf(await bring('x'))).toEqual([400, 'platform/invoer-ongeldig']);
  });
});

describe('adoption', () => {
  it('waits for a signature of every kind', async () => {
    for (const [role] of parties.slice(3)) accepted(await sign(role, narrower));
    const missing = await adopt(narrower);
    expect([...codeOf(missing), ...faultsOf(missing)]).toEqual([409, 'cases/signatures-missing', 'signature-of-kind']);
    expect((await version('1.2.0'))['ontbreekt']).toEqual({ leveranciers: [], soorten: ['BURG'] });
    accepted(await sign('steeringMayor', narrower));
  });

  it('does not count what was signed with a key that is revoked before it', async () => {
    const lost = signerOf('steeringKmar');
    accepted(await revoke('steeringKmar', lost, 'kwijt'));
    expect(codeOf(await adopt(narrower))).toEqual([409, 'cases/signatures-missing']);
    const found = new Signer(oins.kmar);
    signers.set('steeringKmar', found);
    accepted(await register('steeringKmar', found));
    accepted(await sign('steeringKmar', narrower));
  });

  it('is the steering group’s, and changes nothing yet', async () => {
    const path = '/v1/convenanten/1.2.0/_stelvast';
    expect(codeOf(await post('covenantManager', path, { vingerafdruk: digest(narrower) }))).toEqual([
      403,
      'hub/role-missing',
    ]);
    accepted(await adopt(narrower));
    await hub.standalone.worker.lookAtCovenants();
    expect((await version('1.2.0'))['toestand']).toBe('vastgesteld');
    expect((await version('1.1.0'))['toestand']).toBe('in-werking');
  });

  it('comes into force on its first day, by an event, in place of the former', async () => {
    await toDay('2026-03-31');
    expect((await version('1.2.0'))['toestand']).toBe('vastgesteld');
    const events = await hub.eventsOf(() => toDay('2026-04-01'));
    expect(events.map(({ type }) => type).filter((type) => type.startsWith('Covenant'))).toEqual([
      'CovenantCameIntoForce',
      'CovenantSuperseded',
    ]);
    expect((await version('1.2.0'))['toestand']).toBe('in-werking');
    expect((await version('1.1.0'))['toestand']).toBe('opgevolgd');
    const record = (await hub.eventsOf(() => get('police', '/v1/convenanten'))).find(
      ({ type }) => type === 'DisclosureRecorded',
    );
    expect(record?.covenant?.covenant).toBe(digest(narrower));
    expect(await hub.eventsOf(() => hub.standalone.worker.lookAtCovenants())).toEqual([]);
  });

  it('leaves what was drafted on the former to be written anew', async () => {
    const stale = following(first, '1.6.0', '2026-06-01');
    accepted(await draft(stale));
    expect(faultsOf(await submit(stale))).toContain('superseded-version');
  });
});

describe('a new kind of processing', () => {
  const novel = following(narrower, '2.0.0', '2026-05-01', { rules: first.rules });

  it('is told before it is submitted: what it changes, for whom, and what is new', async () => {
    accepted(await draft(novel));
    expect(codeOf(await get('college', '/v1/convenanten/2.0.0/verschil'))).toEqual([403, 'hub/role-missing']);
    const { body } = accepted(await get('steeringPolice', '/v1/convenanten/2.0.0/verschil'));
    expect(body).toMatchObject({ met: '1.2.0', verruimt: ['NLA', 'POL'], nieuweVerwerkingen: { categories: ['SEX'] } });
    const changes = body['wijzigingen'] as readonly { readonly isWider: boolean }[];
    expect(changes.map(({ isWider }) => isWider)).toEqual(changes.map(() => true));
    expect(changes.length).toBeGreaterThan(0);
    const itself = accepted(await get('steeringPolice', '/v1/convenanten/2.0.0/verschil?met=2.0.0')).body;
    expect(itself).toMatchObject({ wijzigingen: [], verruimt: [] });
    expect(codeOf(await get('steeringPolice', '/v1/convenanten/2.0.0/verschil?met=9.9.9'))).toEqual([
      404,
      'platform/niet-gevonden',
    ]);
    const checked = accepted(await get('steeringPolice', '/v1/convenanten/2.0.0/toets')).body;
    expect(checked).toMatchObject({ vingerafdruk: digest(novel), indienbaar: true });
    const looser = accepted(await get('steeringPolice', '/v1/convenanten/1.3.0/toets')).body;
    expect(looser['indienbaar']).toBe(false);
  });

  it('waits for the advice of the committee, and deviates from it with reasons alone (R69)', async () => {
    accepted(await submit(novel));
    const shown = await version('2.0.0');
    expect(shown['nieuweVerwerkingen']).toEqual(['category:SEX', 'type:S30']);
    expect(shown['verruimt']).toEqual(['NLA', 'POL']);
    expect(shown['ontbreekt']).toMatchObject({ leveranciers: [oins.police, oins.labour].toSorted() });
    await signByAll(novel);
    expect(codeOf(await adopt(novel))).toEqual([409, 'cases/committee-advice-missing']);
    const advice = { vingerafdruk: digest(novel), advies: 'negatief', adviesdocument: digest(first) };
    const path = '/v1/convenanten/2.0.0/adviezen';
    expect(codeOf(await post('privacy', path, advice))).toEqual([403, 'hub/role-missing']);
    accepted(await post('committee', path, advice));
    expect((await version('2.0.0'))['advies']).toEqual({ advies: 'negatief', adviesdocument: digest(first) });
    expect(codeOf(await adopt(novel))).toEqual([409, 'cases/reasons-missing']);
    accepted(await adopt(novel, { redenen: digest(narrower) }));
  });

  it('is refused or withdrawn, and then its number is gone', async () => {
    const other = following(narrower, '2.1.0', '2026-07-01');
    accepted(await draft(other));
    accepted(await submit(other));
    const seen = { vingerafdruk: digest(other), reden: 'geen-overeenstemming' };
    expect(codeOf(await post('covenantManager', '/v1/convenanten/2.1.0/_weiger', seen))).toEqual([
      403,
      'hub/role-missing',
    ]);
    accepted(await post('steeringTax', '/v1/convenanten/2.1.0/_weiger', seen));
    expect((await version('2.1.0'))['toestand']).toBe('geweigerd');
    expect(codeOf(await draft(other))).toEqual([409, 'cases/version-reused']);
    const withdrawn = { vingerafdruk: digest(novel), reden: 'andere-tekst' };
    accepted(await post('covenantManager', '/v1/convenanten/2.0.0/_trekin', withdrawn));
    await toDay('2026-05-01');
    expect((await version('2.0.0'))['toestand']).toBe('ingetrokken');
    expect((await version('1.2.0'))['toestand']).toBe('in-werking');
  });
});

describe('what is asked of a version', () => {
  const situation = 'soort=S1&doel=POL.opsporing&fase=1&van=COLL&feiten=asked:waar';

  it('is explained to a party as to a recipient, for its own kind, and to who reads the log whole', async () => {
    const ofParty = accepted(await get('police', `/v1/convenanten/1.2.0/uitleg?${situation}&veld=address`)).body;
    expect(ofParty).toMatchObject({
      ontvanger: 'POL',
      uitleg: { fields: [{ field: 'address', level: 'reveal', article: 'convenant art. 7.2' }] },
    });
    const path = `/v1/convenanten/1.2.0/uitleg?${situation}&naar=POL`;
    const whole = accepted(await (await hub.as('auditor', 'RIEC.voorbereiding')).get(path)).body;
    expect(whole).toMatchObject({ ontvanger: 'POL', uitleg: { semantics: 'covenant/1' } });
    expect(JSON.stringify(whole)).toContain('nearMisses');
    expect(JSON.stringify(ofParty)).not.toContain('nearMisses');
  });

  it('is refused of a draft in which something means nothing, before any engine reads it', async () => {
    const chain = (length: number, times: number): Record<string, string[]> =>
      Object.fromEntries(
        Array.from({ length }, (_, at) => [`g${at}`, at === length - 1 ? ['S1'] : Array(times).fill(`g${at + 1}`)]),
      );
    const drafts: readonly (readonly [string, Partial<CovenantDocument>, string, string])[] = [
      ['7.0.1', { groups: { ...first.groups, ...chain(60, 2) } }, 'exploding-group', '/document'],
      ['7.0.2', { groups: { ...first.groups, ...chain(9_000, 1) } }, 'exploding-group', '/document'],
      ['7.0.3', { semantics: 'covenant/9' }, 'unknown-semantics', '/document'],
      ['7.0.4', { rules: [{ ...first.rules[0], to: ['HOTEL'] } as never] }, 'unknown-name', '/document/rules/0'],
    ];
    for (const [number, change, code, pointer] of drafts) {
      accepted(await draft(following(narrower, number, '2026-06-01', change)));
      const asked = [
        await get('police', `/v1/convenanten/${number}/uitleg?${situation}`),
        await get('steeringPolice', `/v1/convenanten/${number}/verschil`),
        await get('steeringPolice', `/v1/convenanten/1.2.0/verschil?met=${number}`),
        await get('auditor', `/v1/convenanten/${number}/effect`),
      ];
      for (const answer of asked) {
        expect([number, ...codeOf(answer)]).toEqual([number, 400, 'hub/text-unfit']);
        expect(answer.body['fouten']).toContainEqual(expect.objectContaining({ code, pointer }));
      }
    }
  });

  it('is refused where it names what nobody knows', async () => {
    const wrong = [
      'soort=S99&doel=POL.opsporing&fase=1',
      'soort=S1&doel=POL.nee&fase=1',
      'soort=S1&doel=POL.opsporing&fase=1&van=POL',
    ];
    for (const query of [...wrong, `${situation}&veld=nee`, 'soort=S1&doel=POL.opsporing&fase=1&feiten=nee:waar']) {
      const answer = await get('police', `/v1/convenanten/1.2.0/uitleg?${query}`);
      expect([query, ...codeOf(answer)]).toEqual([query, 400, 'hub/question-unfit']);
    }
  });

  it('is put to the past by who reads the log, and that is recorded', async () => {
    expect(codeOf(await get('steeringPolice', '/v1/convenanten/1.2.0/effect'))).toEqual([403, 'hub/role-missing']);
    const events = await hub.eventsOf(async () => {
      const { body } = accepted(await get('auditor', '/v1/convenanten/1.2.0/effect'));
      expect((body['bericht'] as { disclosures: number }).disclosures).toBeGreaterThan(10);
      const coverage = accepted(await get('auditor', '/v1/convenanten/1.2.0/dekking')).body;
      expect(coverage['bericht']).toMatchObject({ documents: [{ digest: digest(narrower) }] });
      const days = '?eersteDag=2020-01-01&laatsteDag=2020-01-02';
      const none = accepted(await get('auditor', `/v1/convenanten/1.2.0/effect${days}`)).body;
      expect(none['bericht']).toMatchObject({ disclosures: 0 });
    });
    expect(events.map(({ type }) => type)).toEqual(['LogConsulted', 'LogConsulted', 'LogConsulted']);
  });
});

describe('the end of a covenant', () => {
  const noticesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

  it('is announced, in the log and to who watches', async () => {
    const before = hub.lines.length;
    const events = await hub.eventsOf(() => toDay('2026-12-10'));
    expect(noticesOf(events)).toContain('CovenantExpiryAnnounced');
    expect(hub.lines.slice(before).some((line) => line.includes('worker/covenant-ending'))).toBe(true);
  });

  it('takes every permit away the day after the last one, and no law', async () => {
    accepted(await get('college', '/v1/convenanten/1.2.0'));
    const events = await hub.eventsOf(() => toDay('2027-01-01'));
    expect(noticesOf(events)).toContain('CovenantExpired');
    expect(codeOf(await get('college', '/v1/convenanten/1.2.0'))).toEqual([404, 'platform/niet-gevonden']);
    expect(accepted(await get('college', '/v1/convenanten')).body['items']).toEqual([]);
  });

  it('leaves what an organisation supplied itself to it, and takes nothing more', async () => {
    accepted(await get('police', '/v1/leveringen'));
    expect(codeOf(await deliver(hub, 'S1', signals.S1))).toEqual([403, 'supply/nothing-in-force']);
  });

  it('is no end of the means against it: a next version is drafted, signed, adopted and in force', async () => {
    const next = following(narrower, '3.0.0', '2027-01-02', { valid: { ...first.valid, from: '2027-01-02' } });
    accepted(await draft(next));
    accepted(await submit(next));
    await signByAll(next);
    accepted(await adopt(next));
    await toDay('2027-01-02');
    expect((await version('3.0.0'))['toestand']).toBe('in-werking');
    expect((await version('1.2.0'))['toestand']).toBe('verlopen');
    expect((await deliver(hub, 'S1', signals.S1)).status).toBe(202);
  });
});

describe('the audit of all this', () => {
  it('decides every disclosure again under the covenant that was in force then', async () => {
    expect(await redecide()).toEqual([0, '']);
  });
});
