import { describe, expect, it } from '@jest/globals';
import { acceptsJson } from './accept.js';
import { trailOf } from './correlation.js';
import { preferredLanguage } from './language.js';
import { RouteTable } from './route-table.js';

const drawn = '11111111-2222-4333-8444-555555555555';
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the trail of a request', () => {
  it('takes a UUID as correlation and the trace of traceparent', () => {
    const correlation = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
    const headers = { 'x-correlation-id': correlation, traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    expect(trailOf(headers, () => drawn)).toEqual({ correlation, traceId: trace, malformed: false });
  });

  it('draws a correlation where there is none, and traces by it', () => {
    const { correlation, traceId } = trailOf({}, () => drawn);
    expect([correlation, traceId]).toEqual([drawn, drawn.replaceAll('-', '')]);
  });

  it.each([['Jan de Vries'], ['123456782'], [drawn.toUpperCase().replace('1', 'A')], [`${drawn},${drawn}`], ['']])(
    'keeps nothing of the malformed correlation %p',
    (given) => {
      expect(trailOf({ 'x-correlation-id': given }, () => drawn)).toMatchObject({
        correlation: drawn,
        malformed: true,
      });
    },
  );

  it.each([
    [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    [`00-${trace}-${'0'.repeat(16)}-01`],
    [`01-${trace}-00f067aa0ba902b7-01`],
    ['naam'],
  ])('begins a new trace for %s', (traceparent) => {
    expect(trailOf({ traceparent }, () => drawn).traceId).toBe(drawn.replaceAll('-', ''));
  });
});

describe('the language of an answer', () => {
  it.each([
    [undefined, 'nl'],
    ['nl,en;q=0.8', 'nl'],
    ['en', 'en'],
    ['en-GB,nl;q=0.5', 'en'],
    ['en;q=0.5,nl;q=0.5', 'nl'],
    ['de, fr', 'nl'],
    ['en;q=x', 'nl'],
  ])('for %p is %s', (accept, language) => {
    expect(preferredLanguage(accept)).toBe(language);
  });
});

describe('an Accept header', () => {
  it.each([
    [undefined],
    [''],
    ['*/*'],
    ['text/html, application/json;q=0.1'],
    ['application/problem+json'],
    ['application/*'],
  ])('allows JSON: %p', (accept) => {
    expect(acceptsJson(accept)).toBe(true);
  });
  it.each([['text/html'], ['application/xml'], ['application/json;q=0'], ['application/json; q=0.000'], ['image/*']])(
    'does not allow JSON: %p',
    (accept) => {
      expect(acceptsJson(accept)).toBe(false);
    },
  );
});

describe('the table of routes', () => {
  const table = new RouteTable();
  table.add('/v1/casussen/:id', 'GET');
  table.add('/v1/casussen/:id/fasen', ['POST']);
  table.add('/v1/docs/*', ['GET', 'HEAD']);

  it.each([
    ['/v1/casussen/7?x=1', ['GET']],
    ['/v1/casussen/7/fasen', ['POST']],
    ['/v1/docs/swagger-ui.css', ['GET', 'HEAD']],
    ['/v1/casussen/', []],
    ['/v1/casussen', []],
    ['/v1/casussen/7/8/9', []],
  ])('knows the methods at %s', (url, methods) => {
    expect(table.methodsAt(url)).toEqual(methods);
  });
});
