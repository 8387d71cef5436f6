import { accepted, send } from './client.js';
import type { TestHub } from './hub.js';

/** One operation of the API, as its description has it. */
export type Operation = {
  readonly method: string;
  /** With `/v1` and parameters in braces. */
  readonly path: string;
  readonly isOpen: boolean;
  readonly hasBody: boolean;
  readonly parameters: readonly string[];
};

type Described = {
  readonly security?: readonly object[];
  readonly requestBody?: object;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
};

/** Every operation of the OpenAPI document that this hub publishes. */
export const operationsOf = async (hub: TestHub): Promise<readonly Operation[]> => {
  const document = accepted(await send(`${hub.base}/v1/openapi.json`, {})).body as {
    readonly paths?: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  };
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { security = [], requestBody, parameters = [] }]) => ({
      method: method.toUpperCase(),
      path: `/v1${path}`,
      isOpen: security.length === 0,
      hasBody: requestBody !== undefined,
      parameters: parameters.map(({ name, in: place }) => `${place}:${name}`),
    })),
  );
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);

/** The operation that an address belongs to. */
export const operationAt = (operations: readonly Operation[], method: string, address: string): Operation | undefined =>
  operations.find(
    (one) =>
      one.method === method && new RegExp(`^${escaped(one.path).replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(address),
  );
