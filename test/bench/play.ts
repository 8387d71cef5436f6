import { randomUUID } from 'node:crypto';
import { cast, cloudEventOf } from './deliveries.js';
import type { Delivered } from './deliveries.js';
import { collegeHeaders, personHeaders } from './hub.js';
import type { BenchHub } from './hub.js';
import { Load } from './http-load.js';
import type { Exchange } from './http-load.js';

type Headers = Readonly<Record<string, string>>;

const words = 'Beschreven voor de meting: wat er is gezien, waarom het nodig is en waarom dit niet met minder kan.';
const criteria = { aanwijzingen: words, verschijningsvorm: words, noodzaak: words, partijen: words, regio: words };
const factoren = { aard: words, omvang: words, gewicht: words, melders: words };

/** Which of the case's contributions are S1 and which S2: one overcrowded address to every three anomalies. */
const typeOf = (number: number): Delivered => (number % 4 === 0 ? 'S1' : 'S2');

/** Who reads the dossier: the labour inspectorate, for its supervision. */
export const readerHeaders = (issuer: string): Promise<Headers> =>
  personHeaders(issuer, 'arbeidsinspectie', 'NLA.toezicht');

const idOf = ({ text }: Exchange): string => (JSON.parse(text) as { readonly id: string }).id;

/**
 * One case with so many contributions through the public API: signals, weighing, case, and the necessity that lets the
 * labour inspectorate read them. Gives the id of the case.
 */
export const playCase = async ({ hub, base }: BenchHub, contributions: number): Promise<string> => {
  const load = new Load(base, 1);
  const post = (headers: Headers, path: string, body: unknown): Promise<Exchange> =>
    load.one({
      method: 'POST',
      path,
      headers: { 'idempotency-key': randomUUID(), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const analyst = await personHeaders(hub.issuer, 'analist.amsterdam', 'RIEC.voorbereiding');
  const director = await personHeaders(hub.issuer, 'casusregisseur.amsterdam', 'RIEC.voorbereiding');
  const reader = await readerHeaders(hub.issuer);
  const college = await collegeHeaders(hub.issuer);

  const signalen: string[] = [];
  for (let number = 0; number < contributions; number++) {
    signalen.push(idOf(await post(college, '/v1/leveringen', cloudEventOf(typeOf(number), number))));
  }
  await hub.worker.settled();
  for (const signal of signalen) {
    const weighing = { wegers: [cast.inspectorate], criteria, factoren };
    await post(analyst, `/v1/signalen/${signal}/wegingen`, weighing);
    await post(reader, `/v1/signalen/${signal}/_voldoet`, {});
  }
  const deelnemers = [{ organisatie: cast.inspectorate }, { organisatie: cast.college }];
  const id = idOf(await post(director, '/v1/casussen', { signalen, activiteit: 'casusoverleg', deelnemers }));
  await hub.worker.settled();
  for (const soort of ['S1', 'S2']) {
    const categorieen = soort === 'S1' ? ['RES', 'ENF'] : ['ID', 'RES'];
    const needs = { ontvanger: cast.inspectorate, doel: 'NLA.toezicht', soort, categorieen, tekst: words };
    await post(reader, `/v1/casussen/${id}/noodzaak`, needs);
  }
  await hub.worker.settled();
  load.close();
  return id;
};
