import { oins, people } from '../../e2e/support/cast.js';
import type { Person } from '../../e2e/support/cast.js';
import { uuidOf } from '../../harness/derived-ids.js';
import type { WireRequest } from '../../harness/wire.js';
import { weighing } from '../history/amsterdam.js';
import { referenceFor } from '../history/amsterdam-case.js';
import type { Ids } from '../history/plot.js';
import { bodiesOf } from '../session/bodies.js';
import type { Operation } from '../session/document.js';
import type { Party, Persona } from '../session/party.js';
import type { Question, Session, Side } from '../session/session.js';
import { headers as headersByName } from './steps.js';
import type { OtherStep, ReaderStep, Step } from './steps.js';

/** Where scripts are played. */
export type Stage = {
  readonly session: Session;
  readonly operations: readonly Operation[];
  readonly party: Party;
  readonly ids: Ids;
  /** Number of the script, for ids and moments of its own. */
  readonly run: number;
};

const json = 'application/json';
const nowhere = (what: string): string => uuidOf('nowhere', what);
const idOf = (ids: Ids, about: string): string => (about === 'malformed' ? 'geen-id' : (ids[about] ?? nowhere(about)));

const odd: Readonly<Record<string, string>> = {
  empty: '{}',
  list: '[]',
  'unknown member': '{"onbekend":true}',
  broken: '{"a":',
  proto: '{"__proto__":{"a":1}}',
  deep: `${'['.repeat(90)}${']'.repeat(90)}`,
  text: '"tekst"',
};

type Asking = Stage & { readonly step: ReaderStep; readonly operation: Operation; readonly persona: Persona };

/** Who of the party speaks for this purpose. */
const personaFor = ({ personas }: Party, purpose: string): Persona =>
  personas.find(({ purposes }) => purposes.includes(purpose)) ?? (personas[0] as Persona);

const bodyOf = ({ step, operation, party, persona, ids, session }: Asking): string | undefined => {
  if (operation.method === 'GET') return undefined;
  const own = odd[step.body];
  if (own !== undefined) return own;
  const { hub } = session.sides[0];
  const all = bodiesOf[operation.key]?.({ party, persona, ids, id: idOf(ids, step.about), hub }) ?? [];
  return JSON.stringify(all[Number(step.body) % Math.max(1, all.length)] ?? {});
};

const pathOf = ({ step, operation, party, ids, session }: Asking): string => {
  const path = operation.path.replace('{id}', idOf(ids, step.about));
  const { hub } = session.sides[0];
  const caseId = idOf(ids, step.about);
  const known = (): string =>
    referenceFor({ hub }, party.system.organisation, caseId, ['subject', ids['child'] ?? nowhere('subject')]);
  return path.includes('{') ? path.replace(/\{[^}]+\}/, known()) : path;
};

const without = (given: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));

const questionOf = (asking: Asking, at: number): Question => {
  const { step, operation, persona, party, run, session } = asking;
  const isDelivery = operation.key === 'POST /leveringen';
  const { query } = step;
  const use = `cursor ${operation.path}`;
  const cursor = /<(own|foreign|write)>/.exec(query)?.[1];
  const base = query.replace(/&?cursor=<\w+>/, '').replace(/^&/, '');
  const own = headersByName[step.header] ?? {};
  const token = own['leesbewijs'];
  const { leesbewijs: _token, ...named } = own;
  const body = bodyOf(asking);
  const path = pathOf(asking);
  return {
    method: step.method === '' ? operation.method : step.method,
    path: base === '' ? path : `${path}?${base}`,
    asker: isDelivery ? party.system : persona.person,
    headers: without({
      ...(isDelivery ? {} : { doelbinding: step.purpose }),
      ...(body === undefined ? {} : { 'content-type': json }),
      'idempotency-key': uuidOf('fuzz', session.name, String(run), String(at), operation.key),
      ...named,
    }),
    ...(body === undefined ? {} : { body }),
    ...(cursor === undefined
      ? {}
      : { cursor: { own: use, foreign: 'cursor of another', write: 'own write' }[cursor] ?? '' }),
    ...(token === undefined ? {} : { token: { '<write>': 'own write', '<own>': use }[token] ?? 'none' }),
    keep: operation.method === 'GET' ? ['volgende', use] : ['leesbewijs', 'own write'],
  };
};

const askReader = async (stage: Stage, step: ReaderStep, at: number): Promise<void> => {
  const { session, operations, party } = stage;
  const operation = operations.find(({ key }) => key === step.operation);
  if (!operation) throw new TypeError(`no operation ${step.operation}`);
  const question = questionOf({ ...stage, step, operation, persona: personaFor(party, step.purpose) }, at);
  const label = `${stage.run}.${at} ${JSON.stringify(step)}`;
  await session.ask(label, operation, question);
  if (step.again) await session.ask(`${label} again`, operation, question);
};

type Deed = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: object };
const words = (what: string): string => `In het verborgene: ${what}.`;

/** What a deed of others is as a request; its bodies name no thing and nobody that the reader is concerned with. */
const deedOf = ({ does, about }: OtherStep, ids: Ids, side: Side): Deed => {
  const id = idOf(ids, about);
  const own = (kind: 'reference' | 'subject', thing: string): string =>
    referenceFor({ hub: side.hub }, oins.bureau, id, [kind, ids[thing] ?? nowhere(kind)]);
  const post = (path: string, body: object = {}): Deed => ({ method: 'POST', path, body });
  const get = (path: string): Deed => ({ method: 'GET', path });
  const all: Readonly<Record<string, Deed>> = {
    'read the dossier': get(`/v1/casussen/${id}/dossier`),
    'read the list': get('/v1/casussen?limiet=1'),
    'read the pack': get(`/v1/overleggen/${id}/dossier`),
    'read a request': get(`/v1/verzoeken/${id}`),
    'read the log': get(`/v1/casussen/${id}/verstrekkingen`),
    need: post(`/v1/casussen/${id}/noodzaak`, {
      ontvanger: oins.police,
      doel: 'POL.opsporing',
      soort: 'S19',
      categorieen: ['COM'],
      tekst: words('noodzaak'),
    }),
    ask: post('/v1/verzoeken', {
      casus: id,
      gevraagd: [oins.police],
      soorten: ['S6'],
      categorieen: ['ID'],
      betrokkenen: [],
      voor: [{ organisatie: oins.police, doel: 'POL.opsporing' }],
      uiterlijk: '2026-05-20',
      tekst: words('verzoek'),
    }),
    convene: post('/v1/overleggen', { casus: id, genodigden: [oins.police], gepland: '2026-03-20T13:00:00Z' }),
    open: post(`/v1/overleggen/${id}/_open`),
    attend: post(`/v1/overleggen/${id}/aanwezigen`, { organisatie: oins.police }),
    close: post(`/v1/overleggen/${id}/_sluit`, { besluiten: words('besluit') }),
    prepare: post(`/v1/signalen/${id}/_bereid-weging-voor`, { ...weighing(words), wegers: [oins.police] }),
    met: post(`/v1/signalen/${id}/_voldoet`),
    reject: post(`/v1/signalen/${id}/_wijs-af`, { reden: 'onvoldoende-aanwijzingen', toelichting: words('af') }),
    'open a case': post('/v1/casussen', {
      signalen: [id],
      activiteit: 'casusoverleg',
      deelnemers: [{ organisatie: oins.police }],
    }),
    link: post(`/v1/casussen/${id}/betrokkenen`, { inbreng: own('reference', 'sR'), blok: 'p1', rol: 'circle' }),
    advise: post(`/v1/casussen/${id}/adviezen`, { fase: '2', advies: 'positief', tekst: words('advies') }),
  };
  const deed = all[does];
  if (!deed) throw new TypeError(`nobody knows how to ${does}`);
  return deed;
};

/** Others act in both worlds, where what they act on may be there or not; nobody looks at what they are answered. */
const letOthers = async ({ session, ids, run }: Stage, step: OtherStep, at: number): Promise<void> => {
  const person: Person = people[step.who];
  const correlation = uuidOf('fuzz of others', session.name, String(run), String(at));
  await Promise.all(
    session.sides.map(async (side) => {
      const { method, path, body } = deedOf(step, ids, side);
      const request: WireRequest = {
        method,
        path,
        headers: {
          authorization: await side.hub.bearer(person),
          doelbinding: person.purpose,
          'x-correlation-id': correlation,
          'idempotency-key': correlation,
          ...(body === undefined ? {} : { 'content-type': json }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      await side.hub.send(request);
      await side.hub.newAppends();
    }),
  );
};

/** Plays one script in both worlds. */
export const playScript = async (stage: Stage, script: readonly Step[]): Promise<void> => {
  for (const [at, step] of script.entries()) {
    if (step.by === 'reader') await askReader(stage, step, at);
    else await letOthers(stage, step, at);
  }
};
