import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { vaultContract } from '../../test/contract.js';
import { freshVault, makeRoles } from '../../test/postgres-bench.js';
import { startServer } from '../../../../test/postgres/server.js';

// A bound for a machine under load; nothing here waits for time to pass.
jest.setTimeout(60_000);

const server = await startServer();

if (server) {
  beforeAll(() => makeRoles(server));
  afterAll(() => server.stop());
  vaultContract('PostgreSQL', () => freshVault(server));
} else {
  describe('vault on PostgreSQL', () => {
    it.todo('needs a server: apt-get install -y --no-install-recommends postgresql-15');
  });
}
