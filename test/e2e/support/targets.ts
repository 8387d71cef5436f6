import { oins, people } from './cast.js';
import type { Role } from './cast.js';
import { Client, freshKey } from './client.js';
import { demoCovenant, digest, following, withFewRules } from './covenants.js';
import { personIdOf } from './deciding.js';
import { cloudEvent, signals } from './deliveries.js';
import type { Data } from './deliveries.js';
import type { TestHub } from './hub.js';
import type { Operation } from './open-api.js';
import type { Play } from './play.js';

/** An operation as somebody may call it: a real address, a caller who stands there, and a body that would be accepted. */
export type Target = {
  readonly operation: Operation;
  readonly name: string;
  readonly path: string;
  /** The system of this organisation where there is no role. */
  readonly role: Role | 'system';
  readonly body: Data | undefined;
};

const text = 'Waarom dit nodig is.';
const criteria = { aanwijzingen: text, verschijningsvorm: text, noodzaak: text, partijen: text, regio: text };
const factors = { aard: text, omvang: text, gewicht: text, melders: text };

const next = withFewRules(following(demoCovenant, '1.2.0', '2026-04-01'));
// the base point of the curve: a key that is one
const publicKey = 'ed25519:WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY';
const seen = { vingerafdruk: digest(demoCovenant) };

const designated = {
  naam: 'N. Nieuw',
  rollen: ['accounthouder'],
  eersteDag: '2026-03-01',
  laatsteDag: '2028-02-29',
  gescreendTot: '2027-12-31',
};

const posts = (play: Play): Readonly<Record<string, readonly [Role, Data]>> => ({
  '/v1/signalen/{id}/wegingen': ['analyst', { wegers: [oins.police], criteria, factoren: factors }],
  '/v1/signalen/{id}/_voldoet': ['police', {}],
  '/v1/signalen/{id}/afwijzingen': ['police', { reden: 'onvoldoende-aanwijzingen', toelichting: text }],
  '/v1/casussen': [
    'director',
    {
      signalen: [...play.signals.values()],
      activiteit: 'casusoverleg',
      deelnemers: [{ organisatie: oins.police, tot: '2026-05-01T00:00:00Z' }],
    },
  ],
  '/v1/casussen/{id}/betrokkenen': ['director', { inbreng: 'abcdefghijklmnop', blok: 'p1', rol: 'circle' }],
  '/v1/casussen/{id}/betrokkenen/{betrokkene}/afschermingen': ['director', { kenmerk: 'possible-victim', gezet: true }],
  '/v1/casussen/{id}/noodzaak': [
    'police',
    { ontvanger: oins.police, doel: people.police.purpose, soort: 'S1', categorieen: ['RES'], tekst: text },
  ],
  '/v1/casussen/{id}/adviezen': ['privacy', { fase: '2', advies: 'positief', tekst: text }],
  '/v1/casussen/{id}/fasen': ['director', { fase: '2', noodzaak: text, evenredigheid: text, subsidiariteit: text }],
  '/v1/verzoeken': [
    'director',
    {
      casus: play.case,
      gevraagd: [oins.police],
      soorten: ['S6'],
      categorieen: ['CRIM'],
      betrokkenen: ['abcdefghijklmnop'],
      voor: [{ organisatie: oins.police, doel: people.police.purpose }],
      uiterlijk: '2026-05-01',
      tekst: text,
    },
  ],
  '/v1/verzoeken/{id}/_weiger': ['police', { reden: 'no-data' }],
  '/v1/overleggen': ['director', { casus: play.case, genodigden: [oins.police], gepland: '2026-03-09T13:00:00Z' }],
  '/v1/overleggen/{id}/_open': ['director', {}],
  '/v1/overleggen/{id}/aanwezigen': ['director', { organisatie: oins.police }],
  '/v1/overleggen/{id}/_sluit': ['director', { besluiten: text }],
  '/v1/convenanten': ['covenantManager', { document: next }],
  '/v1/convenanten/{id}/wijzigingen': ['covenantManager', { document: next }],
  '/v1/convenanten/{id}/_dienin': ['covenantManager', seen],
  '/v1/convenanten/{id}/ondertekeningen': ['steeringPolice', { handtekening: { form: 'x' } }],
  '/v1/convenanten/{id}/adviezen': ['committee', { ...seen, advies: 'positief', adviesdocument: digest(next) }],
  '/v1/convenanten/{id}/_stelvast': ['steeringPolice', seen],
  '/v1/convenanten/{id}/_weiger': ['steeringPolice', { ...seen, reden: 'andere-tekst' }],
  '/v1/convenanten/{id}/_trekin': ['covenantManager', { ...seen, reden: 'vergissing' }],
  '/v1/deelnemers': [
    'covenantManager',
    {
      organisatie: '00000099000000077000',
      soort: 'NVWA',
      naam: 'NVWA',
      regio: 'landelijk',
      sleutel: publicKey,
      handtekening: { form: 'x' },
    },
  ],
  '/v1/aanwijzingen': ['steeringPolice', { organisatie: oins.police, persoon: 'sub-nieuw', ...designated }],
  '/v1/aanwijzingen/{id}/wijzigingen': ['steeringPolice', designated],
  '/v1/aanwijzingen/{id}/_beeindig': ['steeringPolice', {}],
  '/v1/uittredingen': ['covenantManager', { organisatie: oins.kmar }],
  '/v1/sleutels': ['steeringPolice', { sleutel: publicKey }],
  '/v1/sleutelintrekkingen': ['steeringPolice', { sleutel: digest(next), reden: 'kwijt' }],
});

const readers: Readonly<Record<string, Role>> = {
  '/v1/casussen/{id}/betrokkenen': 'director',
  '/v1/casussen/{id}/verstrekkingen': 'auditor',
  '/v1/convenanten/{id}/toets': 'steeringPolice',
  '/v1/convenanten/{id}/verschil': 'steeringPolice',
  '/v1/convenanten/{id}/effect': 'auditor',
  '/v1/convenanten/{id}/dekking': 'auditor',
  '/v1/aanwijzingen': 'steeringPolice',
  '/v1/aanwijzingen/{id}': 'steeringPolice',
  '/v1/deelnemers': 'steeringPolice',
  '/v1/deelnemers/{id}': 'steeringPolice',
  '/v1/ijkpunten': 'auditor',
  '/v1/verstrekkingen/{id}': 'auditor',
};

/** The query without which an address says nothing. */
export const queryOf = (path: string): string =>
  path === '/v1/convenanten/{id}/uitleg' ? '?soort=S1&doel=POL.opsporing&fase=1&van=COLL' : '';

/** Ids of the play, by the first part of an address. */
export const idsOf = (play: Play, disclosure: string): Readonly<Record<string, string | undefined>> => ({
  leveringen: play.supplies.get('S6'),
  signalen: play.signals.get('S1'),
  casussen: play.case,
  verzoeken: play.request,
  overleggen: play.meeting,
  verstrekkingen: disclosure,
  convenanten: demoCovenant.version,
  deelnemers: oins.police,
  aanwijzingen: personIdOf(play.hub, people.police),
});

/** Who calls an operation, and with which body; nothing where nobody does yet. */
export const callOf = (
  { method, path }: Operation,
  play: Play,
): readonly [Role | 'system', Data | undefined] | undefined => {
  if (method === 'GET') return [readers[path] ?? 'police', undefined];
  const known = posts(play)[path];
  if (known) return known;
  return path === '/v1/leveringen' ? ['system', cloudEvent('S1', signals.S1)] : undefined;
};
const mustCall = (operation: Operation, play: Play): readonly [Role | 'system', Data | undefined] => {
  const call = callOf(operation, play);
  if (!call) throw new Error(`nobody calls ${operation.method} ${operation.path} here: add it to the targets`);
  return call;
};

/** Every closed operation of the API, ready to be called. A new one fails here until somebody calls it. */
export const targetsOf = (operations: readonly Operation[], play: Play, disclosure: string): readonly Target[] =>
  operations
    .filter(({ isOpen }) => !isOpen)
    .map((operation) => {
      const [role, body] = mustCall(operation, play);
      const id = idsOf(play, disclosure)[operation.path.split('/')[2] ?? ''];
      const path = operation.path
        .replace('{id}', id ?? '')
        .replace('{betrokkene}', play.subjects.get('volwassene') ?? '')
        .concat(queryOf(operation.path));
      return { operation, role, body, path, name: `${operation.method} ${operation.path}` };
    });

/** The client of a target, with a fresh key for a command. */
export const clientOf = async (hub: TestHub, { role, operation }: Target): Promise<Client> => {
  const client = role === 'system' ? await hub.system(oins.college, people.college.cooperation) : await hub.as(role);
  if (operation.method !== 'POST' || role === 'system') return client;
  return new Client(client.base, {
    ...client.headers,
    'content-type': 'application/json',
    'idempotency-key': freshKey(),
  });
};
