import { describe, it } from '@jest/globals';

const remedy = 'apt-get install -y --no-install-recommends postgresql-15';

/**
 * Leaves out tests that need a server of PostgreSQL where none is installed, and says so loudly: at once on standard error, at
 * the end of the run by name with the remedy (tools/jest-skips.mjs); with KNOOPPUNT_ENGINES=required that fails the run.
 */
export const leaveOutPostgres = (what: string): void => {
  process.stderr.write(`left out, for PostgreSQL is not installed here: ${what} (${remedy})\n`);
  describe(`${what}: left out`, () => {
    it.todo(`needs a server: ${remedy}`);
  });
};
