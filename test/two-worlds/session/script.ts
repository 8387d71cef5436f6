import { uuidOf } from '../../harness/derived-ids.js';
import type { Data } from '../history/narrator.js';
import { bodiesOf, brokenBodies } from './bodies.js';
import type { Operation } from './document.js';
import { tryOtherForms, tryOtherMethods } from './odd-requests.js';
import type { Persona } from './party.js';
import { ask, asPersona, firstOf, pathsOf, scenesOf } from './scene.js';
import type { Act, Scene, Script } from './scene.js';
import type { Question } from './session.js';
import { sweep } from './sweep.js';

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

const keyHeader = (scene: Scene, what: string): Record<string, string> =>
  scene.operation.headers.includes('Idempotency-Key')
    ? { 'idempotency-key': uuidOf('key of session', scene.session.name, scene.operation.key, what) }
    : {};

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

/** What a tag is kept for: a thing, as one person was shown it. `path` may go on behind the thing. */
const tagOf = (path: string, { person }: Persona): string =>
  `tag ${person.sub} ${path.split('/').slice(0, partsOfThing).join('/')}`;
/** `/v1/casussen/{id}`, with the empty part in front. */
const partsOfThing = 4;

/** Reads what an operation can be asked for: what the party knows for each purpose, what it may not know of for one. */
const read = async (scene: Scene, alsoOthers: boolean): Promise<void> => {
  const { operation, party } = scene;
  const { own, others } = pathsOf(scene);
  for (const [at, persona] of party.personas.entries()) {
    for (const purpose of persona.purposes) {
      for (const { path } of own) {
        const keepTag = operation.hasId ? { keepTag: tagOf(path, persona) } : {};
        await ask(scene, `${path} for ${purpose}`, { ...asPersona(persona, purpose), path, ...keepTag });
      }
    }
    if (at > 0) continue;
    if (operation.isPaged) await walk(scene, persona);
    if (!alsoOthers) continue;
    for (const { path } of others) await ask(scene, `${path} of others`, { ...asPersona(persona), path });
  }
};

/** A command that holds only where the thing is as it was shown: under a made-up tag, under any, and under the one that was read. */
const onCondition = async (
  scene: Scene,
  persona: Persona,
  { path, body }: { readonly path: string; readonly body: Data },
): Promise<void> => {
  const by = asPersona(persona);
  const conditions = {
    'a made-up tag': { ifMatch: 'none' },
    'its tag': { ifMatch: tagOf(path, persona) },
    'any tag': { headers: { 'if-match': '*' } },
  } as const;
  for (const [condition, { headers: more = {}, ...question }] of Object.entries<Partial<Question>>(conditions)) {
    const what = `${path} by ${persona.person.sub}, under ${condition}`;
    const headers = { 'content-type': json, ...by.headers, ...keyHeader(scene, what), ...more };
    await ask(scene, what, { ...by, path, headers, body: JSON.stringify(body), ...question });
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
  if (operation.headers.includes('If-Match')) {
    for (const { id, path } of [...others, ...own]) {
      const [body] = bodies({ party, persona, ids, id, hub });
      if (body) await onCondition(scene, persona, { path, body });
    }
  }
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

/** Reading one's own write back, and opaque strings where they do not belong. */
const handBackTo = async (scene: Scene, persona: Persona): Promise<void> => {
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

const reading = (alsoOthers: boolean): Act =>
  async function* readAll(script) {
    for (const scene of scenesOf(script, 'GET')) {
      await read(scene, alsoOthers);
      yield scene.operation;
    }
  };

/** The acts of a session, each by itself. Reading changes nothing but the log of what was read; only commanding changes more. */
export const acts = {
  reading: reading(true),
  readingAgain: reading(false),
  tryingWrongly: async function* tryAll(script) {
    for (const operation of script.operations) {
      await tryWrongly({ ...script, operation }, firstOf(script));
      yield operation;
    }
  },
  otherMethods: tryOtherMethods,
  otherForms: tryOtherForms,
  sweeping: sweep,
  commanding: async function* commandAll(script) {
    for (const scene of scenesOf(script, 'POST')) {
      if (script.commands && !script.commands.test(scene.operation.key)) continue;
      for (const persona of script.party.personas) await command(scene, persona);
      yield scene.operation;
    }
  },
  handingBack: async function* handBack(script) {
    for (const scene of scenesOf(script, 'GET')) {
      await handBackTo(scene, firstOf(script));
      yield scene.operation;
    }
  },
} as const satisfies Record<string, Act>;
export type ActName = keyof typeof acts;

/** Plays acts one after the other. */
export async function* playActs(script: Script, names: readonly ActName[]): AsyncGenerator<Operation> {
  for (const name of names) yield* acts[name](script);
}

const wholeSession: readonly ActName[] = [
  'reading',
  'tryingWrongly',
  'otherMethods',
  'commanding',
  'handingBack',
  'readingAgain',
];

/** The whole session: reads, tries everything wrongly, commands, hands back what it got, and reads again. */
export const play = async (script: Script): Promise<void> => {
  for await (const _operation of playActs(script, wholeSession)) void _operation;
};
