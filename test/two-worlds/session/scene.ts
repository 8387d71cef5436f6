import { oins, people } from '../../e2e/support/cast.js';
import type { Person } from '../../e2e/support/cast.js';
import { queryOf } from '../../e2e/support/targets.js';
import { referenceFor } from '../history/amsterdam-case.js';
import type { Ids } from '../history/plot.js';
import type { Operation } from './document.js';
import { addressesAt } from './party.js';
import type { Party, Persona } from './party.js';
import type { Question, Session } from './session.js';

/** A session to be played: by whom, over which operations, about which things. `commands`: only these operations, by key. */
export type Script = {
  readonly session: Session;
  readonly operations: readonly Operation[];
  readonly party: Party;
  readonly ids: Ids;
  readonly commands?: RegExp;
};
export type Scene = Script & { readonly operation: Operation };
/** A part of a session; it yields where it may be left. */
export type Act = (script: Script) => AsyncGenerator<Operation>;

export const asPersona = (
  { person }: Persona,
  purpose = person.purpose,
): Pick<Question, 'asker'> & { headers: Record<string, string> } => ({
  asker: person,
  headers: { doelbinding: purpose },
});

/** Asks one question of the operation at hand; what is left out is its own method and path. */
export const ask = (
  { session, operation }: Scene,
  what: string,
  question: Omit<Question, 'method' | 'path'> & Partial<Question>,
) =>
  session.ask(`${operation.key} · ${what}`, operation, { method: operation.method, path: operation.path, ...question });

/** A type whose schema is published, and one that no schema has: the same for everybody. */
const schemasAt = ({ path }: Operation) => {
  const [own, other] = ['nl.samenwerkingsverbanden.overbewoond-adres.v1', 'nl.samenwerkingsverbanden.casus.v1'].map(
    (type) => ({ id: type, path: path.replace('{type}', type) }),
  );
  return { own: own ? [own] : [], others: other ? [other] : [] };
};

/** The version in force, and one that nobody began: the same for everybody. */
const versionsAt = ({ path }: Operation, { person }: Persona) => {
  const query = queryOf(path).replace('POL.opsporing', person.purpose);
  const [own, ...others] = ['1.1.0', '9.9.9', 'geen-id'].map((id) => ({ id, path: path.replace('{id}', id) + query }));
  return { own: own ? [own] : [], others };
};

/** Who takes part: the police, and who never did here. */
const partiesAt = ({ path }: Operation) => {
  const [own, ...others] = [oins.police, oins.collegeRotterdam, '00000099000000099000', 'geen-oin'].map((id) => ({
    id,
    path: path.replace('{id}', id),
  }));
  return { own: own ? [own] : [], others };
};

/** Designations: the own, those of others here and elsewhere, and none. */
const designationsAt = ({ operation: { path }, session }: Scene, { person }: Persona) => {
  const { names } = session.sides[0].hub.standalone.engines.vault;
  const idOf = ({ sub, cooperation }: Person): string => names.personId('proef', sub, cooperation);
  const [own, ...others] = [idOf(person), idOf(people.steeringLabour), idOf(people.policeRotterdam), 'geen-id'].map(
    (id) => ({ id, path: path.replace('{id}', id) }),
  );
  return { own: own ? [own] : [], others };
};

/** Every address of an operation: its own path, or one per thing that is asked about. */
export const pathsOf = (scene: Scene) => {
  const { operation, party, ids, session } = scene;
  if (operation.path.includes('{type}')) return schemasAt(operation);
  const [first] = party.personas;
  if (operation.resource === 'convenanten' && operation.hasId && first) return versionsAt(operation, first);
  if (operation.resource === 'deelnemers' && operation.hasId) return partiesAt(operation);
  if (operation.resource === 'aanwijzingen' && operation.hasId && first) return designationsAt(scene, first);
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

/** One scene per operation of a method. */
export const scenesOf = (script: Script, method: string): readonly Scene[] =>
  script.operations.filter((one) => one.method === method).map((operation) => ({ ...script, operation }));

/** Each address once, with one of the operations that it has. */
export const scenesByPath = (script: Script): readonly Scene[] => {
  const byPath = new Map(script.operations.map((operation) => [operation.path, operation]));
  return [...byPath.values()].map((operation) => ({ ...script, operation }));
};

/** Who speaks for a party where one voice is enough. */
export const firstOf = ({ party }: Script): Persona => {
  const [first] = party.personas;
  if (!first) throw new TypeError('a party without people');
  return first;
};
