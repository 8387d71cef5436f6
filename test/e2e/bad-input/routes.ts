import { randomUUID } from 'node:crypto';
import { oins, people } from '../support/cast.js';
import { accepted, send } from '../support/client.js';
import type { Data } from '../support/deliveries.js';
import type { TestHub } from '../support/hub.js';
import { operationsOf } from '../support/open-api.js';
import type { Operation } from '../support/open-api.js';
import type { Play } from '../support/play.js';
import { callOf, idsOf, queryOf } from '../support/targets.js';
import type { Target } from '../support/targets.js';
import type { Scope } from './corpus.js';
import { sampleOf, schemasOf } from './schemas.js';
import type { Document, Schema } from './schemas.js';

/** An operation of the API as a case meets it: with its schema, and a body that its description allows. */
export type Route = Target & {
  readonly schema: Schema | undefined;
  readonly isList: boolean;
  /** The methods that its address has, as `Allow` names them. */
  readonly allow: string;
};

/** Not called by anybody yet: a person of the police, ids that are nowhere, and a body as the description has it. */
const strange = (
  operation: Operation,
  schema: Schema | undefined,
): readonly ['police' | 'system', Data | undefined] => [
  'police',
  operation.hasBody && schema ? (sampleOf(schema) as Data) : undefined,
];

/** Every operation that the running hub describes, the open ones too. A new one is there by itself. */
export const routesOf = async (hub: TestHub, play: Play, disclosure: string): Promise<readonly Route[]> => {
  const document = accepted(await send(`${hub.base}/v1/openapi.json`, {})).body as unknown as Document;
  const operations = await operationsOf(hub);
  return operations.map((operation) => {
    const schema = schemasOf(document, operation.method, operation.path.slice('/v1'.length));
    const [role, body] = callOf(operation, play) ?? strange(operation, schema);
    const id = idsOf(play, disclosure)[operation.path.split('/')[2] ?? ''] ?? randomUUID();
    const path = operation.path
      .replace('{id}', id)
      .replace('{betrokkene}', play.subjects.get('volwassene') ?? '')
      .replaceAll(/\{[^}]+\}/g, randomUUID())
      .concat(queryOf(operation.path));
    const methods = operations.filter((other) => other.path === operation.path).map(({ method }) => method);
    return {
      operation,
      role,
      body,
      path,
      schema,
      name: `${operation.method} ${operation.path}`,
      isList: operation.parameters.includes('query:limiet'),
      allow: methods.toSorted().join(', '),
    };
  });
};

const has: Readonly<Record<Scope, (route: Route) => boolean>> = {
  all: () => true,
  closed: ({ operation }) => !operation.isOpen,
  persons: ({ operation, role }) => !operation.isOpen && role !== 'system',
  bodies: ({ operation }) => operation.method === 'POST',
  // bodies of the usual size: two routes take a whole covenant
  usual: ({ operation }) =>
    operation.method === 'POST' && !/^\/v1\/convenanten($|\/\{id\}\/wijzigingen$)/.test(operation.path),
  commands: ({ operation, role }) => operation.method === 'POST' && role !== 'system',
  filled: ({ body }) => Object.keys(body ?? {}).length > 0,
  // a version of a covenant goes by its number, which another cooperation may have too
  ids: ({ operation }) =>
    !operation.isOpen && operation.path.includes('{id}') && !operation.path.startsWith('/v1/convenanten'),
  lists: ({ isList }) => isList,
  plain: ({ isList, operation }) => !isList && !operation.isOpen,
  readers: ({ operation }) => operation.parameters.includes('header:Leesbewijs'),
};

/** The routes that a case with this scope is for. */
export const inScope = (routes: readonly Route[], scope: Scope): readonly Route[] => routes.filter(has[scope]);

/** Who calls it. */
export const bearerOf = async (hub: TestHub, { role }: Pick<Route, 'role'>): Promise<string> => {
  const client = role === 'system' ? await hub.system(oins.college, people.college.cooperation) : await hub.as(role);
  return client.headers['authorization'] ?? '';
};
