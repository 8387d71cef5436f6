import { expect } from '@jest/globals';
import type { Answer } from './client.js';
import { marker } from './planted.js';

const members = ['type', 'title', 'status', 'detail', 'code', 'correlatie', 'fouten', 'grondslag'];
const security = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'api-version': '1.0.0',
};

/** A fault of a problem, as `pointer code`. */
export const faultsOf = ({ body }: Answer): readonly string[] =>
  ((body['fouten'] ?? []) as readonly { pointer: string; code: string }[]).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );

/** Every answer has these, whatever it is. */
export const expectSafe = ({ status, text, headers }: Answer): void => {
  expect(status).toBeLessThan(500);
  expect(Object.fromEntries(headers)).toMatchObject(security);
  for (const name of ['etag', 'server', 'x-powered-by', 'set-cookie', 'access-control-allow-origin']) {
    expect([name, headers.get(name)]).toEqual([name, null]);
  }
  const said = `${text}${JSON.stringify([...headers])}`.toLowerCase();
  expect(said).not.toContain(marker.toLowerCase());
  expect(said).not.toMatch(/node_modules|\.ts:|at \w+ \(|sqlite|stack/);
};

/** The one form of every refusal. */
export const expectProblem = (answer: Answer, language: 'nl' | 'en' = 'nl'): void => {
  expectSafe(answer);
  const { status, headers, body } = answer;
  expect(status).toBeGreaterThanOrEqual(400);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(headers.get('content-language')).toBe(language);
  expect(Object.keys(body)).toEqual(members);
  expect(body).toMatchObject({ status, type: `urn:knooppunt:probleem:${String(body['code'])}` });
  expect(body['code']).toMatch(/^[a-z-]+\/[a-z-]+$/);
  expect(body['correlatie']).toBe(headers.get('x-correlation-id'));
  for (const fault of body['fouten'] as readonly object[]) {
    expect(Object.keys(fault)).toEqual(['pointer', 'code', 'tekst']);
  }
};
