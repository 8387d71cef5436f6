import type { OpenAPIObject } from '@nestjs/swagger';
import { forms } from '@knooppunt/contracts';
import { ruleExtension } from './auth/route-decorators.js';
import type { RouteRules } from './http/edge-context.js';
import { titleOf } from './http/problem.catalogue.js';

type Header = { readonly description: string; readonly schema: object };
type Response = { description?: string; headers?: Record<string, Header>; content?: object };
type Parameter = { readonly in: string; readonly name: string } & Record<string, unknown>;
type Operation = {
  parameters?: Parameter[];
  responses: Record<string, Response>;
  security?: object[];
  requestBody?: object;
};
type Schema = { type?: string; properties?: object; additionalProperties?: unknown };

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const answerHeaders: Record<string, Header> = {
  'API-Version': { description: 'Volledige versie van de API.', schema: { type: 'string' } },
  'X-Correlation-Id': { description: 'Kenmerk van dit verzoek.', schema: { type: 'string', format: 'uuid' } },
};

const tagHeader: Record<string, Header> = {
  ETag: {
    description:
      'Merk van deze zaak zoals deze lezer haar ziet; geef het mee als If-Match bij wat u er dan aan wijzigt.',
    schema: { type: 'string', pattern: '^"[0-9a-f-]{36}"$' },
  },
};

const retryHeader: Record<string, Header> = {
  'Retry-After': { description: 'Seconden tot opnieuw proberen zin heeft.', schema: { type: 'integer', minimum: 1 } },
};
const retriableStatuses = [429, 503];

const headerParameter = (name: string, description: string, schema: object, required: boolean): Parameter => ({
  in: 'header',
  name,
  description,
  required,
  schema: { type: 'string', ...schema },
});

const purposePattern = `${forms.purpose.slice(0, -1)}$|^(rechtmatigheid|interne-controle|integriteit|rechtsvordering)$`;

const parametersOf = (method: string, rules: RouteRules): Parameter[] => {
  const parameters: Parameter[] = [];
  if (!rules.open && !rules.purposeless && rules.callers !== 'organisation') {
    parameters.push(
      headerParameter('Doelbinding', 'Doel van de persoon die vraagt.', { pattern: purposePattern }, true),
      headerParameter('Casus', 'De casus waarin wordt gevraagd.', { format: 'uuid' }, false),
    );
  }
  if (method === 'post' && !rules.selfIdentifying) {
    const form = { pattern: '^[\\x21-\\x7e]+$', minLength: 8, maxLength: 128 };
    parameters.push(headerParameter('Idempotency-Key', 'Maakt herhalen veilig.', form, true));
  }
  if (rules.conditional) {
    const description = 'De ETag waarop dit besluit berust; is de zaak sindsdien gewijzigd, dan 412.';
    parameters.push(headerParameter('If-Match', description, { maxLength: 2048 }, false));
  }
  if (!rules.open) {
    parameters.push(headerParameter('X-Correlation-Id', 'Kenmerk van dit verzoek.', { format: 'uuid' }, false));
  }
  return parameters;
};

const problemStatuses = (method: string, path: string, rules: RouteRules): number[] => {
  const statuses = [400, 405, 406, 429, 500, 503];
  if (!rules.open) statuses.push(401, 403);
  if (path.includes('{') || method === 'post') statuses.push(404);
  if (method === 'post') statuses.push(409, 413, 415);
  if (rules.conditional) statuses.push(412);
  return statuses.toSorted((a, b) => a - b);
};

const problemAnswer = (status: number): Response => ({
  description: titleOf(status, 'nl'),
  headers: { ...answerHeaders, ...(retriableStatuses.includes(status) ? retryHeader : {}) },
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } },
});

const takeRules = (operation: Operation): RouteRules => {
  const carried = Object.entries(operation).filter(([name]) => name.startsWith(ruleExtension));
  for (const [name] of carried) Reflect.deleteProperty(operation, name);
  return Object.fromEntries(carried.map(([name, value]) => [name.slice(ruleExtension.length), value]));
};

const completeOperation = (path: string, method: string, operation: Operation): void => {
  const rules = takeRules(operation);
  operation.parameters = [...(operation.parameters ?? []), ...parametersOf(method, rules)];
  operation.security = rules.open ? [] : [{ toegangsbewijs: [] }];
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (Number(status) < 400) {
      answer.headers = { ...answerHeaders, ...(rules.tagged ? tagHeader : {}), ...answer.headers };
    }
  }
  for (const status of problemStatuses(method, path, rules)) {
    operation.responses[String(status)] = problemAnswer(status);
  }
};

const closeSchemas = (schemas: Record<string, Schema>): void => {
  for (const schema of Object.values(schemas)) {
    if (schema.type === 'object' && schema.additionalProperties === undefined) schema.additionalProperties = false;
  }
};

// the server's address ends in /v1, so the paths begin after it (API Design Rules, uri-version)
const relative = (paths: OpenAPIObject['paths']): OpenAPIObject['paths'] =>
  Object.fromEntries(Object.entries(paths).map(([path, item]) => [path.replace(/^\/v1(?=\/)/, ''), item]));

/**
 * Adds to a generated document what holds for every operation: headers of answers, problem answers, required headers,
 * security; and closes the schemas. Source: API Design Rules error-handling, version-header.
 */
export const completeDocument = (document: OpenAPIObject): OpenAPIObject => {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (operation) completeOperation(path, method, operation as unknown as Operation);
    }
  }
  closeSchemas((document.components?.schemas ?? {}) as Record<string, Schema>);
  return { ...document, paths: relative(document.paths) };
};
