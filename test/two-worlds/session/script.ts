import { uuidOf } from '../../harness/derived-ids.js';
import type { Data } from '../history/narrator.js';
import type { Ids } from '../history/plot.js';
import { referenceFor } from '../history/amsterdam-case.js';
import { bodiesOf, brokenBodies } from './bodies.js';
import type { Operation } from './document.js';
import { addressesAt } from './party.js';
import type { Party, Persona } from './party.js';
import type { Question, Session } from './session.js';

/** A session to be played: by whom, over which operations, about which things. */
export type Script = {
  readonly session: Session;
  readonly operations: readonly Operation[];
  readonly party: Party;
  readonly ids: Ids;
};
type Scene = Script & { readonly operation: Operation };

/** An operation takes a body, and nobody wrote one for it. */
export class NoBodyFor extends Error {
  constructor(key: string) {
    super(`no body is written for ${key}: add it to session/bodies.ts`);
  }
}

const pagesOfOne = 5;
const pagesOfMany = 3;
const json = 'application/json';
const foreignCursor = 'cursor of another list';
const wrongQueries = ['limiet=0', 'limiet=51', 'limiet=x', 'soort=S1', 'limiet=1&limiet=2', 'cursor=abcdef'];

const asPersona = (
  { person }: Persona,
  purpose = person.purpose,
): Pick<Question, 'asker'> & { headers: Record<string, string> } => ({
  asker: person,
  headers: { doelbinding: purpose },
});

const ask = (
  { session, operation }: Scene,
  what: string,
  question: Omit<Question, 'method' | 'path'> & Partial<Question>,
) =>
  session.ask(`${operation.key} · ${what}`, operation, { method: operation.method, path: operation.path, ...question });

const keyHeader = (scene: Scene, what: string): Record<string, string> =>
  scene.operation.headers.includes('Idempotency-Key')
    ? { 'idempotency-key': uuidOf('key of session', scene.session.name, scene.operation.key, what) }
    : {};

/** A type whose schema is published, and one that no schema has: the same for everybody. */
const schemasAt = ({ path }: Operation) => {
  const [own, other] = ['nl.samenwerkingsverbanden.overbewoond-adres.v1', 'nl.samenwerkingsverbanden.casus.v1'].map(
    (type) => ({ id: type, path: path.replace('{type}', type) }),
  );
  return { own: own ? [own] : [], others: other ? [other] : [] };
};

/** Every address of an operation: its own path, or one per thing that is asked about. */
const pathsOf = ({ operation, party, ids, session }: Scene) => {
  if (operation.path.includes('{type}')) return schemasAt(operation);
  const { own, others, malformed } = addressesAt(operation.resource, party, ids);
  const fill = (id: string): readonly { readonly id: string; readonly path: string }[] => {
    const path = operation.path.replace('{id}', id);
    if (!path.includes('{')) return [{ id, path }];
    const subject = ids['child'] ?? '';
    const { organisation } = party.system;
    const known = referenceFor({ hub: session.sides[0].hub }, organisation, id, ['subject', subject]);
    return [known, 'abcdefghijklmnop'].map((one) => ({ id, path: path.replace(/\{[^}]+\}/, one) }));
  };
  if (!operation.hasId) return { own: [{ id: '', path: operation.path }], others: [] };
  return { own: own.flatMap(fill), others: [...others, ...malformed].flatMap(fill) };
};

/** Walks the pages of a list, one row at a time and many at a time. A list of disclosures grows as it is read: so not without end. */
const walk = async (scene: Scene, persona: Persona): Promise<void> => {
  const { operation } = scene;
  for (const [limit, pages] of [
    [1, pagesOfOne],
    [50, pagesOfMany],
  ] as const) {
    const use = `cursor ${operation.path}`;
    const path = `${operation.path}?limiet=${limit}`;
    let more = await ask(scene, `first of ${limit}`, { ...asPersona(persona), path, keep: ['volgende', use] });
    for (let page = 2; more && page <= pages; page += 1) {
      const question = { ...asPersona(persona), path, cursor: use, keep: ['volgende', use] } as const;
      more = await ask(scene, `page ${page} of ${limit}`, question);
    }
  }
};

/** Reads what an operation can be asked for: what the party knows for each purpose, what it may not know of for one. */
const read = async (scene: Scene, alsoOthers: boolean): Promise<void> => {
  const { operation, party } = scene;
  const { own, others } = pathsOf(scene);
  for (const [at, persona] of party.personas.entries()) {
    for (const purpose of persona.purposes) {
      for (const { path } of own) await ask(scene, `${path} for ${purpose}`, { ...asPersona(persona, purpose), path });
    }
    if (at > 0) continue;
    if (operation.isPaged) await walk(scene, persona);
    if (!alsoOthers) continue;
    for (const { path } of others) await ask(scene, `${path} of others`, { ...asPersona(persona), path });
  }
};

const command = async (scene: Scene, persona: Persona): Promise<void> => {
  const { operation, party, ids, session } = scene;
  const bodies = bodiesOf[operation.key];
  if (!bodies) throw new NoBodyFor(operation.key);
  const { own, others } = pathsOf(scene);
  const { hub } = session.sides[0];
  const isDelivery = operation.key === 'POST /leveringen';
  const by = isDelivery ? { asker: party.system, headers: {} } : asPersona(persona);
  const send = async (path: string, body: Data, what: string): Promise<void> => {
    const headers = { 'content-type': json, ...by.headers, ...keyHeader(scene, what) };
    const question = { ...by, path, headers, body: JSON.stringify(body), keep: ['leesbewijs', 'own write'] } as const;
    await ask(scene, what, question);
    if (what.endsWith('body 1') && !isDelivery && !path.includes('geen-id'))
      await ask(scene, `${what} again`, question);
  };
  for (const { id, path } of others) {
    const [body] = bodies({ party, persona, ids, id, hub });
    if (body) await send(path, body, `${path} of others by ${persona.person.sub}`);
  }
  for (const { id, path } of own) {
    for (const [at, body] of bodies({ party, persona, ids, id, hub }).entries()) {
      await send(path, body, `${path} by ${persona.person.sub}, body ${at + 1}`);
    }
  }
};

/** What any caller may try: broken bodies, missing and wrong headers, other callers. */
const tryWrongly = async (scene: Scene, persona: Persona): Promise<void> => {
  const { operation, party } = scene;
  const { own, others } = pathsOf(scene);
  const { path } = own[0] ?? others[0] ?? { path: operation.path };
  const hidden = others[0]?.path ?? path;
  const asker = persona.person;
  const headers = { doelbinding: asker.purpose, ...keyHeader(scene, 'wrong') };
  const typed = { ...headers, ...(operation.hasBody ? { 'content-type': json } : {}) };
  const body = operation.hasBody ? { body: '{}' } : {};
  await ask(scene, 'by nobody', { path: hidden, headers: typed, ...body });
  await ask(scene, 'by the system', { path: hidden, headers: typed, asker: party.system, ...body });
  await ask(scene, 'by the same elsewhere', { path: hidden, headers: typed, asker: party.elsewhere, ...body });
  await ask(scene, 'without purpose', { asker, path: hidden, headers: keyHeader(scene, 'wrong') });
  const strange = { ...typed, doelbinding: 'OM.vervolging' };
  await ask(scene, 'for a purpose of others', { asker, path: hidden, headers: strange, ...body });
  if (operation.method !== 'POST') return;
  const keyless = { doelbinding: asker.purpose, 'content-type': json };
  await ask(scene, 'without key', { asker, path: hidden, body: '{}', headers: keyless });
  for (const broken of brokenBodies) {
    await ask(scene, `broken body ${broken}`, { asker, path, headers: typed, body: broken });
  }
};

/** The same addresses with methods that they do not have. */
const tryOtherMethods = async (script: Script, persona: Persona): Promise<void> => {
  const byPath = new Map(script.operations.map((operation) => [operation.path, operation]));
  for (const operation of byPath.values()) {
    const scene = { ...script, operation };
    const { own, others } = pathsOf(scene);
    const path = others[0]?.path ?? own[0]?.path ?? operation.path;
    const headers = { doelbinding: persona.person.purpose };
    for (const method of ['DELETE', 'HEAD']) {
      await ask(scene, `${method} ${path}`, { asker: persona.person, method, path, headers });
    }
  }
};

/** Reading one's own write back, and opaque strings where they do not belong. */
const handBack = async (scene: Scene, persona: Persona): Promise<void> => {
  const { operation } = scene;
  const { own, others } = pathsOf(scene);
  const { path } = own[0] ?? others[0] ?? { path: operation.path };
  const by = asPersona(persona);
  if (operation.headers.includes('Leesbewijs')) {
    await ask(scene, 'with its own write', { ...by, path, token: 'own write' });
    await ask(scene, 'with a cursor for a write', { ...by, path, token: foreignCursor });
    await ask(scene, 'with a made-up write', { ...by, path, token: 'none' });
  }
  if (operation.isPaged) {
    for (const query of wrongQueries) await ask(scene, `with ${query}`, { ...by, path: `${path}?${query}` });
    await ask(scene, 'with the cursor of another list', { ...by, path, cursor: foreignCursor });
    await ask(scene, 'with a write for a cursor', { ...by, path, cursor: 'own write' });
    await ask(scene, 'for a cursor', { ...by, path: `${path}?limiet=1`, keep: ['volgende', foreignCursor] });
  }
};

const scenesOf = (script: Script, method: string): readonly Scene[] =>
  script.operations.filter((one) => one.method === method).map((operation) => ({ ...script, operation }));

/** Reads everything, one resource after the other: it changes nothing but the log of what was read. */
export async function* playReading(script: Script): AsyncGenerator<Operation> {
  for (const scene of scenesOf(script, 'GET')) {
    await read(scene, true);
    yield scene.operation;
  }
}

/** The whole session: reads, tries everything wrongly, commands, hands back what it got, and reads again. */
export const play = async (script: Script): Promise<void> => {
  const [first] = script.party.personas;
  if (!first) throw new TypeError('a party without people');
  for (const scene of scenesOf(script, 'GET')) await read(scene, true);
  for (const operation of script.operations) await tryWrongly({ ...script, operation }, first);
  await tryOtherMethods(script, first);
  for (const scene of scenesOf(script, 'POST')) {
    for (const persona of script.party.personas) await command(scene, persona);
  }
  for (const scene of scenesOf(script, 'GET')) await handBack(scene, first);
  for (const scene of scenesOf(script, 'GET')) await read(scene, false);
};
