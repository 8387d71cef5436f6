import { openApiPath } from '@knooppunt/platform';
import type { FixedHub } from '../../harness/fixed-hub.js';

type Schema = {
  readonly $ref?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
};
type Written = {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: object;
  readonly security?: readonly object[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
  >;
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Written>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** One operation of the API as its document describes it; `key` is method and path as written there. */
export type Operation = {
  readonly key: string;
  readonly method: string;
  /** Address with its parameters in braces. */
  readonly path: string;
  /** The resource: the first word of the address. */
  readonly resource: string;
  readonly isOpen: boolean;
  readonly isPaged: boolean;
  readonly hasBody: boolean;
  readonly hasId: boolean;
  readonly headers: readonly string[];
  /** Media types of its answers. */
  readonly forms: readonly string[];
  /** Names of its query. */
  readonly queries: readonly string[];
  /** The opaque strings of an answer, as the document declares them (`format: opaque`), in order. */
  readonly opaqueIn: (status: number, body: unknown) => readonly string[];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const opaqueOf = (document: Document, schema: Schema | undefined, value: unknown): readonly string[] => {
  if (!schema) return [];
  const named =
    schema.$ref === undefined ? undefined : document.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
  const own = schema.format === 'opaque' && typeof value === 'string' ? [value] : [];
  const members = isObject(value) ? Object.entries(schema.properties ?? {}) : [];
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return [
    ...own,
    ...opaqueOf(document, named, value),
    ...(schema.allOf ?? []).flatMap((part) => opaqueOf(document, part, value)),
    ...members.flatMap(([name, member]) =>
      opaqueOf(document, member, (value as Readonly<Record<string, unknown>>)[name]),
    ),
    ...items.flatMap((item) => opaqueOf(document, schema.items, item)),
  ];
};

const schemaOf = ({ responses }: Written, status: number): Schema | undefined =>
  Object.values(responses[String(status)]?.content ?? {})[0]?.schema;

const operationOf = (document: Document, path: string, method: string, written: Written): Operation => {
  const parameters = written.parameters ?? [];
  const namesIn = (place: string): readonly string[] =>
    parameters.filter((one) => one.in === place).map(({ name }) => name);
  return {
    key: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path: `/v1${path}`,
    resource: path.split('/')[1] ?? '',
    isOpen: written.security?.length === 0,
    isPaged: namesIn('query').includes('limiet'),
    hasBody: written.requestBody !== undefined,
    hasId: path.includes('{'),
    headers: namesIn('header'),
    queries: namesIn('query'),
    forms: Object.values(written.responses).flatMap(({ content = {} }) => Object.keys(content)),
    opaqueIn: (status, body) => opaqueOf(document, schemaOf(written, status), body),
  };
};

/** Every operation of the API description that this hub publishes itself. */
export const operationsOf = async (hub: FixedHub): Promise<readonly Operation[]> => {
  const answer = await hub.send({ method: 'GET', path: openApiPath });
  const document = JSON.parse(answer.body.toString()) as Document;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, written]) => operationOf(document, path, method, written)),
  );
};
