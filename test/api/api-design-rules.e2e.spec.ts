import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { documentsOf } from './documents.js';
import type { Described } from './documents.js';
import { Linter } from './rule-set.js';

jest.setTimeout(60_000);

const linter = new Linter();
let described: Described;
beforeAll(async () => {
  described = await documentsOf();
});
afterAll(() => described.close());

describe('the linter of the API Design Rules', () => {
  it.each([['standalone'], ['hub'], ['gateway']] as const)('has nothing against the API of the %s', async (program) => {
    const document = described.documents[program];
    expect(Object.keys(document.paths).length).toBeGreaterThan(1);
    expect(await linter.findings(document)).toEqual([]);
  });
});
