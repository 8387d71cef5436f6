import { describe, expect, it } from '@jest/globals';
import { gatewayProblems } from './gateway.problems.js';

describe('an engine of the gateway that is away', () => {
  it.each([
    'gateway/intake-unavailable',
    'gateway/intake-busy',
    'read-store/unavailable',
    'read-store/not-migrated',
    'vault/unavailable',
    'vault/kek-retired',
    'vault/root-retired',
    'vault/not-migrated',
  ] as const)('is 503 with Retry-After and no fault of ours: %s', (code) => {
    expect(gatewayProblems[code]).toMatchObject({ status: 503, retryAfter: expect.any(Number) });
  });
});
