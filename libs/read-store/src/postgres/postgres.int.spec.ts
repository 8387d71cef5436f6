import { afterAll, beforeAll } from '@jest/globals';
import { readStoreContract } from '../../test/contract.js';
import { makeRoles, postgresBench } from '../../test/postgres-bench.js';
import { leaveOutPostgres } from '../../../../test/postgres/left-out.js';
import { startServer } from '../../../../test/postgres/server.js';

const server = await startServer();

if (server) {
  beforeAll(() => makeRoles(server));
  afterAll(() => server.stop());
  readStoreContract('PostgreSQL', async () => postgresBench(server));
} else leaveOutPostgres('read store: PostgreSQL');
