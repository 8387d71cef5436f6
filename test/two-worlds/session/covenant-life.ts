import type { CovenantDocument } from '@knooppunt/covenant';
import { amsterdam, oins, people } from '../../e2e/support/cast.js';
import type { Person } from '../../e2e/support/cast.js';
import { demoCovenant, digest, following, law } from '../../e2e/support/covenants.js';
import { Signer } from '../../e2e/support/signing.js';
import { asBody, signedDesignation } from '../../e2e/support/signing-designations.js';
import type { Designee } from '../../e2e/support/signing-designations.js';
import { uuidOf } from '../../harness/derived-ids.js';
import type { Data } from '../history/narrator.js';
import type { Operation } from './document.js';
import type { Party } from './party.js';
import type { Session } from './session.js';

/** A life of the covenant and of its parties, told by those who may, in both worlds at once. */
type Life = { readonly session: Session; readonly operations: readonly Operation[] };

const steering = [
  people.steeringPolice,
  people.steeringCollege,
  people.steeringMayor,
  people.steeringLabour,
  people.steeringTax,
  people.steeringImmigration,
  people.steeringKmar,
];
const signers = new Map(steering.map(({ organisation }) => [organisation, new Signer(organisation)]));
const { covenantManager: manager, committee, steeringPolice: police, steeringTax: tax } = people;

/** In force before anything is drafted: who takes part and who they are, and no case at all. */
const { assertions: _assertions, ...whole } = demoCovenant;
export const short: CovenantDocument = {
  ...whole,
  version: '1.1.5',
  rules: whole.rules.filter(({ id }) => ['P-411', 'P-412', 'P-413', 'P-421'].includes(id)),
};
/** In force from the first of April on. */
const next = following(short, '1.2.0', '2026-04-01');
const amended = { ...next, rules: next.rules.slice(1) };
const seen = { vingerafdruk: digest(amended) };
export const newcomer = '00000099000000077000';
const newSigner = new Signer(newcomer);
const ofNewcomer = (sub: string): Person => ({
  sub,
  organisation: newcomer,
  cooperation: amsterdam,
  purpose: 'NVWA.toezicht',
});
/** The people of who accedes. */
export const [chief, inspector] = [ofNewcomer('sub-directeur'), ofNewcomer('sub-inspecteur')] as const;
const term = { eersteDag: '2026-04-01', laatsteDag: '2028-02-29', gescreendTot: '2027-12-31' };
/** Everybody who is given something opaque in this life. */
export const everybodyOfCovenant: Pick<Party, 'personas'> = {
  personas: [...steering, manager, committee, chief, inspector, people.kmar].map((person) => ({
    person,
    purposes: [person.purpose],
  })),
};
const designeeOf = ({ sub }: Person, rol: string): Designee => ({
  persoon: sub,
  naam: `Naam van ${sub}`,
  rollen: [rol],
  ...term,
});

const operationAt = ({ operations }: Life, method: string, path: string): Operation => {
  const found = operations.find((one) => {
    const form = new RegExp(`^${one.path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
    return one.method === method && form.test(path);
  });
  if (!found) throw new TypeError(`no operation for ${method} ${path}`);
  return found;
};

const tagAt = (path: string): string => `tag of ${path.split('/').slice(0, 4).join('/')}`;

const show = async (life: Life, asker: Person, path: string): Promise<void> => {
  const question = { method: 'GET', path, asker, headers: { doelbinding: asker.purpose }, keepTag: tagAt(path) };
  await life.session.ask(`GET ${path} by ${asker.sub}`, operationAt(life, 'GET', path), question);
};

const command = async (life: Life, asker: Person, path: string, body: Data): Promise<void> => {
  const operation = operationAt(life, 'POST', path);
  const what = `POST ${path} by ${asker.sub}, ${life.session.name} ${life.session.requests}`;
  const headers = { 'content-type': 'application/json', doelbinding: asker.purpose, 'idempotency-key': uuidOf(what) };
  const question = { method: 'POST', path, asker, headers, body: JSON.stringify(body) };
  if (operation.headers.includes('If-Match')) {
    const other = { ...headers, 'idempotency-key': uuidOf(what, 'made up') };
    await life.session.ask(`${what}, under a made-up tag`, operation, { ...question, headers: other, ifMatch: 'none' });
  }
  await life.session.ask(what, operation, question);
};

/** The same, under the tag with which the thing was shown last. */
const commandAsSeen = async (life: Life, asker: Person, path: string, body: Data): Promise<void> => {
  const operation = operationAt(life, 'POST', path);
  const what = `POST ${path} by ${asker.sub} as it was seen, ${life.session.name} ${life.session.requests}`;
  const headers = { 'content-type': 'application/json', doelbinding: asker.purpose, 'idempotency-key': uuidOf(what) };
  const question = { method: 'POST', path, asker, headers, body: JSON.stringify(body), ifMatch: tagAt(path) };
  await life.session.ask(what, operation, question);
};

const at = (version: string, deed: string): string => `/v1/convenanten/${version}/${deed}`;

/** A version from its draft to its adoption: signed by all kinds, advised on, its first day to come. */
export const playUntilAdopted = async (life: Life): Promise<void> => {
  await command(life, manager, '/v1/convenanten', { document: next });
  await show(life, manager, '/v1/convenanten/1.2.0');
  await command(life, manager, at('1.2.0', 'wijzigingen'), { document: next });
  await commandAsSeen(life, manager, at('1.2.0', 'wijzigingen'), { document: amended });
  await command(life, manager, at('1.2.0', '_dienin'), seen);
  for (const person of steering) {
    const signer = signers.get(person.organisation) as Signer;
    await command(life, person, '/v1/sleutels', { sleutel: signer.publicKey });
    const handtekening = signer.sign({ cooperation: amsterdam, covenant: amended, law }, life.session.moment);
    await command(life, person, at('1.2.0', 'ondertekeningen'), { handtekening });
  }
  const advice = { ...seen, advies: 'positief', adviesdocument: digest(next) };
  await command(life, committee, at('1.2.0', 'adviezen'), advice);
  await command(life, police, at('1.2.0', '_stelvast'), seen);
};

const playAccession = async (life: Life): Promise<void> => {
  await command(life, manager, '/v1/deelnemers', {
    organisatie: newcomer,
    soort: 'NVWA',
    naam: 'Nederlandse Voedsel- en Warenautoriteit',
    regio: 'landelijk',
    sleutel: newSigner.publicKey,
    handtekening: newSigner.sign({ cooperation: amsterdam, covenant: amended, law }, life.session.moment),
  });
  await show(life, manager, `/v1/deelnemers/${newcomer}`);
  const first = designeeOf(chief, 'stuurgroeplid');
  const signed = signedDesignation(newSigner, { cooperation: amsterdam, at: life.session.moment }, first);
  await command(life, manager, '/v1/aanwijzingen', { organisatie: newcomer, ...asBody(first, signed) });
  const second = designeeOf(inspector, 'accounthouder');
  await command(life, chief, '/v1/aanwijzingen', { organisatie: newcomer, ...asBody(second) });
  await show(life, chief, '/v1/aanwijzingen');
};

/** The designation of the inspector changes and ends; in between he reads. */
const playDesignation = async (life: Life, inspectorId: string): Promise<void> => {
  const one = `/v1/aanwijzingen/${inspectorId}`;
  const { persoon: _persoon, ...terms } = designeeOf(inspector, 'accounthouder');
  await show(life, inspector, '/v1/casussen');
  await show(life, chief, one);
  await commandAsSeen(life, chief, `${one}/wijzigingen`, { ...terms, gescreendTot: '2028-02-29' });
  await command(life, chief, `${one}/wijzigingen`, terms);
  await command(life, chief, `${one}/_beeindig`, {});
  await show(life, inspector, '/v1/casussen');
};

/** What follows once it is in force: other versions end, a party accedes, designates, and is to leave after a last day. */
export const playInForce = async (life: Life, inspectorId: string): Promise<void> => {
  const other = { ...following(amended, '2.0.0', '2026-06-01'), rules: amended.rules.slice(1) };
  const seenOther = { vingerafdruk: digest(other) };
  await command(life, manager, '/v1/convenanten', { document: other });
  await command(life, manager, at('2.0.0', '_dienin'), seenOther);
  await command(life, police, at('2.0.0', '_weiger'), { ...seenOther, reden: 'geen-overeenstemming' });
  const third = { ...other, version: '2.1.0' };
  await command(life, manager, '/v1/convenanten', { document: third });
  await command(life, manager, at('2.1.0', '_trekin'), { vingerafdruk: digest(third), reden: 'vergissing' });
  const lost = signers.get(oins.tax) as Signer;
  await command(life, tax, '/v1/sleutelintrekkingen', { sleutel: lost.keyId, reden: 'kwijt' });
  await playAccession(life);
  await playDesignation(life, inspectorId);
  await command(life, manager, '/v1/uittredingen', { organisatie: newcomer, laatsteDag: '2026-04-02' });
  await show(life, chief, '/v1/deelnemers');
};

/** After its last day: it reads nothing, and those who may see that it left. */
export const playLeft = async (life: Life): Promise<void> => {
  await show(life, chief, '/v1/deelnemers');
  await show(life, manager, `/v1/deelnemers/${newcomer}`);
};
