/** A JSON schema, as far as the API description uses it. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly example?: unknown;
};
type Described = {
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
};
/** The API description. */
export type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
};

/** References followed, the first of several choices taken: a delivery is one before it is a batch. */
const resolved = (document: Document, schema: Schema, depth = 0): Schema => {
  if (depth > 8) return {};
  const inner = (one: Schema): Schema => resolved(document, one, depth + 1);
  if (schema.$ref !== undefined) {
    const named = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
    if (!named) throw new TypeError(`the API description refers to nothing: ${schema.$ref}`);
    return inner(named);
  }
  const chosen = schema.oneOf?.[0] ?? schema.anyOf?.[0] ?? (schema.allOf?.length === 1 ? schema.allOf[0] : undefined);
  if (chosen) return inner(chosen);
  const { properties, items } = schema;
  return {
    ...schema,
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([k, v]) => [k, inner(v)])) }
      : {}),
    ...(items ? { items: inner(items) } : {}),
  };
};

/** The body of an operation; `path` as the description has it. */
export const schemasOf = (document: Document, method: string, path: string): Schema | undefined => {
  const { requestBody } = document.paths[path]?.[method.toLowerCase()] ?? {};
  const [content] = Object.values(requestBody?.content ?? {});
  return content?.schema ? resolved(document, content.schema) : undefined;
};

/** A place in a body, and what the description says of it. */
export type Place = { readonly pointer: string; readonly schema: Schema };

/** Every place of a body that holds one value; of a list, its first item. */
export const placesOf = (schema: Schema, pointer = ''): readonly Place[] => {
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([name, member]) => placesOf(member, `${pointer}/${name}`));
  }
  if (schema.items) return [{ pointer, schema }, ...placesOf(schema.items, `${pointer}/0`)];
  return schema.type === 'object' ? [] : [{ pointer, schema }];
};

/** A value that has the form that the description asks for, or nearly: enough for a body that is refused for something else. */
export const sampleOf = (schema: Schema): unknown => {
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  if (schema.properties) {
    return Object.fromEntries((schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]));
  }
  if (schema.items) return [sampleOf(schema.items)];
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  if (schema.type === 'object') return {};
  const forms: Readonly<Record<string, string>> = { date: '2026-05-01', 'date-time': '2026-05-01T00:00:00Z' };
  if (schema.format !== undefined && forms[schema.format] !== undefined) return forms[schema.format];
  return (
    ['7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c31', '00000099000000006000', 'POL.opsporing', 'S1', 'p1', 'een-code'].find(
      (text) => new RegExp(schema.pattern ?? '').test(text),
    ) ?? 'Waarom dit nodig is.'
  );
};

/** The same value with another one at a place; `undefined` takes it away. Lists and objects on the way there are made. */
export const withAt = (value: unknown, pointer: string, put: unknown): unknown => {
  const [, name, ...rest] = pointer.split('/');
  if (name === undefined) return put;
  const deeper = rest.length === 0 ? '' : `/${rest.join('/')}`;
  if (/^\d+$/.test(name)) {
    const list = Array.isArray(value) ? [...(value as unknown[])] : [];
    list[Number(name)] = withAt(list[Number(name)], deeper, put);
    return list;
  }
  return {
    ...(value as object | undefined),
    [name]: withAt((value as Record<string, unknown> | undefined)?.[name], deeper, put),
  };
};
