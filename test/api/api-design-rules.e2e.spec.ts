import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiVersion } from '@knooppunt/contracts';
import { documentsOf } from './documents.js';
import type { ApiDocument, Described, Operation } from './documents.js';
import { Linter } from './rule-set.js';

const linter = new Linter();
const page = new URL('../../docs/api.md', import.meta.url);
const text = readFileSync(page, 'utf8');

let described: Described;
beforeAll(async () => {
  described = await documentsOf();
});
afterAll(() => described.close());

type Placed = { readonly key: string; readonly path: string; readonly method: string; readonly operation: Operation };
const operationsOf = ({ paths }: ApiDocument): readonly Placed[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      key: `${method.toUpperCase()} ${path}`,
      path,
      method,
      operation,
    })),
  );

/** Words that an English sentence hardly does without, and no Dutch one has. */
const english =
  /(?<!\p{L})(?:the|and|with|from|which|this|that|what|who|are|your|has|have|for|been|not|where)(?!\p{L})/iu;

/** All that a description says to people, each text once. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const found = Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    typeof member === 'string' && ['title', 'summary', 'description'].includes(name) ? [member] : textsIn(member),
  );
  return [...new Set(found)];
};

describe('the linter of the API Design Rules', () => {
  it.each([['hub'], ['gateway']] as const)('has nothing against the API of the %s', async (program) => {
    const document = described.documents[program];
    expect(Object.keys(document.paths).length).toBeGreaterThan(1);
    expect(await linter.findings(document)).toEqual([]);
  });

  it('finds what is seeded: each rule has eyes', async () => {
    const text200 = { description: 'Goed.', headers: { 'API-Version': { schema: { type: 'string' } } } };
    const { gateway } = described.documents;
    const found = await linter.findings({
      ...gateway,
      info: { ...gateway.info, version: '1.0', contact: { name: 'Team' } },
      servers: [{ url: 'http://knooppunt.example/api' }],
      paths: {
        ...gateway.paths,
        '/openFase/{id}': { get: { responses: { 200: { description: 'Zonder versie.' } } } },
        '/_bereid-voor': {
          post: {
            parameters: [{ in: 'query', name: 'sorteer_op', schema: { type: 'string' } }],
            responses: { 200: text200, 404: { description: 'x', content: { 'application/json': {} } } },
          },
        },
        '/zaken/': { get: { responses: { 200: text200 } } },
      },
      components: {
        schemas: {
          ...gateway.components.schemas,
          eigen_naam: { type: 'object', properties: { startDatum: { type: 'string', format: 'date-time' } } },
        },
      },
    });
    const codes = new Set(found.map((finding) => finding.split(' ').slice(0, 2).join(' ').replace(/:$/, '')));
    expect([...codes].toSorted()).toEqual([
      'error nlgov:include-major-version-in-uri',
      'error nlgov:info-contact-fields-exist',
      'error nlgov:missing-header',
      'error nlgov:paths-kebab-case',
      'error nlgov:problem-invalid-input',
      'error nlgov:query-keys-camel-case',
      'error nlgov:semver',
      'error nlgov:use-date-instead-of-datetime',
      'error nlgov:use-problem-schema',
      'error path-keys-no-trailing-slash',
      'error path-params',
      'warning nlgov:schema-camel-case',
      'warning nlgov:servers-use-https',
    ]);
  });
});

describe('the API descriptions', () => {
  it('of hub and gateway are together that of the hub in one process', () => {
    const { standalone, hub, gateway } = described.documents;
    const keys = (document: ApiDocument) => operationsOf(document).map(({ key }) => key);
    expect(keys(standalone).toSorted()).toEqual([...new Set([...keys(hub), ...keys(gateway)])].toSorted());
    expect(keys(gateway)).toContain('POST /leveringen');
    expect(keys(hub).length).toBeGreaterThan(25);
  });

  it('name every status that can come, and no other way to say that input is wrong', () => {
    for (const { key, path, method, operation } of operationsOf(described.documents.standalone)) {
      const isOpen = operation.security.length === 0;
      const isPost = method === 'post';
      const isConditional = operation.parameters?.some(({ name }) => name === 'If-Match') ?? false;
      const expected = [
        400,
        405,
        406,
        429,
        500,
        503,
        ...(isOpen ? [] : [401, 403]),
        ...(path.includes('{') || isPost ? [404] : []),
        ...(isPost ? [409, 413, 415] : []),
        ...(isConditional ? [412] : []),
      ];
      const told = Object.keys(operation.responses).map(Number);
      expect([key, told.filter((status) => status >= 400)]).toEqual([key, expected.toSorted((a, b) => a - b)]);
      for (const status of [429, 503]) {
        expect(operation.responses[String(status)]?.headers).toHaveProperty('Retry-After');
      }
    }
  });

  it('take If-Match where a thing is changed, and give its ETag where it is read', () => {
    const operations = operationsOf(described.documents.standalone);
    const tagged = operations.filter(({ operation }) => 'ETag' in (operation.responses['200']?.headers ?? {}));
    expect(tagged.map(({ key }) => key)).toEqual([
      'GET /signalen/{id}',
      'GET /casussen/{id}',
      'GET /casussen/{id}/betrokkenen',
      'GET /casussen/{id}/noodzaak',
      'GET /verzoeken/{id}',
      'GET /overleggen/{id}',
      'GET /convenanten/{id}',
      'GET /deelnemers/{id}',
      'GET /aanwijzingen/{id}',
    ]);
    const conditional = operations.filter(({ operation }) => operation.responses['412'] !== undefined);
    const changing = operations.filter(({ key }) => /^POST .*\{id\}/.test(key));
    expect(conditional.map(({ key }) => key)).toEqual(changing.map(({ key }) => key));
  });

  it('say in words what each operation does', () => {
    for (const { key, operation } of operationsOf(described.documents.standalone)) {
      expect([key, operation.summary]).toEqual([key, expect.stringMatching(/\w{2}/)]);
    }
  });

  it('are in Dutch, whatever they describe', () => {
    const told = textsIn(described.documents.standalone);
    expect(told.length).toBeGreaterThan(200);
    expect(told.filter((one) => english.test(one))).toEqual([]);
    expect(['The own deliveries', 'Purpose for which it is asked'].filter((one) => english.test(one))).toHaveLength(2);
  });

  it('have nothing in an address but words, codes and ids, and nothing in a query but places and limits', () => {
    const operations = operationsOf(described.documents.standalone);
    const names = operations.flatMap(({ operation }) =>
      (operation.parameters ?? []).filter((one) => one.in === 'query' || one.in === 'path').map(({ name }) => name),
    );
    expect([...new Set(names)].toSorted()).toEqual([
      'betrokkene',
      'cursor',
      // a situation that could be, at `/convenanten/{id}/uitleg`, and days, at `/effect` and `/dekking`
      'doel',
      'eersteDag',
      'fase',
      'feiten',
      'id',
      'laatsteDag',
      'limiet',
      // a version, at `/convenanten/{id}/verschil`
      'met',
      'naar',
      'organisatie',
      'soort',
      'tot',
      // the type of an event, at `/schemas/{type}`
      'type',
      'van',
      'veld',
    ]);
  });
});

describe('docs/api.md', () => {
  const [, table = ''] = /<!-- rules -->([^]*)<!-- \/rules -->/.exec(text) ?? [];
  const rows = [...table.matchAll(/^\| `([^`]+)`\s+\| (.+?)\s+\| \[[^\]]+\]\(([^)]+)\)\s+\|$/gm)];

  it('has a row for each of the 36 rules, with how it is met', () => {
    const rules = rows.map(([, rule]) => rule);
    expect([rules.length, new Set(rules).size]).toEqual([36, 36]);
    for (const [, rule, how = ''] of rows) expect([rule, how.length > 10]).toEqual([rule, true]);
  });

  it('names a test that is there for each', () => {
    for (const [, rule, , file = ''] of rows) expect([rule, existsSync(new URL(file, page))]).toEqual([rule, true]);
  });

  it('has the version of now at the top of its changes', () => {
    const [, changes = ''] = text.split('## Wijzigingen');
    expect(/\*\*([^*]+)\*\*/.exec(changes)?.[1]).toBe(apiVersion);
  });

  it('names the limits as they are set', async () => {
    const { settings } = await import('@knooppunt/platform');
    for (const name of ['PERSON', 'ORGANISATION', 'ADDRESS']) {
      const fallback = settings.find((one) => one.name === `KNOOPPUNT_RATE_${name}`)?.fallback ?? '';
      expect(text).toContain(Number(fallback).toLocaleString('nl-NL'));
    }
  });
});
