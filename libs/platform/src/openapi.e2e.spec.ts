import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startToy } from '../test/toy-app.js';
import type { Toy } from '../test/toy-app.js';

type Operation = {
  parameters?: { in: string; name: string; required: boolean }[];
  responses: Record<string, { headers?: object; content?: Record<string, { schema: { $ref?: string } }> }>;
  security: object[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
};
type Document = {
  openapi: string;
  info: { version: string; contact: object };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { additionalProperties?: unknown; required?: string[]; properties?: object }> };
};

let toy: Toy;
let document: Document;
beforeAll(async () => {
  toy = await startToy({
    openApi: {
      title: 'Proef',
      description: 'Een proef.',
      contact: { name: 'Knooppunt', url: 'https://knooppunt.example', email: 'api@knooppunt.example' },
      server: 'https://knooppunt.example',
    },
  });
  document = (await toy.call('/v1/openapi.json')).json as unknown as Document;
});
afterAll(() => toy.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
const namesOf = (operation: Operation) => (operation.parameters ?? []).map(({ name }) => name);

describe('the API description', () => {
  it('is public, for pages of any origin, and is JSON', async () => {
    const { status, headers } = await toy.call('/v1/openapi.json', { headers: { origin: 'https://elders.example' } });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('is OpenAPI 3.1 with version, contact and an https server that ends in /v1', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ version: '1.2.3', contact: { email: 'api@knooppunt.example' } });
    expect(document.servers.map(({ url }) => url)).toEqual(['https://knooppunt.example/v1']);
    expect(Object.keys(document.paths)).toContain('/casussen/{id}');
  });

  it('names API-Version on every success and a problem on every error', () => {
    expect(operations().length).toBeGreaterThan(8);
    for (const { operation } of operations()) {
      for (const [status, answer] of Object.entries(operation.responses)) {
        expect(answer.headers).toHaveProperty('API-Version');
        const problem = answer.content?.['application/problem+json']?.schema.$ref;
        expect(problem).toBe(Number(status) >= 400 ? '#/components/schemas/ProblemDto' : undefined);
      }
      expect(operation.responses).toHaveProperty('400');
      expect(Object.keys(operation).filter((name) => name.startsWith('x-'))).toEqual([]);
    }
  });

  it('asks purpose, key and token where the edge asks them', () => {
    const { paths } = document;
    expect(paths['/openbaar']?.['get']).toMatchObject({ security: [] });
    expect(namesOf(paths['/casussen']!['post']!)).toEqual([
      'Doelbinding',
      'Casus',
      'Idempotency-Key',
      'X-Correlation-Id',
    ]);
    expect(namesOf(paths['/leveringen']!['post']!)).toEqual(['X-Correlation-Id']);
    expect(namesOf(paths['/ik']!['get']!)).toEqual(['X-Correlation-Id']);
    expect(paths['/casussen']?.['get']?.parameters).toContainEqual(
      expect.objectContaining({ in: 'query', name: 'cursor', required: false }),
    );
  });

  it('closes its schemas: what is not named is refused', () => {
    expect(document.components.schemas['OpenCasusDto']).toMatchObject({
      additionalProperties: false,
      required: ['signalen', 'activiteit', 'deelnemers'],
    });
  });

  it('refers to nothing that is not there', () => {
    const names = new Set(Object.keys(document.components.schemas));
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]*)"/g)].map(
      ([, name]) => name,
    );
    expect(references.filter((name) => !names.has(name ?? ''))).toEqual([]);
  });
});

describe('the page of the API', () => {
  it('is public, with scripts of its own server only', async () => {
    const { status, headers, text } = await toy.call('/v1/docs', { headers: { accept: 'text/html' } });
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/html/)]);
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    const scripts = [...text.matchAll(/<script src="([^"]+)"/g)].map(
      ([, source]) => new URL(source ?? '', `${toy.url}/v1/docs`),
    );
    expect(scripts.length).toBeGreaterThan(2);
    for (const script of scripts) {
      const answer = await toy.call(script.pathname);
      expect([answer.status, answer.headers.get('etag')]).toEqual([200, null]);
    }
    expect(text).not.toMatch(/<script>[^<]/);
  });

  it('opens no other route', async () => {
    for (const path of [
      '/v1/docs/../ik',
      '/v1/docs/..%2fik',
      '/v1/docsik',
      '/v1/docs/package.json',
      '/v1/docs/LICENSE',
    ]) {
      expect([401, 404]).toContain((await toy.call(path)).status);
    }
  });
});
