import { uuidOf } from '../harness/derived-ids.js';
import type { Asker } from '../harness/fixed-hub.js';
import { bodiesOf } from '../two-worlds/session/bodies.js';
import type { Operation } from '../two-worlds/session/document.js';
import { addressesAt } from '../two-worlds/session/party.js';
import type { Party, Persona } from '../two-worlds/session/party.js';
import type { Stage } from './stage.js';

/** A request that is sent as often as wanted; correlation and bearer come with each sending. */
export type Asked = {
  readonly asker: Asker;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};
/** The same question about a thing that its reader may not know of, and about one that does not exist. */
export type QuestionPair = { readonly label: string; readonly hidden: Asked; readonly unknown: Asked };

const json = 'application/json';
const nowhere = (what: string): string => uuidOf('nowhere', what);

type Scene = Stage & { readonly operation: Operation; readonly party: Party; readonly persona: Persona };

/** Puts ids in the places of an address; a second place is that of a subject, whom nobody knows. */
const pathOf = ({ path }: Operation, id: string): string =>
  path.replace('{id}', id).replace(/\{[^}]+\}/, 'abcdefghijklmnop');

const askedOf = (scene: Scene, id: string): Asked => {
  const { operation, party, persona, ids, hub } = scene;
  const path = pathOf(operation, id);
  const asker = persona.person;
  const headers = { doelbinding: persona.person.purpose };
  if (operation.method === 'GET') return { asker, method: 'GET', path, headers };
  const [body = {}] = bodiesOf[operation.key]?.({ party, persona, ids, id, hub }) ?? [];
  const key = { 'content-type': json, 'idempotency-key': uuidOf('timing', operation.key, id) };
  return { asker, method: operation.method, path, headers: { ...headers, ...key }, body: JSON.stringify(body) };
};

/** Every question of a party about one thing: each of so many hidden things beside one that does not exist. */
export const pairsOf = (
  stage: Stage,
  operations: readonly Operation[],
  party: Party,
  most: number,
): readonly QuestionPair[] => {
  const [persona] = party.personas;
  if (!persona) throw new TypeError('a party without people');
  return (
    operations
      // a document that is published for everybody has a name, and nothing to hide
      .filter(({ path }) => path.includes('{id}'))
      .flatMap((operation) => {
        const scene = { ...stage, operation, party, persona };
        const { others } = addressesAt(operation.resource, party, stage.ids);
        const unknown = askedOf(scene, nowhere('timing'));
        return others.slice(0, most).map((id) => ({
          label: `${party.name}: ${operation.method} ${pathOf(operation, id)}`,
          hidden: askedOf(scene, id),
          unknown,
        }));
      })
  );
};

/** Deliveries into cases and to requests that their supplier has no part in, beside those that do not exist. */
export const deliveryPairsOf = (stage: Stage, { system, name }: Party): readonly QuestionPair[] => {
  const { ids } = stage;
  const sent = (what: string, place: object): Asked => ({
    asker: system,
    method: 'POST',
    path: '/v1/leveringen',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({
      specversion: '1.0',
      id: uuidOf('timing', what, JSON.stringify(place)),
      source: `urn:nld:oin:${system.organisation}:systeem:werelden`,
      type: 'nl.samenwerkingsverbanden.overbewoond-adres.v1',
      data: { declaration: { lawful: true, quality: true, firstProcessed: '2026-01-12' }, ...place },
    }),
  });
  const supplied = (id: string) => sent('supply', { way: 'supply', case: id });
  const answered = (id: string, request: string) => sent('answer', { way: 'answer', case: id, request });
  const { cH = '', cR = '', rc0 = '', r3 = '', r1 = '' } = ids;
  return [
    ...[cH, cR, rc0].map((id) => ({
      label: `${name}: supply into ${id}`,
      hidden: supplied(id),
      unknown: supplied(nowhere('case')),
    })),
    ...[r3, r1].map((id) => ({
      label: `${name}: answer to ${id}`,
      hidden: answered(nowhere('case'), id),
      unknown: answered(nowhere('case'), nowhere('request')),
    })),
  ];
};
