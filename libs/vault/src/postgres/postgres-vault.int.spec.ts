import { afterAll, beforeAll } from '@jest/globals';
import { vaultContract } from '../../test/contract.js';
import { freshVault, makeRoles } from '../../test/postgres-bench.js';
import { leaveOutPostgres } from '../../../../test/postgres/left-out.js';
import { startServer } from '../../../../test/postgres/server.js';

const server = await startServer();

if (server) {
  beforeAll(() => makeRoles(server));
  afterAll(() => server.stop());
  vaultContract('PostgreSQL', () => freshVault(server));
} else leaveOutPostgres('vault on PostgreSQL');
